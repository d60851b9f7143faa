"""Overlap: the sets of sessions that people attended, against sets made by hand, for cycles of any length.

Here chance says who attended what; single people and organisations are cases of `reach/session_overlap`.
"""

from collections import Counter

import duckdb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assets.tables import build
from tests.sql.cases import STATEMENTS, Kinds, create

MOST_SESSIONS_WITH_EVERY_SET = 8

# Of each person the sessions that they attended, of a cycle of so many sessions.
Attended = list[set[int]]
cycles = st.integers(1, 10).flatmap(
    lambda held: st.tuples(st.just(held), st.lists(st.sets(st.integers(1, held), min_size=1), max_size=12))
)


@settings(max_examples=60, deadline=None)
@example(cycle=(8, [{1, 8}]))
@example(cycle=(9, [{1, 9}]))
@given(cycle=cycles)
def test_each_set_has_the_people_who_attended_it_exactly(
    cycle: tuple[int, Attended], kinds: Kinds, connection: duckdb.DuckDBPyConnection
) -> None:
    held, attended = cycle
    found = _overlap(connection, kinds, held, attended)
    by_set = Counter(tuple(sorted(sessions)) for sessions in attended)
    assert {sessions: people for sessions, people in found if people} == by_set
    sets = [sessions for sessions, _ in found]
    assert sets == sorted(set(sets), key=lambda sessions: (len(sessions), sessions))
    assert len(sets) == (2**held - 1 if held <= MOST_SESSIONS_WITH_EVERY_SET else len(by_set))


@settings(max_examples=60, deadline=None)
@given(cycle=cycles)
def test_the_sets_that_hold_a_session_add_up_to_its_people(
    cycle: tuple[int, Attended], kinds: Kinds, connection: duckdb.DuckDBPyConnection
) -> None:
    held, attended = cycle
    found = _overlap(connection, kinds, held, attended)
    for session in range(1, held + 1):
        there = sum(people for sessions, people in found if session in sessions)
        assert there == sum(session in sessions for sessions in attended)
    assert sum(people for _, people in found) == len(attended)


def _overlap(
    connection: duckdb.DuckDBPyConnection, kinds: Kinds, held: int, attended: Attended
) -> list[tuple[tuple[int, ...], int]]:
    """Each set of the statement, as numbers of sessions, with its people, in the statement's order."""
    for table in ("core.sessions", "core.members", "reference.actor_groups"):
        create(connection, table, kinds[table])
    connection.execute(
        "insert into reference.actor_groups (actor_type, government_level, group_order) values ('all', 'all', 0)"
    )
    connection.execute(
        "insert into core.sessions (session_id, session_order, has_attendance)"
        " select 's' || number, number, true from unnest(?::integer[]) as one (number)",
        [list(range(1, held + 1))],
    )
    connection.execute(
        "insert into core.members (session_id, person_id, actor_type, government_level, is_attended)"
        " select 's' || session, person, 'all', 'all', true"
        " from (select unnest(?::integer[]) as person, unnest(?::integer[]) as session)",
        [
            [person for person, sessions in enumerate(attended) for _ in sessions],
            [session for sessions in attended for session in sessions],
        ],
    )
    build(connection, STATEMENTS["reach.session_overlap"])
    rows = connection.execute("select sessions, people from reach.session_overlap").fetchall()
    return [(tuple(int(session[1:]) for session in sessions), people) for sessions, people in rows]
