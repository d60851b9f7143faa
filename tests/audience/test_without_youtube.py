"""Two whole runs of one cycle: YouTube answers the first and is wholly down for the second.

What is told of people is the same, the second says what is missing, and neither leaves a secret anywhere.
"""

import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest
from pydantic import SecretStr

from assets.publication.release import DATABASE, current_manifest
from assets.sources.youtube.analytics import AnalyticsApi
from assets.sources.youtube.authorisation import (
    FILE,
    SCOPES,
    Endpoints,
    Grant,
    OwnerAccess,
    grant_file,
    keep_grant,
    read_grant,
)
from assets.sources.youtube.pacific import pacific_day
from assets.sources.youtube.public_counters import YouTubeApi
from assets.workspace import PROJECT, Workspace
from pipelines import assembly
from pipelines.commands.shortcomings import sentences
from pipelines.run import Outcome, run_cycle
from pipelines.sample.analytics_api import OwnerDesk, Refusal, analytics_api
from pipelines.sample.audience_truth import read_history
from pipelines.sample.owner_desk import CONSENT_PATH, REVOCATION_PATH, TOKEN_PATH
from pipelines.sample.youtube_api import read_videos, youtube_api
from tests.audience.machine import no_wait
from tests.audience.searching import files_with, listening, tables_with
from tests.pipeline.cycles import make_sample, published

KEY = "AIzaSy-canary-key-of-two-runs"
PEOPLE = (
    "from reach.session_reach order by all",
    "from reach.cycle_reach order by all",
    "from reach.funnel order by all",
    "from reach.session_organisation order by all",
    "from reach.attendance_curve order by all",
    "select * exclude (views_latest, views_observed_at, views_day_7, video_status) from reach.session order by all",
)


@dataclass
class YouTube:
    """The Data API, the Analytics API and the desk of tokens for a workspace: all of them answer, or none."""

    workspace: Workspace
    desk: OwnerDesk = field(default_factory=OwnerDesk)
    is_up: bool = True

    @contextmanager
    def open(self) -> Iterator[YouTubeApi]:
        """The Data API; where it is down, nobody listens."""
        if not self.is_up:
            yield YouTubeApi(f"http://127.0.0.1:{closed_port()}", KEY, timeout_seconds=5, sleep=no_wait)
            return
        with youtube_api(read_videos(self.workspace.root / "truth" / "videos.csv"), key=KEY) as server:
            yield YouTubeApi(server.endpoint, KEY, timeout_seconds=5, sleep=no_wait)

    @contextmanager
    def open_owner(self) -> Iterator[AnalyticsApi]:
        """The Analytics API; where it is down, it and the desk are unavailable and repeat what they were sent."""
        history, today = read_history(self.workspace.root / "truth"), pacific_day(self.workspace.as_of)
        with analytics_api(history, today, desk=self.desk, plan=self._plan, token_plan=self._plan) as server:
            base, path = server.endpoint, grant_file(self.workspace)
            ends = Endpoints(base + CONSENT_PATH, base + TOKEN_PATH, base + REVOCATION_PATH, base)
            access = OwnerAccess(path, ends, no_wait, timeout_seconds=5)
            yield AnalyticsApi(base, access.token, read_grant(path).connected_at, 5, no_wait)

    def connect(self) -> None:
        """Let the owner consent an hour before the workspace's clock."""
        grant = Grant(
            refresh_token=SecretStr(self.desk.grant()),
            client_id=self.desk.client_id,
            client_secret=SecretStr(self.desk.client_secret),
            scopes=SCOPES,
            connected_at=self.workspace.as_of - timedelta(hours=1),
        )
        keep_grant(grant_file(self.workspace), grant)

    def _plan(self, _: int) -> Refusal | None:
        body = " ".join(sorted(self.desk.secrets)).encode()
        return None if self.is_up else Refusal(503, "", body=body)


def closed_port() -> int:
    """A port on which nobody listens any more."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass(frozen=True)
class Ran:
    """A run of a workspace: how it ended, and what was logged and said meanwhile."""

    workspace: Workspace
    outcome: Outcome
    heard: str


@dataclass(frozen=True)
class Both:
    """The run with YouTube and the one without it, a day later, and where Dagster kept them."""

    up: Ran
    down: Ran
    dagster_home: Path
    secrets: set[str]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("both")
    home = folder / "dagster"
    home.mkdir()
    shutil.copy(PROJECT / "dagster.yaml", home)
    first = make_sample(folder / "up")
    youtube = YouTube(first)
    youtube.connect()
    with pytest.MonkeyPatch.context() as patch:
        # As `alcance run` does: dagster.yaml names its folders from where the run stands.
        patch.chdir(home)
        with dg.DagsterInstance.from_config(str(home)) as instance:
            up = run(youtube, instance, patch)
            shutil.copytree(first.root, folder / "down", symlinks=True)
            later = a_day_later(Workspace(folder / "down"))
            down = run(YouTube(later, youtube.desk, is_up=False), instance, patch)
    return Both(up, down, home, {KEY, *youtube.desk.secrets})


def run(youtube: YouTube, instance: dg.DagsterInstance, patch: pytest.MonkeyPatch) -> Ran:
    """A whole run, as Dagster keeps it on the disk."""
    patch.setattr(assembly, "owner_source", lambda _workspace: youtube)
    with listening() as heard:
        outcome = run_cycle(youtube.workspace, youtube, instance, lambda _step, _succeeded: None)
    return Ran(youtube.workspace, outcome, heard.text)


def a_day_later(workspace: Workspace) -> Workspace:
    """The same workspace, looked at a day after."""
    text = workspace.cycle_file.read_text(encoding="utf-8")
    clock = next(line for line in text.splitlines() if line.startswith("clock"))
    later = workspace.as_of + timedelta(days=1)
    workspace.cycle_file.write_text(text.replace(clock, f"clock = {later.isoformat()}"), encoding="utf-8")
    return Workspace(workspace.root)


def test_everything_else_is_built_and_published(both: Both) -> None:
    assert (both.up.outcome.state, both.up.outcome.exit_code) == ("complete", 0)
    assert (both.down.outcome.state, both.down.outcome.exit_code) == ("incomplete", 1)
    assert both.down.outcome.failed_steps == both.down.outcome.broken_contracts == []
    before, after = (current_manifest(one.workspace) for one in (both.up, both.down))
    assert before is not None
    assert after is not None
    assert before.release_id != after.release_id
    assert before.tables.keys() == after.tables.keys()
    assert not after.is_complete


@pytest.mark.parametrize("query", PEOPLE)
def test_what_is_told_of_people_is_the_same(query: str, both: Both) -> None:
    rows = published(both.up.workspace, query)
    assert rows
    assert published(both.down.workspace, query) == rows


def test_what_the_ledger_knew_stays_and_says_since_when_it_is_stale(both: Both) -> None:
    answered_at, asked_at = both.up.workspace.as_of, both.down.workspace.as_of
    assert asked_at == answered_at + timedelta(days=1)
    status = "select source, status, asked_at, answered_at, reason from quality.audience_status order by all"
    assert published(both.up.workspace, status) == [
        ("owner", "fresh", answered_at, answered_at, None),
        ("public", "fresh", answered_at, answered_at, None),
    ]
    assert published(both.down.workspace, status) == [
        ("owner", "stale", asked_at, answered_at, "backendError"),
        ("public", "stale", asked_at, answered_at, "unreachable"),
    ]
    views = "select session_id, video_id, observed_at, views from reach.audience order by all"
    assert published(both.up.workspace, views)
    assert published(both.down.workspace, views) == published(both.up.workspace, views)
    told = "select * exclude (is_settled) from reach.audience_daily order by all"
    assert published(both.up.workspace, told)
    assert published(both.down.workspace, told) == published(both.up.workspace, told)
    assert any(f"stale since {answered_at.date()}" in sentence for sentence in sentences(both.down.workspace))


def test_no_secret_is_logged_or_said(both: Both) -> None:
    assert len(both.secrets) >= 4
    for one in (both.up, both.down):
        assert "filelock" in one.heard
        assert [secret for secret in both.secrets if secret in one.heard] == []


def test_no_secret_is_in_dagsters_own_files(both: Both) -> None:
    places = {path.relative_to(both.dagster_home).parts[0] for path in both.dagster_home.rglob("*.db")}
    assert places == {".dagster"}
    assert files_with(both.dagster_home, both.secrets) == set()
    # What a step said is in the log, so that the search above had something to find.
    assert files_with(both.dagster_home, {"raw__audience"})


def test_no_secret_is_in_any_file_or_table_of_a_workspace(both: Both) -> None:
    for one in (both.up, both.down):
        workspace = one.workspace
        assert files_with(workspace.root, both.secrets) == {FILE}
        assert stat.S_IMODE(grant_file(workspace).stat().st_mode) == 0o600
        databases = [workspace.warehouse, *workspace.releases.glob(f"*/{DATABASE}")]
        assert len(databases) >= 2
        assert [tables_with(database, both.secrets) for database in databases] == [[]] * len(databases)
        assert any((workspace.published / DATABASE).samefile(database) for database in databases)
