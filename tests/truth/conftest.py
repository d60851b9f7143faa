"""Samples whose truth is known, each built once per run."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from assets.workspace import Workspace
from pipelines.sample import write_sample
from tests.build import build_warehouse

from .comparison import Tables, linked_organisations, organisation_ids, reach_tables
from .planted import Truth, read_truth

DEFAULT_SEED = 2021


@dataclass(frozen=True)
class Planted:
    """A sample's workspace with all tables built, its truth, its organisations' keys and its tables of `reach`."""

    workspace: Workspace
    truth: Truth
    links: pd.DataFrame
    organisations: dict[str, str]
    tables: Tables

    @property
    def root(self) -> Path:
        """The workspace's folder."""
        return self.workspace.root


Plant = Callable[..., Planted]


@pytest.fixture(scope="session")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Plant:
    """Write a sample and build its warehouse; the same arguments give the same workspace."""

    @cache
    def planted(seed: int, scale: float, noise: int, cycle_text: str | None = None) -> Planted:
        root = tmp_path_factory.mktemp(f"seed{seed}") / "workspace"
        write_sample(root, seed=seed, scale=scale, noise=noise, cycle_text=cycle_text)
        workspace, truth = build_warehouse(root), read_truth(root)
        links = linked_organisations(workspace, truth)
        organisations = organisation_ids(truth, links)
        return Planted(workspace, truth, links, organisations, reach_tables(workspace, organisations))

    return planted


@pytest.fixture(scope="session")
def noisy(plant: Plant) -> Planted:
    """The default sample: seed 2021, 2,000 people, noise 1."""
    return plant(DEFAULT_SEED, 1, 1)
