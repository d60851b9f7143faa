"""Attendance minutes equal a count, second by second, of when somebody was on the call.

10,000 random people with ALCANCE_PROVE=1 in the environment, otherwise a tenth of them; each has one to six stays
that overlap, touch, nest, last no time or fall outside the session, and some in the waiting room.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.tables import SqlTable, build, sql_table
from assets.warehouse import prepare, replace_from_frame

PEOPLE_PER_EXAMPLE = 50
EXAMPLES = (10_000 if os.environ.get("ALCANCE_PROVE") == "1" else 1_000) // PEOPLE_PER_EXAMPLE
# The second session lies across the hour that clocks skipped in Mexico City.
OPENS = {"s1": datetime(2021, 5, 4, 15, tzinfo=UTC), "s2": datetime(2021, 4, 4, 7, 15, tzinfo=UTC)}
SECONDS = {"s1": 7200, "s2": 5413}

ATTENDANCE = {
    "file_id": "varchar",
    "session_id": "varchar",
    "line": "bigint",
    "person_key": "varchar",
    "email": "varchar",
    "name": "varchar",
    "role": "varchar",
    "joined_at": "timestamptz",
    "left_at": "timestamptz",
    "is_span": "boolean",
    "reported_minutes": "double",
    "is_said_attended": "boolean",
}
PERSON_ROWS = {"file_id": "varchar", "line": "bigint", "person_id": "bigint"}

# Session, role, joined and left, the two in seconds from the session's opening.
Stay = tuple[str, str, int, int]

# Whole quarters of an hour make stays that touch, and single seconds ones that barely overlap.
_moments = st.one_of(st.integers(-2, 10).map(lambda quarter: 900 * quarter), st.integers(-1800, 9000))
_spans = st.tuples(_moments, _moments).map(sorted)
_stays = st.builds(
    lambda session, role, span: (session, role, span[0], span[1]),
    st.sampled_from(["s1", "s1", "s2"]),
    st.sampled_from(["attendee", "attendee", "attendee", "waiting_room"]),
    _spans,
)
_people = st.lists(
    st.lists(_stays, min_size=1, max_size=6), min_size=PEOPLE_PER_EXAMPLE, max_size=PEOPLE_PER_EXAMPLE
)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty warehouse in memory that knows the two sessions and whom the waiting room leaves out."""
    with duckdb.connect() as connection:
        prepare(connection, "America/Mexico_City")
        sessions = [(name, at, at + timedelta(seconds=SECONDS[name])) for name, at in OPENS.items()]
        frame = pd.DataFrame(sessions, columns=["session_id", "opens_at", "closes_at"]).assign(
            has_attendance=True
        )
        kinds = {
            "session_id": "varchar",
            "opens_at": "timestamptz",
            "closes_at": "timestamptz",
            "has_attendance": "boolean",
        }
        replace_from_frame(connection, "core.sessions", frame, kinds)
        excluded = pd.DataFrame([("role", "waiting_room")], columns=["kind", "value"])
        replace_from_frame(connection, "raw.exclusions", excluded, {"kind": "varchar", "value": "varchar"})
        yield connection


@pytest.fixture(scope="module")
def tables() -> list[SqlTable]:
    """The statements that make stays, spans and presence, in this order."""
    return [sql_table(name) for name in ("core.stays", "core.spans", "core.presence")]


def attendance(people: list[list[Stay]]) -> pd.DataFrame:
    rows = [
        (
            session,
            f"p{number}",
            role,
            OPENS[session] + timedelta(seconds=joined),
            OPENS[session] + timedelta(seconds=left),
        )
        for number, stays in enumerate(people)
        for session, role, joined, left in stays
    ]
    frame = pd.DataFrame(rows, columns=["session_id", "person_key", "role", "joined_at", "left_at"])
    return frame.assign(file_id="f", line=range(len(frame)), is_span=False)


def seconds_counted(people: list[list[Stay]]) -> dict[tuple[str, int], int]:
    """The session's seconds at which each person is present, counted one by one."""
    present: dict[tuple[str, int], np.ndarray] = {}
    for number, stays in enumerate(people):
        for session, role, joined, left in stays:
            if role == "attendee":
                seconds = present.setdefault((session, number), np.zeros(SECONDS[session], dtype=bool))
                seconds[max(joined, 0) : max(left, 0)] = True
    return {key: int(seconds.sum()) for key, seconds in present.items()}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(people=_people)
def test_presence_is_the_count_of_seconds_on_the_call(
    connection: duckdb.DuckDBPyConnection, tables: list[SqlTable], people: list[list[Stay]]
) -> None:
    """10,000 people with ALCANCE_PROVE=1, otherwise 1,000; fifty at a time."""
    rows = attendance(people)
    whose = rows[["file_id", "line"]].assign(person_id=rows["person_key"].str[1:].astype(int))
    replace_from_frame(connection, "identity.person_rows", whose, PERSON_ROWS)
    replace_from_frame(connection, "staging.attendance", rows, ATTENDANCE)
    for table in tables:
        build(connection, table)
    found = connection.execute("select session_id, person_id, present_seconds from core.presence").fetchall()
    assert {(session, person): seconds for session, person, seconds in found} == seconds_counted(people)
