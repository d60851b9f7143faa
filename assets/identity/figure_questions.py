"""A question about a figure, and what can be said of it to anybody: its value, meaning, rules and sources.

Here a question is understood and put to a table of `reach`, private or published; whose rows the figure counts is
`figure_rows`' business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from assets.identity.counting_rules import rules_of
from assets.identity.private_door import Answer, NotThereError
from assets.quality.contracts import FOLDER as CONTRACTS
from assets.quality.contracts import read_contract
from assets.tables import SqlTable, needed_for, sql_table, sql_tables
from assets.warehouse import records

# A key that is left out means the row for everybody.
EVERYBODY = {"actor_type": "all", "government_level": "all"}


class QuestionError(ValueError):
    """A question that names what there is not; the text lists what there is."""


@dataclass(frozen=True)
class Question:
    """A column of one row of a table of `reach`; `row` holds a value for each of the table's keys."""

    table: SqlTable
    column: str
    row: Mapping[str, str]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name a row of the table."""
        return tuple(self.row)


def ask(table: str, column: str, pairs: Sequence[str]) -> Question:
    """The question about `column` of the row that `key=value` pairs name; raises QuestionError."""
    statement = _statement(table)
    keys = keys_of(table)
    figures = [name for name in statement.columns if name not in keys]
    if column not in figures:
        raise QuestionError(f"{table} has no figure {column}; it has {', '.join(figures)}")
    given = {key: value for key, found, value in (pair.partition("=") for pair in pairs) if found}
    unknown = [pair for pair in pairs if pair.partition("=")[0] not in keys or "=" not in pair]
    if unknown:
        raise QuestionError(f"'{unknown[0]}' names no row: write {' '.join(f'{key}=…' for key in keys)}")
    row = {key: given.get(key, EVERYBODY.get(key, "")) for key in keys}
    missing = [key for key, value in row.items() if not value]
    if missing:
        raise QuestionError(
            f"which {missing[0]}? Write {' '.join(f'{key}=…' for key in missing)} behind the column"
        )
    return Question(statement, column, row)


def keys_of(table: str) -> tuple[str, ...]:
    """The columns that name a row of a table of `reach`, by its contract."""
    return read_contract(_contract(table)).key


def describe_figure(connection: duckdb.DuckDBPyConnection, question: Question) -> Answer:
    """The figure's value, what it means and what it was made of; it needs the table alone, private or published.

    Raises NotThereError where the table has no such row.
    """
    row = _row(connection, question)
    rules = rules_of(question.column)
    text = question.table.columns[question.column]
    return {
        "figure": f"{question.table.full_name}.{question.column}",
        "row": dict(question.row),
        "value": row[question.column],
        "low": row.get(f"{question.column}_low"),
        "high": row.get(f"{question.column}_high"),
        "definition": {"es": text.es, "en": text.en},
        "grain": {"es": question.table.grain.es, "en": question.table.grain.en},
        "rules": [{"number": rule.number, "es": rule.text.es, "en": rule.text.en} for rule in rules],
        "reads": question.table.reads,
        "sources": _sources(question.table),
    }


def _statement(table: str) -> SqlTable:
    there = sorted(f"reach.{path.stem}" for path in (CONTRACTS / "reach").glob("*.yaml"))
    if table not in there:
        raise QuestionError(f"there is no table {table} of figures; there are {', '.join(there)}")
    return sql_table(table)


def _contract(table: str) -> Path:
    schema, _, name = table.partition(".")
    return CONTRACTS / schema / f"{name}.yaml"


def _row(connection: duckdb.DuckDBPyConnection, question: Question) -> Answer:
    table = question.table.full_name
    condition = " and ".join(f"{key}::varchar = ?" for key in question.keys)
    try:
        found = records(
            connection.execute(f"select * from {table} where {condition}", [*question.row.values()])
        )
    except duckdb.CatalogException:
        raise NotThereError(f"{table} is not made yet: type `alcance run` and ask again.") from None
    if not found:
        raise NotThereError(f"{table} has no such row. {_choices(connection, question)}")
    return found[0]


def _choices(connection: duckdb.DuckDBPyConnection, question: Question) -> str:
    """What each key may be, where that is few enough to be told."""
    told = []
    for key in question.keys:
        values = connection.execute(
            f"select distinct {key}::varchar from {question.table.full_name} order by 1 limit 30"
        ).fetchall()
        told.append(f"{key} is one of {', '.join(row[0] for row in values)}." if len(values) < 30 else "")
    return " ".join(filter(None, told))


def _sources(table: SqlTable) -> list[str]:
    """The tables of `raw` that the table stands on, through all others."""
    upstream = needed_for([table.full_name], sql_tables())
    return sorted({name for one in upstream for name in one.reads if name.startswith("raw.")})
