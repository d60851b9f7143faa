"""The warehouse: the one DuckDB file that holds everything, personal data included.

Here it is opened, its tables are replaced whole or by file, and their contents are hashed. What the tables hold
is written in `sql/` and in the sources.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from assets.workspace import Workspace

SCHEMAS = ("raw", "staging", "identity", "core", "reach", "quality", "reference")
MACROS = Path(__file__).resolve().parent.parent / "sql" / "macros.sql"


# Their messages quote the value that failed; those about names, syntax and files do not.
TELLING_ERRORS = (duckdb.DataError, duckdb.IntegrityError, duckdb.InvalidInputException)

# Each warehouse that is kept open, and those of its connections that nobody has at the moment.
_kept_open: dict[Path, list[duckdb.DuckDBPyConnection]] = {}


class WarehouseError(Exception):
    """A statement failed on the data; the text names the kind of failure and never a value, which may be a person's."""


@dataclass(frozen=True)
class TableSize:
    """How many rows a table has, and each column's name and DuckDB type in order."""

    rows: int
    columns: dict[str, str]


@contextmanager
def open_warehouse(workspace: Workspace, timeout_seconds: float = 600) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the workspace's warehouse, under the workspace's lock; its time zone is the cycle's.

    Raises WorkspaceBusyError when another process keeps the lock longer than the timeout.
    """
    kept = _kept_open.get(workspace.warehouse)
    with workspace.lock(timeout_seconds), ExitStack() as leaving:
        try:
            connection = kept.pop() if kept else _connect(workspace)
            leaving.callback(connection.close)
            yield connection
        except TELLING_ERRORS as error:
            raise WarehouseError(
                f"a statement failed on the data ({type(error).__name__}); its message may hold personal data and is"
                " not kept. Run the statement in the private warehouse to read it."
            ) from None
        if kept is not None:
            _forget_temporary(connection)
            leaving.pop_all()
            kept.append(connection)


@contextmanager
def warehouse_kept_open(workspace: Workspace) -> Iterator[None]:
    """Inside, one who opens the warehouse is given the connection that the one before has left.

    To open the file, prepare it and close it takes longer than most statements do. What was temporary is gone for
    the next one all the same, and a connection on which something failed is closed.
    """
    kept = _kept_open[workspace.warehouse] = []
    try:
        yield
    finally:
        del _kept_open[workspace.warehouse]
        for connection in kept:
            connection.close()


def _connect(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(workspace.warehouse))
    try:
        workspace.warehouse.chmod(0o600)
        prepare(connection, workspace.cycle.time_zone)
        connection.execute("set variable handle_key = ?", [workspace.handle_key])
    except BaseException:
        connection.close()
        raise
    return connection


def _forget_temporary(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select 'table', table_name from duckdb_tables() where temporary"
        " union all select 'view', view_name from duckdb_views() where temporary and not internal"
    ).fetchall()
    for kind, name in found:
        connection.execute(f'drop {kind} temp."{name}"')


def prepare(connection: duckdb.DuckDBPyConnection, time_zone: str) -> None:
    """Give a connection the schemas, the macros and the time zone that every statement counts on."""
    connection.execute("set timezone = ?", [time_zone])
    connection.execute("set enable_progress_bar = false")
    for schema in SCHEMAS:
        connection.execute(f"create schema if not exists {schema}")
    connection.execute(MACROS.read_text(encoding="utf-8"))


def replace_from_frame(
    connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame, columns: dict[str, str]
) -> None:
    """Replace `table` by the frame's rows, with these columns and DuckDB types, in one statement."""
    definition = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    with transaction(connection):
        connection.execute(f"create or replace table {table} ({definition})")
        append_frame(connection, table, frame)


def ensure_table(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str]) -> None:
    """Create `table` with these columns and DuckDB types where it is not there; an older one gains what it lacks."""
    definition = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    connection.execute(f"create table if not exists {table} ({definition})")
    present = {row[0] for row in connection.execute(f"describe {table}").fetchall()}
    for name, kind in columns.items():
        if name not in present:
            connection.execute(f"alter table {table} add column {name} {kind}")


def append_frame(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    """Append the frame to `table`, column by name; an empty frame appends nothing."""
    if frame.empty:
        return
    names = ", ".join(frame.columns)
    connection.register("frame_to_append", frame)
    connection.execute(f"insert into {table} ({names}) select {names} from frame_to_append")
    connection.unregister("frame_to_append")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: what happens inside is undone when it raises."""
    connection.execute("begin transaction")
    try:
        yield
    except BaseException:
        # On a full disk the rollback fails too; what matters is why we got here.
        with suppress(duckdb.Error):
            connection.execute("rollback")
        raise
    connection.execute("commit")


@contextmanager
def little_memory(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let DuckDB write pages out early inside: a file of any size is read in the memory of a small machine."""
    connection.execute("set memory_limit = '512MB'")
    try:
        yield
    finally:
        connection.execute("reset memory_limit")


def records(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries; NULL is None, never NaN, which is no JSON."""
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def size_of(connection: duckdb.DuckDBPyConnection, table: str) -> TableSize:
    """Rows and columns of `schema.table`."""
    # Ten times as fast as to ask `duckdb_columns()`, which describes every table of the warehouse first.
    columns = [row[:2] for row in connection.execute(f"describe {table}").fetchall()]
    rows = connection.execute(f"select count(*) from {table}").fetchall()[0][0]
    return TableSize(rows, dict(columns))


def content_hash(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """A hash of the table's rows and columns that no order of rows and no number of threads changes."""
    columns = ",".join(f"{name} {kind}" for name, kind in size_of(connection, table).columns.items())
    query = f"""
        select md5(concat_ws('/', ?::varchar, count(*), sum(md5_number_lower(t::varchar)::hugeint),
                             sum(md5_number_upper(t::varchar)::hugeint)))
        from {table} as t
    """
    return str(connection.execute(query, [columns]).fetchall()[0][0])
