"""Cases: small YAML files that say which rows a statement is given, and which rows it must give back.

Here a case is read, run on tables of the real types and compared as text; what the cases claim is written in
their files, and what they need not repeat in `defaults.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from assets.tables import prepare_for, sql_tables
from assets.warehouse import size_of

CASES = Path(__file__).resolve().parent
KEYS = {"given", "with", "expect", "order"}
STATEMENTS = {table.full_name: table for table in sql_tables()}

Row = Mapping[str, Any]
Given = dict[str, list[Row]]
Kinds = Mapping[str, Mapping[str, str]]


class CaseError(Exception):
    """A case says something that cannot be meant."""


class _TextLoader(yaml.SafeLoader):
    """Leaves every value text, so that the key 09001 keeps its zero; only an empty value or `null` is NULL."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [resolver for resolver in resolvers if resolver[0] == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True)
class Defaults:
    """What cases need not repeat: columns of a table's rows, and tables that have such a row anyway."""

    always: frozenset[str]
    columns: Mapping[str, Row]


@dataclass(frozen=True)
class Case:
    """Rows given to the statement that makes `table`, and the rows expected of it."""

    table: str
    given: Given
    expect: list[Row]
    is_ordered: bool


def case_paths() -> list[Path]:
    """Every case: `<schema>/<table>/<a_sentence>.yaml`, as `sql/` has its statements."""
    return sorted(CASES.glob("*/*/*.yaml"))


def read_defaults() -> Defaults:
    """The defaults that all cases share."""
    text = _read(CASES / "defaults.yaml")
    return Defaults(frozenset(text["always"]), text["columns"])


def read_case(path: Path, defaults: Defaults) -> Case:
    """The case in a file, its rows filled up from its `with` and from the defaults; raises CaseError."""
    table = f"{path.parent.parent.name}.{path.parent.name}"
    return make_case(table, _read(path), defaults)


def make_case(table: str, text: Mapping[str, Any], defaults: Defaults) -> Case:
    """The case that the text of a file stands for; raises CaseError."""
    if table not in STATEMENTS:
        raise CaseError(f"there is no statement {table}: name the case's folders after a file of sql/")
    if text.keys() - KEYS or "expect" not in text:
        raise CaseError(
            f"a case has `given`, `expect` and, if need be, `with` and `order`; found {', '.join(text)}"
        )
    if text.get("order", "any") not in ("any", "exact"):
        raise CaseError("`order` is `exact`, or is left out")
    given: Given = {name: [{}] for name in defaults.always & set(STATEMENTS[table].reads)}
    given |= text.get("given", {})
    shared: Mapping[str, Row] = text.get("with", {})
    _refuse_unread(table, given.keys() | shared.keys())
    rows: Given = {
        name: [{**defaults.columns.get(name, {}), **shared.get(name, {}), **row} for row in rows]
        for name, rows in given.items()
    }
    return Case(table, rows, text["expect"], text.get("order") == "exact")


def run(connection: duckdb.DuckDBPyConnection, kinds: Kinds, case: Case) -> tuple[list[Row], list[Row]]:
    """The rows found and the rows expected, with the expected columns only, each value as DuckDB writes it.

    Every table that the statement reads is made anew, so cases may share a connection; what a statement needs beyond
    them is worked out from the rows given. Of a double the first six decimals count.
    """
    statement = STATEMENTS[case.table]
    for name in statement.reads:
        create(connection, name, kinds[name])
        _insert(connection, name, kinds[name], case.given.get(name, []))
    prepare_for(connection, statement)
    connection.execute(f"create or replace table {case.table} as\n{statement.text}")
    made = size_of(connection, case.table).columns
    columns = _expected_columns(case, made)
    texts = ", ".join(_as_text(column, made[column]) for column in columns)
    found = connection.execute(f"select {texts} from {case.table}").fetchall()
    expected = [_as_written(connection, row, columns, made) for row in case.expect]
    return _rows(found, columns, case.is_ordered), _rows(expected, columns, case.is_ordered)


def create(connection: duckdb.DuckDBPyConnection, table: str, kinds: Mapping[str, str]) -> None:
    """Create `table` anew and empty, with these columns and DuckDB types."""
    columns = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
    connection.execute(f"create or replace table {table} ({columns})")


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _TextLoader)


def _refuse_unread(table: str, names: set[str]) -> None:
    for name in sorted(names - set(STATEMENTS[table].reads)):
        raise CaseError(f"{table} does not read {name}: take it out of the case, where it proves nothing")


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, kinds: Mapping[str, str], rows: list[Row]
) -> None:
    for row in rows:
        _refuse_unknown(f"given {table}", row, kinds)
        marks = ", ".join(f"?::{kind}" for kind in kinds.values())
        connection.execute(f"insert into {table} values ({marks})", [row.get(column) for column in kinds])


def _expected_columns(case: Case, made: Mapping[str, str]) -> list[str]:
    if not case.expect:
        return list(made)
    for row in case.expect:
        _refuse_unknown(f"expected of {case.table}", row, made)
        if row.keys() != case.expect[0].keys():
            raise CaseError(
                f"the rows expected of {case.table} name different columns: name the same in each"
            )
    return list(case.expect[0])


def _refuse_unknown(where: str, row: Row, kinds: Mapping[str, str]) -> None:
    for column in row:
        if column not in kinds:
            raise CaseError(f"{where}: there is no column `{column}`; there are {', '.join(kinds)}")


def _as_written(
    connection: duckdb.DuckDBPyConnection, row: Row, columns: list[str], kinds: Mapping[str, str]
) -> tuple[Any, ...]:
    marks = ", ".join(_as_text(f"?::{kinds[column]}", kinds[column]) for column in columns)
    return tuple(connection.execute(f"select {marks}", [row[column] for column in columns]).fetchall()[0])


def _as_text(value: str, kind: str) -> str:
    return f"round({value}, 6)::varchar" if kind == "DOUBLE" else f"({value})::varchar"


def _rows(rows: list[tuple[Any, ...]], columns: list[str], is_ordered: bool) -> list[Row]:
    in_order = rows if is_ordered else sorted(rows, key=repr)
    return [dict(zip(columns, row, strict=True)) for row in in_order]
