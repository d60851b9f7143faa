"""Statements: what each file of `sql/` gives for given rows, case by case, and what a case may not say.

The cases are the YAML files below this folder; the checks on the statements' headers stand in `test_headers`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.sql.cases import (
    CASES,
    STATEMENTS,
    CaseError,
    Defaults,
    Kinds,
    case_paths,
    make_case,
    read_case,
    run,
)

Agrees = Callable[[dict[str, Any]], bool]
NO_DEFAULTS = Defaults(frozenset(), {})


@pytest.mark.parametrize(
    "path", case_paths(), ids=lambda path: path.relative_to(CASES).with_suffix("").as_posix()
)
def test_a_statement_gives_the_expected_rows(
    path: Path, defaults: Defaults, kinds: Kinds, connection: duckdb.DuckDBPyConnection
) -> None:
    found, expected = run(connection, kinds, read_case(path, defaults))
    assert found == expected


@pytest.mark.parametrize("table", STATEMENTS)
def test_every_statement_has_a_case(table: str) -> None:
    assert any(f"{path.parent.parent.name}.{path.parent.name}" == table for path in case_paths())


@pytest.mark.parametrize("path", sorted(CASES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_no_case_lies_where_it_is_not_run(path: Path) -> None:
    assert path in case_paths() or path == CASES / "defaults.yaml"


def test_the_defaults_name_tables_and_columns_that_exist(defaults: Defaults, kinds: Kinds) -> None:
    assert defaults.always <= defaults.columns.keys() <= kinds.keys()
    for table, row in defaults.columns.items():
        assert row.keys() <= kinds[table].keys()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            {"expect": [], "given": {"raw.roles": [{"answr": "Host"}]}},
            "given raw.roles: there is no column `answr`",
        ),
        ({"expect": [{"rol": "host"}]}, "expected of staging.roles: there is no column `rol`"),
        ({"expect": [], "given": {"raw.states": []}}, "staging.roles does not read raw.states"),
        ({"expect": [], "with": {"raw.states": {}}}, "staging.roles does not read raw.states"),
        ({"expect": [{"role": "host"}, {"answer_key": "host"}]}, "name different columns"),
        ({"given": {}}, "a case has `given`, `expect`"),
        ({"expect": [], "gives": []}, "a case has `given`, `expect`"),
        ({"expect": [], "order": "alphabet"}, "`order` is `exact`"),
    ],
)
def test_a_case_that_cannot_be_meant_is_refused(
    text: dict[str, Any], sentence: str, kinds: Kinds, connection: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(CaseError, match=sentence):
        run(connection, kinds, make_case("staging.roles", text, NO_DEFAULTS))


def test_a_case_without_a_statement_is_refused() -> None:
    with pytest.raises(CaseError, match=r"no statement reach\.rainfall"):
        make_case("reach.rainfall", {"expect": []}, NO_DEFAULTS)


def test_rows_match_in_any_order_unless_the_case_says_exact(agrees: Agrees) -> None:
    given = {"raw.roles": [{"answer": "Host", "role": "host"}, {"answer": "Asistente", "role": "attendee"}]}
    text = {"given": given, "expect": [{"role": "attendee"}, {"role": "host"}]}
    assert agrees(text)
    assert not agrees({**text, "order": "exact"})


def test_a_row_too_many_and_a_missing_value_are_told_apart(agrees: Agrees) -> None:
    given = {"raw.roles": [{"answer": "Host", "role": None}]}
    assert agrees({"given": given, "expect": [{"role": None}]})
    assert not agrees({"given": given, "expect": [{"role": ""}]})
    assert not agrees({"given": given, "expect": [{"role": None}, {"role": None}]})
    assert not agrees({"given": given, "expect": []})


@pytest.fixture
def agrees(kinds: Kinds, connection: duckdb.DuckDBPyConnection) -> Agrees:
    """Whether `staging.roles` gives what the text of a case expects."""

    def found_as_expected(text: dict[str, Any]) -> bool:
        found, expected = run(connection, kinds, make_case("staging.roles", text, NO_DEFAULTS))
        return found == expected

    return found_as_expected
