"""Zoom meetings: the list of participants, with or without the meeting's own lines above it.

Here its two bodies are read, one row per stay or one row per user with total minutes; webinars are
`zoom_webinar`'s.
"""

import re
from collections.abc import Sequence

from assets.sources.readers.export import (
    Export,
    Reading,
    Record,
    Section,
    fields_of,
    header_key,
    without_blanks,
)

# The participants' header is known by its first cell; the meeting's own lines have an e-mail and minutes too.
FIRST_CELLS = {"en": r"^name \(original name\)$", "es": r"^nombre \(nombre original\)$"}
COLUMNS = {
    "name": r"^(name|nombre) \(",
    "email": r"^(user email|email|e-mail del usuario|correo electronico)",
    "joined": r"^(join time|hora (para unirse|de entrada))",
    "left": r"^(leave time|hora (para salir|de salida))",
    "minutes": r"^(total duration|duration|duracion( total)?) \(",
    "waiting_room": r"^(in waiting room|en sala de espera)",
}


def read(export: Export) -> Reading | None:
    """The participants, where their header stands in one of the first lines."""
    for position, record in enumerate(export.records[:20]):
        language = _language(record)
        if language:
            return Reading("zoom", "attendance", language, _sections(export.records, position))
    return None


def _language(record: Record) -> str | None:
    first = header_key(record.cells[0]) if record.cells else ""
    return next((language for language, cell in FIRST_CELLS.items() if re.search(cell, first)), None)


def _sections(records: Sequence[Record], position: int) -> tuple[Section, ...]:
    header = records[position]
    people = without_blanks(records[position + 1 :])
    fields = fields_of(header.cells, COLUMNS)
    meeting = Section("meeting", (), None, without_blanks(records[:position]), {})
    return meeting, Section("participants", header.cells, header.line, people, fields)
