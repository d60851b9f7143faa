"""One run of a small synthetic cycle, shared by the tests that only look at it or copy it."""

from pathlib import Path

import pytest

from assets.workspace import Workspace
from tests.made_once import MadeOnce, copies_of_what_is_made_once
from tests.pipeline.cycles import make_sample, run


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """A name and what fills a folder -> a copy of that folder, which one process makes for all."""
    return copies_of_what_is_made_once(tmp_path_factory)


@pytest.fixture(scope="session")
def complete(made_once: MadeOnce) -> Workspace:
    """A workspace after one complete run; not to be changed, only copied."""
    return Workspace(made_once("complete", _run_completely))


def _run_completely(root: Path) -> None:
    assert run(make_sample(root)).state == "complete"
