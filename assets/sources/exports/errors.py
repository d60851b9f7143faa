"""The one way in which a file can fail to be an export.

Its text is for the person who put the file there; it never quotes the file.
"""


class UnreadableExportError(Exception):
    """The file is no table of text; the text says what to do with it."""
