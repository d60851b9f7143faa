"""Cases: for each contract a table that keeps it, and for each of its sentences the rows that break it alone.

Here the files of `broken/` are read and their rows are put into the warehouse; what breaks what is written
there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from assets.quality.contracts import Contract, contracts
from assets.warehouse import size_of, transaction

FOLDER = Path(__file__).resolve().parent / "broken"
CONTRACTS: dict[str, Contract] = {contract.table: contract for contract in contracts()}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Rows of `table` that break `says` and nothing else; `keys` are the failing rows', value by value as text."""

    table: str
    says: str
    rows: Sequence[Row]
    keys: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Cases:
    """A table's rows that keep its whole contract, and what breaks it."""

    table: str
    valid: Sequence[Row]
    broken: Sequence[Case]


def read_cases() -> Iterator[Cases]:
    """The cases of every file `broken/<schema>/<table>.yaml`; a file may name several tables of equal contracts."""
    for path in sorted(FOLDER.glob("*/*.yaml")):
        text = yaml.safe_load(path.read_text(encoding="utf-8"))
        every = text.get("every", {})
        valid = [{**every, **row} for row in text["valid"]]
        for table in text.get("tables", [f"{path.parent.name}.{path.stem}"]):
            broken = [
                Case(
                    table,
                    says,
                    changed(valid, entry["rows"], every),
                    [list(map(str, key)) for key in entry["keys"]],
                )
                for says, entries in text["broken"].items()
                for entry in entries
            ]
            yield Cases(table, valid, broken)


def changed(valid: Sequence[Row], changes: Any, every: Row) -> list[Row]:
    """The valid rows with changes, by number from 1: `{2: {role: null}}`; or no rows at all: `none`.

    A list of rows is added to the valid ones, which may be none.
    """
    if changes == "none":
        return []
    if isinstance(changes, list):
        return [*valid, *({**every, **row} for row in changes)]
    beyond = changes.keys() - set(range(1, len(valid) + 1))
    assert not beyond, f"there is no valid row {beyond}"
    return [{**row, **changes.get(number, {})} for number, row in enumerate(valid, start=1)]


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Let the table hold these rows and no others; what a row does not name is NULL."""
    kinds = size_of(connection, table).columns
    with transaction(connection):
        connection.execute(f"delete from {table}")
        for row in rows:
            marks = ", ".join(f"?::{kinds[column]}" for column in row)
            connection.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))
