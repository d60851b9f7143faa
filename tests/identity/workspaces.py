"""Workspaces that tests decide upon: copies of one built sample, and the files of decisions in them.

Here copies are made and asked; what must come of a decision is written in the tests.
"""

import shutil
from pathlib import Path
from typing import Any

import duckdb

from assets.workspace import Workspace


def copy_of(workspace: Workspace, root: Path) -> Workspace:
    """The same workspace elsewhere, with what was built in it."""
    shutil.copytree(workspace.root, root, symlinks=True)
    return Workspace(root)


def decided(workspace: Workspace, name: str, text: str) -> Path:
    """Let `decisions/<name>.csv` hold this text."""
    path = workspace.decisions / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def rows(workspace: Workspace, query: str, values: list[object] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a query on the private warehouse."""
    with duckdb.connect(str(workspace.warehouse), read_only=True) as connection:
        return connection.execute(query, values or []).fetchall()
