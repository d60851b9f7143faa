"""Warehouses and runs that several tests look at: one with nobody in it, and a sample that was published.

Here they are made; what must hold of them is written in the tests.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from assets.warehouse import open_warehouse
from assets.workspace import SHIPPED_CYCLE, Workspace
from pipelines.sample import write_sample
from tests.build import build_warehouse

from .runs import Run, run

CLOCK = "[synthetic]\nseed = 1\nclock = 2021-06-15T12:00:00-05:00\n"


@pytest.fixture(scope="session")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """All tables of the shipped cycle before anything has arrived; each test fills the one that it looks at."""
    root = write_cycle(tmp_path_factory.mktemp("empty"))
    with open_warehouse(build_warehouse(root)) as opened:
        yield opened


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A small sample after its first whole run."""
    root = tmp_path_factory.mktemp("published") / "workspace"
    write_sample(root, scale=0.1)
    return run(Workspace(root))


def write_cycle(root: Path) -> Path:
    """Write the shipped cycle into the folder, looked at on 15 June 2021 at noon in Mexico City."""
    text = SHIPPED_CYCLE.read_text(encoding="utf-8")
    (root / "cycle.toml").write_text(f"{text}\n{CLOCK}", encoding="utf-8")
    return root
