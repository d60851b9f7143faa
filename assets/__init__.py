"""What exists and how it is made: assets, checks, and the plain code that makes them.

When things run, and with what, lives in `pipelines`; the tables themselves are select statements in `sql`.
"""
