"""A workspace whose folder of audience exports a test fills, and what the warehouse then says of them.

Only the statements that a question reads are built, in memory; what must come of them is said in the tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from assets.sources.audience_exports import take_in_audience_exports
from assets.sources.cycle_tables import load_cycle_tables
from assets.sources.decisions import load_decisions
from assets.sources.inbox import note_unclaimed
from assets.sources.raw_files import FolderSummary
from assets.sources.registers import load_catalogues
from assets.tables import SqlTable, needed_for, sql_tables
from assets.warehouse import prepare
from assets.workspace import SHIPPED_CYCLE, Workspace

OPENING = "EkwubVWQRcc"


class Studio:
    """The shipped cycle, whose only video is the opening one, and the exports that a test puts there."""

    def __init__(self, root: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.root = root
        self.connection = connection
        self.cycle = SHIPPED_CYCLE.read_text(encoding="utf-8")

    @property
    def workspace(self) -> Workspace:
        """The workspace as it stands now."""
        (self.root / "cycle.toml").write_text(self.cycle, encoding="utf-8")
        return Workspace(self.root)

    def put(self, place: str, content: str | bytes) -> Path:
        """Put a file at a place below the folder of audience exports."""
        path = self.root / "inbox" / "cycle" / "audience" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def take_in(self) -> FolderSummary:
        """Take everything in."""
        load_cycle_tables(self.connection, self.workspace)
        note_unclaimed(self.connection, self.workspace)
        return take_in_audience_exports(self.connection, self.workspace)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Take everything in, build what the query reads, and ask the warehouse."""
        self.take_in()
        for statement in _needed_for(query):
            self.connection.execute(f"create or replace table {statement.full_name} as\n{statement.text}")
        return self.connection.execute(query).fetchall()

    def told(self) -> dict[str, tuple[str, str | None]]:
        """Each file that is there: its kind, and why it was refused, by its path."""
        found = self.ask("select path, kind, refused from raw.files where is_present order by path")
        return {path: (kind, refused) for path, kind, refused in found}


@contextmanager
def studio(root: Path) -> Iterator[Studio]:
    """A workspace at `root`, which is made, and a warehouse in memory."""
    root.mkdir()
    with duckdb.connect() as connection:
        made = Studio(root, connection)
        prepare(connection, made.workspace.cycle.time_zone)
        load_decisions(connection, made.workspace)
        load_catalogues(connection)
        yield made


@cache
def _needed_for(query: str) -> tuple[SqlTable, ...]:
    tables = sql_tables()
    read = [table.full_name for table in tables if table.full_name in query]
    return tuple(needed_for(read, tables))
