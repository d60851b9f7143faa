"""How each platform lays a file out: one module per platform, and the call that all attendance exports show.

Layouts turn entries into pages; who did what, and how noisily, was decided before.
"""
