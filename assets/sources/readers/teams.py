"""Microsoft Teams: the attendance report, with numbered sections (since 2022) or without (2021).

Here the stays are read; the participants' summary of the sectioned report repeats the same people without their
stays and is kept unread. The list taken during a meeting is recognised and read as events.
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

COLUMNS = {
    "name": r"^(full name|name|nombre completo|nombre)$",
    "joined": r"^(join time|hora de union|hora en que se unio|hora de entrada)$",
    "left": r"^(leave time|hora de salida|hora en que salio)$",
    "email": r"^(email|e-mail|correo electronico)$",
    "role": r"^(role|rol|funcion)$",
    "event": r"^(user action|accion del? usuario|accion)$",
    "event_at": r"^(timestamp|marca de tiempo|fecha y hora)$",
}
NUMBERED = r"^([1-9])\. "
SPANISH = r"^(nombre|resumen|1\. resumen)"


def read(export: Export) -> Reading | None:
    """The report or the list, where a header of stays or of events is found."""
    records = export.records
    if not any(_is_stays(record) or _is_events(record) for record in records):
        return None
    language = (
        "es"
        if any(re.search(SPANISH, header_key(record.cells[0])) for record in records[:20] if record.cells)
        else "en"
    )
    return Reading("teams", "attendance", language, tuple(_sections(records)))


def _fields(record: Record) -> set[str]:
    return set(fields_of(record.cells, COLUMNS))


def _is_stays(record: Record) -> bool:
    return {"name", "joined", "left"} <= _fields(record)


def _is_events(record: Record) -> bool:
    return {"name", "event", "event_at"} <= _fields(record)


def _sections(records: Sequence[Record]) -> Iterator[Section]:
    starts = [position for position, record in enumerate(records) if _starts_section(record)]
    for start, end in zip([0, *starts], [*starts, len(records)], strict=True):
        rows = without_blanks(records[start:end])
        if rows:
            yield _section(rows)


def _starts_section(record: Record) -> bool:
    stands_alone = not any(cell.strip() for cell in record.cells[1:])
    is_title = stands_alone and re.search(NUMBERED, record.cells[0]) is not None
    return is_title or _is_stays(record) or _is_events(record)


def _section(rows: Sequence[Record]) -> Section:
    header = rows[0]
    if _is_stays(header) or _is_events(header):
        return Section("stays", header.cells, header.line, tuple(rows[1:]), fields_of(header.cells, COLUMNS))
    title = re.search(NUMBERED, header.cells[0])
    return Section(f"part {title.group(1)}" if title else "summary", (), None, tuple(rows), {})
