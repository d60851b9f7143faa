"""Which platform each session is held on: six layouts in turn, then again from the first.

What a platform knows and lists is stated here; how it writes is in its own module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.sample.layouts import teams, zoom_meeting, zoom_webinar
from pipelines.sample.layouts.call import Call
from pipelines.sample.page import Dialect, File, Page


@dataclass(frozen=True)
class Platform:
    """A layout with its file's name and writing, and what the platform knows of the people on its calls."""

    layout: Callable[[Call], Page]
    file_name: Callable[[Call], str]
    dialect: Dialect
    lists_no_shows: bool = False
    has_waiting_room: bool = False
    knows_roles: bool = True

    def attendance_file(self, call: Call) -> File:
        """The export of the call."""
        path = Path("inbox", call.session_id, "attendance", self.file_name(call))
        return File(path, self.layout(call), self.dialect)


_WEBINAR_IN_WORDS = Platform(
    zoom_webinar.dates_in_words, zoom_webinar.file_name, zoom_webinar.DIALECT, lists_no_shows=True
)
_WEBINAR_MONTH_FIRST = Platform(
    zoom_webinar.dates_month_first, zoom_webinar.file_name, zoom_webinar.DIALECT, lists_no_shows=True
)
_MEETING_2021 = Platform(
    zoom_meeting.participants_2021, zoom_meeting.file_name, zoom_meeting.DIALECT, knows_roles=False
)
_MEETING_2023 = Platform(
    zoom_meeting.participants_2023,
    zoom_meeting.file_name,
    zoom_meeting.DIALECT,
    has_waiting_room=True,
    knows_roles=False,
)
_TEAMS_2021 = Platform(teams.report_2021, teams.file_name_2021, teams.DIALECT)
_TEAMS_ENGLISH = Platform(teams.sections_in_english, teams.file_name_sections, teams.DIALECT)
_TEAMS_SPANISH = Platform(teams.sections_in_spanish, teams.file_name_sections, teams.DIALECT)

_ROTATION = (_WEBINAR_IN_WORDS, _MEETING_2021, _TEAMS_2021, _WEBINAR_MONTH_FIRST, _MEETING_2023)


def platform_of(index: int) -> Platform:
    """The platform of the session at the index, from 0; every sixth is a sectioned report of Teams."""
    round_, place = divmod(index, len(_ROTATION) + 1)
    if place < len(_ROTATION):
        return _ROTATION[place]
    return _TEAMS_ENGLISH if round_ % 2 == 0 else _TEAMS_SPANISH
