"""Presence: spans of stays, their sum and the minutes of a session, against a count of what some stay covers.

Here chance looks for stays that nobody thought of; those somebody did think of are cases of `core/spans`,
`core/presence` and `reach/minutes`.
"""

from datetime import UTC, datetime, timedelta

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.tables import build
from tests.sql.cases import STATEMENTS, Kinds, create

START = datetime(2021, 5, 4, 15, tzinfo=UTC)
SESSION_MINUTES = 60
PIECE_SECONDS = 30

Stays = list[tuple[int, int]]

# In half minutes, so that people come and go between the beginnings of two minutes too.
stays_in_pieces = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 30)), min_size=1, max_size=8)
often = settings(max_examples=60, deadline=None)


@often
@given(stays=stays_in_pieces)
def test_present_seconds_are_those_that_some_stay_covers(
    stays: Stays, kinds: Kinds, connection: duckdb.DuckDBPyConnection
) -> None:
    _fill(connection, kinds, stays)
    for table in ("core.spans", "core.presence"):
        build(connection, STATEMENTS[table])
    found = connection.execute("select session_id, person_id, present_seconds from core.presence").fetchall()
    assert found == [("s1", 1, len(_covered(stays)) * PIECE_SECONDS)]


@often
@given(stays=stays_in_pieces)
def test_spans_of_a_person_never_overlap_and_never_end_before_they_start(
    stays: Stays, kinds: Kinds, connection: duckdb.DuckDBPyConnection
) -> None:
    _fill(connection, kinds, stays)
    build(connection, STATEMENTS["core.spans"])
    spans = connection.execute("select started, ended from core.spans order by all").fetchall()
    assert len(spans) == len(stays)
    instants = [instant for span in spans for instant in span]
    assert instants == sorted(instants)


@often
@given(stays=stays_in_pieces)
def test_a_person_is_present_at_the_minutes_that_begin_within_some_stay(
    stays: Stays, kinds: Kinds, connection: duckdb.DuckDBPyConnection
) -> None:
    _fill(connection, kinds, stays)
    for table in ("core.spans", "reach.minutes"):
        build(connection, STATEMENTS[table])
    covered = _covered(stays)
    found = connection.execute("select minute, people from reach.minutes order by minute").fetchall()
    assert found == [(minute, int(2 * minute in covered)) for minute in range(SESSION_MINUTES)]


def _fill(connection: duckdb.DuckDBPyConnection, kinds: Kinds, stays: Stays) -> None:
    """A session of an hour that person 1 attended with these stays, each its start and length in pieces."""
    for table in ("core.stays", "core.sessions", "core.participation"):
        create(connection, table, kinds[table])
    connection.execute(
        "insert into core.sessions (session_id, session_order, opens_at, session_seconds, has_attendance)"
        " values ('s1', 1, ?, ?, true)",
        [START, SESSION_MINUTES * 60],
    )
    connection.execute(
        "insert into core.participation (session_id, person_id, is_attended) values ('s1', 1, true)"
    )
    for line, (joined, length) in enumerate(stays):
        connection.execute(
            "insert into core.stays (session_id, person_id, file_id, line, is_timed, is_present, started_at, ended_at)"
            " values ('s1', 1, 'f1', ?, true, true, ?, ?)",
            [line, _instant(joined), _instant(joined + length)],
        )


def _covered(stays: Stays) -> set[int]:
    return {piece for joined, length in stays for piece in range(joined, joined + length)}


def _instant(piece: int) -> datetime:
    return START + timedelta(seconds=piece * PIECE_SECONDS)
