"""The owner's history as it is kept: late days, outages, days that go, ticks, Pacific days, and terms that end."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.audience_tables import ensure_audience_tables
from assets.sources.expired_statistics import purge_expired
from assets.sources.owner_windows import Past, Window, window_of
from assets.sources.youtube.owner_reports import REPORTS
from assets.sources.youtube.pacific import pacific_day
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
from pipelines.sample.analytics_api import Fault, Refusal
from tests.sources.owner import (
    CYCLE,
    MINE,
    NOON,
    OTHERS,
    PUBLISHED,
    Clock,
    Owner,
    Waits,
    a_history,
    a_workspace,
    connected_owner,
    report,
)

DAYS = "select day_pacific, live_or_on_demand, views from raw.owner_daily where video_id = ? order by all"
DAY = timedelta(days=1)


def truth(owner: Owner) -> list[tuple[date, str, int]]:
    return sorted((one.day, one.mode, one.views) for one in owner.server.history.days if one.video_id == MINE)


def windows(owner: Owner) -> list[tuple[date, date]]:
    return [
        (first, last)
        for first, last in owner.rows(
            "select first_day, last_day from raw.owner_requests where video_id = ? and report = 'daily' order by tick",
            MINE,
        )
    ]


def test_each_report_of_each_video_is_one_unit_and_one_row_about_it(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        told = owner.record()
        requests = owner.rows("select video_id, report, rows, reason from raw.owner_requests")
        spent = owner.rows("select bucket, method, sum(units) from raw.quota_spent group by all")
    assert {(video, name) for video, name, _, _ in requests} == {
        (video, one.name) for video in (MINE, OTHERS) for one in REPORTS
    }
    assert told == sum(rows for _, _, rows, _ in requests)
    assert {reason for *_, reason in requests} == {None}
    assert spent == [("analytics", "reports.query", 14)]


def test_every_report_lands_in_its_table(tmp_path: Path) -> None:
    with connected_owner(tmp_path, a_history(days=3)) as owner:
        owner.record()
        daily = owner.rows("select * from raw.owner_daily where day_pacific = ? order by all", PUBLISHED)
        breakdown = owner.rows("select * from raw.owner_breakdown order by dimension")
        concurrent = owner.rows("select * from raw.owner_concurrent order by livestream_position")
        retention = owner.rows("select * from raw.owner_retention order by elapsed_ratio")
    assert [(row[2:6], row[7]) for row in daily] == [
        (("live", 10, 50, 300.0), False),
        (("on_demand", 10, 50, 300.0), False),
    ]
    window = (PUBLISHED, date(2021, 5, 19))
    assert [row[:7] for row in breakdown] == [
        (MINE, dimension, value, *window, 40, 200)
        for dimension, value in (
            ("city", "Xalapa"),
            ("country", "MX"),
            ("device", "DESKTOP"),
            ("traffic_source", "YT_SEARCH"),
        )
    ]
    assert [row[:4] for row in concurrent] == [(MINE, minute, 4.5, 6) for minute in range(3)]
    assert [row[:3] for row in retention] == [(MINE, 0.01, 1.02), (MINE, 1.0, 0.2)]
    assert {row[-1] for row in (*breakdown, *concurrent, *retention)} == {NOON}


def test_a_video_of_another_channel_has_requests_and_no_rows(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        owner.record()
        asked = owner.rows("select distinct rows, reason from raw.owner_requests where video_id = ?", OTHERS)
        kept = owner.rows(DAYS, OTHERS)
    assert (asked, kept) == ([(0, None)], [])


def test_a_tick_asked_twice_costs_nothing_and_changes_nothing(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        owner.record()
        before, calls = owner.rows("select * from raw.owner_daily order by all"), len(owner.server.calls)
        assert owner.record() == 0
        assert owner.rows("select * from raw.owner_daily order by all") == before
        assert len(owner.server.calls) == calls


def test_what_failed_at_a_tick_is_asked_again_at_that_tick_and_nothing_else(tmp_path: Path) -> None:
    with connected_owner(tmp_path, plan=lambda n: Fault(keep=30) if n == 3 else None) as owner:
        owner.record(NOON)
        owner.later(minutes=5)
        owner.record(NOON)
        asked = owner.rows(
            "select report, reason, requested_at from raw.owner_requests where requested_at > ?", NOON
        )
        everything = owner.rows(
            "select count(*), count(reason), count(distinct tick) from raw.owner_requests"
        )
    assert asked == [("device", None, NOON + timedelta(minutes=5))]
    assert (everything, owner.server.units) == ([(14, 0, 1)], 15)


def test_a_run_that_is_killed_has_kept_and_counted_what_came_before(tmp_path: Path) -> None:
    def killed(_: float) -> None:
        raise KeyboardInterrupt

    with connected_owner(tmp_path, plan=lambda n: Fault(reset=True) if n == 3 else None) as owner:
        waits, owner.waits = owner.waits, cast("Waits", killed)
        with pytest.raises(KeyboardInterrupt):
            owner.record()
        kept = owner.rows("select report from raw.owner_requests where reason is null order by report")
        spent = owner.rows("select sum(units) from raw.quota_spent")
        owner.waits = waits
        owner.record()
        left = owner.rows("select count(*), count(reason) from raw.owner_requests")
    assert (kept, spent) == ([("daily",), ("traffic_source",)], [(3,)])
    assert (left, owner.server.units) == ([(14, 0)], 3 + 12)


def test_late_days_end_right(tmp_path: Path) -> None:
    with connected_owner(tmp_path, a_history(days=16)) as owner:
        owner.record()
        first = owner.rows(DAYS, MINE)
        for _ in range(3):
            owner.later(days=1)
            owner.record()
        last = owner.rows(DAYS, MINE)
    # Yesterday is not told yet, and the day before only in part.
    assert first == [*truth(owner)[:-2], (date(2021, 5, 18), "on_demand", 6)]
    assert last == truth(owner)


def test_after_an_outage_of_weeks_the_window_reaches_back_to_the_last_settled_day(tmp_path: Path) -> None:
    down = [False]
    with connected_owner(
        tmp_path, a_history(days=60), plan=lambda _: Refusal(403, "accessNotConfigured") if down[0] else None
    ) as owner:
        owner.record()
        down[0] = True
        for _ in range(3):
            owner.later(days=7)
            owner.record()
        down[0] = False
        owner.later(days=1)
        owner.record()
        kept = owner.rows(DAYS, MINE)
        asked = windows(owner)
    # A day is settled that was told more than a week after it: on 20 May those up to 12 May.
    assert asked[0] == (PUBLISHED, date(2021, 5, 19))
    assert asked[-1] == (date(2021, 5, 13), date(2021, 6, 10))
    assert kept[:-1] == [one for one in truth(owner) if one[0] <= date(2021, 6, 8)]


def test_normally_only_the_trailing_days_are_asked_for_again(tmp_path: Path) -> None:
    with connected_owner(tmp_path, cycle=CYCLE + "[audience]\ntrailing_days = 4\n") as owner:
        for _ in range(5):
            owner.record()
            owner.later(days=1)
        asked = windows(owner)
    assert asked[1:] == [
        (day - 5 * DAY, day - DAY) for day in (NOON.date() + number * DAY for number in range(1, 5))
    ]


def test_a_day_that_is_told_no_more_is_kept_and_marked_and_one_that_comes_back_is_not(tmp_path: Path) -> None:
    marked = "select day_pacific, views from raw.owner_daily where is_withdrawn"
    gone = date(2021, 5, 15)
    with connected_owner(tmp_path) as owner:
        owner.record()
        owner.server.withheld.add((MINE, gone))
        owner.later(days=1)
        owner.record()
        while_gone = owner.rows(marked)
        owner.server.withheld.clear()
        owner.later(days=1)
        owner.record()
        after = owner.rows(marked)
    assert (while_gone, after) == ([(gone, 10)], [])


def test_an_empty_answer_empties_nothing(tmp_path: Path) -> None:
    tables = ("owner_breakdown", "owner_concurrent", "owner_retention")
    counted = "select " + ", ".join(f"(select count(*) from raw.{table})" for table in tables)
    with connected_owner(tmp_path) as owner:
        owner.record()
        before, days = owner.rows(counted), owner.rows(DAYS, MINE)
        owner.server.withheld |= {(one.video_id, one.day) for one in owner.server.history.days}
        owner.later(days=1)
        owner.record()
        after, kept = owner.rows(counted), owner.rows(DAYS, MINE)
    assert before == after == [(4, 3, 2)]
    assert kept == days


def test_a_day_takes_its_modes_from_one_answer(tmp_path: Path) -> None:
    with connected_owner(tmp_path, cycle=CYCLE + "[audience]\ntrailing_days = 60\n") as owner:
        owner.record()
        history = owner.server.history
        only = tuple(one for one in history.days if one.mode == "on_demand")
        owner.server.history = type(history)(only, history.shares, (), history.ratios, history.owned)
        owner.later(days=1)
        owner.record()
        modes = owner.rows("select live_or_on_demand from raw.owner_daily where day_pacific = ?", PUBLISHED)
    assert modes == [("on_demand",)]


def test_nobody_connected_leaves_no_trace(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        (owner.workspace.root / "private" / "youtube_owner.json").unlink()
        assert owner.record() == 0
        for table in ("owner_requests", "owner_authorisations", "quota_spent"):
            assert owner.rows(f"select count(*) from raw.{table}") == [(0,)]
    assert not owner.server.calls


def test_who_deletes_the_authorisation_has_taken_it_back(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        owner.record()
        owner.later(days=1)
        (owner.workspace.root / "private" / "youtube_owner.json").unlink()
        owner.record()
        owner.later(days=1)
        owner.record()
        noted = owner.rows("select checked_at, is_granted, reason from raw.owner_authorisations order by all")
    assert noted == [(NOON, True, None), (NOON + DAY, False, "notConnected")]


def test_each_step_notes_that_the_authorisation_stood(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        owner.record()
        owner.record(NOON - DAY)
        noted = owner.rows("select * from raw.owner_authorisations")
    assert noted == [(NOON, True, None, None)]


def test_another_account_is_asked_for_everything(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        history = owner.server.history
        owner.server.history = type(history)(history.days, history.shares, (), (), frozenset())
        owner.record()
        owner.later(days=1)
        owner.server.history = history
        owner.connect()
        owner.record()
        asked, kept = windows(owner), owner.rows(DAYS, MINE)
    assert asked[-1] == (PUBLISHED, date(2021, 5, 20))
    assert kept[0] == (PUBLISHED, "live", 10)


def test_what_expired_during_an_outage_is_asked_for_again(tmp_path: Path) -> None:
    with connected_owner(tmp_path, a_history(days=16)) as owner:
        owner.record()
        owner.later(days=31)
        with open_warehouse(owner.workspace) as connection:
            assert purge_expired(connection, owner.workspace) > 0
        emptied = owner.rows(DAYS, MINE)
        owner.record()
        asked, kept = windows(owner), owner.rows(DAYS, MINE)
    assert (emptied, asked[-1][0]) == ([], PUBLISHED)
    assert kept == truth(owner)


@pytest.mark.parametrize(
    ("now", "last_day"),
    [
        (datetime(2021, 5, 20, 6, 59, tzinfo=UTC), date(2021, 5, 18)),
        (datetime(2021, 5, 20, 7, 0, tzinfo=UTC), date(2021, 5, 19)),
        # In winter the Pacific day begins an hour later.
        (datetime(2021, 12, 20, 7, 59, tzinfo=UTC), date(2021, 12, 18)),
        (datetime(2021, 12, 20, 8, 0, tzinfo=UTC), date(2021, 12, 19)),
    ],
)
def test_the_last_day_asked_for_is_yesterday_in_pacific_time(
    now: datetime, last_day: date, tmp_path: Path
) -> None:
    workspace = a_workspace(tmp_path / "w", Clock(now))
    assert window(workspace, now, "daily") == Window(PUBLISHED, last_day)


def window(workspace: Workspace, now: datetime, name: str, session_date: date = PUBLISHED) -> Window | None:
    with open_warehouse(workspace) as connection:
        ensure_audience_tables(connection)
        return window_of(Past(connection, 7, None), MINE, report(name), session_date, now)


def test_a_video_is_asked_for_from_its_pacific_day_of_publication(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path / "w", Clock())
    with open_warehouse(workspace) as connection:
        ensure_audience_tables(connection)
        # In Mexico this is the morning of the 6th.
        connection.execute(
            "insert into raw.video_observations (video_id, published_at) values (?, ?)",
            [MINE, datetime(2021, 5, 6, 6, 30, tzinfo=UTC)],
        )
    for name in ("daily", "city"):
        assert window(workspace, NOON, name) == Window(date(2021, 5, 5), date(2021, 5, 19))


def test_a_video_of_a_session_to_come_is_not_asked_for(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path / "w", Clock())
    assert window(workspace, NOON, "daily", NOON.date()) is None
    assert window(workspace, NOON, "daily", NOON.date() - DAY) == Window(NOON.date() - DAY, NOON.date() - DAY)


@settings(max_examples=25, deadline=None)
@given(pauses=st.lists(st.integers(1, 25), min_size=1, max_size=6), trailing_days=st.integers(3, 9))
def test_no_day_is_ever_left_out_whatever_the_pauses(pauses: list[int], trailing_days: int) -> None:
    now, last_told = NOON, dict[date, datetime]()
    with duckdb.connect() as connection:
        connection.execute("create schema raw")
        ensure_audience_tables(connection)
        for pause in pauses:
            now += pause * DAY
            due = window_of(Past(connection, trailing_days, None), MINE, report("daily"), PUBLISHED, now)
            assert due is not None
            connection.execute(
                "insert into raw.owner_requests (tick, requested_at, video_id, report, first_day, last_day)"
                " values (?, ?, ?, 'daily', ?, ?)",
                [now, now, MINE, due.first_day, due.last_day],
            )
            last_told |= {
                due.first_day + number * DAY: now for number in range((due.last_day - due.first_day).days + 1)
            }
    days = [PUBLISHED + number * DAY for number in range((pacific_day(now) - PUBLISHED).days)]
    assert set(last_told) == set(days)
    for day in days:
        is_settled = (pacific_day(last_told[day]) - day).days > trailing_days
        assert is_settled or last_told[day] == now
