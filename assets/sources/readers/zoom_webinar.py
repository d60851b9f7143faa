"""Zoom webinars: the attendee report, whose sections list hosts, panelists and attendees.

Here each section gets the role of its people; a meeting's list of participants is `zoom_meeting`'s.
"""

import re
from collections.abc import Iterator, Sequence

from assets.sources.readers.export import (
    Export,
    Reading,
    Record,
    Section,
    fields_of,
    header_key,
    without_blanks,
)

TITLES = {"attendee report": "en", "informe de asistentes": "es"}
# Who came by telephone is listed apart, and is an attendee too.
ROLES = {
    "host": r"^(host details|detalles del? anfitrion)",
    "panelist": r"^(panelist details|detalles del? (panelista|ponente)s?)",
    "attendee": r"^(attendee details|detalles del? (los )?asistentes?|other attended|otros asistentes)",
}
COLUMNS = {
    "attended": r"^(attended|asistio)$",
    "name": r"^(user name|nombre de usuario|name \(|nombre \()",
    "email": r"^(email|correo electronico|e-mail)",
    "joined": r"^(join time|hora (de entrada|de ingreso|para unirse|de union))",
    "left": r"^(leave time|hora (de salida|para salir))",
    "minutes": r"^(time in session|tiempo en la sesion)",
}


def read(export: Export) -> Reading | None:
    """The report, where its title stands in the first line."""
    first = next((record for record in export.records if not record.is_blank), None)
    language = TITLES.get(header_key(first.cells[0])) if first else None
    if language is None:
        return None
    sections = tuple(_sections(export.records))
    # A list of attendees whose columns nobody knows must not pass for an empty one.
    if any(section.role == "attendee" and "name" not in section.fields for section in sections):
        return None
    return Reading("zoom", "attendance", language, sections)


def _sections(records: Sequence[Record]) -> Iterator[Section]:
    starts = [position for position, record in enumerate(records) if _role(record)]
    if not starts:
        yield Section("report", (), None, tuple(records), {})
        return
    yield Section("report", (), None, without_blanks(records[: starts[0]]), {})
    for start, end in zip(starts, [*starts[1:], len(records)], strict=True):
        yield from _people(records[start:end])


def _people(records: Sequence[Record]) -> Iterator[Section]:
    """A section's title, then its header, then its people."""
    title, *rest = without_blanks(records)
    role = _role(title)
    if not rest:
        return
    header, *people = rest
    fields = fields_of(header.cells, COLUMNS)
    yield Section(role or "report", header.cells, header.line, tuple(people), fields, role)


def _role(record: Record) -> str | None:
    if any(cell.strip() for cell in record.cells[1:]):
        return None
    title = header_key(record.cells[0]) if record.cells else ""
    return next((role for role, pattern in ROLES.items() if re.search(pattern, title)), None)
