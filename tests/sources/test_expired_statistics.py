"""How long each statistic may be kept, and that what goes leaves only its number behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources import expired_statistics
from assets.sources.audience_tables import ensure_audience_tables
from assets.sources.expired_statistics import OWNER_TABLES, purge_expired
from assets.warehouse import open_warehouse, prepare
from assets.workspace import SHIPPED_CYCLE, Workspace

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
VIDEO = "EkwubVWQRcc"
DAY = timedelta(days=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "cycle.toml").write_text(SHIPPED_CYCLE.read_text(encoding="utf-8"), encoding="utf-8")
    return Workspace(tmp_path, clock=lambda: NOW)


@contextmanager
def warehouse(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(workspace) as connection:
        ensure_audience_tables(connection)
        yield connection


def with_amendment(workspace: Workspace, accepted: date) -> Workspace:
    # The shipped cycle may have the table already, with the key commented out.
    lines = workspace.cycle_file.read_text(encoding="utf-8").splitlines()
    if "[audience]" not in lines:
        lines.append("[audience]")
    lines.insert(lines.index("[audience]") + 1, f"terms_amendment = {accepted}")
    workspace.cycle_file.write_text("\n".join(lines), encoding="utf-8")
    return Workspace(workspace.root, clock=workspace.clock)


def observe(connection: duckdb.DuckDBPyConnection, *observed_at: datetime) -> None:
    connection.executemany(
        "insert into raw.video_observations (video_id, observed_at, is_returned, views, obtained)"
        " values (?, ?, true, 977, 'public')",
        [(VIDEO, moment) for moment in observed_at],
    )


def tell_owner_history(connection: duckdb.DuckDBPyConnection, obtained_at: datetime) -> None:
    for table in OWNER_TABLES:
        connection.execute(
            f"insert into raw.{table} (video_id, obtained_at) values (?, ?)", [VIDEO, obtained_at]
        )


def check_authorisation(connection: duckdb.DuckDBPyConnection, *checks: tuple[datetime, bool]) -> None:
    connection.executemany(
        "insert into raw.owner_authorisations (checked_at, is_granted) values (?, ?)", list(checks)
    )


def observed(connection: duckdb.DuckDBPyConnection) -> list[datetime]:
    rows = connection.execute("select observed_at from raw.video_observations order by all").fetchall()
    return [row[0].astimezone(UTC) for row in rows]


def test_a_public_statistic_is_kept_for_thirty_days_and_no_longer(workspace: Workspace) -> None:
    with warehouse(workspace) as connection:
        observe(connection, NOW - 30 * DAY - timedelta(seconds=1), NOW - 30 * DAY, NOW)
        assert purge_expired(connection, workspace) == 1
        assert observed(connection) == [NOW - 30 * DAY, NOW]


@pytest.mark.parametrize(("accepted", "kept"), [(date(2026, 10, 31), 1), (date(2026, 11, 1), 0)])
def test_an_amendment_lifts_the_limit_of_what_was_still_kept_when_it_was_accepted(
    workspace: Workspace, accepted: date, kept: int
) -> None:
    # Kept until 31 October, 23:00 in Mexico City, which is 1 November in UTC.
    observed_at = datetime(2026, 10, 2, 5, tzinfo=UTC)
    with warehouse(workspace) as connection:
        observe(connection, observed_at)
        assert purge_expired(connection, with_amendment(workspace, accepted)) == 1 - kept
        assert len(observed(connection)) == kept


@pytest.mark.parametrize(
    ("checks", "is_kept"),
    [
        ([(-30, True)], True),
        ([(-31, True)], False),
        ([(-31, True), (-1, True)], True),
        ([(-20, True), (-7, False)], True),
        ([(-20, True), (-8, False)], False),
        ([(-20, True), (-8, False), (-1, False)], False),
        ([(-20, True), (-8, False), (-2, True)], True),
        ([(-29, True), (-28, False), (-10, True), (-6, False)], True),
        ([(-8, False)], False),
        ([], True),
    ],
    ids=[
        "seen to stand thirty days ago",
        "not seen to stand for longer",
        "seen to stand again",
        "withdrawn a week ago",
        "withdrawn longer ago",
        "refused again since it was withdrawn",
        "granted anew",
        "granted anew and withdrawn again",
        "withdrawn before anybody noted that it stood",
        "answered today, and nobody noted that it stood",
    ],
)
def test_an_owners_statistic_is_kept_while_the_authorisation_stands(
    workspace: Workspace, checks: list[tuple[int, bool]], is_kept: bool
) -> None:
    with warehouse(workspace) as connection:
        tell_owner_history(connection, NOW)
        if checks:
            check_authorisation(connection, *((NOW + days * DAY, granted) for days, granted in checks))
        assert purge_expired(connection, workspace) == (0 if is_kept else len(OWNER_TABLES))
        for table in OWNER_TABLES:
            rows = connection.execute(f"select count(*) from raw.{table}").fetchall()
            assert rows == [(1 if is_kept else 0,)]


def test_an_answer_older_than_thirty_days_goes_where_nobody_noted_that_the_authorisation_stood(
    workspace: Workspace,
) -> None:
    with warehouse(workspace) as connection:
        tell_owner_history(connection, NOW - 31 * DAY)
        assert purge_expired(connection, workspace) == len(OWNER_TABLES)


def test_what_went_is_noted_by_number_and_date_and_never_by_what_it_said(workspace: Workspace) -> None:
    with warehouse(workspace) as connection:
        observe(connection, NOW - 40 * DAY, NOW - 35 * DAY, NOW)
        purge_expired(connection, workspace)
        columns = [row[0] for row in connection.execute("describe raw.purges").fetchall()]
        noted = connection.execute("select * from raw.purges").fetchall()
    assert columns == ["purged_at", "obtained", "source_table", "rows", "observed_from", "observed_to"]
    assert noted == [(NOW, "public", "raw.video_observations", 2, NOW - 40 * DAY, NOW - 35 * DAY)]


def test_a_second_purge_finds_nothing_and_notes_nothing(workspace: Workspace) -> None:
    with warehouse(workspace) as connection:
        observe(connection, NOW - 40 * DAY)
        assert purge_expired(connection, workspace) == 1
        assert purge_expired(connection, workspace) == 0
        assert connection.execute("select count(*) from raw.purges").fetchall() == [(1,)]


def test_when_a_video_was_seen_stays_known(workspace: Workspace) -> None:
    with warehouse(workspace) as connection:
        observe(connection, NOW - 40 * DAY)
        connection.execute(
            "insert into raw.video_sightings (video_id, first_returned_at) values (?, ?)", [VIDEO, NOW]
        )
        purge_expired(connection, workspace)
        assert connection.execute("select count(*) from raw.video_sightings").fetchall() == [(1,)]


def test_a_purge_that_fails_halfway_removed_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with warehouse(workspace) as connection:
        observe(connection, NOW - 40 * DAY)
        tell_owner_history(connection, NOW - 40 * DAY)
        broken = expired_statistics._Expiry("raw.nowhere", "owner", "obtained_at", "obtained_at")
        monkeypatch.setattr(expired_statistics, "OWNER", (expired_statistics.OWNER[0], broken))
        with pytest.raises(duckdb.CatalogException):
            purge_expired(connection, workspace)
        assert observed(connection) == [NOW - 40 * DAY]
        assert connection.execute("select count(*) from raw.owner_daily").fetchall() == [(1,)]
        assert connection.execute("select count(*) from raw.purges").fetchall() == [(0,)]


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.fixture(scope="module")
def prepared() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        prepare(connection, "UTC")
        yield connection


@settings(deadline=None)
@given(observed_at=moments, accepted=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_the_rule_in_sql_is_the_rule_in_words(
    prepared: duckdb.DuckDBPyConnection, observed_at: datetime, accepted: date | None
) -> None:
    query = "select public_keep_until(?::timestamptz, ?::date, 'UTC')"
    [(found,)] = prepared.execute(query, [observed_at, accepted]).fetchall()
    ends = observed_at + 30 * DAY
    assert found == (None if accepted is not None and accepted <= ends.date() else ends)
