"""An export as the cycle wants it understood: what its reader says, with the cycle's own words for columns and kind.

Here `cycle.toml` has the last word over a reader. What readers recognise is theirs; how rows are taken in is
the business of `raw_files`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assets.cycle import Cycle, ExportKind, FieldName, Source
from assets.sources.exports.outline import Export, Record
from assets.sources.readers import read_export
from assets.sources.readers.reading import Reading, Section, header_key

# A header further down than this is not looked for: by then people are listed.
_FIRST_RECORDS = 20


@dataclass(frozen=True)
class Understood:
    """What an export is, None where nobody knows, and what `cycle.toml` says of it.

    `problem` says why an export that is known is refused all the same, and what to do.
    """

    reading: Reading | None
    source: Source
    problem: str | None = None


def understand(export: Export, cycle: Cycle, kind: ExportKind, path: str) -> Understood:
    """Read the export that lies at `path` below the inbox, in a folder of this kind."""
    reading = read_export(export)
    source = cycle.source_of(kind, path, reading.platform if reading else None)
    if reading is None and source.columns:
        reading = _mapped(export, source.columns, source.kind or kind)
    elif reading is not None:
        reading = _in_the_cycle_s_words(reading, source)
    return Understood(reading, source)


def _in_the_cycle_s_words(reading: Reading, source: Source) -> Reading:
    sections = tuple(_with_columns(section, source.columns) for section in reading.sections)
    return replace(reading, sections=sections, kind=source.kind or reading.kind)


def _with_columns(section: Section, columns: Mapping[FieldName, str]) -> Section:
    """The section with the stated columns in the place of those that its reader found."""
    if not section.fields:
        return section
    stated = _positions(section.header, columns)
    found = {field: at for field, at in section.fields.items() if at not in stated.values()}
    return replace(section, fields={**found, **stated})


def _mapped(export: Export, columns: Mapping[FieldName, str], kind: ExportKind) -> Reading | None:
    """A table that no reader knows, where one of its first records holds every stated column."""
    header = next((record for record in export.outline[:_FIRST_RECORDS] if _has_all(record, columns)), None)
    if header is None:
        return None
    first = export.outline[0]
    above = (Section("preamble", first.line, first.line),) if first.line < header.line else ()
    fields = _positions(header.cells, columns)
    table = Section("table", header.line, header.line + 1, header.cells, fields)
    return Reading("mapped", kind, "und", (*above, table))


def _has_all(record: Record, columns: Mapping[FieldName, str]) -> bool:
    return len(_positions(record.cells, columns)) == len(columns)


def _positions(header: tuple[str, ...], columns: Mapping[FieldName, str]) -> dict[str, int]:
    keys = [header_key(cell) for cell in header]
    return {
        field: keys.index(header_key(name)) for field, name in columns.items() if header_key(name) in keys
    }
