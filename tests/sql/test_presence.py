"""Presence: the union of stays against a count of the minutes that some stay covers.

Here chance looks for stays that nobody thought of; those somebody did think of are cases of `core/presence`.
"""

from datetime import UTC, datetime, timedelta

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sql.cases import STATEMENTS, Kinds, create

START = datetime(2021, 5, 4, 15, tzinfo=UTC)

stays_in_minutes = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(stays=stays_in_minutes)
def test_present_minutes_are_those_that_some_stay_covers(
    stays: list[tuple[int, int]], kinds: Kinds, connection: duckdb.DuckDBPyConnection
) -> None:
    create(connection, "core.stays", kinds["core.stays"])
    for line, (joined, length) in enumerate(stays):
        connection.execute(
            "insert into core.stays (session_id, person_id, file_id, line, is_timed, is_present, started_at, ended_at)"
            " values ('s1', 1, 'f1', ?, true, true, ?, ?)",
            [line, START + timedelta(minutes=joined), START + timedelta(minutes=joined + length)],
        )
    covered = {minute for joined, length in stays for minute in range(joined, joined + length)}
    assert _present_seconds(connection) == len(covered) * 60


def _present_seconds(connection: duckdb.DuckDBPyConnection) -> int:
    rows = connection.execute(STATEMENTS["core.presence"].text).fetchall()
    assert [row[:2] for row in rows] == [("s1", 1)]
    return int(rows[0][2])
