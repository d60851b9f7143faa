"""What is expensive to make and only looked at: made once per test run, however many processes share the tests.

Here the first process to ask makes a folder and each has a copy of its own; what is in it is the fixtures' business.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

# A name, and what fills a folder that is not there yet; the answer is this process's own copy of it.
MadeOnce = Callable[[str, Callable[[Path], object]], Path]


def copies_of_what_is_made_once(folders: pytest.TempPathFactory) -> MadeOnce:
    """Names are shared by all processes of a test run: who asks second waits for the first."""
    own = folders.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def copied(name: str, make: Callable[[Path], object]) -> Path:
        made = shared / f"{name}_made"
        with FileLock(shared / f"{name}.lock"):
            if not made.exists():
                # A making that failed leaves the next process nothing.
                begun = folders.mktemp(name) / "begun"
                make(begun)
                begun.rename(made)
        copy = folders.mktemp(name) / "workspace"
        shutil.copytree(made, copy, symlinks=True)
        return copy

    return copied
