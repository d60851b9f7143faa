"""One small sample whose tables are built once, shared by the tests that look at it or copy it."""

import pytest

from assets.workspace import Workspace
from pipelines.sample import write_sample
from tests.build import build_warehouse


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small sample after everything was built, nothing of it published; not to be changed, only copied."""
    root = tmp_path_factory.mktemp("identity") / "workspace"
    write_sample(root, seed=7, scale=0.05, noise=3)
    return build_warehouse(root)
