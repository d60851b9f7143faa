"""The benchmark: figures are ratios within one run, and nothing here passes or fails. Run it with `make bench`.

What is measured stands in `reading` and `running`.
"""
