"""A run killed at any point leaves the published files as they were, and the next run succeeds.

Each case runs in a process of its own that kills itself, as `kill -9` does, at a named point; all points are
tried when ALCANCE_PROVE is set, and every third otherwise.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assets import tables
from assets.publication import release
from assets.publication.release import BUILDING, current_manifest
from assets.sources import raw_files
from assets.workspace import Workspace
from tests.pipeline.cycles import copy_of, published, run
from tests.pipeline.test_publication import change_something

KILLED_RUN = """
import os, signal, sys
from pathlib import Path
import dagster as dg
import assets.publication.release as release
import assets.sources.raw_files as raw_files
import assets.tables as tables
from assets.workspace import Workspace
from pipelines.audience_sources import SampleServer
from pipelines.run import run_cycle

where, after = sys.argv[2], int(sys.argv[3])
calls = 0

def die():
    global calls
    calls += 1
    if calls > after:
        os.kill(os.getpid(), signal.SIGKILL)

def dying(module, name):
    real = getattr(module, name)
    def wrapped(*arguments, **named):
        die()
        return real(*arguments, **named)
    setattr(module, name, wrapped)

if where != "step":
    module, name = where.rsplit(".", 1)
    dying({"release": release, "tables": tables, "raw_files": raw_files}[module], name)
workspace = Workspace(Path(sys.argv[1]))
with dg.DagsterInstance.ephemeral() as instance:
    run_cycle(workspace, SampleServer(workspace), instance, lambda *_: die() if where == "step" else None)
"""

POINTS = [
    ("step", 0),
    ("step", 20),
    ("raw_files._insert_reading", 0),  # a file half taken in
    ("tables._quoted", 0),  # inside a table's transaction
    ("step", 45),
    ("tables._quoted", 150),
    ("release._copy_tables", 0),  # nothing of the release is there
    ("release._copy_comments", 4),  # half of it is
    ("release._sync", 0),  # built and not yet on the disk
    ("release._sync", 2),  # in place and not yet linked
    ("release._point_at", 0),
]
ALL = bool(os.environ.get("ALCANCE_PROVE"))


def test_every_function_in_which_a_run_is_killed_is_there() -> None:
    """Most are tried in the long proofs alone, which are too seldom to notice that one has another name."""
    modules = {"release": release, "tables": tables, "raw_files": raw_files}
    named = [where.split(".") for where, _ in POINTS if where != "step"]
    assert [name for module, name in named if not callable(getattr(modules[module], name, None))] == []


@pytest.mark.parametrize(("where", "after"), POINTS if ALL else POINTS[1::3])
def test_a_killed_run_leaves_the_release_as_it_was_and_the_next_run_succeeds(
    complete: Workspace, tmp_path: Path, where: str, after: int
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    before = current_manifest(workspace)
    change_something(workspace)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_RUN, str(workspace.root), where, str(after)],
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
    assert current_manifest(workspace) == before
    assert published(workspace, "from reach.session_reach") == published(complete, "from reach.session_reach")
    outcome = run(workspace)
    assert outcome.state == "complete"
    assert outcome.manifest != before
    assert not list(workspace.releases.glob(f"{BUILDING}*"))
