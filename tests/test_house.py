"""The house itself: imports run one way, modules open with their charter, and nothing is pinned to a place."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assets.workspace import PROJECT

MODULES = sorted(path for room in ("assets", "pipelines") for path in (PROJECT / room).rglob("*.py"))
# The modules through which Dagster sees what plain code makes.
DAGSTER_MODULES = {
    "assets/publication/purge_asset.py",
    "assets/publication/release_asset.py",
    "assets/quality/additivity_check.py",
    "assets/quality/check_assets.py",
    "assets/sources/audience_assets.py",
    "assets/sources/raw_asset.py",
    "assets/sources/source_assets.py",
    "assets/table_assets.py",
}


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", [path for path in MODULES if name(path).startswith("assets/")], ids=name)
def test_assets_never_import_pipelines_and_plain_code_never_imports_dagster(path: Path) -> None:
    assert "pipelines" not in imported(path)
    assert ("dagster" in imported(path)) == (name(path) in DAGSTER_MODULES)


def test_only_one_module_knows_great_expectations() -> None:
    knowing = {name(path) for path in MODULES if "great_expectations" in imported(path)}
    assert knowing == {"assets/quality/validation.py"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_opens_with_its_charter(path: Path) -> None:
    charter = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first, _, rest = charter.partition("\n\n")
    assert first.endswith(".")
    assert rest.strip()


def test_folders_are_at_most_three_deep_and_none_is_called_utils() -> None:
    folders = {path.parent.relative_to(PROJECT) for path in MODULES}
    assert max(len(folder.parts) for folder in folders) <= 3
    assert not [path for path in MODULES if re.search(r"utils|helpers|common", name(path))]


def test_no_pinned_file_names_a_registry() -> None:
    pinned = [*PROJECT.glob("requirements*.txt"), *(PROJECT / "tests").rglob("requirements*.txt")]
    assert pinned
    for file in pinned:
        text = file.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
    assert not (PROJECT / "uv.lock").exists()


def test_a_front_door_that_only_helps_loads_no_dagster() -> None:
    script = "import sys; import pipelines.command_line; sys.exit('dagster' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=False).returncode == 0
