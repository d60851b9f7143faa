"""Where a day of quota ends: two looks a second apart, on both sides of midnight in Los Angeles, summer and winter."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from assets.sources.audience import record_audience
from assets.sources.cycle_tables import load_cycle_tables
from assets.sources.owner_history import record_owner_history
from assets.tables import build, needed_for, sql_tables
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
from pipelines.sample.youtube_api import RunningApi, youtube_api
from tests.sources.owner import CYCLE, MINE, Owner, connected_owner
from tests.sources.youtube_counters import Server, video

SECOND = timedelta(seconds=1)
MIDNIGHTS = {
    "summer": datetime(2021, 7, 2, 7, tzinfo=UTC),
    "winter": datetime(2021, 12, 2, 8, tzinfo=UTC),
    "the night before the clocks are put forward": datetime(2021, 3, 14, 8, tzinfo=UTC),
    "the night after the clocks were put forward": datetime(2021, 3, 15, 7, tzinfo=UTC),
    "the night before the clocks are put back": datetime(2021, 11, 7, 7, tzinfo=UTC),
    "the night after the clocks were put back": datetime(2021, 11, 8, 8, tzinfo=UTC),
}
# Two videos have seven reports each, and the public counters take one call.
UNITS = 14


class Looks:
    """Both sources of a workspace whose day has as many units as one look at the owner's history costs."""

    def __init__(self, owner: Owner, api: RunningApi) -> None:
        self.owner, self.api = owner, api

    def at(self, moment: datetime) -> tuple[int, int]:
        """One look, as a tick of its own: how many calls it sent to each of the two."""
        self.owner.clock.now = moment
        before = self.api.units, self.owner.server.units
        workspace = self.workspace
        with open_warehouse(workspace) as connection:
            record_audience(connection, workspace, Server(self.api), moment)
            record_owner_history(connection, workspace, self.owner, moment)
        return self.api.units - before[0], self.owner.server.units - before[1]

    def allow(self, daily_units: int) -> None:
        """Give each bucket so many units a day."""
        text = CYCLE.replace("2021-05-04", "2021-01-05") + f"[audience]\ndaily_units = {daily_units}\n"
        (self.owner.workspace.root / "cycle.toml").write_text(text, encoding="utf-8")

    @property
    def workspace(self) -> Workspace:
        """The workspace, seen at the clock's instant."""
        return self.owner.workspace

    def quota(self) -> list[tuple[date, str, int]]:
        """`quality.audience_quota`: day, bucket, units."""
        with open_warehouse(self.workspace) as connection:
            load_cycle_tables(connection, self.workspace)
            build_quota(connection)
            return connection.execute(
                "select day_pacific, bucket, units from quality.audience_quota order by all"
            ).fetchall()

    def refusals(self, table: str) -> list[tuple[str, datetime]]:
        """Why, and until when, nothing was asked at the latest look."""
        return self.owner.rows(
            f"select distinct reason, not_before from raw.{table} where requested_at = ? and reason is not null",
            self.owner.clock.now,
        )


def build_quota(connection: duckdb.DuckDBPyConnection) -> None:
    for table in needed_for(["quality.audience_quota"], sql_tables()):
        build(connection, table)


@pytest.fixture
def looks(tmp_path: Path) -> Iterator[Looks]:
    with ExitStack() as running:
        owner = running.enter_context(connected_owner(tmp_path))
        api = running.enter_context(
            youtube_api([video(1, video_id=MINE, published_at="2021-01-05T17:00:00Z")])
        )
        # Connected before the first of all these nights, and at YouTube it is long after.
        owner.clock.now = datetime(2021, 1, 1, tzinfo=UTC)
        owner.connect()
        owner.server.today = date(2022, 1, 1)
        all_looks = Looks(owner, api)
        all_looks.allow(UNITS)
        yield all_looks


@pytest.mark.parametrize("night", MIDNIGHTS)
def test_a_second_later_it_is_another_day_with_a_quota_of_its_own(night: str, looks: Looks) -> None:
    midnight = MIDNIGHTS[night]
    last_day = (midnight - timedelta(hours=12)).date()
    # An hour before, the owner's budget of the day is used up.
    assert looks.at(midnight - timedelta(hours=1)) == (1, UNITS)
    assert looks.at(midnight - SECOND) == (1, 0)
    assert looks.refusals("owner_requests") == [("budgetSpent", midnight)]
    assert looks.at(midnight) == (1, UNITS)
    assert looks.refusals("owner_requests") == []
    assert looks.quota() == [
        (last_day, "analytics", UNITS),
        (last_day, "default", 2),
        (last_day + timedelta(days=1), "analytics", UNITS),
        (last_day + timedelta(days=1), "default", 1),
    ]


@pytest.mark.parametrize("night", MIDNIGHTS)
def test_the_public_counters_may_be_asked_again_a_second_after_their_budget_was_spent(
    night: str, looks: Looks
) -> None:
    midnight = MIDNIGHTS[night]
    looks.allow(1)
    # Each of the two calls about videos has a quota of its own, of one unit.
    before = [looks.at(midnight - SECOND * number)[0] for number in (3, 2, 1)]
    assert before == [1, 1, 0]
    assert looks.refusals("audience_requests") == [("budgetSpent", midnight)]
    assert looks.at(midnight)[0] == 1
    assert looks.refusals("audience_requests") == []
    assert looks.api.units_by_bucket == {"default": 2, "batch_get_stats": 1}
