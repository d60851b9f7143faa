"""A server's wish to be left alone is heeded to its end, however often a tick is repeated meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assets.sources.audience import record_audience
from assets.warehouse import open_warehouse
from pipelines.sample.analytics_api import Refusal
from pipelines.sample.youtube_api import youtube_api
from tests.sources.owner import NOON, connected_owner
from tests.sources.youtube_counters import VIDEO, Server, make_workspace

WISH = Refusal(503, "backendError", headers=(("Retry-After", "3600"),), calls=1)
MINUTES = (0, 20, 40, 59)
TICKS: dict[str, Callable[[datetime], datetime]] = {
    "the same tick": lambda _: NOON,
    "new ticks": lambda now: now,
}


@pytest.mark.parametrize("tick_at", TICKS.values(), ids=TICKS)
def test_the_owners_history_is_left_alone_for_an_hour(
    tick_at: Callable[[datetime], datetime], tmp_path: Path
) -> None:
    kept = "select distinct reason, not_before from raw.owner_requests where requested_at = ?"
    with connected_owner(tmp_path, plan=lambda number: WISH if number == 1 else None) as owner:
        for minutes in MINUTES:
            owner.clock.now = now = NOON + timedelta(minutes=minutes)
            assert owner.record(tick_at(now)) == 0
            assert owner.rows(kept, now) == [("backendError", NOON + timedelta(hours=1))]
        assert owner.server.units == 1
        owner.clock.now = NOON + timedelta(hours=1)
        assert owner.record(tick_at(owner.clock.now)) > 0


@pytest.mark.parametrize("tick_at", TICKS.values(), ids=TICKS)
def test_the_public_counters_are_left_alone_for_an_hour(
    tick_at: Callable[[datetime], datetime], tmp_path: Path
) -> None:
    kept = "select reason, not_before from raw.audience_requests where requested_at = ?"
    with youtube_api([VIDEO], refusal=WISH) as server:
        for minutes in (*MINUTES, 60):
            now = NOON + timedelta(minutes=minutes)
            workspace = make_workspace(tmp_path / "w", [VIDEO.video_id], now)
            with open_warehouse(workspace) as connection:
                asked = record_audience(connection, workspace, Server(server), tick_at(now))
                told = connection.execute(kept, [now]).fetchall()
            is_early = minutes < 60
            assert asked == (0 if is_early else 1)
            assert told == [("backendError", NOON + timedelta(hours=1)) if is_early else (None, None)]
    assert server.units == 2
