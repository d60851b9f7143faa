"""Files in `raw`: what each file was, which column held what, and its records, untouched.

Here one file is taken in, all or nothing, and may be refused with a reason. Which files there are is the
inbox's and the registers' business; how bytes become records, that of `exports`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

import duckdb
import pandas as pd

from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.lines import TextFile, append_sheet, read_lines
from assets.sources.exports.outline import Export, outline_of
from assets.sources.exports.workbook import is_workbook, sheets
from assets.sources.found_files import FoundFile
from assets.sources.readers.reading import Reading, Section
from assets.sources.readers.shapes import Shape, shape_of
from assets.sources.understanding import Understood
from assets.warehouse import append_frame, ensure_table, transaction

FILE_COLUMNS = {
    "file_id": "varchar",
    "path": "varchar",
    "folder": "varchar",
    "kind": "varchar",
    "sha256": "varchar",
    "bytes": "bigint",
    "arrived_at": "timestamptz",
    "is_present": "boolean",
    "reader_version": "varchar",
    "platform": "varchar",
    "language": "varchar",
    "encoding": "varchar",
    "separator": "varchar",
    "invisible_characters": "bigint",
    "damaged_characters": "bigint",
    "cut_line": "bigint",
    "time_zone": "varchar",
    "stated_date_order": "varchar",
    "data_rows": "bigint",
    "refused": "varchar",
}
SECTION_COLUMNS = {
    "file_id": "varchar",
    "section": "varchar",
    "role": "varchar",
    "is_data": "boolean",
    "is_span": "boolean",
    "rows_from": "bigint",
    "width": "integer",
}
COLUMN_COLUMNS = {
    "file_id": "varchar",
    "section": "varchar",
    "position": "integer",
    "header": "varchar",
    "field": "varchar",
}
FACT_COLUMNS = {"file_id": "varchar", "fact": "varchar", "value": "varchar"}
ROW_COLUMNS = {
    "file_id": "varchar",
    "folder": "varchar",
    "section": "varchar",
    "line": "bigint",
    "is_data": "boolean",
    "cells": "varchar[]",
}
PARTS = {
    "raw.files": FILE_COLUMNS,
    "raw.sections": SECTION_COLUMNS,
    "raw.columns": COLUMN_COLUMNS,
    "raw.facts": FACT_COLUMNS,
}
ROW_TABLES = (
    "registrations",
    "cycle_registrations",
    "attendance",
    "audience_exports",
    "municipalities",
    "osc",
)

# What stands in a column of these fields, and never in the place of its name.
_SHAPES_OF_VALUES: dict[str, tuple[Shape, ...]] = {
    "email": ("email",),
    "joined": ("stamp", "time"),
    "left": ("stamp", "time"),
    "event_at": ("stamp",),
    "submitted_at": ("stamp",),
    "minutes": ("minutes", "time"),
}

Understand = Callable[[Export, str], Understood]


@dataclass(frozen=True)
class FolderSummary:
    """What a folder gave: files, data rows taken in, and files refused."""

    files: int
    rows: int
    refused: int


@dataclass(frozen=True)
class Door:
    """What the files of one folder come in by: their table, who understands them, by which version, and when."""

    table: str
    understand: Understand
    version: str
    as_of: datetime


def ensure_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of `raw` that files fill, where they are not there yet."""
    for table, columns in {**PARTS, **{f"raw.{name}": ROW_COLUMNS for name in ROW_TABLES}}.items():
        ensure_table(connection, table, columns)


def take_in(connection: duckdb.DuckDBPyConnection, door: Door, files: Iterable[FoundFile]) -> list[str]:
    """Bring the door's table up to date with these files; one already known is not read again.

    Returns the files' keys; which of them count is decided by `mark_present`.
    """
    file_ids = []
    for file in files:
        if not _is_known(connection, file, door.version):
            with transaction(connection):
                _take_in_file(connection, door, file)
        file_ids.append(file.file_id)
    return file_ids


def mark_present(
    connection: duckdb.DuckDBPyConnection,
    folder: str,
    kind: str,
    file_ids: list[str],
    *,
    is_told_by_place: bool = False,
) -> FolderSummary:
    """Let these files of a folder count and no others: one taken away stays in `raw`, equal bytes count once.

    Where a file's place says what it is about (`is_told_by_place`), equal bytes at two places are two files.
    """
    connection.execute(
        """
        update raw.files set is_present = list_contains(?, file_id) and (? or file_id = (
            select arg_min(twin.file_id, twin.path) from raw.files as twin
            where twin.sha256 = files.sha256 and twin.folder = files.folder and twin.kind = files.kind
                and list_contains(?, twin.file_id)
        ))
        where folder = ? and kind = ?
        """,
        [file_ids, is_told_by_place, file_ids, folder, kind],
    )
    found = connection.execute(
        """
        select count(*), coalesce(sum(data_rows) filter (where refused is null), 0)::bigint, count(refused)
        from raw.files where folder = ? and kind = ? and is_present
        """,
        [folder, kind],
    ).fetchall()[0]
    return FolderSummary(*found)


def note_refused(
    connection: duckdb.DuckDBPyConnection, file: FoundFile, reason: str, as_of: datetime
) -> None:
    """Record a file that is not read, with what to do about it."""
    connection.execute("delete from raw.files where file_id = ?", [file.file_id])
    facts = {"refused": reason, "data_rows": 0, "is_present": True}
    _insert_file(connection, file, {"arrived_at": as_of, **facts})


def _is_known(connection: duckdb.DuckDBPyConnection, file: FoundFile, version: str) -> bool:
    query = "select 1 from raw.files where file_id = ? and kind = ? and reader_version = ?"
    return bool(connection.execute(query, [file.file_id, file.kind, version]).fetchall())


def _take_in_file(connection: duckdb.DuckDBPyConnection, door: Door, file: FoundFile) -> None:
    arrived_at = _arrival(connection, file, door.as_of)
    for name in (*PARTS, door.table):
        connection.execute(f"delete from {name} where file_id = ?", [file.file_id])
    facts: dict[str, object] = {"arrived_at": arrived_at, "reader_version": door.version}
    try:
        text, understood = _read(connection, door, file)
        _insert_reading(connection, door.table, file, text, understood.reading)
        facts |= _facts(connection, text, understood, file.kind)
    except UnreadableExportError as error:
        facts |= {"refused": str(error), "data_rows": 0}
    connection.execute("drop table if exists lines")
    _insert_file(connection, file, facts)


def _arrival(connection: duckdb.DuckDBPyConnection, file: FoundFile, as_of: datetime) -> datetime:
    """When the file was first seen: reading it once more does not make it newer."""
    seen = connection.execute(
        "select min(arrived_at) from raw.files where file_id = ?", [file.file_id]
    ).fetchall()
    return seen[0][0] or as_of


def _read(connection: duckdb.DuckDBPyConnection, door: Door, file: FoundFile) -> tuple[TextFile, Understood]:
    """Fill the table `lines` and understand it: of a workbook, the first sheet that anybody knows, else the first."""
    if file.problem:
        raise UnreadableExportError(file.problem)
    name = file.relative.rsplit("/", 1)[-1]
    texts = _texts(connection, file)
    text = next(texts, None)
    first = None
    while text is not None:
        understood = door.understand(outline_of(connection, text.cells, name), file.relative)
        if understood.reading:
            return text, understood
        first = first or (text, understood)
        text = next(texts, None)
    if first is None:
        raise UnreadableExportError("the file is empty; download it again from the platform")
    return first


def _texts(connection: duckdb.DuckDBPyConnection, file: FoundFile) -> Iterator[TextFile]:
    with file.open() as opened:
        if is_workbook(opened):
            for sheet in sheets(opened):
                yield append_sheet(connection, sheet)
        else:
            yield read_lines(connection, opened)


def _facts(
    connection: duckdb.DuckDBPyConnection, text: TextFile, understood: Understood, kind: str
) -> dict[str, object]:
    reading, source = understood.reading, understood.source
    rows = _data_rows(connection, text, reading)
    return {
        "encoding": text.decoded.encoding,
        "separator": text.cells.separator,
        "invisible_characters": text.decoded.invisible,
        "damaged_characters": text.decoded.replaced,
        "cut_line": text.cut_line,
        "platform": reading.platform if reading else None,
        "language": reading.language if reading else None,
        "time_zone": (reading.time_zone if reading else None) or source.time_zone,
        "stated_date_order": source.date_order,
        "data_rows": rows,
        "refused": understood.problem
        or _why_refused(reading, kind, rows, _is_headless(connection, text, reading)),
    }


def _data_rows(connection: duckdb.DuckDBPyConnection, text: TextFile, reading: Reading | None) -> int:
    """Rows of the sections that are read; of a file that nobody knows, every line that holds something."""
    read = _within(_ranges(reading) if reading else [(0, text.lines + 1)])
    query = f"select count(*) from lines where {read} and not regexp_full_match(text, ?)"
    return int(connection.execute(query, [text.cells.blank]).fetchall()[0][0])


def _within(ranges: list[tuple[int, int]]) -> str:
    """The condition that a line lies in one of these ranges; a range ends before its second number."""
    return f"({' or '.join(f'line >= {start} and line < {end}' for start, end in ranges) or 'false'})"


def _ranges(reading: Reading) -> list[tuple[int, int]]:
    return [(section.rows_from, end) for _, section, end in _bounded(reading) if section.fields]


def _why_refused(reading: Reading | None, kind: str, rows: int, is_headless: bool) -> str | None:
    if reading is None:
        return (
            "not understood: no known export begins like this;"
            " download it again from the platform and do not edit it, or name its columns in cycle.toml"
        )
    if is_headless:
        return (
            "header not found: where titles and names of columns stand, there is somebody's own row;"
            " download the export again from the platform"
        )
    if reading.kind != kind:
        return _wrong_folder(reading)
    if reading.kind == "audience":
        return _why_no_audience(reading, rows)
    if not reading.names_people:
        return "columns not understood: none of them holds a name or an e-mail; compare its header with the platform's"
    if not rows:
        return (
            "no rows: the export has a header and nobody below it; download it again once there is somebody"
        )
    return None


def _why_no_audience(reading: Reading, rows: int) -> str | None:
    if not reading.holds_figures:
        return (
            "columns not understood: neither views nor watch time stands in them;"
            " show the metric Views in YouTube Studio's advanced mode and export again"
        )
    if not rows and any(section.fields for section in reading.sections):
        return "no rows: the export has a header and nothing below it; export days on which somebody watched"
    return None


def _is_headless(connection: duckdb.DuckDBPyConnection, text: TextFile, reading: Reading | None) -> bool:
    """Whether a person stands where titles and headers do: a header that is lost leaves its place to the first row."""
    if reading is None:
        return False
    titles = _within([(section.starts_at, section.rows_from) for section in reading.sections])
    found = connection.execute(
        f"select {text.cells.of('text')} from lines where {titles} and contains(text, ?)",
        [text.cells.separator],
    ).fetchall()
    return any(map(_is_values, reading.sections)) or any(
        _shows_person(cells, reading.kind) for (cells,) in found
    )


def _is_values(section: Section) -> bool:
    """Whether the line that names the columns holds values of their kinds."""
    return any(
        shape_of([section.header[at]]) in _SHAPES_OF_VALUES.get(field, ())
        for field, at in section.fields.items()
        if at < len(section.header)
    )


def _shows_person(cells: list[str], kind: str) -> bool:
    """Whether a line holds an e-mail and a time, or a stay's two times, as rows do and titles and headers do not.

    The header of a form may hold any number of stamps: the sessions that it lets people choose.
    """
    shapes = [shape_of([cell]) for cell in cells]
    times = sum(shape in ("stamp", "time") for shape in shapes)
    has_time = times > 0 or "minutes" in shapes or "duration" in shapes
    return (kind == "attendance" and times > 1) or ("email" in shapes and has_time)


def _wrong_folder(reading: Reading) -> str:
    if reading.kind == "audience":
        return "wrong folder: this is an export of audience; move it to the folder inbox/cycle/audience"
    moved = f"wrong folder: this is an export of {reading.kind}; move it to the folder {reading.kind}"
    if reading.kind == "registrations":
        return f'{moved}, or, if people filled it in during the session, give it kind = "attendance" in cycle.toml'
    return moved


def _insert_file(connection: duckdb.DuckDBPyConnection, file: FoundFile, facts: dict[str, object]) -> None:
    row: dict[str, object] = dict.fromkeys(FILE_COLUMNS)
    row |= {"file_id": file.file_id, "path": file.relative, "folder": file.folder, "kind": file.kind}
    row |= {"sha256": file.sha256, "bytes": file.size, "is_present": False, **facts}
    marks = ", ".join("?" for _ in row)
    connection.execute(f"insert into raw.files ({', '.join(row)}) values ({marks})", list(row.values()))


def _insert_reading(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    file: FoundFile,
    text: TextFile,
    reading: Reading | None,
) -> None:
    if reading is None:
        return
    named = list(_bounded(reading))
    _append(connection, "raw.sections", SECTION_COLUMNS, _section_rows(file, named))
    _append(connection, "raw.columns", COLUMN_COLUMNS, _column_rows(file, named))
    facts = [(file.file_id, fact, value) for fact, value in reading.facts.items()]
    _append(connection, "raw.facts", FACT_COLUMNS, facts)
    for name, section, end in named:
        connection.execute(
            f"insert into {table} select ?, ?, ?, line, ?, {text.cells.of('text')} from lines"
            " where line >= ? and line < ? and not regexp_full_match(text, ?) order by line",
            [
                file.file_id,
                file.folder,
                name,
                bool(section.fields),
                section.rows_from,
                end,
                text.cells.blank,
            ],
        )


def _append(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: dict[str, str],
    rows: Iterable[tuple[object, ...]],
) -> None:
    append_frame(connection, table, pd.DataFrame(list(rows), columns=list(columns), dtype=object))


def _section_rows(file: FoundFile, named: list[tuple[str, Section, int]]) -> Iterator[tuple[object, ...]]:
    for name, section, _ in named:
        width = len(section.header) or None
        yield (
            file.file_id,
            name,
            section.role,
            bool(section.fields),
            section.is_span,
            section.rows_from,
            width,
        )


def _column_rows(file: FoundFile, named: list[tuple[str, Section, int]]) -> Iterator[tuple[object, ...]]:
    for name, section, _ in named:
        fields = {position: field for field, position in section.fields.items()}
        for position, header in enumerate(section.header if fields else ()):
            yield file.file_id, name, position, header, fields.get(position)


def _bounded(reading: Reading) -> Iterator[tuple[str, Section, int]]:
    """Each section with a name of its own and the line on which the next begins.

    A report that holds the same part twice has two sections.
    """
    counts: dict[str, int] = {}
    endless = replace(reading.sections[-1], starts_at=2**62)
    for section, following in pairwise([*reading.sections, endless]):
        counts[section.name] = counts.get(section.name, 0) + 1
        number = counts[section.name]
        name = section.name if number == 1 else f"{section.name} {number}"
        yield name, section, following.starts_at
