"""Each sentence of each contract fails for the rows that break it, and for no others."""

import re
from collections import Counter

import duckdb
import pytest

from assets.quality.contracts import Contract
from assets.quality.validation import Finding, findings

from .cases import CONTRACTS, Case, Cases, fill, read_cases

TABLES = list(read_cases())
BROKEN = [case for cases in TABLES for case in cases.broken]


def expected_finding(case: Case) -> tuple[str, str, int, Counter[tuple[str, ...]]]:
    severity = next(one.severity for one in CONTRACTS[case.table].expectations if one.says == case.says)
    return case.says, severity, len(case.keys), Counter(tuple(key) for key in case.keys)


def as_expected(finding: Finding) -> tuple[str, str, int, Counter[tuple[str, ...]]]:
    keys = Counter(tuple(key.values()) for key in finding.keys)
    return finding.says, finding.severity, finding.rows, keys


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.table}: {case.says}")
def test_a_sentence_fails_alone_for_the_rows_that_break_it(
    connection: duckdb.DuckDBPyConnection, case: Case
) -> None:
    fill(connection, case.table, case.rows)
    found = findings(connection, CONTRACTS[case.table])
    assert [as_expected(finding) for finding in found] == [expected_finding(case)]


@pytest.mark.parametrize("cases", TABLES, ids=lambda cases: cases.table)
def test_valid_rows_break_no_sentence(connection: duckdb.DuckDBPyConnection, cases: Cases) -> None:
    fill(connection, cases.table, cases.valid)
    assert findings(connection, CONTRACTS[cases.table]) == []


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda contract: contract.table)
def test_no_sentence_is_without_a_case(contract: Contract) -> None:
    says = [expected.says for expected in contract.expectations]
    assert sorted(says) == sorted({case.says for case in BROKEN if case.table == contract.table})


def test_no_case_is_without_a_contract() -> None:
    assert sorted(cases.table for cases in TABLES) == sorted(CONTRACTS)


def test_no_contract_asks_the_machine_what_time_it_is() -> None:
    """The instant of the look is the workspace's, in `raw.cycle`: a synthetic cycle stands still."""
    queries = [str(one.arguments) for contract in CONTRACTS.values() for one in contract.expectations]
    assert not [query for query in queries if re.search(r"\b(now\(\)|current_)", query)]
