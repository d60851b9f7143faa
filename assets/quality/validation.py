"""Contracts run by Great Expectations inside DuckDB, on the pipeline's own connection.

The only module that knows Great Expectations; it is imported inside a check's body because importing it takes
seconds. Results keep counts and keys; values, which could be a person's, are dropped here.
"""

import hashlib
import warnings
from dataclasses import dataclass
from typing import Any, Literal

import duckdb

from assets.quality.contracts import Contract, Expectation

with warnings.catch_warnings():
    # The libraries warn about each other and about what is not installed; nothing of ours is imported inside.
    warnings.simplefilter("ignore")
    import duckdb_engine
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from sqlalchemy.dialects import registry

SHOWN_ROWS = 20
ROWS_QUERY = "unexpected_rows_query"


class ExpectationError(Exception):
    """An expectation that cannot be evaluated: nothing is known of its sentence, so nothing passes."""


@dataclass(frozen=True)
class Finding:
    """A sentence that does not hold: for how many rows, and the keys of the first of them.

    `rows` is 0 where the sentence is about the table as a whole and no row is to blame. A key that somebody
    wrote, as `name:...` of an organisation, is shown as its MD5, by which it is found in the warehouse.
    """

    says: str
    severity: Literal["fail", "warn"]
    rows: int
    keys: tuple[dict[str, str], ...]


class SharedConnection(duckdb_engine.ConnectionWrapper):
    """The pipeline's connection, lent out: each statement has a cursor of its own, an unread result disturbs nobody."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self._lent = connection
        # A cursor inherits what is set for the database, and not the session's time zone.
        zone = connection.execute("select current_setting('timezone')").fetchall()[0]
        connection.execute("set global timezone = ?", zone)

    def cursor(self) -> duckdb_engine.CursorWrapper:
        """A cursor of its own on the same database."""
        return duckdb_engine.CursorWrapper(self._lent.cursor(), self)

    def close(self) -> None:
        """Nothing: what was lent is its owner's to close."""


class GxDialect(duckdb_engine.Dialect):
    """DuckDB for Great Expectations, which knows Dremio's regular expressions and not DuckDB's: they read the same."""

    driver = "gx"
    supports_statement_cache = False
    DremioDialect = True


registry.register("duckdb.gx", __name__, "GxDialect")


def findings(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """What does not hold of the contract's table; raises ExpectationError where that cannot be evaluated."""
    with warnings.catch_warnings():
        # The libraries warn about each other's versions; nothing of ours is evaluated inside.
        warnings.simplefilter("ignore")
        batch = _batch(connection, contract)
        return [
            finding for expected in contract.expectations if (finding := _evaluate(batch, contract, expected))
        ]


def _batch(connection: duckdb.DuckDBPyConnection, contract: Contract) -> Any:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_sql(
        "warehouse",
        connection_string="duckdb+gx://",
        kwargs={"creator": lambda: SharedConnection(connection)},  # type: ignore[call-arg]  # not in its stub
    )
    # A query instead of a table: the schema's name gets lost on the way to a table's reflection.
    table = source.add_query_asset(contract.table, query=f"select * from {contract.table}")
    return table.add_batch_definition_whole_table("all").get_batch()


def _evaluate(batch: Any, contract: Contract, expected: Expectation) -> Finding | None:
    result = batch.validate(
        getattr(gx.expectations, expected.expect)(**_arguments(contract, expected)),
        result_format={
            # A query tells its rows in the complete format only; they are keys, see `_arguments`.
            "result_format": "COMPLETE" if ROWS_QUERY in expected.arguments else "SUMMARY",
            "unexpected_index_column_names": list(contract.key),
            "partial_unexpected_count": SHOWN_ROWS,
        },
    )
    # What was raised stands under the metric that raised it, and only a result without has a flag of its own.
    if result.exception_info.get("raised_exception", True):
        raise ExpectationError(_could_not_be_evaluated(contract, expected))
    if result.success:
        return None
    return Finding(expected.says, expected.severity, _rows(result.result), _keys(contract, result.result))


def _could_not_be_evaluated(contract: Contract, expected: Expectation) -> str:
    """Without the database's own words: they may quote the value that it stumbled over."""
    return (
        f"{contract.table}: «{expected.says}» could not be evaluated; see that its contract names columns of the"
        f" table, the key's ({', '.join(contract.key)}) too, and that its query runs in DuckDB"
    )


def _arguments(contract: Contract, expected: Expectation) -> dict[str, Any]:
    """A query names its rows `this_table`: Great Expectations' own placeholder takes no alias and no second mention.

    Of the rows that it finds, only the keys leave the database.
    """
    query = expected.arguments.get(ROWS_QUERY)
    if query is None:
        return expected.arguments
    failing = (
        f"with this_table as (select * from {{batch}}), failing as ({query})"
        f" select {', '.join(contract.key)} from failing order by all"
    )
    return {**expected.arguments, ROWS_QUERY: failing}


def _rows(result: dict[str, Any]) -> int:
    """How many rows fail: Great Expectations counts a query's under another name than a column's."""
    count = "observed_value" if "unexpected_rows" in result.get("details", {}) else "unexpected_count"
    return int(result.get(count, 0))


def _keys(contract: Contract, result: dict[str, Any]) -> tuple[dict[str, str], ...]:
    rows = (
        result.get("partial_unexpected_index_list")
        or result.get("details", {}).get("unexpected_rows")
        # Columns that are unique together are told as values, not as keys; they are the key, or most of it.
        or [row for row in result.get("partial_unexpected_list", []) if isinstance(row, dict)]
    )
    return tuple(
        {name: _shown(str(row[name])) for name in contract.key if name in row} for row in rows[:SHOWN_ROWS]
    )


def _shown(key: str) -> str:
    """The key, unless somebody wrote it: an organisation's name may be a person's."""
    if not key.startswith("name:"):
        return key
    return f"md5:{hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()}"
