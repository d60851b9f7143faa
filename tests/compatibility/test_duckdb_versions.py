"""What is published opens in every DuckDB from 1.2 on, and the pipeline itself runs on DuckDB 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assets.workspace import PROJECT, Workspace
from tests.pipeline.cycles import SCALE, published

COMPATIBILITY = PROJECT / ".compat"
READ = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
assert connection.execute("select count(*) from _leeme").fetchall()[0][0] > 5
print(duckdb.__version__, connection.execute("select sum(attended_people) from reach.session_reach").fetchall()[0][0])
"""


def with_duckdb(version: str, *arguments: str, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    """Run this Python with another DuckDB in front of its own."""
    folder = COMPATIBILITY / f"duckdb-{version}"
    if not folder.is_dir():
        pytest.skip(f"DuckDB {version} is not here: run `make test`, which puts it under .compat/")
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{PROJECT}", "DAGSTER_HOME": str(cwd)}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("version", ["1.2", "2"])
def test_a_published_file_opens_in(complete: Workspace, version: str) -> None:
    done = with_duckdb(version, "-c", READ, str(complete.published / "alcance.duckdb"))
    assert done.returncode == 0, done.stderr
    opened_with, attended = done.stdout.split()
    assert opened_with.startswith(version)
    assert [(int(attended),)] == published(complete, "select sum(attended_people) from reach.session_reach")


def test_the_pipeline_runs_on_duckdb_2_with_the_same_figures(complete: Workspace, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    made = with_duckdb(
        "2",
        *("-m", "pipelines.command_line", "sample", str(root), "--seed", "7", "--scale", str(SCALE)),
    )
    assert made.returncode == 0, made.stderr
    done = with_duckdb("2", "-m", "pipelines.command_line", "run", "--workspace", str(root), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    query = "from reach.session_reach order by all"
    assert published(Workspace(root), query) == published(complete, query)
