"""How a contract is evaluated: what cannot be evaluated raises, and a finding tells keys and nothing else."""

import hashlib
from dataclasses import replace
from typing import Any

import duckdb
import pytest

from assets.quality.contracts import Contract, Expectation
from assets.quality.validation import SHOWN_ROWS, ExpectationError, Finding, findings

from .cases import CONTRACTS, fill

REGISTRATION = {"file_id": "f1", "person_key": "email:ana@example.org", "submitted_at": "2021-05-01"}


def only(table: str, expect: str, **arguments: Any) -> Contract:
    """The table's contract with one sentence instead of its own."""
    return replace(CONTRACTS[table], expectations=(Expectation("It holds.", expect, arguments=arguments),))


def query(table: str, text: str) -> Contract:
    return only(table, "UnexpectedRowsExpectation", unexpected_rows_query=text)


UNEVALUABLE = {
    "a column that the table does not have": only(
        "reach.session", "ExpectColumnValuesToNotBeNull", column="atended_people"
    ),
    "a column compared with what it is not": only(
        "reach.session", "ExpectColumnValuesToBeBetween", column="title", min_value=0
    ),
    "a column that is unique with one that the table does not have": only(
        "reach.session", "ExpectCompoundColumnsToBeUnique", column_list=["session_id", "sesion_id"]
    ),
    "a broken regular expression": only(
        "reach.session", "ExpectColumnValuesToMatchRegex", column="session_id", regex="^s[0-9"
    ),
    "a query of a column that the table does not have": query(
        "reach.session", "select * from this_table where atended_people < 0"
    ),
    "a query that is no SQL": query("reach.session", "select from where"),
    "a query that meets a value it cannot read": query(
        "reach.session", "select * from this_table where title::integer > 0"
    ),
    "a key that the table does not have, for a query's rows": replace(
        query("reach.session", "select * from this_table"), key=("sesion_id",)
    ),
    "a key that the table does not have, for a column's rows": replace(
        only("reach.session", "ExpectColumnValuesToNotBeNull", column="attended_people"), key=("sesion_id",)
    ),
    "a table that is not there": replace(
        only("reach.session", "ExpectColumnValuesToNotBeNull", column="title"), table="reach.sesion"
    ),
}


@pytest.mark.parametrize("contract", UNEVALUABLE.values(), ids=UNEVALUABLE)
def test_what_cannot_be_evaluated_raises(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    fill(connection, "reach.session", [{"session_id": "s1", "title": "Conversatorio 1"}])
    with pytest.raises(ExpectationError, match=r"«It holds\.» could not be evaluated"):
        findings(connection, contract)


@pytest.mark.parametrize(
    "contract",
    [
        only("reach.session", "ExpectColumnValuesToNotBeNull", column="atended_people"),
        query("reach.session", "select * from this_table where atended_people < 0"),
    ],
    ids=["column", "query"],
)
def test_a_misspelt_column_raises_where_there_is_no_row_either(
    connection: duckdb.DuckDBPyConnection, contract: Contract
) -> None:
    fill(connection, "reach.session", [])
    with pytest.raises(ExpectationError):
        findings(connection, contract)


@pytest.mark.parametrize(
    "contract",
    [
        only("reach.session", "ExpectColumnValuesToBeNull_", column="title"),
        only("reach.session", "ExpectColumnValuesToBeBetween", column="attended_people", min_valeu=0),
    ],
    ids=["expectation", "argument"],
)
def test_a_misspelt_expectation_raises(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    with pytest.raises((AttributeError, ValueError), match=r"ExpectColumnValuesToBeNull_|min_valeu"):
        findings(connection, contract)


MANY = 3 * SHOWN_ROWS
BROKEN_BY_MANY = {
    "column": only("staging.registrations", "ExpectColumnValuesToNotBeNull", column="email"),
    "columns": only(
        "staging.registrations", "ExpectCompoundColumnsToBeUnique", column_list=["file_id", "person_key"]
    ),
    "query": query("staging.registrations", "select * from this_table where email is null"),
}


@pytest.mark.parametrize("contract", BROKEN_BY_MANY.values(), ids=BROKEN_BY_MANY)
def test_all_failing_rows_are_counted_and_the_first_are_named(
    connection: duckdb.DuckDBPyConnection, contract: Contract
) -> None:
    fill(connection, contract.table, [{**REGISTRATION, "line": line} for line in range(1, MANY + 1)])
    (finding,) = findings(connection, contract)
    assert (finding.rows, len(finding.keys)) == (MANY, SHOWN_ROWS)
    assert all(key["file_id"] == "f1" for key in finding.keys)


def test_the_rows_of_a_query_are_named_in_the_order_of_their_keys(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    contract = BROKEN_BY_MANY["query"]
    fill(connection, contract.table, [{**REGISTRATION, "line": line} for line in range(MANY, 0, -1)])
    (finding,) = findings(connection, contract)
    assert [key["line"] for key in finding.keys] == [str(line) for line in range(1, SHOWN_ROWS + 1)]


def test_a_sentence_about_the_whole_table_blames_no_row(connection: duckdb.DuckDBPyConnection) -> None:
    fill(connection, "reach.session", [{"session_id": "s1"}, {"session_id": "s2"}])
    contract = only("reach.session", "ExpectTableRowCountToBeBetween", max_value=1)
    assert findings(connection, contract) == [Finding("It holds.", "fail", 0, ())]


def test_an_organisation_named_by_its_registrant_is_told_by_a_hash(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    key = "name:ana peñaloza:09"
    fill(
        connection,
        "core.organisations",
        [{"organisation_key": key, "actor_type": "ngo", "name": "Ana", "seat_rule": "unknown"}],
    )
    (finding,) = findings(connection, CONTRACTS["core.organisations"])
    shown = finding.keys[0]["organisation_key"]
    found = connection.execute(
        "select organisation_key from core.organisations where 'md5:' || md5(organisation_key) = ?", [shown]
    )
    assert shown == f"md5:{hashlib.md5(key.encode()).hexdigest()}"
    assert found.fetchall() == [(key,)]


def test_instants_are_told_in_the_cycles_time_zone(connection: duckdb.DuckDBPyConnection) -> None:
    observation = {"video_id": "abcdefghij1", "observed_at": "2021-01-01T00:30:00Z", "views": -1}
    fill(connection, "raw.video_observations", [observation])
    (finding,) = findings(connection, CONTRACTS["raw.video_observations"])
    assert finding.keys[0]["observed_at"] == "2020-12-31 18:30:00-06:00"
