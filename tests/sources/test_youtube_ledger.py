"""What the audience ledger keeps of public counters, tick by tick, and what that costs by the server's own meter."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.sources.audience import record_audience
from assets.warehouse import open_warehouse
from pipelines.sample.youtube_api import Fault, Refusal, SampleVideo, youtube_api
from tests.sources.youtube_counters import KEY, Server, id_of, ledger_tables, make_workspace, video

NOON = datetime(2021, 6, 15, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
MIDNIGHT = datetime(2021, 6, 16, 7, tzinfo=UTC)
SPENT = Refusal(403, "quotaExceeded")
PROJECT = Path(__file__).resolve().parent.parent.parent


class Ledger:
    """A warehouse and a cycle of so many videos, asked about at instants."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, root: Path, videos: int, daily_units: int
    ) -> None:
        self.connection, self.root, self.videos, self.daily_units = connection, root, videos, daily_units

    def ask(self, server: Server, as_of: datetime = NOON, tick: datetime | None = None) -> int:
        ids = [id_of(number) for number in range(self.videos)]
        workspace = make_workspace(self.root, ids, as_of, self.daily_units)
        return record_audience(self.connection, workspace, server, tick)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    @property
    def units(self) -> int:
        return int(self.rows("select coalesce(sum(units), 0) from raw.quota_spent")[0][0])

    @property
    def requests(self) -> list[tuple[Any, ...]]:
        return self.rows(
            "select tick, requested_at, videos, reason, not_before from raw.audience_requests order by all"
        )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with ledger_tables() as connection:
        yield Ledger(connection, tmp_path, videos=6, daily_units=10_000)


def videos(count: int) -> list[SampleVideo]:
    return [video(number) for number in range(count)]


def on_call(number: int, fault: Refusal | Fault) -> list[Refusal | Fault | None]:
    return [*[None] * (number - 1), fault]


@pytest.mark.parametrize(("count", "units"), [(1, 1), (6, 1), (50, 1), (51, 2), (1000, 20)])
def test_videos_cost_one_unit_per_fifty_and_nothing_at_the_same_tick_again(
    ledger: Ledger, count: int, units: int
) -> None:
    ledger.videos = count
    with youtube_api(videos(count), key=KEY) as api:
        server = Server(api)
        assert ledger.ask(server) == count
        assert api.units == ledger.units == units
        assert ledger.ask(server) == ledger.ask(server, NOON + HOUR, tick=NOON) == 0
        assert api.units == ledger.units == units
    assert server.opened == 1
    assert ledger.requests == [(NOON, NOON, count, None, None)]
    assert ledger.rows("select count(*), count(distinct video_id) from raw.video_observations") == [
        (count, count)
    ]
    assert ledger.rows("select distinct bucket, method, spent_at from raw.quota_spent") == [
        ("default", "videos.list", NOON)
    ]


def test_a_later_tick_asks_again_and_leaves_the_earlier_observation_alone(ledger: Ledger) -> None:
    with youtube_api(videos(6)) as api:
        ledger.ask(Server(api), NOON + timedelta(seconds=7), tick=NOON)
        before = ledger.rows("from raw.video_observations order by all")
        ledger.ask(Server(api), NOON + HOUR, tick=NOON + HOUR)
        assert api.units == 2
    assert before == ledger.rows(
        f"from raw.video_observations where observed_at < '{NOON + HOUR}' order by all"
    )
    assert ledger.rows(
        "select observed_at, count(*) from raw.video_observations group by all order by all"
    ) == [
        (NOON + timedelta(seconds=7), 6),
        (NOON + HOUR, 6),
    ]


def test_two_ticks_that_come_at_one_instant_observe_each_video_once(ledger: Ledger) -> None:
    with youtube_api(videos(6)) as api:
        assert [ledger.ask(Server(api), NOON, tick) for tick in (NOON - HOUR, NOON)] == [6, 0]
        assert api.units == 1


def test_a_video_that_the_cycle_gained_is_asked_at_the_tick_that_was_answered_without_it(
    ledger: Ledger,
) -> None:
    with youtube_api(videos(7)) as api:
        ledger.ask(Server(api))
        ledger.videos = 7
        assert ledger.ask(Server(api), NOON + HOUR, tick=NOON) == 1
        assert [len(ids) for _, ids in api.calls] == [6, 1]


def test_a_tick_whose_observations_have_expired_is_not_asked_again(ledger: Ledger) -> None:
    with youtube_api(videos(6)) as api:
        ledger.ask(Server(api))
        ledger.connection.execute("delete from raw.video_observations")
        assert ledger.ask(Server(api), NOON + 1000 * HOUR, tick=NOON) == 0
        assert api.units == 1


def test_a_warehouse_from_before_ticks_is_continued(ledger: Ledger) -> None:
    ledger.connection.execute("drop table raw.audience_requests; drop table raw.video_observations")
    ledger.connection.execute(
        "create table raw.audience_requests (requested_at timestamptz, videos integer, reason varchar, remedy varchar)"
    )
    ledger.connection.execute("insert into raw.audience_requests values (?, 6, null, null)", [NOON - HOUR])
    with youtube_api(videos(6)) as api:
        assert ledger.ask(Server(api)) == 6
    assert (NOON, NOON, 6, None, None) in ledger.requests


def test_a_failure_midway_keeps_what_was_answered_and_the_tick_asks_only_the_rest(ledger: Ledger) -> None:
    ledger.videos = 1000
    with youtube_api(videos(1000), faults=on_call(7, Refusal(403, "forbidden"))) as api:
        assert ledger.ask(Server(api)) == 300
        assert api.units == ledger.units == 7
        assert ledger.requests == [(NOON, NOON, 1000, "forbidden", None)]
        assert ledger.ask(Server(api), NOON + HOUR, tick=NOON) == 700
        assert api.units == ledger.units == 21
        assert ledger.ask(Server(api), NOON + 2 * HOUR, tick=NOON) == 0
    assert ledger.requests[1] == (NOON, NOON + HOUR, 700, None, None)
    assert ledger.rows(
        "select count(*), count(distinct video_id), sum(views) from raw.video_observations"
    ) == [(1000, 1000, sum(range(1000)))]


def test_a_failure_that_is_asked_again_at_the_same_instant_has_one_request(ledger: Ledger) -> None:
    with youtube_api(videos(6), faults=[Refusal(403, "forbidden")]) as api:
        assert [ledger.ask(Server(api)), ledger.ask(Server(api))] == [0, 6]
    assert ledger.requests == [(NOON, NOON, 6, None, None)]


def test_each_attempt_costs_a_unit_and_is_noted(ledger: Ledger) -> None:
    plan: list[Refusal | Fault] = [Refusal(503, "backendError"), Fault(reset=True), Fault(cut_at=30)]
    with youtube_api(videos(6), faults=plan) as api:
        server = Server(api)
        assert ledger.ask(server) == 6
        assert api.units == ledger.units == 4
    assert server.waits == [1, 2, 4]


def test_an_answer_that_is_too_slow_is_asked_for_again(ledger: Ledger) -> None:
    started = time.monotonic()
    with youtube_api(videos(6), faults=[Fault(pause_seconds=60)]) as api:
        assert ledger.ask(Server(api, timeout_seconds=0.5)) == 6
        assert api.units == ledger.units == 2
    assert time.monotonic() - started < 20


def test_a_spent_quota_is_left_alone_until_midnight_pacific(ledger: Ledger) -> None:
    with youtube_api(videos(6), faults=[SPENT, SPENT]) as api:
        server = Server(api)
        instants = [NOON, NOON + HOUR, MIDNIGHT - timedelta(seconds=1), MIDNIGHT]
        assert [ledger.ask(server, instant) for instant in instants] == [0, 0, 0, 6]
        assert api.units == ledger.units == 3
    assert server.opened == 2
    assert ledger.requests == [
        *((instant, instant, 6, "quotaExceeded", MIDNIGHT) for instant in instants[:3]),
        (MIDNIGHT, MIDNIGHT, 6, None, None),
    ]


def test_ticks_that_find_the_quota_spent_are_recorded_each_though_they_come_at_one_instant(
    ledger: Ledger,
) -> None:
    with youtube_api(videos(6), faults=[SPENT, SPENT]) as api:
        for tick in (NOON - HOUR, NOON):
            ledger.ask(Server(api), NOON, tick)
        assert api.units == 2
    assert [row[0] for row in ledger.requests] == [NOON - HOUR, NOON]


def test_when_one_quota_is_spent_the_other_call_is_used_until_midnight(ledger: Ledger) -> None:
    with youtube_api(videos(6), daily_units={"default": 0}) as api:
        counts = [ledger.ask(Server(api), instant) for instant in (NOON, NOON + HOUR, NOON + 2 * HOUR)]
        assert counts == [6, 6, 6]
        assert api.units_by_bucket == {"default": 1, "batch_get_stats": 3}
    with youtube_api(videos(6)) as api:
        ledger.ask(Server(api), MIDNIGHT)
        assert api.units_by_bucket == {"default": 1}
    assert [row[3:] for row in ledger.requests] == [(None, MIDNIGHT)] * 3 + [(None, None)]
    assert ledger.rows(
        "select observed_at, count(title), count(views), count(duration), max(video_id)"
        " from raw.video_observations group by all order by all"
    ) == [(NOON + hours * HOUR, 0, 6, 6, id_of(5)) for hours in range(3)] + [(MIDNIGHT, 6, 6, 6, id_of(5))]
    assert ledger.rows("select bucket, sum(units) from raw.quota_spent group by all order by all") == [
        ("batch_get_stats", 3),
        ("default", 2),
    ]


def test_a_step_that_would_go_over_the_budget_does_not_start(ledger: Ledger) -> None:
    ledger.videos, ledger.daily_units = 1000, 19
    with youtube_api(videos(1000)) as api:
        assert ledger.ask(Server(api)) == 0
        assert api.units == ledger.units == 0
        assert ledger.requests == [(NOON, NOON, 1000, "budgetSpent", MIDNIGHT)]
        ledger.daily_units = 20
        assert ledger.ask(Server(api), NOON + HOUR) == 1000
        assert api.units == ledger.units == 20


def test_a_spent_budget_returns_with_the_next_pacific_day(ledger: Ledger) -> None:
    ledger.daily_units = 1
    with youtube_api(videos(6)) as api:
        instants = [NOON, NOON + HOUR, NOON + 2 * HOUR, MIDNIGHT - timedelta(minutes=1), MIDNIGHT]
        assert [ledger.ask(Server(api), instant) for instant in instants] == [6, 6, 0, 0, 6]
        assert api.units_by_bucket == {"default": 2, "batch_get_stats": 1}
    assert [row[3:] for row in ledger.requests] == [
        (None, None),
        (None, None),
        ("budgetSpent", MIDNIGHT),
        ("budgetSpent", MIDNIGHT),
        (None, None),
    ]


def test_attempts_that_use_up_the_budget_end_the_step(ledger: Ledger) -> None:
    ledger.daily_units = 2
    with youtube_api(videos(6), refusal=Refusal(503, "backendError")) as api:
        assert ledger.ask(Server(api)) == 0
        assert api.units_by_bucket == {"default": 2, "batch_get_stats": 2}
    assert ledger.units == 4
    assert ledger.requests == [(NOON, NOON, 6, "budgetSpent", MIDNIGHT)]


def test_a_counter_that_falls_is_kept_as_it_was_told(ledger: Ledger) -> None:
    for hours, views in enumerate([100, 90, 95]):
        with youtube_api([video(number, views=views) for number in range(6)]) as api:
            ledger.ask(Server(api), NOON + hours * HOUR)
    assert ledger.rows(
        f"select views from raw.video_observations where video_id = '{id_of(3)}' order by observed_at"
    ) == [(100,), (90,), (95,)]


def test_a_video_that_disappears_and_returns_leaves_its_sightings_and_no_zeros(ledger: Ledger) -> None:
    there, gone = videos(6), videos(5)
    states = []
    for hours, shown in enumerate([there, gone, gone, there]):
        with youtube_api(shown) as api:
            ledger.ask(Server(api), NOON + hours * HOUR)
        states.append(
            ledger.rows(
                "select first_returned_at, last_returned_at, missing_since"
                f" from raw.video_sightings where video_id = '{id_of(5)}'"
            )
        )
    assert states == [
        [(NOON, NOON, None)],
        [(NOON, NOON, NOON + HOUR)],
        [(NOON, NOON, NOON + HOUR)],
        [(NOON, NOON + 3 * HOUR, None)],
    ]
    assert ledger.rows(
        "select is_returned, views, likes, comments, views_reason from raw.video_observations"
        f" where video_id = '{id_of(5)}' order by observed_at"
    ) == [(True, 5, 0, 0, None), *[(False, None, None, None, "not_returned")] * 2, (True, 5, 0, 0, None)]
    assert ledger.rows("select count(*) from raw.video_sightings where missing_since is null") == [(6,)]


def test_a_video_that_was_never_there_is_missing_since_it_was_first_asked_for(ledger: Ledger) -> None:
    with youtube_api(videos(5)) as api:
        ledger.ask(Server(api))
    assert ledger.rows(f"from raw.video_sightings where video_id = '{id_of(5)}'") == [
        (id_of(5), None, None, NOON)
    ]


def test_a_video_that_only_the_substitute_leaves_out_does_not_count_as_missing(ledger: Ledger) -> None:
    with youtube_api(videos(6)) as api:
        ledger.ask(Server(api))
    with youtube_api(videos(5), daily_units={"default": 0}) as api:
        ledger.ask(Server(api), NOON + HOUR)
    assert ledger.rows(
        f"select * exclude video_id from raw.video_sightings where video_id = '{id_of(5)}'"
    ) == [(NOON, NOON, None)]
    assert ledger.rows("select video_id, views_reason from raw.video_observations where not is_returned") == [
        (id_of(5), "not_returned")
    ]


def test_a_cycle_without_videos_asks_nothing_and_is_no_shortcoming(ledger: Ledger) -> None:
    ledger.videos = 0
    with youtube_api([]) as api:
        assert ledger.ask(Server(api)) == api.units == 0
    assert ledger.requests == []


def test_who_watches_at_the_moment_and_hidden_counters_are_kept(ledger: Ledger) -> None:
    live = video(0, live_started_at="2021-06-15T17:00:00Z", concurrent_viewers=73, likes=None, comments=None)
    with youtube_api([live]) as api:
        ledger.ask(Server(api))
    assert ledger.rows(
        "select concurrent_viewers, live_started_at, live_ended_at, likes_reason, comments_reason, obtained"
        " from raw.video_observations where is_returned"
    ) == [(73, datetime(2021, 6, 15, 17, tzinfo=UTC), None, "hidden", "disabled", "public")]


def test_the_key_is_nowhere_in_the_ledger(ledger: Ledger) -> None:
    with youtube_api([], refusal=Refusal(403, "", body=f"<pre>{KEY}</pre>".encode())) as api:
        ledger.ask(Server(api))
        assert KEY not in " ".join(api.targets)
    for table in ("audience_requests", "quota_spent", "video_observations", "video_sightings"):
        assert KEY not in str(ledger.rows(f"from raw.{table}"))


FAULTS = st.sampled_from(
    [None, None, None, Refusal(403, "forbidden"), Refusal(503, "backendError"), SPENT, Fault(keep=9)]
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 8)), min_size=1, max_size=6),
    st.lists(FAULTS, max_size=20),
)
def test_whatever_goes_wrong_units_agree_and_no_video_is_observed_twice_for_a_tick(
    tmp_path: Path, asked: list[tuple[int, int]], faults: list[Refusal | Fault | None]
) -> None:
    with ledger_tables() as connection, youtube_api(videos(120), faults=faults) as api:
        ledger = Ledger(connection, tmp_path, videos=120, daily_units=10_000)
        now, observed = NOON, 0
        for tick, hours in asked:
            now += hours * HOUR + timedelta(seconds=1)
            observed += ledger.ask(Server(api), now, NOON + tick * HOUR)
        assert ledger.units == api.units
        assert ledger.rows("select count(*) from raw.video_observations") == [(observed,)]
        assert (
            ledger.rows(
                "select observations.video_id from raw.video_observations as observations"
                " inner join raw.audience_requests as requests on observed_at = requested_at"
                " group by observations.video_id, requests.tick having count(*) > 1"
            )
            == []
        )
        assert ledger.rows("from raw.audience_requests where reason = 'interrupted'") == []


WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from assets.sources.audience import record_audience
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
from pipelines.sample.youtube_api import RunningApi
from tests.sources.youtube_counters import Server

workspace = Workspace(Path(sys.argv[1]), clock=lambda: datetime.fromisoformat(sys.argv[3]))
with open_warehouse(workspace) as connection:
    record_audience(connection, workspace, Server(RunningApi(sys.argv[2])))
"""


def test_a_run_that_is_killed_midway_has_counted_its_units_and_keeps_its_answers(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    later = make_workspace(root, [id_of(number) for number in range(200)], NOON + HOUR)
    with youtube_api(videos(200), faults=on_call(3, Fault(pause_seconds=600))) as api:
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(root), api.endpoint, NOON.isoformat()], cwd=PROJECT
        )
        deadline = time.monotonic() + 120
        while api.units < 3 and worker.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait(10) == -signal.SIGKILL
        with open_warehouse(later) as connection:
            ledger = Ledger(connection, root, videos=200, daily_units=10_000)
            assert ledger.units == api.units == 3
            assert ledger.rows("select count(*) from raw.video_observations") == [(100,)]
            assert ledger.requests == [(NOON, NOON, 200, "interrupted", None)]
            assert record_audience(connection, later, Server(api), NOON) == 100
            assert ledger.units == api.units == 5
            assert ledger.rows("select count(distinct video_id), count(*) from raw.video_observations") == [
                (200, 200)
            ]
