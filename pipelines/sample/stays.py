"""How long people stay on a call: early, late, in pieces, on two devices, or for seconds only.

Here stays are drawn around a session's window and measured inside it; who comes at all is decided in `acts`.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Slot:
    """A session's window, both ends local to the cycle's time zone and without offset."""

    session_id: str
    starts: datetime
    ends: datetime

    @property
    def seconds(self) -> int:
        """The window's length in seconds."""
        return int((self.ends - self.starts).total_seconds())


@dataclass(frozen=True)
class Stay:
    """From joining to leaving, in whole seconds; `device` 1 is a second one used at the same time."""

    joined: datetime
    left: datetime
    device: int = 0


def present_seconds(stays: Iterable[Stay], slot: Slot) -> int:
    """The union of the stays inside the window, in seconds."""
    total, reached = timedelta(0), slot.starts
    for stay in sorted(stays, key=lambda one: one.joined):
        start, end = max(stay.joined, reached), min(stay.left, slot.ends)
        if end > start:
            total += end - start
            reached = end
    return int(total.total_seconds())


def crew_stay(slot: Slot, chance: random.Random) -> Stay:
    """A host's or speaker's stay: in before everybody, out after the end."""
    return Stay(
        slot.starts - timedelta(seconds=chance.randint(1500, 1800)),
        slot.ends + timedelta(seconds=chance.randint(1200, 1500)),
    )


def draw_stays(slot: Slot, chance: random.Random) -> tuple[Stay, ...]:
    """One person's stays on one call, in order of joining; never empty, never of no length."""
    draw = chance.random()
    if draw < 0.02:
        return (_seconds_only(slot, chance),)
    if draw < 0.03:
        return (_gone_before_the_start(slot, chance),)
    whole = _main_stay(slot, chance)
    stays = _in_pieces(whole, chance) if chance.random() < 0.18 else (whole,)
    if chance.random() < 0.08:
        stays = (*stays, _second_device(whole, chance))
    return tuple(sorted(stays, key=lambda stay: (stay.joined, stay.left)))


def _seconds_only(slot: Slot, chance: random.Random) -> Stay:
    joined = slot.starts + timedelta(seconds=chance.randrange(max(1, slot.seconds - 60)))
    return Stay(joined, joined + timedelta(seconds=chance.randint(4, 55)))


def _gone_before_the_start(slot: Slot, chance: random.Random) -> Stay:
    left = slot.starts - timedelta(seconds=chance.randint(5, 200))
    return Stay(left - timedelta(seconds=chance.randint(60, 900)), left)


def _main_stay(slot: Slot, chance: random.Random) -> Stay:
    length = slot.seconds
    joined = round(chance.triangular(-900, 0.35 * length, -120))
    leaves_early = chance.random() < 0.35
    latest = length + 900
    left = (
        chance.uniform(joined + 90, max(joined + 91, length))
        if leaves_early
        else chance.triangular(0.9 * length, latest)
    )
    return Stay(
        slot.starts + timedelta(seconds=joined),
        slot.starts + timedelta(seconds=max(round(left), joined + 90)),
    )


def _in_pieces(whole: Stay, chance: random.Random) -> tuple[Stay, ...]:
    seconds = int((whole.left - whole.joined).total_seconds())
    cuts = sorted(chance.sample(range(20, seconds - 20), chance.choice((1, 1, 2))))
    joined, pieces = whole.joined, []
    for cut in cuts:
        out = whole.joined + timedelta(seconds=cut)
        if out - joined > timedelta(seconds=2):
            pieces.append(Stay(joined, out))
            joined = out + timedelta(seconds=chance.randint(1, 240))
    if whole.left > joined:
        pieces.append(Stay(joined, whole.left))
    return tuple(pieces)


def _second_device(whole: Stay, chance: random.Random) -> Stay:
    seconds = int((whole.left - whole.joined).total_seconds())
    joined = whole.joined + timedelta(seconds=chance.randrange(seconds // 2))
    return Stay(joined, joined + timedelta(seconds=chance.randint(30, max(31, seconds // 2 + 300))), device=1)
