"""Small synthetic cycles, and whole runs over them in this process.

Here workspaces are made and run with an ephemeral Dagster instance; what a run must do is said in the tests.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import duckdb

from assets.publication.release import DATABASE
from assets.sources.audience import AudienceSource
from assets.sources.youtube.public_counters import YouTubeApi
from assets.workspace import Workspace
from pipelines.audience_sources import SampleServer
from pipelines.run import Outcome, run_cycle
from pipelines.sample import write_sample
from pipelines.sample.youtube_api import Refusal, read_videos, youtube_api

SCALE = 0.06


@dataclass(frozen=True)
class RefusingServer:
    """The sample's server, answering every request with one refusal."""

    workspace: Workspace
    refusal: Refusal

    @contextmanager
    def open(self) -> Iterator[YouTubeApi]:
        """The refusing server, for as long as the request lasts."""
        videos = read_videos(self.workspace.root / "truth" / "videos.csv")
        with youtube_api(videos, refusal=self.refusal) as server:
            yield YouTubeApi(endpoint=server.endpoint, key="sample")


def make_sample(root: Path, cycle_text: str | None = None, seed: int = 7, noise: int = 1) -> Workspace:
    """A small synthetic workspace."""
    write_sample(root, seed=seed, scale=SCALE, noise=noise, cycle_text=cycle_text)
    return Workspace(root)


def copy_of(workspace: Workspace, root: Path) -> Workspace:
    """The same workspace elsewhere, with everything that was run in it."""
    shutil.copytree(workspace.root, root, symlinks=True)
    return Workspace(root)


def run(workspace: Workspace, youtube: AudienceSource | None = None, select: str | None = None) -> Outcome:
    """A whole run, in this process."""
    source = youtube or SampleServer(workspace)
    with dg.DagsterInstance.ephemeral() as instance:
        return run_cycle(Workspace(workspace.root), source, instance, lambda _step, _succeeded: None, select)


def published(workspace: Workspace, query: str) -> list[tuple[object, ...]]:
    """The rows of a query on the published file."""
    with duckdb.connect(str(workspace.published / DATABASE), read_only=True) as connection:
        return connection.execute(query).fetchall()
