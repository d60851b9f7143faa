"""What goes wrong in a simulated year: when YouTube fails and how, when the machine is off, and when it is asked.

Here troubles and runs are drawn from a seed. What a failure means for the ledger is said by the words of the tables
of failures, and worked out in `expected`.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from pipelines.sample.youtube_api import Fault, Refusal
from tests.audience.world import DAY, DELETED, MEXICO, RESERVED, STEADY, World

Who = Literal["public", "owner", "token"]
HOUR = timedelta(hours=1)
WISH = 2 * HOUR
SHORT_WISH = timedelta(seconds=5)


def _after(status: int, reason: str, wish: timedelta) -> Refusal:
    return Refusal(status, reason, headers=(("Retry-After", str(int(wish.total_seconds()))),))


@dataclass(frozen=True)
class Trouble:
    """A way to fail: what the server does, for how many calls of a run, and the reason that the ledger then gives.

    `reason` None: it is overcome. `until`: when the ledger may ask again at the earliest.
    """

    fault: Refusal | Fault | None
    reason: str | None
    until: Literal["at once", "midnight"] | timedelta = "at once"
    calls: int | None = None
    is_listing_spent: bool = False
    is_key_bad: bool = False
    video_id: str | None = None


_BUSY = _after(429, "rateLimitExceeded", SHORT_WISH)
_COMMON = {
    "torn": Trouble(Fault(reset=True), "unreachable"),
    "spent": Trouble(Refusal(403, "quotaExceeded"), "quotaExceeded", "midnight"),
    "wish": Trouble(_after(503, "backendError", WISH), "backendError", WISH),
    "hiccup": Trouble(Refusal(502, "", body=b"<html>"), None, calls=2),
}
TROUBLES: dict[Who, dict[str, Trouble]] = {
    "public": _COMMON
    | {
        "down": Trouble(Refusal(503, "backendError"), "backendError"),
        "cut": Trouble(Fault(cut_at=30), "unreachable"),
        "busy": Trouble(_BUSY, "rateLimitExceeded", SHORT_WISH),
        "damaged": Trouble(Fault(keep=40), "malformed_answer"),
        "listing": Trouble(None, None, is_listing_spent=True),
    },
    "owner": _COMMON
    | {
        "down": Trouble(Refusal(500, "backendError"), "backendError", video_id=STEADY),
        # Such a wish was granted three times before the failure stands.
        "busy": Trouble(_BUSY, "rateLimitExceeded"),
        "damaged": Trouble(Fault(keep=40), "malformed_answer", video_id=RESERVED),
        "forbidden": Trouble(Refusal(403, "forbidden"), "forbidden", video_id=DELETED),
    },
    "token": {
        "down": Trouble(Refusal(503, "", body=b"<html>"), "backendError"),
        "torn": Trouble(Fault(reset=True), "unreachable"),
        "hiccup": Trouble(Refusal(500, "internal_failure"), None, calls=1),
    },
}
BAD_KEY = Trouble(None, "keyInvalid", is_key_bad=True)


@dataclass(frozen=True)
class Outage:
    """A trouble of somebody's for a time."""

    who: Who
    since: datetime
    until: datetime
    trouble: Trouble


@dataclass(frozen=True)
class Run:
    """One look at YouTube: when, and for which tick; None where somebody ran it by hand."""

    as_of: datetime
    tick: datetime | None

    @property
    def asked_for(self) -> datetime:
        """The tick, or the instant itself."""
        return self.tick or self.as_of


def six_oclock(day: date) -> datetime:
    """When the schedule fires: 06:00 in Mexico City."""
    return datetime.combine(day, time(6), MEXICO).astimezone(UTC)


class Weather:
    """Outages, nights and runs of a world's time, drawn from its seed; `connected` and `withdrawn` are the owner's."""

    def __init__(self, world: World, seed: int) -> None:
        self.chance = random.Random(seed + 1)
        self.world = world
        self.connected = six_oclock(world.at(0.12)) - HOUR
        self.withdrawn = six_oclock(world.at(0.8 if world.days < 100 else 0.87)) - HOUR
        self.off = self._off()
        self.outages = [*self._outages(), self._bad_key()]

    def trouble(self, who: Who, as_of: datetime) -> Trouble | None:
        """What is wrong with somebody at an instant."""
        found = [one.trouble for one in self.outages if one.who == who and one.since <= as_of < one.until]
        return found[0] if found else None

    def runs(self) -> Iterator[Run]:
        """Every look, in order: most days one, some days none, some days several."""
        for number in range(self.world.days):
            day = self.world.first_day + DAY * number
            if not any(since <= day < until for since, until in self.off) and self.chance.random() > 0.03:
                yield from self._of_day(six_oclock(day))

    def _of_day(self, tick: datetime) -> Sequence[Run]:
        late = timedelta(seconds=self.chance.randint(0, 90))
        usual = Run(tick + late, tick)
        draw = self.chance.random()
        if draw < 0.08:
            # Again for the same tick: soon, once more, and in the evening.
            return usual, *(Run(tick + HOUR * one, tick) for one in (1, 1.5, 13))
        if draw < 0.14:
            # By hand: after an hour, in the afternoon, and past midnight in Mexico, which is no new day at YouTube.
            hours = (1, 9, 18 + 5 / 6)
            return usual, *(Run(tick + late + HOUR * one, None) for one in hours)
        if draw < 0.18:
            return (Run(tick + 7 * HOUR + late, tick),)
        return (usual,)

    def _off(self) -> list[tuple[date, date]]:
        starts = [self.world.at(share) for share in (0.25, 0.7)]
        return [(start, start + DAY * self.chance.randint(3, 9)) for start in starts]

    def _outages(self) -> Iterator[Outage]:
        for who, troubles in TROUBLES.items():
            for trouble in troubles.values():
                for length in self._lengths():
                    since = six_oclock(self.world.at(self.chance.uniform(0.02, 0.95))) - HOUR / 2
                    yield Outage(who, since, since + length, trouble)

    def _lengths(self) -> list[timedelta]:
        """Hours for every trouble; for some of them days, or weeks."""
        longer = DAY * self.chance.choice((2, 3, 4) if self.chance.random() < 0.7 else (8, 11, 15))
        return [HOUR * self.chance.choice((2, 4, 12))] + ([longer] if self.chance.random() < 0.4 else [])

    def _bad_key(self) -> Outage:
        since = six_oclock(self.world.at(0.6)) - HOUR
        return Outage("public", since, since + 7 * DAY, BAD_KEY)
