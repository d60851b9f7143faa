"""What the tests of the owner's history share: a cycle of two videos, their history, an owner, and a clock to be moved.

The server they talk to is the sample's own; what is expected of its answers stands in the tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from pydantic import SecretStr

from assets.sources.owner_history import record_owner_history
from assets.sources.youtube.analytics import AnalyticsApi
from assets.sources.youtube.authorisation import (
    SCOPES,
    Endpoints,
    Grant,
    OwnerAccess,
    grant_file,
    keep_grant,
    read_grant,
)
from assets.sources.youtube.owner_reports import REPORTS, Report
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
from pipelines.sample.analytics_api import OwnerDesk, Plan, RunningAnalytics, analytics_api
from pipelines.sample.audience_history import AudienceHistory, DayOfViews, LiveMinute, Share, WatchedRatio
from pipelines.sample.owner_desk import CONSENT_PATH, REVOCATION_PATH, TOKEN_PATH

MINE, OTHERS = "propio00001", "ajeno000001"
PUBLISHED = date(2021, 5, 4)
# Noon in Mexico, so that it is the same day in the Pacific.
NOON = datetime(2021, 5, 20, 17, tzinfo=UTC)
CYCLE = f"""
cycle_id = "prueba"
title = "Prueba"
time_zone = "America/Mexico_City"
[[sessions]]
session_id = "s1"
title = "Primera"
session_date = 2021-05-04
starts = 10:00:00
ends = 12:00:00
videos = [{{ video_id = "{MINE}" }}, {{ video_id = "{OTHERS}" }}]
"""


class Waits(list[float]):
    """Stands for the clock: takes the seconds that would have been slept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@dataclass
class Clock:
    """A clock that is moved by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Owner:
    """A workspace whose channel's owner is connected, the server that plays Google, and what was waited."""

    workspace: Workspace
    server: RunningAnalytics
    clock: Clock
    waits: Waits = field(default_factory=Waits)
    timeout_seconds: float = 10

    @property
    def endpoints(self) -> Endpoints:
        base = self.server.endpoint
        return Endpoints(base + CONSENT_PATH, base + TOKEN_PATH, base + REVOCATION_PATH, base)

    @contextmanager
    def open_owner(self) -> Iterator[AnalyticsApi]:
        path = grant_file(self.workspace)
        connected_at = read_grant(path).connected_at
        access = OwnerAccess(path, self.endpoints, sleep=self.waits)
        yield AnalyticsApi(self.server.endpoint, access.token, connected_at, self.timeout_seconds, self.waits)

    def connect(self) -> str:
        """Grant as if the owner had consented now; gives the refresh token."""
        token = self.server.desk.grant()
        grant = Grant(
            refresh_token=SecretStr(token),
            client_id=self.server.desk.client_id,
            client_secret=SecretStr(self.server.desk.client_secret),
            scopes=SCOPES,
            connected_at=self.clock.now,
        )
        keep_grant(grant_file(self.workspace), grant)
        return token

    def later(self, **by: float) -> None:
        """Let time pass here and at YouTube."""
        self.clock.later(**by)
        self.server.today += timedelta(days=by.get("days", 0))

    def record(self, tick: datetime | None = None) -> int:
        """One step in the workspace's warehouse."""
        with open_warehouse(self.workspace) as connection:
            return record_owner_history(connection, self.workspace, self, tick)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query on the workspace's warehouse."""
        with open_warehouse(self.workspace) as connection:
            return connection.execute(query, list(values)).fetchall()


def a_history(days: int = 30, views: int = 10) -> AudienceHistory:
    """So many days of views of both videos, of which the channel owns one."""
    told = [
        DayOfViews(video, PUBLISHED + timedelta(days=day), mode, views, views * 5, 300)
        for video in (MINE, OTHERS)
        for day in range(days)
        for mode in (["live", "on_demand"] if day == 0 else ["on_demand"])
    ]
    return AudienceHistory(
        days=tuple(told),
        shares=tuple(_shares(views * (days + 1))),
        minutes=tuple(LiveMinute(MINE, minute, 4.5, 6) for minute in range(3)),
        ratios=(WatchedRatio(MINE, 0.01, 1.02), WatchedRatio(MINE, 1.0, 0.2)),
        owned=frozenset({MINE}),
    )


def _shares(views: int) -> Iterator[Share]:
    for dimension, value in (
        ("traffic_source", "YT_SEARCH"),
        ("device", "DESKTOP"),
        ("country", "MX"),
        ("city", "Xalapa"),
    ):
        yield Share(MINE, dimension, value, views, views * 5)


def a_workspace(folder: Path, clock: Clock, cycle: str = CYCLE) -> Workspace:
    """A workspace of a cycle that is not synthetic."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cycle.toml").write_text(cycle, encoding="utf-8")
    return Workspace(folder, clock)


@contextmanager
def connected_owner(
    folder: Path,
    history: AudienceHistory | None = None,
    *,
    plan: Plan = lambda _: None,
    token_plan: Plan = lambda _: None,
    cycle: str = CYCLE,
) -> Iterator[Owner]:
    """An owner who has connected at noon of 20 May 2021, with the server that plays Google."""
    clock = Clock()
    with analytics_api(
        history or a_history(), NOON.date(), desk=OwnerDesk(), plan=plan, token_plan=token_plan
    ) as server:
        owner = Owner(a_workspace(folder / "w", clock, cycle), server, clock)
        owner.connect()
        yield owner


def report(name: str) -> Report:
    """The report of this name."""
    return next(one for one in REPORTS if one.name == name)


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table has."""
    return int(connection.execute(f"select count(*) from {table}").fetchall()[0][0])
