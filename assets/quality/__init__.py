"""What must hold of the data, and how it is checked: contracts as data, run by Great Expectations inside DuckDB.

A check tells how many rows fail and which, by key; it never shows a person's data. What is done about a failure
is decided by Dagster: a broken contract blocks what stands on it.
"""
