"""Readers: one module per platform that says which export a file is and which column holds what.

A new platform is one module here and one line in `READERS`. Values are not interpreted here: the SQL of
`sql/staging` does that, for all platforms alike.
"""

from collections.abc import Callable

from assets.sources.exports.outline import Export
from assets.sources.readers import (
    bigbluebutton,
    google_forms,
    google_meet,
    microsoft_forms,
    teams,
    webex,
    youtube_studio,
    zoom_meeting,
    zoom_registration,
    zoom_webinar,
)
from assets.sources.readers.reading import Reading

READERS: tuple[Callable[[Export], Reading | None], ...] = (
    zoom_webinar.read,
    zoom_registration.read,
    zoom_meeting.read,
    webex.read,
    teams.read,
    google_meet.read,
    bigbluebutton.read,
    microsoft_forms.read,
    google_forms.read,
    youtube_studio.read,
)

# Part of every file's record: raising it makes the next run read all files again.
READER_VERSION = "3"


def read_export(export: Export) -> Reading | None:
    """The first reader that recognises the export says how it is read; None where nobody does."""
    return next((reading for reader in READERS if (reading := reader(export))), None)
