"""What the proofs of reach share with the tests of statements: the real columns of every table.

They are read from the warehouse of a cycle in which nothing has happened yet; cycles are drawn in `small_cycles`.
"""

from tests.sql.conftest import empty_warehouse, kinds

__all__ = ["empty_warehouse", "kinds"]
