"""One small sample whose tables are built once, shared by the tests that look at it or copy it."""

from pathlib import Path

import pytest

from assets.workspace import Workspace
from pipelines.sample import write_sample
from tests.build import build_warehouse
from tests.made_once import MadeOnce


@pytest.fixture(scope="session")
def small(made_once: MadeOnce) -> Workspace:
    """A small sample after everything was built, nothing of it published; not to be changed, only copied."""
    return Workspace(made_once("small", _build))


def _build(root: Path) -> None:
    write_sample(root, seed=7, scale=0.05, noise=3)
    build_warehouse(root)
