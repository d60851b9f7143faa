"""Samples that several tests read, each written once per run."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipelines.sample import write_sample

Sample = Callable[[int], Path]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The workspace at a noise level, at a fifth of full size: 400 people, 140 organisations."""

    @cache
    def written(noise: int) -> Path:
        directory = tmp_path_factory.mktemp(f"noise{noise}") / "workspace"
        write_sample(directory, noise=noise, scale=0.2)
        return directory

    return written


@pytest.fixture(scope="session")
def full_sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The workspace at a noise level and at full size: shares of a few in a hundred need many rows."""

    @cache
    def written(noise: int) -> Path:
        directory = tmp_path_factory.mktemp(f"full{noise}") / "workspace"
        write_sample(directory, seed=314, noise=noise)
        return directory

    return written


def table(workspace: Path, name: str) -> list[dict[str, str]]:
    with (workspace / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
