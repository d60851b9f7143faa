"""Each figure of every reach table about people, on random small cycles, against a second count in plain pandas.

Two hundred cycles with ALCANCE_PROVE=1, otherwise fifteen; the second count is in the oracles beside this file.
"""

import math
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from assets.tables import sql_table
from tests.sql.cases import Kinds, create

from . import organisations_oracle, people_oracle, sets_oracle
from .frames import Frames, frames_of
from .registers import Row
from .small_cycles import draw_cycle

PROVING = os.environ.get("ALCANCE_PROVE") == "1"
SEEDS = range(1, 201) if PROVING else range(1, 16)
# A shared domain of e-mail, or a decision, gives an organisation of a register another type or level.
CONTRADICTED_SEEDS = (6, 13, 19, 35)
READ = ("raw.actor_types",)
MADE = ("reference.states", "reference.actor_groups", "reference.eligible", "core.spans")
Oracle = Callable[[Frames], Iterator[Row]]
# Table -> the columns that name a row, and what the table must say.
ORACLES: Mapping[str, tuple[tuple[str, ...], Oracle]] = {
    "core.members": (("session_id", "person_id", "actor_type", "government_level"), sets_oracle.members),
    "core.presence": (("session_id", "person_id"), sets_oracle.presence),
    "reach.session_reach": (
        ("session_id", "actor_type", "government_level"),
        people_oracle.session_reach,
    ),
    "reach.cycle_reach": (("actor_type", "government_level"), people_oracle.cycle_reach),
    "reach.funnel": (("session_id", "actor_type", "stage"), people_oracle.funnel),
    "reach.attendance_curve": (
        ("session_id", "actor_type", "threshold"),
        people_oracle.attendance_curve,
    ),
    "reach.session_organisation": (
        ("session_id", "organisation_key"),
        organisations_oracle.session_organisation,
    ),
    "reach.session_state": (("session_id", "cve_ent", "actor_type"), organisations_oracle.session_state),
    "reach.coverage": (("cve_ent", "actor_type", "government_level"), organisations_oracle.coverage),
    "reach.local_government_reach": (("cvegeo",), organisations_oracle.local_government_reach),
    "reach.organisation_reach": (("organisation_key",), organisations_oracle.organisation_reach),
    "reach.retention": (("from_session_id", "to_session_id", "actor_type"), sets_oracle.retention),
    "reach.session_overlap": (("sessions", "actor_type"), sets_oracle.session_overlap),
    "reach.minutes": (("session_id", "minute"), sets_oracle.minutes),
}
Connection = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def warehouse(empty_warehouse: Path) -> Iterator[Connection]:
    """A database in memory with the shipped actor types, in the cycle's time zone."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'America/Mexico_City'")
        for schema in ("raw", "reference", "core", "reach"):
            connection.execute(f"create schema {schema}")
        connection.execute(f"attach '{empty_warehouse}' as shipped (read_only)")
        for table in READ:
            connection.execute(f"create table {table} as from shipped.{table}")
        yield connection


def fill(connection: Connection, table: str, kinds: Mapping[str, str], rows: list[Row]) -> None:
    """Make the table anew with these rows, each value cast from its text to the column's type."""
    create(connection, table, kinds)
    if rows:
        texts = [{column: _text(row.get(column)) for column in kinds} for row in rows]
        given = pd.DataFrame(texts, dtype=object)  # noqa: F841  DuckDB reads it by its name.
        casts = ", ".join(f"{column}::{kind}" for column, kind in kinds.items())
        connection.execute(f"insert into {table} select {casts} from given")


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def build(connection: Connection, kinds: Kinds, seed: int, is_contradicted: bool = False) -> Frames:
    """Run every statement on the cycle of this seed, and give back its frames."""
    cycle = draw_cycle(seed, is_contradicted)
    for table, rows in cycle.tables.items():
        unknown = {column for row in rows for column in row} - kinds[table].keys()
        assert not unknown, f"{table} has no {unknown}"
        fill(connection, table, kinds[table], rows)
    for table in (*MADE, *ORACLES):
        connection.execute(f"create or replace table {table} as\n{sql_table(table).text}")
    return frames_of(cycle)


def found_rows(connection: Connection, table: str) -> list[Row]:
    """Every row of the table, with every column."""
    answer = connection.execute(f"select * from {table}")
    columns = [column[0] for column in answer.description or []]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def differences(key: tuple[str, ...], found: list[Row], expected: list[Row]) -> list[str]:
    """What is missing, too much or different, one sentence each."""
    there, wanted = _by_key(key, found), _by_key(key, expected)
    told = [f"missing {name}" for name in wanted.keys() - there.keys()]
    told += [f"too much: {there[name]}" for name in there.keys() - wanted.keys()]
    for name in wanted.keys() & there.keys():
        assert there[name].keys() == wanted[name].keys(), there[name].keys() ^ wanted[name].keys()
        told += [
            f"{name} {column}: found {there[name][column]!r}, expected {value!r}"
            for column, value in wanted[name].items()
            if not _is_same(there[name][column], value)
        ]
    return sorted(told)


def _by_key(key: tuple[str, ...], rows: list[Row]) -> dict[str, Row]:
    named = {repr([row[column] for column in key]): row for row in rows}
    assert len(named) == len(rows), f"two rows of one {key}"
    return named


def _is_same(found: object, expected: object) -> bool:
    if found is None or expected is None:
        return found is None and expected is None
    if isinstance(expected, float):
        return isinstance(found, float) and math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return isinstance(found, bool) == isinstance(expected, bool) and found == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_a_small_cycle_is_what_a_second_count_says(
    seed: int, warehouse: Connection, kinds: Kinds
) -> None:
    frames = build(warehouse, kinds, seed)
    told = {
        table: differences(key, found_rows(warehouse, table), list(oracle(frames)))
        for table, (key, oracle) in ORACLES.items()
    }
    assert not {table: sentences[:5] for table, sentences in told.items() if sentences}


@pytest.mark.parametrize("seed", SEEDS)
def test_spans_cover_what_the_stays_cover_and_no_second_twice(
    seed: int, warehouse: Connection, kinds: Kinds
) -> None:
    frames = build(warehouse, kinds, seed)
    found: dict[tuple[object, object], Counter[int]] = {}
    for row in found_rows(warehouse, "core.spans"):
        seconds = found.setdefault((row["session_id"], row["person_id"]), Counter())
        assert isinstance(row["started"], float)
        assert isinstance(row["ended"], float)
        seconds.update(range(int(row["started"]), int(row["ended"])))
    assert found == sets_oracle.seconds_of_spans(frames)


@pytest.fixture(scope="module")
def contradicted(warehouse: Connection, kinds: Kinds) -> list[tuple[Frames, dict[str, list[Row]]]]:
    """Cycles in which people and the organisations of registers are of different types, and every table of them."""
    return [
        (
            build(warehouse, kinds, seed, is_contradicted=True),
            {table: found_rows(warehouse, table) for table in ORACLES},
        )
        for seed in CONTRADICTED_SEEDS
    ]


@pytest.mark.parametrize("table", ORACLES)
def test_an_organisation_is_counted_in_its_own_register_whatever_its_people_say_they_are(
    table: str, contradicted: list[tuple[Frames, dict[str, list[Row]]]]
) -> None:
    key, oracle = ORACLES[table]
    for frames, found in contradicted:
        assert not differences(key, found[table], list(oracle(frames)))
