"""Where data come from: one asset per source, with the plain readers and clients beside it.

Everything here ends in the `raw` schema, as it came; types, identity and counting come later.
"""
