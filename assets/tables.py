"""Tables: every `sql/<schema>/<table>.sql` is a table and an asset of that name.

Here a statement is read with its header and its dependencies, run, and described to DuckDB; Dagster sees it
through `table_assets`. What a table holds is written in its file.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import expressions

from assets.identity.bounds import draw_bounds
from assets.identity.linkage import score_names
from assets.warehouse import TableSize, size_of, transaction

# What SQL alone cannot do leaves a temporary table from which the statement selects.
PREPARED: dict[str, Callable[[duckdb.DuckDBPyConnection], None]] = {
    "identity.person_scores": score_names,
    "core.bounds": draw_bounds,
}

SQL = Path(__file__).resolve().parent.parent / "sql"


@dataclass(frozen=True)
class Text:
    """A sentence in both languages."""

    es: str
    en: str

    def __str__(self) -> str:
        return f"{self.es} / {self.en}"


class HeaderError(Exception):
    """A statement's header does not say what a header must say."""


@dataclass(frozen=True)
class SqlTable:
    """One statement: `schema.name` is the table it makes."""

    schema: str
    name: str
    text: str

    @property
    def full_name(self) -> str:
        """`schema.name`."""
        return f"{self.schema}.{self.name}"

    @cached_property
    def _header(self) -> list[str]:
        lines = []
        for line in self.text.splitlines():
            if not line.startswith("--"):
                break
            lines.append(line.removeprefix("--").strip())
        if len(lines) < 4 or not lines[2].startswith("grain: "):
            raise HeaderError(
                f"sql/{self.schema}/{self.name}.sql: begin with purpose (es), purpose (en), grain, columns"
            )
        return lines

    @property
    def purpose(self) -> Text:
        """What the table is for."""
        return Text(self._header[0], self._header[1])

    @property
    def grain(self) -> Text:
        """What one row is."""
        return self._both(self._header[2])

    @property
    def columns(self) -> dict[str, Text]:
        """Column -> what it says, in the header's order."""
        return {line.split(":", 1)[0]: self._both(line) for line in self._header[3:]}

    def _both(self, line: str) -> Text:
        """`key: Spanish. / English.`: the languages part where a sentence ends."""
        _, _, sentences = line.partition(": ")
        spanish, separator, english = sentences.partition(". / ")
        if not separator:
            raise HeaderError(f"sql/{self.schema}/{self.name}.sql: `{line}` lacks one of its two languages")
        return Text(f"{spanish}.", english)

    @cached_property
    def reads(self) -> list[str]:
        """The tables that the statement reads, as `schema.name`, sorted."""
        statement = sqlglot.parse_one(self.text, read="duckdb")
        found = {f"{table.db}.{table.name}" for table in statement.find_all(expressions.Table) if table.db}
        return sorted(found - {self.full_name})


def sql_tables() -> list[SqlTable]:
    """Every table that a file of `sql/` makes, by name."""
    return list(_statements())


def sql_table(full_name: str) -> SqlTable:
    """The table of this `schema.name`; raises KeyError where no file of `sql/` makes it."""
    return {table.full_name: table for table in _statements()}[full_name]


@cache
def _statements() -> tuple[SqlTable, ...]:
    # To find out what a hundred statements read takes a second, and a process asks many times.
    paths = sorted(path for path in SQL.rglob("*.sql") if path.parent != SQL)
    return tuple(SqlTable(path.parent.name, path.stem, path.read_text(encoding="utf-8")) for path in paths)


def in_order(tables: list[SqlTable]) -> Iterator[SqlTable]:
    """The tables, each after those it reads."""
    waiting = {table.full_name: table for table in tables}
    while waiting:
        ready = [table for table in waiting.values() if not waiting.keys() & set(table.reads)]
        if not ready:
            raise HeaderError(f"these tables read each other in a circle: {', '.join(sorted(waiting))}")
        for table in ready:
            yield waiting.pop(table.full_name)


def needed_for(names: Collection[str], tables: list[SqlTable]) -> list[SqlTable]:
    """The tables of these names and all that they stand on, each after those it reads."""
    needed = set(names)
    ordered = list(in_order(tables))
    for table in reversed(ordered):
        if table.full_name in needed:
            needed |= set(table.reads)
    return [table for table in ordered if table.full_name in needed]


def build(connection: duckdb.DuckDBPyConnection, table: SqlTable, note: str = "") -> TableSize:
    """Replace the table by its statement's rows, with comments in both languages; `note` ends the table's comment."""
    prepare_for(connection, table)
    with transaction(connection):
        connection.execute(f"create or replace table {table.full_name} as\n{table.text}")
        comment = f"{table.purpose} {table.grain} {note}".strip()
        connection.execute(f"comment on table {table.full_name} is {_quoted(comment)}")
        for column, text in table.columns.items():
            connection.execute(f"comment on column {table.full_name}.{column} is {_quoted(str(text))}")
    return size_of(connection, table.full_name)


def prepare_for(connection: duckdb.DuckDBPyConnection, table: SqlTable) -> None:
    """Do what the table's statement counts on beyond the tables that it reads."""
    if table.full_name in PREPARED:
        PREPARED[table.full_name](connection)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
