"""Twins of the exports of Google Meet, Webex and BigBlueButton, and of a table that only `cycle.toml` knows.

They stand here as the platforms write them.
"""

from dataclasses import replace
from datetime import datetime

from tests.sources.twins.model import Line, Planted, Twin, table
from tests.sources.twins.people import CLOSES, OPENS, TITLE, Stay, day_first, instant, stays_of

MAPPED_COLUMNS = {"name": "Persona", "email": "Contacto", "joined": "Llegó", "left": "Se fue"}
MAPPED_FILES = "lista*"
_MEET_FILE = "2021-05-04 10-00 Conversatorio 1 - Attendance Report.csv"
_MEET = "First name|Last name|Email|Duration|Time joined|Time exited"
_OLDER_MEET = "Name|Email|Duration|Time Joined|Time Exited"
_WEBEX = (
    "Meeting Name|Meeting Start Time|Meeting End Time|Name|Attendee Email|Join Time|Leave Time"
    "|Attendance Duration|Connection Type"
)
_DASHBOARD = (
    "Name|Moderator|Activity Score|Talk Time|Webcam Time|Messages|Reactions|Poll Votes|Raise Hands|Join|Left"
    "|Duration"
)

Row = tuple[tuple[str, ...], Planted]


def meet(seed: int, rows: int) -> Twin:
    """Meet's report with names in two columns, to the minute; everybody stands in it once."""
    people = [_in_two(stay) for stay in _once(seed, rows)]
    return Twin("meet", _MEET_FILE, "attendance", "ymd", tuple(table(_MEET.split("|"), people)))


def older_meet(seed: int, rows: int) -> Twin:
    """Meet's older report with whole names."""
    people = [((stay.name, *_span(stay)), _to_the_minute(stay, stay.name)) for stay in _once(seed, rows)]
    return Twin("meet_older", _MEET_FILE, "attendance", "ymd", tuple(table(_OLDER_MEET.split("|"), people)))


def webex(seed: int, rows: int) -> Twin:
    """Webex's report, one row per connection."""
    lines = tuple(
        table(_WEBEX.split("|"), [(_connection(stay), stay.planted) for stay in stays_of(seed, rows)])
    )
    return Twin("webex", "Reporte de asistentes.csv", "attendance", "ymd", lines, "utf-16", "\t")


def bigbluebutton(seed: int, rows: int) -> Twin:
    """The learning dashboard, with its last row of whoever stayed unnamed."""
    people = [(_dashboard(stay), replace(stay.planted, email="")) for stay in _once(seed, rows)]
    unnamed = Line(("Anonymous", *[""] * 11), 1, is_row=True)
    lines = (*table(_DASHBOARD.split("|"), people), unnamed)
    return Twin("bigbluebutton", "LEARNING_DASHBOARD.csv", "attendance", "mdy", lines, line_end="\n")


def mapped(seed: int, rows: int) -> Twin:
    """A table that no reader knows, and whose columns `cycle.toml` names."""
    header = ("Núm.", *MAPPED_COLUMNS.values(), "Notas")
    lines = tuple(table(header, [(_listed(stay), stay.planted) for stay in stays_of(seed, rows)]))
    return Twin("mapped", "lista del salón.csv", "attendance", "dmy", lines, "cp1252", ";")


def _once(seed: int, rows: int) -> list[Stay]:
    return list({stay.name: stay for stay in reversed(stays_of(seed, rows))}.values())


def _in_two(stay: Stay) -> Row:
    cells = (stay.given, stay.surnames, *_span(stay))
    return cells, _to_the_minute(stay, f"{stay.given} {stay.surnames}")


def _span(stay: Stay) -> tuple[str, ...]:
    hours, minutes = divmod(stay.seconds // 60, 60)
    length = f"{hours} hr {minutes} min" if hours else f"{minutes} min"
    return stay.email, length, f"{stay.joined:%I:%M %p}", f"{stay.left:%I:%M %p}"


def _to_the_minute(stay: Stay, name: str) -> Planted:
    joined, left = stay.joined.replace(second=0), stay.left.replace(second=0)
    return Planted(name, stay.email, str(stay.number), instant(joined), instant(left))


def _connection(stay: Stay) -> tuple[str, ...]:
    meeting = (TITLE, _formula(OPENS), _formula(CLOSES))
    times = (_formula(stay.joined), _formula(stay.left), f"{stay.minutes} mins")
    return *meeting, stay.name, stay.email, *times, "Desktop app"


def _formula(moment: datetime) -> str:
    return f'="{moment:%Y-%m-%d %H:%M:%S}"'


def _dashboard(stay: Stay) -> tuple[str, ...]:
    activity = ("FALSE", "3.5", "00:01:02", "-", "4", "0", "1", "0")
    length = f"{stay.seconds // 3600:02}:{stay.seconds // 60 % 60:02}:{stay.seconds % 60:02}"
    return stay.name, *activity, _in_the_browser(stay.joined), _in_the_browser(stay.left), length


def _in_the_browser(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment.year}, {moment.hour % 12 or 12}:{moment:%M:%S %p}"


def _listed(stay: Stay) -> tuple[str, ...]:
    return str(stay.number), stay.name, stay.email, day_first(stay.joined), day_first(stay.left), "sin más"
