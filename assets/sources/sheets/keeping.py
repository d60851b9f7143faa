"""Snapshots on disk: each differing one under the instant at which it was taken, for its owner alone.

Here files are written whole or not at all, and the newest is found. What is in them is `snapshot`'s business.
"""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assets.sources.sheets.snapshot import SheetSnapshot

_STAMP = "%Y%m%dT%H%M%SZ"
_FILE = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]{12}\.csv")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def keep_snapshot(folder: Path, name: str, snapshot: SheetSnapshot, taken_at: datetime) -> Path:
    """Write the snapshot to `<folder>/<name>/<instant in UTC>-<first 12 of its sha256>.csv`; returns the file.

    Where the newest one there holds the same, nothing is written and that one is returned. Names keep the order in
    which snapshots were kept: one that was not taken after the newest (a fixed clock, or one that was put back) gets
    the second after it. One at a time may write for a name. Raises ValueError for an instant without offset or a
    name that cannot be a folder's.
    """
    if taken_at.tzinfo is None:
        raise ValueError("a snapshot's instant needs an offset; hand in one in UTC")
    newest = newest_snapshot(folder, name)
    if newest and newest.read_bytes() == snapshot.content:
        return newest
    stamp = max(taken_at.astimezone(UTC).strftime(_STAMP), _after(newest))
    path = folder / name / f"{stamp}-{snapshot.sha256[:12]}.csv"
    _write(path, snapshot.content)
    return path


def newest_snapshot(folder: Path, name: str) -> Path | None:
    """The snapshot that was kept last under that name, None where there is none; raises ValueError for a bad name."""
    if not _NAME.fullmatch(name):
        raise ValueError("a sheet's name in the workspace takes letters, digits, '.', '_' and '-'")
    kept = folder / name
    found = [path for path in kept.iterdir() if _FILE.fullmatch(path.name)] if kept.is_dir() else []
    return max((path for path in found if path.is_file() and not path.is_symlink()), default=None)


def _after(newest: Path | None) -> str:
    """The second after the newest snapshot's."""
    stated = _FILE.fullmatch(newest.name) if newest else None
    if stated is None:
        return ""
    moment = datetime.strptime(stated[1], _STAMP).replace(tzinfo=UTC)
    return (moment + timedelta(seconds=1)).strftime(_STAMP)


def _write(path: Path, content: bytes) -> None:
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Always the same name, so that what a killed run left half written is overwritten by the next.
    unfinished = path.parent / ".unfinished"
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    unfinished.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Onto the disk, not only into its cache."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
