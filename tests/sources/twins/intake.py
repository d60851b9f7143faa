"""Many files taken in at once by the pipeline's own door, and what the warehouse says of each afterwards.

One warehouse serves many batches and is emptied between them. What must hold of the answers is in `claims`.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from assets.cycle import ExportKind
from assets.sources.cycle_tables import load_cycle_tables
from assets.sources.decisions import load_decisions
from assets.sources.inbox import KINDS, take_in_folder
from assets.sources.raw_files import PARTS
from assets.sources.registers import load_catalogues
from assets.tables import SqlTable, needed_for, sql_tables
from assets.warehouse import prepare
from assets.workspace import SHIPPED_CYCLE, Workspace
from tests.sources.twins.forms import ATTENDANCE_FORMS
from tests.sources.twins.others import MAPPED_COLUMNS, MAPPED_FILES

SESSION = "s1"
_SOURCES = f"""
[sources.listas]
files = ["{MAPPED_FILES}"]
columns = {{ {", ".join(f'{field} = "{header}"' for field, header in MAPPED_COLUMNS.items())} }}

[sources.asistencia]
files = ["{ATTENDANCE_FORMS}"]
kind = "attendance"
"""


@dataclass(frozen=True)
class Judged:
    """A row as staging judged it; `reason` is None where it was accepted."""

    reason: str | None
    name: str | None
    email: str | None
    joined: datetime | None
    left: datetime | None
    submitted: datetime | None
    is_time_unreadable: bool


@dataclass(frozen=True)
class Taken:
    """What the warehouse says of one file: its row in `quality.files`, its cells by line, its judged rows by line."""

    file: dict[str, Any]
    cells: dict[int, tuple[list[str], bool]]
    judged: dict[int, Judged]
    reasons: list[tuple[int | None, str | None]]


@dataclass(frozen=True)
class Intake:
    """A workspace with an empty inbox, and a warehouse in memory."""

    workspace: Workspace
    connection: duckdb.DuckDBPyConnection

    def take(self, files: Sequence[tuple[ExportKind, str, bytes]]) -> list[list[Taken]]:
        """Take these files in at once, each at a place of its own; for each, every row that `quality.files` has."""
        self._empty()
        for number, (kind, name, content) in enumerate(files):
            folder = self.workspace.inbox / SESSION / kind / f"{number:03}"
            folder.mkdir(parents=True)
            (folder / name).write_bytes(content)
        for kind in KINDS:
            take_in_folder(self.connection, self.workspace, f"raw.{kind}", SESSION, kind)
        for statement in _statements():
            self.connection.execute(f"create or replace table {statement.full_name} as\n{statement.text}")
        found = self._found()
        return [found.get(number, []) for number in range(len(files))]

    def _empty(self) -> None:
        shutil.rmtree(self.workspace.inbox, ignore_errors=True)
        tables = self.connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw' and list_contains(?, 'raw.' || table_name)",
            [[*PARTS, *(f"raw.{kind}" for kind in KINDS)]],
        ).fetchall()
        for (table,) in tables:
            self.connection.execute(f"delete from raw.{table}")

    def _found(self) -> dict[int, list[Taken]]:
        cells, judged, reasons = self._cells(), self._judged(), self._reasons()
        found: dict[int, list[Taken]] = {}
        for file in self._rows(_FILES):
            key = file["file_id"]
            taken = Taken(file, cells.get(key, {}), judged.get(key, {}), reasons.get(key, []))
            found.setdefault(int(file["path"].split("/")[3]), []).append(taken)
        return found

    def _cells(self) -> dict[str, dict[int, tuple[list[str], bool]]]:
        found: dict[str, dict[int, tuple[list[str], bool]]] = {}
        for row in self._rows(_CELLS):
            file = found.setdefault(row["file_id"], {})
            assert row["line"] not in file, "two rows of raw stand on one line"
            file[row["line"]] = (row["cells"], row["is_data"])
        return found

    def _judged(self) -> dict[str, dict[int, Judged]]:
        found: dict[str, dict[int, Judged]] = {}
        for row in self._rows(_JUDGED):
            file, line = found.setdefault(row.pop("file_id"), {}), row.pop("line")
            assert line not in file, "two rows of staging stand on one line"
            file[line] = Judged(**row)
        return found

    def _reasons(self) -> dict[str, list[tuple[int | None, str | None]]]:
        found: dict[str, list[tuple[int | None, str | None]]] = {}
        for row in self._rows("select file_id, line, reason from quality.rejects"):
            found.setdefault(row["file_id"], []).append((row["line"], row["reason"]))
        return found

    def _rows(self, query: str) -> Iterator[dict[str, Any]]:
        cursor = self.connection.execute(query)
        names = [column[0] for column in cursor.description or ()]
        return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


@contextmanager
def intake(root: Path) -> Iterator[Intake]:
    """An intake whose cycle is the shipped one, with a source for the table that no reader knows, and for the form."""
    root.mkdir()
    (root / "cycle.toml").write_text(
        SHIPPED_CYCLE.read_text(encoding="utf-8").replace("[[sessions]]", f"{_SOURCES}\n[[sessions]]", 1),
        encoding="utf-8",
    )
    workspace = Workspace(root)
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        prepare(connection, workspace.cycle.time_zone)
        load_cycle_tables(connection, workspace)
        load_decisions(connection, workspace)
        load_catalogues(connection)
        yield Intake(workspace, connection)


@cache
def _statements() -> tuple[SqlTable, ...]:
    return tuple(needed_for(["quality.files", "quality.rejects"], sql_tables()))


_FILES = """
select files.*, raw_files.path, raw_files.separator,
from quality.files
inner join raw.files as raw_files using (file_id)
"""
_CELLS = """
select file_id, line, cells, is_data, from raw.attendance
union all
select file_id, line, cells, is_data, from raw.registrations
"""
_JUDGED = """
select file_id, line, reject_reason as reason, name, email, joined_at as joined, left_at as left,
    null as submitted, is_time_unreadable,
from staging.attendance_rows
union all
select file_id, line, reject_reason, name, email, null, null, submitted_at, false,
from staging.registration_rows
"""
