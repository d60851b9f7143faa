"""How long the sample takes, beside what the same machine needs merely to load the libraries.

Big files are measured in `reading`.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOADING = "import dagster, great_expectations, duckdb_engine"
ALCANCE = (sys.executable, "-m", "pipelines.command_line")


def seconds(*command: str) -> float:
    """Wall time of a command; raises where it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def measure_running() -> None:
    """Measure and print one line per figure."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DAGSTER_HOME"] = folder
        workspace = str(Path(folder) / "workspace")
        loading = min(seconds(sys.executable, "-W", "ignore", "-c", LOADING) for _ in range(3))
        figures = {
            "load dagster and great_expectations": loading,
            "alcance sample (2,000 people)": seconds(*ALCANCE, "sample", workspace),
            "alcance run, first": seconds(*ALCANCE, "run", "--workspace", workspace),
            "alcance run, again": seconds(*ALCANCE, "run", "--workspace", workspace),
        }
    for name, taken in figures.items():
        sys.stdout.write(f"{name:<38}{taken:7.1f} s  {taken / loading:5.2f} x loading\n")
