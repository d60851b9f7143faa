"""Contracts run by Great Expectations inside DuckDB, on the pipeline's own connection.

The only module that knows Great Expectations; it is imported inside a check's body because importing it takes
seconds. Results keep counts and keys; values, which could be a person's, are dropped here.
"""

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import duckdb_engine
import great_expectations as gx
from great_expectations.data_context.types.base import ProgressBarsConfig
from sqlalchemy.dialects import registry

from assets.quality.contracts import Contract, Expectation

SHOWN_ROWS = 20


@dataclass(frozen=True)
class Finding:
    """A sentence that does not hold: for how many rows, and the keys of the first of them."""

    says: str
    severity: Literal["fail", "warn"]
    rows: int
    keys: tuple[dict[str, str], ...]


class SharedConnection(duckdb_engine.ConnectionWrapper):
    """The pipeline's connection, lent out: each statement has its own cursor, so an unread result disturbs nobody."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self._lent = connection

    def cursor(self) -> duckdb_engine.CursorWrapper:
        """A cursor of its own on the same database."""
        return duckdb_engine.CursorWrapper(self._lent.cursor(), self)


class GxDialect(duckdb_engine.Dialect):
    """DuckDB for Great Expectations, which knows Dremio's regular expressions and not DuckDB's: they read the same."""

    driver = "gx"
    supports_statement_cache = False
    DremioDialect = True


registry.register("duckdb.gx", __name__, "GxDialect")


def findings(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
    """What does not hold of the contract's table; raises where an expectation cannot be evaluated at all."""
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
        kwargs={"creator": lambda: SharedConnection(connection.cursor())},  # type: ignore[call-arg]  # not in its stub
    )
    # A query instead of a table: the schema's name gets lost on the way to a table's reflection.
    table = source.add_query_asset(contract.table, query=f"select * from {contract.table}")
    return table.add_batch_definition_whole_table("all").get_batch()


def _evaluate(batch: Any, contract: Contract, expected: Expectation) -> Finding | None:
    result = batch.validate(
        getattr(gx.expectations, expected.expect)(**_arguments(expected)),
        result_format={
            "result_format": "SUMMARY",
            "unexpected_index_column_names": list(contract.key),
            "partial_unexpected_count": SHOWN_ROWS,
        },
    )
    if "'raised_exception': True" in str(result.exception_info):
        raise RuntimeError(f"{contract.table}: the expectation «{expected.says}» could not be evaluated")
    if result.success:
        return None
    return Finding(expected.says, expected.severity, _rows(result.result), _keys(contract, result.result))


def _arguments(expected: Expectation) -> dict[str, Any]:
    """A query names its rows `this_table`: Great Expectations' own placeholder takes no alias and no second mention."""
    query = expected.arguments.get("unexpected_rows_query")
    if query is None:
        return expected.arguments
    return {
        **expected.arguments,
        "unexpected_rows_query": f"with this_table as (select * from {{batch}}) {query}",
    }


def _rows(result: dict[str, Any]) -> int:
    """How many rows fail: Great Expectations counts them under one of two names, or tells one value for the table."""
    count = result.get("unexpected_count", result.get("observed_value"))
    return count if isinstance(count, int) else 1


def _keys(contract: Contract, result: dict[str, Any]) -> tuple[dict[str, str], ...]:
    rows = (
        result.get("partial_unexpected_index_list") or result.get("details", {}).get("unexpected_rows") or []
    )
    return tuple({name: str(row.get(name)) for name in contract.key} for row in rows[:SHOWN_ROWS])
