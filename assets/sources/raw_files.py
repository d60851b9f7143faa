"""Files in `raw`: what each file was, which column held what, and its records, untouched.

Here one file is taken in, all or nothing, and may be refused with a reason. Which files there are is the
inbox's and the registers' business.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path

import duckdb
import pandas as pd

from assets.sources.readers import READER_VERSION
from assets.sources.readers.export import Export, Reading, Section, UnreadableExportError, parse_export
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
    "cut_line": "bigint",
    "data_rows": "bigint",
    "refused": "varchar",
}
COLUMN_COLUMNS = {
    "file_id": "varchar",
    "section": "varchar",
    "role": "varchar",
    "position": "integer",
    "header": "varchar",
    "field": "varchar",
}
ROW_COLUMNS = {
    "file_id": "varchar",
    "folder": "varchar",
    "section": "varchar",
    "line": "bigint",
    "is_data": "boolean",
    "cells": "varchar[]",
}


# Rows that are in memory as Python objects at a time.
BATCH = 50_000
ROW_TABLES = ("registrations", "cycle_registrations", "attendance", "municipalities", "osc")


@dataclass(frozen=True)
class FoundFile:
    """A file and its bytes. Two versions at one path are two files; `folder` is None where nobody claims it."""

    relative: str
    folder: str | None
    kind: str
    content: bytes
    problem: str | None = None

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes, by which the file is known for ever."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def file_id(self) -> str:
        """The key of this version at this place."""
        return hashlib.sha256(f"{self.relative}\n{self.problem or self.sha256}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class FolderSummary:
    """What a folder gave: files, data rows taken in, and files refused."""

    files: int
    rows: int
    refused: int


def find(root: Path, path: Path, folder: str | None, kind: str) -> FoundFile:
    """The file at `path`, named by its place below `root`; one that cannot be opened says so."""
    relative = path.relative_to(root).as_posix()
    try:
        return FoundFile(relative, folder, kind, path.read_bytes())
    except OSError as error:
        problem = f"cannot be opened ({error.strerror}): let this user read it and run again"
        return FoundFile(relative, folder, kind, b"", problem)


def ensure_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of `raw` that files fill, where they are not there yet."""
    tables = {"raw.files": FILE_COLUMNS, "raw.columns": COLUMN_COLUMNS}
    tables |= {f"raw.{name}": ROW_COLUMNS for name in ROW_TABLES}
    for table, columns in tables.items():
        ensure_table(connection, table, columns)


def take_in(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    files: Iterable[FoundFile],
    read: Callable[[Export], Reading | None],
    as_of: datetime,
) -> list[str]:
    """Bring `table` up to date with these files of one folder and kind; one already known is not read again.

    Returns the files' keys; which of them count is decided by `mark_present`.
    """
    file_ids = []
    for file in files:
        if not _is_known(connection, file):
            with transaction(connection):
                _take_in_file(connection, table, file, read, as_of)
        file_ids.append(file.file_id)
    return file_ids


def mark_present(
    connection: duckdb.DuckDBPyConnection, folder: str, kind: str, file_ids: list[str]
) -> FolderSummary:
    """Let these files of a folder count and no others: one taken away stays in `raw`, equal bytes count once."""
    connection.execute(
        """
        update raw.files set is_present = list_contains(?, file_id) and file_id = (
            select arg_min(twin.file_id, twin.path) from raw.files as twin
            where twin.sha256 = files.sha256 and twin.folder = files.folder and twin.kind = files.kind
                and list_contains(?, twin.file_id)
        )
        where folder = ? and kind = ?
        """,
        [file_ids, file_ids, folder, kind],
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
    _insert_file(connection, file, as_of, {"refused": reason, "data_rows": 0, "is_present": True})


def _is_known(connection: duckdb.DuckDBPyConnection, file: FoundFile) -> bool:
    query = "select 1 from raw.files where file_id = ? and kind = ? and reader_version = ?"
    return bool(connection.execute(query, [file.file_id, file.kind, READER_VERSION]).fetchall())


def _take_in_file(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    file: FoundFile,
    read: Callable[[Export], Reading | None],
    as_of: datetime,
) -> None:
    for name in ("raw.files", "raw.columns", table):
        connection.execute(f"delete from {name} where file_id = ?", [file.file_id])
    if file.problem:
        _insert_file(connection, file, as_of, {"refused": file.problem, "data_rows": 0})
        return
    try:
        export = parse_export(file.content)
    except UnreadableExportError as error:
        _insert_file(connection, file, as_of, {"refused": str(error), "data_rows": 0})
        return
    reading = read(export)
    if reading:
        _insert_rows(connection, table, file, reading)
    _insert_file(connection, file, as_of, _facts(export, reading, file.kind))


def _facts(export: Export, reading: Reading | None, kind: str) -> dict[str, str | int | None]:
    return {
        "encoding": export.encoding,
        "separator": export.separator,
        "invisible_characters": export.invisible,
        "cut_line": export.cut_line,
        "platform": reading.platform if reading else None,
        "language": reading.language if reading else None,
        "data_rows": reading.data_rows if reading else sum(not record.is_blank for record in export.records),
        "refused": _why_refused(reading, kind),
    }


def _why_refused(reading: Reading | None, kind: str) -> str | None:
    if reading is None:
        return (
            "not understood: no known export begins like this;"
            " download it again from the platform as CSV and do not edit it"
        )
    if reading.kind != kind:
        return f"wrong folder: this is an export of {reading.kind}; move it to the folder {reading.kind}"
    if not reading.names_people:
        return "columns not understood: none of them holds a name or an e-mail; compare its header with the platform's"
    if not reading.data_rows:
        return (
            "no rows: the export has a header and nobody below it; download it again once there is somebody"
        )
    return None


def _insert_file(
    connection: duckdb.DuckDBPyConnection,
    file: FoundFile,
    as_of: datetime,
    facts: dict[str, str | int | None],
) -> None:
    row: dict[str, object] = dict.fromkeys(FILE_COLUMNS)
    row |= {"file_id": file.file_id, "path": file.relative, "folder": file.folder, "kind": file.kind}
    row |= {"sha256": file.sha256, "bytes": len(file.content), "arrived_at": as_of, "is_present": False}
    row |= {"reader_version": READER_VERSION, **facts}
    marks = ", ".join("?" for _ in row)
    connection.execute(f"insert into raw.files ({', '.join(row)}) values ({marks})", list(row.values()))


def _insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, file: FoundFile, reading: Reading
) -> None:
    sections = list(_numbered(reading))
    columns = [
        (file.file_id, name, section.role, position, header, _field_at(section.fields, position))
        for name, section in sections
        if section.fields
        for position, header in enumerate(section.header)
    ]
    append_frame(connection, "raw.columns", pd.DataFrame(columns, columns=list(COLUMN_COLUMNS)))
    rows = (
        (file.file_id, file.folder, name, record.line, bool(section.fields), list(record.cells))
        for name, section in sections
        for record in section.records
    )
    while batch := list(islice(rows, BATCH)):
        append_frame(connection, table, pd.DataFrame(batch, columns=list(ROW_COLUMNS)))


def _numbered(reading: Reading) -> Iterator[tuple[str, Section]]:
    """Each section with a name of its own: a report that holds the same part twice has two sections."""
    counts: dict[str, int] = {}
    for section in reading.sections:
        counts[section.name] = counts.get(section.name, 0) + 1
        number = counts[section.name]
        yield (section.name if number == 1 else f"{section.name} {number}"), section


def _field_at(fields: Mapping[str, int], position: int) -> str | None:
    return next((field for field, place in fields.items() if place == position), None)
