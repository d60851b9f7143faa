"""Judgements: what a contract found in its table, remembered until the table or what its queries read is another.

Here a judgement is looked up by what was judged, in this process alone; how a contract is evaluated is
`validation`'s business, which takes seconds to import and is asked only where nothing is remembered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import sqlglot
from sqlglot import expressions

from assets.quality.contracts import Contract
from assets.warehouse import content_hash

if TYPE_CHECKING:
    from assets.quality.validation import Finding

# Table -> its last judgement.
_remembered: dict[str, "_Judgement"] = {}


@dataclass(frozen=True)
class _Judgement:
    contract: Contract
    contents: dict[str, str]
    found: tuple["Finding", ...]


def judge(connection: duckdb.DuckDBPyConnection, contract: Contract) -> tuple["Finding", ...]:
    """What does not hold of the contract's table as it is now; raises ExpectationError where that is not known."""
    contents = _contents(connection, contract)
    last = _remembered.get(contract.table)
    if contents is not None and last is not None and (last.contract, last.contents) == (contract, contents):
        return last.found
    from assets.quality.validation import findings

    found = tuple(findings(connection, contract))
    if contents is not None:
        _remembered[contract.table] = _Judgement(contract, contents, found)
    return found


def _contents(connection: duckdb.DuckDBPyConnection, contract: Contract) -> dict[str, str] | None:
    """A hash of every table that the judgement hangs on, and their time zone; None where one cannot be read.

    The evaluation says it better than a hash why not.
    """
    try:
        contents = {table: content_hash(connection, table) for table in sorted(set(_judged(contract)))}
        zone = connection.execute("select current_setting('timezone')").fetchall()[0][0]
    except (duckdb.Error, sqlglot.ParseError):
        return None
    return {**contents, "timezone": str(zone)}


def _judged(contract: Contract) -> Iterator[str]:
    """The contract's table and those that its queries read, as `schema.table`."""
    yield contract.table
    for expected in contract.expectations:
        query = expected.arguments.get("unexpected_rows_query")
        if query is not None:
            found = sqlglot.parse_one(query, read="duckdb").find_all(expressions.Table)
            yield from (f"{table.db}.{table.name}" for table in found if table.db)
