"""Readers: one module per platform that says which export a file is and which column holds what.

A new platform is one module here and one line in `READERS`. Values are not interpreted here: the SQL of
`sql/staging` does that, for all platforms alike.
"""

from collections.abc import Callable

from assets.sources.readers import google_forms, teams, zoom_meeting, zoom_webinar
from assets.sources.readers.export import Export, Reading

READERS: tuple[Callable[[Export], Reading | None], ...] = (
    google_forms.read,
    zoom_webinar.read,
    zoom_meeting.read,
    teams.read,
)

# Part of every file's record: raising it makes the next run read all files again.
READER_VERSION = "1"


def read_export(export: Export) -> Reading | None:
    """The first reader that recognises the export says how it is read; None where nobody does."""
    return next((reading for reader in READERS if (reading := reader(export))), None)
