"""Great Expectations takes seconds to import: only a check that runs pays for it."""

import subprocess
import sys

from assets.workspace import PROJECT

LOADED = """
import sys
import pipelines.definitions
import pipelines.command_line
print(sorted(name for name in ("great_expectations", "dagster") if name in sys.modules))
"""


def test_the_project_is_defined_without_great_expectations() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert done.stdout.strip() == "['dagster']"


def test_one_module_knows_great_expectations() -> None:
    modules = [path for room in ("assets", "pipelines") for path in (PROJECT / room).rglob("*.py")]
    knowing = [path for path in modules if "great_expectations" in path.read_text(encoding="utf-8")]
    assert knowing == [PROJECT / "assets" / "quality" / "validation.py"]
