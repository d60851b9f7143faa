"""When things run and with what: Dagster's definitions, the command line, and the sample cycle.

What exists and how it is made lives in `assets`; nothing here knows what reach is.
"""
