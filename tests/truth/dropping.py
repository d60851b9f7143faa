"""Copies of a workspace without some people's lines in its exports.

Everything else stays byte by byte: encodings, preambles, line ends and the platforms' own counts, which then
no longer add up.
"""

import shutil
from collections.abc import Set
from pathlib import Path

from .planted import Truth


def without_lines_of(root: Path, people: Set[str], truth: Truth, target: Path) -> int:
    """Copy the workspace in `root` to `target` without the lines of these people; returns how many were dropped."""
    shutil.copytree(root, target, ignore=shutil.ignore_patterns("private", "truth"))
    dropped = truth.rows[truth.rows["person_id"].isin(people)]
    for file, lines in dropped.groupby("file")["line"]:
        _drop(target / str(file), set(lines))
    return len(dropped)


def _drop(path: Path, lines: Set[int]) -> None:
    content = path.read_bytes()
    # Decoded so, a byte order mark stays a character of the text and is written back.
    encoding = "utf-16-le" if content.startswith(b"\xff\xfe") else "utf-8"
    kept = [
        line
        for number, line in enumerate(content.decode(encoding).split("\n"), start=1)
        if number not in lines
    ]
    path.write_bytes("\n".join(kept).encode(encoding))
