"""Google's APIs as sources: what all of them have in common, from the connection to what a refusal means.

What one API is asked, and what its answers say, stands in that source's own package.
"""
