"""Twins of Microsoft Teams' exports: the list, the report of 2021, the sectioned reports, and the live event's log.

The reports are written by the sample cycle's own layouts; the logs stand here as Teams writes them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from assets.cycle import DateOrder
from pipelines.sample.layouts import teams
from pipelines.sample.layouts.call import Call
from pipelines.sample.page import Page
from tests.sources.twins.calls import call_of, lines_of
from tests.sources.twins.model import Line, Planted, Twin, table
from tests.sources.twins.people import Stay, instant, stays_of

_UTC_OFFSET = timedelta(hours=5)
_LIVE = "SessionId|ParticipantId|FullName|UserAgent|UtcEventTimestamp|Action|Role"
_ENGLISH_LIST = "Full Name|User Action|Timestamp"
_PORTUGUESE_LIST = "Nome Completo|Atividade|Carimbo de data/hora"

# A stay, when something was done, what, and what the line says of the whole stay.
Event = tuple[Stay, datetime, str, Planted]


def list_in_english(seed: int, rows: int) -> Twin:
    """The list taken during the meeting, month first."""
    events = _events(seed, rows, "Joined", "Left")
    return _list("teams_list_en", "mdy", _lines(_ENGLISH_LIST, "%m/%d/%Y, %I:%M:%S %p", events))


def list_in_portuguese(seed: int, rows: int) -> Twin:
    """The list taken during the meeting, day first."""
    events = _events(seed, rows, "Ingressou", "Saiu")
    return _list("teams_list_pt", "dmy", _lines(_PORTUGUESE_LIST, "%d/%m/%Y, %H:%M:%S", events))


def report_of_2021(seed: int, rows: int) -> Twin:
    """The Spanish report of 2021."""
    return _report("teams_report_2021", teams.report_2021, "dmy", seed, rows)


def sections_in_english(seed: int, rows: int) -> Twin:
    """The English report in numbered sections, month first."""
    return _report("teams_sections_en", teams.sections_in_english, "mdy", seed, rows)


def sections_in_spanish(seed: int, rows: int) -> Twin:
    """The Spanish report in numbered sections, day first."""
    return _report("teams_sections_es", teams.sections_in_spanish, "dmy", seed, rows)


def live_event(seed: int, rows: int) -> Twin:
    """The log of a live event, in UTC."""
    people = [
        (("s-1", f"p-{stay.number}", stay.name, "Windows 10", _utc(at), action, "Attendee"), planted)
        for stay, at, action, planted in _events(seed, rows, "Joined", "Left")
    ]
    lines = tuple(table(_LIVE.split("|"), people))
    return Twin("teams_live_event", "AttendeeReport.csv", "attendance", "mdy", lines)


def _list(layout: str, order: DateOrder, lines: list[Line]) -> Twin:
    return Twin(layout, "meetingAttendanceList.csv", "attendance", order, tuple(lines), "utf-16", "\t")


def _lines(header: str, way: str, events: list[Event]) -> list[Line]:
    people = [((stay.name, action, at.strftime(way)), planted) for stay, at, action, planted in events]
    return table(header.split("|"), people)


def _events(seed: int, rows: int, joined: str, left: str) -> list[Event]:
    """Every joining and every leaving; all that a person did in a call tells of each of their stays."""
    events = []
    for stay in stays_of(seed, rows):
        whole = Planted(stay.name, "", stay.name, instant(stay.joined), instant(stay.left))
        events += [(stay, stay.joined, joined, whole), (stay, stay.left, left, whole)]
    return events


def _report(layout: str, page_of: Callable[[Call], Page], order: DateOrder, seed: int, rows: int) -> Twin:
    call = call_of(stays_of(seed, rows))
    has_sections = "sections" in layout
    lines = lines_of(page_of(call), call, unread=frozenset({1} if has_sections else ()))
    name = teams.file_name_sections(call) if has_sections else teams.file_name_2021(call)
    return Twin(layout, name, "attendance", order, lines, "utf-16", "\t")


def _utc(moment: datetime) -> str:
    moment += _UTC_OFFSET
    return f"{moment.month}/{moment.day}/{moment.year} {moment.hour % 12 or 12}:{moment:%M:%S %p} UTC"
