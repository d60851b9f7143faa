"""Gatherings: a handful of registrations and rows of a call, and who the identity tables take them for.

Here rows are given and the tables are built from them in memory; what must come of them is written in the tests.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from string import ascii_uppercase
from typing import Any

import duckdb
import pandas as pd

from assets.sources.registers import load_catalogues
from assets.tables import build, needed_for, sql_tables
from assets.warehouse import append_frame, prepare
from assets.workspace import Workspace

Row = Mapping[str, Any]

SECRET = "0f" * 32
# Sixty others registered for s1, and half of them came by their e-mail: what is usual is told by them.
_OTHERS = [
    {"file_id": "others", "name": " ".join(words), "email": f"{'.'.join(words)}@example.org".lower()}
    for words in product(
        ("Rosa", "Luis", "Juan", "Marta", "Jorge", "Paula"),
        ("Campos", "Nava", "Ortega", "Lara", "Vera"),
        ("Solis", "Mora"),
    )
]
_GIVEN = ("raw.cycle", "raw.person_decisions", "core.sessions", "staging.registrations", "staging.attendance")


@contextmanager
def identity_database(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with a built workspace's own sessions, and its tables of people empty."""
    with duckdb.connect() as connection:
        prepare(connection, "America/Mexico_City")
        connection.execute("set variable handle_key = ?", [SECRET])
        load_catalogues(connection)
        connection.execute(f"attach '{workspace.warehouse}' as built (read_only)")
        for table in _GIVEN:
            rows = "" if table in ("raw.cycle", "core.sessions") else "limit 0"
            connection.execute(f"create table {table} as from built.{table} {rows}")
        connection.execute("detach built")
        yield connection


def take_for(
    connection: duckdb.DuckDBPyConnection,
    registered: Iterable[Row] = (),
    attended: Iterable[Row] = (),
    decisions: Iterable[Row] = (),
) -> str:
    """One letter for each row, registrations first: rows with the same letter are one person's.

    A row says what its table needs beyond its place: a registration is for s1 where it says nothing, and so is a row
    of a call. Beside them stand the rows of sixty others. The letters go by the first row of each person.
    """
    forms, calls = {"file_id": "forms", "folder": "s1"}, {"file_id": "calls", "session_id": "s1"}
    _give(connection, "staging.registrations", forms, [*registered, *_OTHERS])
    _give(connection, "staging.attendance", calls, [*attended, *_OTHERS[::2]])
    _give(connection, "raw.person_decisions", {"decision": "confirm"}, decisions)
    build_identity(connection)
    return letters(connection)


def build_identity(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Build the identity tables of people, or those that these names stand on, from the rows there are."""
    for table in needed_for(names or ["identity.person_rows", "identity.person_doubts"], sql_tables()):
        if table.schema == "identity" or table.full_name in ("core.signups", "reference.identity_priors"):
            build(connection, table)


def letters(connection: duckdb.DuckDBPyConnection) -> str:
    """One letter for each row of identity.person_rows, registrations first, in the order of their lines."""
    people = connection.execute(
        "select person_id from identity.person_rows where file_id in ('forms', 'calls') order by ledger desc, line"
    ).fetchall()
    seen: dict[int, str] = {}
    return "".join(seen.setdefault(person, ascii_uppercase[len(seen)]) for (person,) in people)


def handles(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The handle of each row's appearance, in the order of `letters`."""
    rows = connection.execute(
        "select appearances.handle from identity.appearance_rows inner join identity.appearances"
        " using (appearance_key) where file_id in ('forms', 'calls') order by appearance_rows.ledger desc, line"
    ).fetchall()
    return [handle for (handle,) in rows]


def _give(connection: duckdb.DuckDBPyConnection, table: str, place: Row, rows: Iterable[Row]) -> None:
    connection.execute(f"delete from {table} where true")
    frame = pd.DataFrame([{**place, "line": line, **row} for line, row in enumerate(rows, start=2)])
    append_frame(connection, table, frame)
