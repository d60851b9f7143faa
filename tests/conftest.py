"""One run of a small synthetic cycle, shared by the tests that only look at it or copy it."""

import pytest

from assets.workspace import Workspace
from tests.pipeline.cycles import make_sample, run


@pytest.fixture(scope="session")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace after one complete run; not to be changed, only copied."""
    workspace = make_sample(tmp_path_factory.mktemp("complete") / "workspace")
    assert run(workspace).state == "complete"
    return workspace
