"""A workspace: the folder that holds one cycle's data, and the instant at which it is looked at.

Here are paths, permissions, the clock and the one lock that every run takes. What lies in the files is known
elsewhere.
"""

import os
import re
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from assets.cycle import Cycle, load_cycle

PROJECT = Path(__file__).resolve().parent.parent
SHIPPED_CYCLE = PROJECT / "cycle.toml"


class WorkspaceBusyError(Exception):
    """Another run holds the workspace's lock."""


class DamagedKeyError(OSError):
    """The secret that names people in decisions is there and is no secret; the text says what to do."""


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Workspace:
    """The folder of one cycle; `clock` says what time it is where the cycle is not synthetic."""

    root: Path
    clock: Callable[[], datetime] = field(default=now, compare=False)

    @classmethod
    def from_environment(cls) -> "Workspace":
        """The workspace that ALCANCE_WORKSPACE names; `workspace/` in the project without it."""
        return cls(Path(os.environ.get("ALCANCE_WORKSPACE", PROJECT / "workspace")).resolve())

    @property
    def cycle_file(self) -> Path:
        """The workspace's own `cycle.toml`, or the one that ships with the project before there is a workspace."""
        own = self.root / "cycle.toml"
        return SHIPPED_CYCLE if not self.root.exists() else own

    @cached_property
    def cycle(self) -> Cycle:
        """The validated cycle; raises CycleError."""
        return load_cycle(self.cycle_file)

    @property
    def as_of(self) -> datetime:
        """The instant of this look at the cycle: a synthetic cycle has a fixed one."""
        synthetic = self.cycle.synthetic
        return synthetic.clock if synthetic else self.clock()

    @property
    def inbox(self) -> Path:
        """Exports exactly as downloaded; never written by us."""
        return self.root / "inbox"

    @property
    def reference(self) -> Path:
        """Official registers as handed over."""
        return self.root / "reference"

    @property
    def private(self) -> Path:
        """Where personal data may live; created for its owner alone."""
        folder = self.root / "private"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that holds everything."""
        return self.private / "warehouse.duckdb"

    @property
    def decisions(self) -> Path:
        """What people decided, in files that a run reads and never writes."""
        return self.root / "decisions"

    @property
    def handle_key(self) -> str:
        """The secret by which handles are made from what names a person; drawn once, for its owner alone.

        Whoever loses it makes every decision about people point at nothing. Raises DamagedKeyError.
        """
        file = self.private / "handle.key"
        if not file.exists():
            self._draw(file)
        key = file.read_text(encoding="ascii", errors="replace").strip()
        if not re.fullmatch("[0-9a-f]{64}", key):
            raise DamagedKeyError(
                "private/handle.key is damaged. Restore it from a copy; without one, delete it and"
                " decisions/people.csv, because no decision about people can be matched any more."
            )
        return key

    def _draw(self, file: Path) -> None:
        """Write a fresh secret aside and move it in whole: a key cut short would name nobody."""
        fresh = file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as drawn:
            drawn.write(secrets.token_hex(32))
            drawn.flush()
            os.fsync(descriptor)
        fresh.replace(file)

    @property
    def releases(self) -> Path:
        """One immutable folder per release."""
        return self.root / "releases"

    @property
    def published(self) -> Path:
        """The link that analysts open: it points at the current release."""
        return self.root / "published"

    def lock(self, timeout_seconds: float = 600) -> AbstractContextManager[object]:
        """The lock that every run takes, to be left with `with`; one process may take it many times over.

        Raises WorkspaceBusyError when another process keeps it longer than the timeout.
        """
        lock = FileLock(self.private / "run.lock", thread_local=False, is_singleton=True)
        try:
            return lock.acquire(timeout=timeout_seconds)
        except Timeout:
            raise WorkspaceBusyError(
                "Another run is at work in this workspace. Wait until it has ended, then try again."
            ) from None
