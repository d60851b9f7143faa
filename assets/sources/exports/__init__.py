"""What an export is made of, whatever platform it came from: bytes, text, lines, cells, sheets, members of a zip.

Nothing here knows what a column means; that is the readers' business, one module per platform.
"""
