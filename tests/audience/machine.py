"""The machine of a simulated year: the pipeline's own steps, run over real HTTP against the sample's servers.

Here servers play YouTube as the world and its weather are at an instant, and count what they are asked. What the
ledger should say in the end stands in `expected_public` and `expected_owner`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pydantic import SecretStr

from assets.sources.audience import record_audience
from assets.sources.expired_statistics import purge_expired
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
from assets.sources.youtube.public_counters import YouTubeApi
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
from pipelines.sample.analytics_api import OwnerDesk, RunningAnalytics, analytics_api
from pipelines.sample.owner_desk import CONSENT_PATH, REVOCATION_PATH, TOKEN_PATH
from pipelines.sample.youtube_api import Fault, Refusal, RunningApi, youtube_api
from tests.audience.weather import Run, Trouble, Weather
from tests.audience.world import Film, World, pacific

KEY = "AIzaSy-canary-key-of-the-year"
# The world itself says what is shown when; the server is to leave that alone.
_LONG_AFTER = date(2100, 1, 1)
_BUCKETS = {"/youtube/v3/videos": "default", "/youtube/v3/videos:batchGetStats": "batch_get_stats"}


def no_wait(_: float) -> None:
    """Stands for the clock."""


def cycle_text(films: Iterable[Film], all_films: Iterable[Film], amendment: date | None) -> str:
    """The cycle.toml that gives these videos."""
    given = list(films)
    terms = f"[audience]\nterms_amendment = {amendment}\n" if amendment else ""
    head = f'cycle_id = "ano"\ntitle = "Un año"\ntime_zone = "America/Mexico_City"\n{terms}'
    sessions = {film.session_id: film.session_day for film in all_films}
    for session_id, day in sessions.items():
        videos = ", ".join(f'{{ video_id = "{f.video_id}" }}' for f in given if f.session_id == session_id)
        head += (
            f'[[sessions]]\nsession_id = "{session_id}"\ntitle = "{session_id}"\nsession_date = {day}\n'
            f"starts = 10:00:00\nends = 12:00:00\nvideos = [{videos}]\n"
        )
    return head


@dataclass(frozen=True)
class Oldest:
    """What the warehouse holds after a run: its oldest observation, and how many rows of the owner's days."""

    observed_at: datetime | None
    owner_days: int


@dataclass
class Machine:
    """A workspace, the world it asks about, and what the servers counted: units by Pacific day and bucket."""

    root: Path
    world: World
    weather: Weather
    amendment: date | None = None
    now: datetime = field(init=False)
    units: Counter[tuple[date, str]] = field(default_factory=Counter)
    answered: Counter[tuple[object, ...]] = field(default_factory=Counter)
    desk: OwnerDesk = field(default_factory=OwnerDesk)
    _asked_for: datetime = field(init=False)

    def workspace(self) -> Workspace:
        """The workspace as cycle.toml is at present."""
        text = cycle_text(self.world.configured(pacific(self.now)), self.world.films, self.amendment)
        self.root.mkdir(exist_ok=True)
        (self.root / "cycle.toml").write_text(text, encoding="utf-8")
        return Workspace(self.root, clock=lambda: self.now)

    def run(self, run: Run) -> Oldest:
        """One look: public counters, the owner's history, and what may be kept no longer goes."""
        self.now, self._asked_for = run.as_of, run.asked_for
        workspace = self.workspace()
        self._let_the_owner_act(workspace)
        with open_warehouse(workspace) as connection:
            record_audience(connection, workspace, self, run.tick)
            record_owner_history(connection, workspace, self, run.tick)
            purge_expired(connection, workspace)
            [(observed_at,)] = connection.execute(
                "select min(observed_at) from raw.video_observations"
            ).fetchall()
            [(days,)] = connection.execute("select count(*) from raw.owner_daily").fetchall()
        return Oldest(observed_at, int(days))

    @contextmanager
    def open(self) -> Iterator[YouTubeApi]:
        """The Data API as it is now."""
        today, trouble = pacific(self.now), self.weather.trouble("public", self.now)
        shown = [video for film in self.world.films if (video := film.shown(today))]
        key = "another key" if trouble and trouble.is_key_bad else KEY
        spent = {"default": 0} if trouble and trouble.is_listing_spent else None
        with youtube_api(
            shown, key=key, faults=lambda call: _fault(trouble, call), daily_units=spent
        ) as server:
            try:
                yield YouTubeApi(server.endpoint, KEY, timeout_seconds=10, sleep=no_wait)
            finally:
                self._count_calls(server, trouble)

    @contextmanager
    def open_owner(self) -> Iterator[AnalyticsApi]:
        """The Analytics API and the desk of tokens as they are now; raises where nobody has connected."""
        path = grant_file(Workspace(self.root))
        grant = read_grant(path)
        of_reports, of_tokens = (self.weather.trouble(who, self.now) for who in ("owner", "token"))
        with analytics_api(
            self.world.history(pacific(self.now)),
            _LONG_AFTER,
            desk=self.desk,
            plan=lambda call: _of_video(of_reports, call, server),
            token_plan=lambda call: _fault(of_tokens, call),
        ) as server:
            base = server.endpoint
            ends = Endpoints(base + CONSENT_PATH, base + TOKEN_PATH, base + REVOCATION_PATH, base)
            access = OwnerAccess(path, ends, no_wait, timeout_seconds=10)
            try:
                yield AnalyticsApi(base, access.token, grant.connected_at, timeout_seconds=10, sleep=no_wait)
            finally:
                self._count_reports(server, of_reports)

    def _count_calls(self, server: RunningApi, trouble: Trouble | None) -> None:
        for number, (path, ids) in enumerate(server.calls, start=1):
            bucket = _BUCKETS[path]
            self.units[pacific(self.now), bucket] += 1
            is_listing_spent = trouble is not None and trouble.is_listing_spent and bucket == "default"
            is_key_bad = trouble is not None and trouble.is_key_bad
            if not (_fault(trouble, number) or is_listing_spent or is_key_bad):
                self.answered.update(("public", self._asked_for, video_id) for video_id in ids)

    def _count_reports(self, server: RunningAnalytics, trouble: Trouble | None) -> None:
        for number, call in enumerate(server.reports, start=1):
            self.units[pacific(self.now), "analytics"] += 1
            query = parse_qs(urlsplit(call.target).query)
            if _of_video(trouble, number, server) is None:
                named = (query["filters"][0], query["dimensions"][0])
                self.answered["owner", self._asked_for, *named] += 1

    def _let_the_owner_act(self, workspace: Workspace) -> None:
        file = grant_file(workspace)
        if self.now >= self.weather.connected and not file.exists():
            grant = Grant(
                refresh_token=SecretStr(self.desk.grant()),
                client_id=self.desk.client_id,
                client_secret=SecretStr(self.desk.client_secret),
                scopes=SCOPES,
                connected_at=self.now,
            )
            keep_grant(file, grant)
        if self.now >= self.weather.withdrawn:
            self.desk.forget()


def _fault(trouble: Trouble | None, call: int) -> Refusal | Fault | None:
    if trouble is None or (trouble.calls is not None and call > trouble.calls):
        return None
    return trouble.fault


def _of_video(trouble: Trouble | None, call: int, server: RunningAnalytics) -> Refusal | Fault | None:
    if trouble and trouble.video_id and f"{trouble.video_id}&" not in _target(server, call):
        return None
    return _fault(trouble, call)


def _target(server: RunningAnalytics, call: int) -> str:
    """Path and query of the report asked for by the call of this number."""
    return server.reports[call - 1].target + "&"
