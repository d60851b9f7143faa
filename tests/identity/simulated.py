"""Cycles of the sample that nothing was tuned on: their seeds, how many of them, and how they are run.

With ALCANCE_PROVE=1 in the environment there are as many as the proofs ask for, otherwise a few.
"""

import os
import shutil
from pathlib import Path

from assets.workspace import Workspace
from pipelines.sample import write_sample
from tests.build import build_warehouse

PROVING = os.environ.get("ALCANCE_PROVE") == "1"
# People look at seeds up to 100, and at the default; these are for judging alone.
INTERVAL_SEEDS = range(2001, 2201) if PROVING else range(1001, 1021)
INTERVAL_SCALE = 0.5 if PROVING else 0.1
PROVING_SEEDS = (3001, 3002, 3003, 3004, 3005)
THRESHOLD_SEEDS = PROVING_SEEDS if PROVING else PROVING_SEEDS[:1]
# 5,000 names of organisations are written by three thousand people.
THRESHOLD_SCALE = 1.5


def simulate(root: Path, seed: int, scale: float, noise: int = 2) -> Workspace:
    """A sample with its tables built."""
    write_sample(root, seed=seed, scale=scale, noise=noise)
    return build_warehouse(root)


def forget(workspace: Workspace) -> None:
    """Remove a workspace: two hundred of them do not fit on a small disk."""
    shutil.rmtree(workspace.root)
