"""Microsoft Teams' attendance reports: the one of 2021, one row per stay, and the sectioned one since.

Both are UTF-16 with tabs and name each person's role in the file's language; the attendance list taken
during a meeting is another product and is not written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assets.cycle import DateOrder
from pipelines.sample.layouts.call import Call, Entry, unique_people
from pipelines.sample.layouts.dates import duration, unpadded
from pipelines.sample.page import Dialect, Page
from pipelines.sample.spelling import slug

DIALECT = Dialect("utf-16-le", delimiter="\t", line_end="\r\n")
_NO_BREAK = "\u00a0"
_ROLES_ES = {"host": "Organizador", "speaker": "Presentador", "audience": "Asistente"}
_ROLES_EN = {"host": "Organizer", "speaker": "Presenter", "audience": "Attendee"}


@dataclass(frozen=True)
class _Language:
    """The words of a sectioned report."""

    sections: tuple[str, str, str]
    summary: tuple[str, str, str, str, str, str]
    participants: tuple[str, ...]
    activities: tuple[str, ...]
    roles: dict[str, str]
    order: DateOrder
    gap: str


_ENGLISH = _Language(
    ("1. Summary", "2. Participants", "3. In-Meeting Activities"),
    (
        "Meeting title",
        "Attended participants",
        "Start time",
        "End time",
        "Meeting duration",
        "Average attendance time",
    ),
    ("Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"),
    ("Name", "Join Time", "Leave Time", "Duration", "Email", "Role"),
    _ROLES_EN,
    "mdy",
    "",
)
_SPANISH = _Language(
    ("1. Resumen", "2. Participantes", "3. Actividades en la reunión"),
    (
        "Título de la reunión",
        "Participantes que asistieron",
        "Hora de inicio",
        "Hora de finalización",
        "Duración de la reunión",
        "Tiempo medio de asistencia",
    ),
    (
        "Nombre",
        "Primera unión",
        "Última salida",
        "Duración en la reunión",
        "Correo electrónico",
        "Id. de participante (UPN)",
        "Rol",
    ),
    ("Nombre", "Hora de unión", "Hora de salida", "Duración", "Correo electrónico", "Rol"),
    _ROLES_ES,
    "dmy",
    _NO_BREAK,
)


def report_2021(call: Call) -> Page:
    """Five lines on the meeting, an empty one, then one row per stay; the total counts people, not rows."""
    page = Page()

    def written(moment: datetime) -> str:
        return unpadded(moment, call.date_order or "dmy", short_year=False, twelve_hours=False)

    page.write("Resumen de la reunión")
    page.write("Número total de participantes", str(unique_people(entry for _, entry in call.stays)))
    page.write("Título de la reunión", call.title)
    page.write("Hora de inicio de la reunión", written(call.opened))
    page.write("Hora de finalización de la reunión", written(call.closed))
    page.write()
    page.write("Nombre completo", "Hora de unión", "Hora de salida", "Duración", "Correo electrónico", "Rol")
    for joined, entry in call.stays:
        times = [written(joined), written(entry.left or joined), duration(entry.seconds, _NO_BREAK)]
        cells = [entry.name, *times, entry.email, _ROLES_ES[entry.role]]
        page.write_row(cells, entry.person_id, entry.organisation_id)
    return page


def sections_in_english(call: Call) -> Page:
    """The sectioned report of an English account: month first, two digits for the year, twelve hours."""
    return _sections(call, _ENGLISH)


def sections_in_spanish(call: Call) -> Page:
    """The sectioned report of a Spanish account: day first, two digits for the year."""
    return _sections(call, _SPANISH)


def file_name_2021(call: Call) -> str:
    """`meetingAttendanceReport(conversatorio-3).csv`."""
    return f"meetingAttendanceReport({slug(call.title)}).csv"


def file_name_sections(call: Call) -> str:
    """`conversatorio-6 - Attendance report 6-8-21.csv`."""
    return (
        f"{slug(call.title)} - Attendance report {call.opened.month}-{call.opened.day}-{call.opened:%y}.csv"
    )


def _sections(call: Call, language: _Language) -> Page:
    page = Page()
    order = call.date_order or language.order
    twelve_hours = language is _ENGLISH

    def written(moment: datetime) -> str:
        return unpadded(moment, order, short_year=True, twelve_hours=twelve_hours)

    participants = _by_participant(call)
    _write_summary(page, call, language, participants, written)
    page.write()
    page.write(language.sections[1])
    page.write(*language.participants)
    for entries in participants:
        _write_participant(page, entries, language, written)
    page.write()
    page.write(language.sections[2])
    page.write(*language.activities)
    for joined, entry in call.stays:
        times = [written(joined), written(entry.left or joined), duration(entry.seconds, language.gap)]
        cells = [entry.name, *times, entry.email, language.roles[entry.role]]
        page.write_row(cells, entry.person_id, entry.organisation_id)
    return page


def _by_participant(call: Call) -> list[list[Entry]]:
    grouped: dict[tuple[str, str], list[Entry]] = {}
    for _, entry in call.stays:
        # Two people without an e-mail are two guests, even where both are called "iPhone".
        grouped.setdefault((entry.person_id, entry.identity), []).append(entry)
    return list(grouped.values())


def _write_summary(
    page: Page,
    call: Call,
    language: _Language,
    participants: list[list[Entry]],
    written: Callable[[datetime], str],
) -> None:
    seconds = [sum(entry.seconds for entry in entries) for entries in participants]
    values = (
        call.title,
        str(len(participants)),
        written(call.opened),
        written(call.closed),
        duration(int((call.closed - call.opened).total_seconds()), language.gap),
        duration(sum(seconds) // max(1, len(seconds)), language.gap),
    )
    page.write(language.sections[0])
    for label, value in zip(language.summary, values, strict=True):
        page.write(label, value)


def _write_participant(
    page: Page, entries: list[Entry], language: _Language, written: Callable[[datetime], str]
) -> None:
    first = entries[0]
    joined = min(entry.joined for entry in entries if entry.joined)
    left = max(entry.left for entry in entries if entry.left)
    spent = duration(sum(entry.seconds for entry in entries), language.gap)
    cells = [
        first.name,
        written(joined),
        written(left),
        spent,
        first.email,
        first.email,
        language.roles[first.role],
    ]
    page.write_row(cells, first.person_id, first.organisation_id)
