"""A contract is judged once for what its table holds, and again as soon as anything that it hangs on is another."""

from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from assets.quality import validation
from assets.quality.contracts import Contract, Expectation
from assets.quality.judgements import judge
from assets.quality.validation import ExpectationError, Finding

from .cases import fill

AFTER_THE_CYCLE = "select * from this_table where observed_at < (select as_of from raw.cycle)"
CONTRACT = Contract(
    "raw.video_observations",
    ("video_id",),
    (
        Expectation(
            "Late.", "UnexpectedRowsExpectation", arguments={"unexpected_rows_query": AFTER_THE_CYCLE}
        ),
        Expectation("Unique.", "ExpectColumnValuesToBeUnique", arguments={"column": "video_id"}),
    ),
)
ROWS: list[dict[str, object]] = [
    {"video_id": "a", "observed_at": "2021-06-14T12:00:00Z"},
    {"video_id": "b", "observed_at": "2021-06-16T12:00:00Z"},
]


@pytest.fixture(autouse=True)
def cycle(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """The cycle, looked at between the two observations; others find it as it was."""
    connection.execute("create or replace temp table cycle_as_it_was as from raw.cycle")
    fill(connection, "raw.cycle", [{"as_of": "2021-06-15T12:00:00Z"}])
    yield
    connection.execute("delete from raw.cycle")
    connection.execute("insert into raw.cycle from cycle_as_it_was")


@pytest.fixture
def evaluated(connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> list[Contract]:
    """The contracts that were evaluated, in turn; the table has been judged once."""
    found: list[Contract] = []
    real = validation.findings

    def counted(connection: duckdb.DuckDBPyConnection, contract: Contract) -> list[Finding]:
        found.append(contract)
        return real(connection, contract)

    fill(connection, CONTRACT.table, ROWS)
    judge(connection, replace(CONTRACT, key=("observed_at",)))
    monkeypatch.setattr(validation, "findings", counted)
    judge(connection, CONTRACT)
    return found


def test_what_is_as_it_was_is_not_evaluated_again(
    connection: duckdb.DuckDBPyConnection, evaluated: list[Contract]
) -> None:
    fill(connection, CONTRACT.table, ROWS[::-1])
    assert [finding.keys for finding in judge(connection, CONTRACT)] == [({"video_id": "a"},)]
    assert evaluated == [CONTRACT]


def test_a_row_that_changed_is_judged_as_it_is_now(
    connection: duckdb.DuckDBPyConnection, evaluated: list[Contract]
) -> None:
    fill(connection, CONTRACT.table, [ROWS[0], {**ROWS[1], "video_id": "a"}])
    assert [finding.says for finding in judge(connection, CONTRACT)] == ["Late.", "Unique."]
    assert len(evaluated) == 2


def test_a_change_in_another_table_that_a_query_reads_counts_too(
    connection: duckdb.DuckDBPyConnection, evaluated: list[Contract]
) -> None:
    fill(connection, "raw.cycle", [{"as_of": "2021-06-17T12:00:00Z"}])
    [late] = judge(connection, CONTRACT)
    assert late.rows == 2
    assert len(evaluated) == 2


def test_another_sentence_is_judged_for_the_same_rows(
    connection: duckdb.DuckDBPyConnection, evaluated: list[Contract]
) -> None:
    shorter = replace(CONTRACT, expectations=CONTRACT.expectations[1:])
    assert judge(connection, shorter) == ()
    assert evaluated == [CONTRACT, shorter]


def test_what_could_not_be_evaluated_is_not_remembered(
    connection: duckdb.DuckDBPyConnection, evaluated: list[Contract]
) -> None:
    for table, query in ((CONTRACT.table, "select from where"), ("raw.not_there", AFTER_THE_CYCLE)):
        sentence = replace(CONTRACT.expectations[0], arguments={"unexpected_rows_query": query})
        broken = replace(CONTRACT, table=table, expectations=(sentence,))
        for _ in range(2):
            with pytest.raises(ExpectationError):
                judge(connection, broken)
    assert len(evaluated) == 5
