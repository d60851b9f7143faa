"""Proofs about the reach tables as a whole: small cycles against a second count, and what can move to a cluster.

Single statements and their edge cases are tested beside `tests/sql`; whole samples in `tests/truth`.
"""
