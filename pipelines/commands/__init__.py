"""The commands of `alcance` that show something: one module each.

Here results are put before a person or a program; the work itself is done in `assets` and `pipelines.run`.
"""
