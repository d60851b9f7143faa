"""A call as a platform saw it: who was on it, under which name, and since when the platform knew them.

Every attendance layout reads this, and the platforms' own counts are made from it. How it is written out
is each layout's business.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assets.cycle import DateOrder


@dataclass(frozen=True)
class Entry:
    """One row to be: a stay, a wait, or a registration alone (`joined` and `left` are None)."""

    person_id: str
    organisation_id: str
    role: str
    name: str
    email: str
    given: str
    surnames: str
    registered_at: datetime | None
    joined: datetime | None
    left: datetime | None
    is_waiting: bool = False

    @property
    def identity(self) -> str:
        """What the platform itself tells people apart by: the e-mail, else the name."""
        return self.email.lower() or self.name

    @property
    def seconds(self) -> int:
        """The stay's length in seconds, 0 without one."""
        return int((self.left - self.joined).total_seconds()) if self.joined and self.left else 0

    @property
    def minutes(self) -> str:
        """The stay's length as Zoom writes it: minutes begun."""
        return str(-(-self.seconds // 60))


@dataclass(frozen=True)
class Call:
    """A session's call; times are local to the zone of attendance exports, without offset."""

    session_id: str
    title: str
    number: int
    opened: datetime
    closed: datetime
    date_order: DateOrder | None
    entries: tuple[Entry, ...]

    @property
    def minutes(self) -> str:
        """How long the call lasted, in minutes begun."""
        return str(-(-int((self.closed - self.opened).total_seconds()) // 60))

    @property
    def stays(self) -> list[tuple[datetime, Entry]]:
        """Entries that joined, with the time they joined at, in order of joining."""
        joined = [(entry.joined, entry) for entry in self.entries if entry.joined]
        return sorted(joined, key=lambda pair: (pair[0], pair[1].person_id, pair[1].is_waiting, pair[1].left))


def unique_people(entries: Iterable[Entry]) -> int:
    """How many people the platform itself would count."""
    return len({entry.identity for entry in entries})


def most_at_once(entries: Iterable[Entry]) -> int:
    """The largest number of entries that are on the call at one moment."""
    changes: list[tuple[datetime, int]] = []
    for entry in entries:
        if entry.joined and entry.left:
            changes += [(entry.joined, 1), (entry.left, -1)]
    present = most = 0
    for _, change in sorted(changes):
        present += change
        most = max(most, present)
    return most
