"""Figures followed to their rows: what is explained of a figure is what its statement counts, row by row."""

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from assets.identity.counting_rules import rules_of
from assets.identity.figure_questions import keys_of
from assets.identity.figures import FigureError, Part, parts_of
from assets.tables import SqlTable, sql_tables
from assets.warehouse import open_warehouse, records
from assets.workspace import Workspace

TABLES = {table.full_name: table for table in sql_tables()}
EXPLAINED = ("reach.session_reach", "reach.cycle_reach", "reach.session", "reach.session_organisation")
# What is no number of people, organisations or places.
NO_COUNTS = {
    "reach.session_reach": {"session_date"},
    "reach.cycle_reach": {"eligible", "edition"},
    "reach.session": {
        "session_date", "title", "scheduled_start", "scheduled_end", "actual_start", "actual_end", "is_end_assumed",
        "platform", "status", "video_status", "views_latest", "views_observed_at", "views_day_7",
    },
    "reach.session_organisation": {"name", "actor_type", "government_level", "cvegeo"},
}  # fmt: skip
# What figures that are no single count are, of the counts that they are made of.
MADE_OF: dict[str, Callable[[dict[str, int], dict[str, Any]], object]] = {
    "attendance_rate": lambda counts, _row: (
        counts["attended_registered_people"] / counts["registered_people"]
    ),
    "coverage": lambda counts, row: counts["attended_listed"] / row["eligible"],
    "attended_outside_register": lambda counts, _row: (
        counts["attended_organisations"] - counts["attended_listed"]
    ),
}

Found = list[tuple[str, int, object]]


def figures() -> Iterator[tuple[str, str]]:
    """Every column of the explained tables that counts something."""
    for name in EXPLAINED:
        for column in TABLES[name].columns:
            if column not in NO_COUNTS[name] and column not in keys_of(name):
                yield name, column


@pytest.fixture(scope="module")
def connection(small: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """The private warehouse of the small sample."""
    with open_warehouse(small) as opened:
        yield opened


def counted(connection: duckdb.DuckDBPyConnection, part: Part, row: dict[str, Any]) -> Found:
    return connection.execute(part.rows, [row[key] for key in part.keys]).fetchall()


@pytest.mark.parametrize(("name", "column"), list(figures()))
def test_what_is_explained_is_what_is_counted(
    connection: duckdb.DuckDBPyConnection, name: str, column: str
) -> None:
    parts = parts_of(TABLES[name], column, keys_of(name))
    assert parts
    known = 0
    for row in records(connection.execute(f"select * from {name}")):
        counts = {part.name: len({unit for *_, unit in counted(connection, part, row)}) for part in parts}
        if row[column] is None:
            continue
        known += 1
        if column in MADE_OF:
            assert row[column] == MADE_OF[column](counts, row)
        elif column == "median_minutes":
            assert counts == {
                "median_minutes": row["attended_people"] - row["attended_unknown_duration_people"]
            }
        elif column.endswith("_low"):
            assert row[column] <= counts[column.removesuffix("_low")]
        elif column.endswith("_high"):
            assert row[column] >= counts[column.removesuffix("_high")]
        else:
            assert counts == {column: row[column]}
    assert known > 0


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name in EXPLAINED for column in sorted(NO_COUNTS[name])]
)
def test_what_counts_nobody_has_a_meaning_and_no_rows(name: str, column: str) -> None:
    assert parts_of(TABLES[name], column, keys_of(name)) == []
    assert TABLES[name].columns[column].en


def test_a_figure_that_hangs_on_no_key_of_its_table_cannot_be_followed() -> None:
    text = "select person_id, count(*) as people from core.participation group by person_id"
    with pytest.raises(FigureError, match="does not group its counts by session_id"):
        parts_of(SqlTable("reach", "odd", text), "people", ("session_id",))
    text = "select session_id, count(distinct minutes) as people from core.participation group by session_id"
    with pytest.raises(FigureError, match="neither people nor organisations nor places"):
        parts_of(SqlTable("reach", "odd", text), "people", ("session_id",))


def test_every_figure_has_its_rules_and_every_rule_a_figure() -> None:
    numbers = {rule.number for _, column in figures() for rule in rules_of(column)}
    assert all(len(rules_of(column)) > 2 for _, column in figures())
    assert numbers | {rule.number for rule in rules_of("views_latest")} == set(range(1, 13))
