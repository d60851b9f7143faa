"""What the people of a sample do: register, for a session or for the whole cycle, come, or both.

Here stand the acts with their times; the rows that they leave in files are in `registration_rows` and
`attendance_rows`.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from assets.cycle import Cycle
from pipelines.sample.people import Person
from pipelines.sample.settings import Settings
from pipelines.sample.stays import Slot, Stay, crew_stay, draw_stays
from pipelines.sample.world import World

_WHOLE_CYCLE_SHARE = 0.15
_TWICE_SHARE = 0.04
_DURING_SHARE = 0.05
# More than twelve days, so that every form has a stamp whose day cannot be taken for a month.
_EARLIEST_DAYS = 16
_MEAN_SESSIONS = 2.2
_MEAN_ATTENDANCE = 0.4


@dataclass(frozen=True)
class Signup:
    """A form sent, at a moment local to the cycle; `session_id` is None in the form for the whole cycle."""

    person_id: str
    session_id: str | None
    at: datetime


@dataclass(frozen=True)
class Visit:
    """A person on a session's call, with one stay or more."""

    person_id: str
    session_id: str
    stays: tuple[Stay, ...]


@dataclass(frozen=True)
class Acts:
    """All that is done; `registered` gives each session's people and when they first registered."""

    slots: tuple[Slot, ...]
    signups: tuple[Signup, ...]
    registered: dict[str, dict[str, datetime]]
    visits: dict[str, dict[str, Visit]]
    crew: dict[str, dict[str, Visit]]


def make_acts(world: World, cycle: Cycle, settings: Settings) -> Acts:
    """The acts of a world's people in the cycle, times local to the cycle's time zone."""
    slots = tuple(make_slots(cycle))
    audience = world.with_role("audience")
    whole_cycle_only = cycle.registration_scope == "cycle"
    walkers = _walkers(len(audience), len(slots), 1.0 if whole_cycle_only else _WHOLE_CYCLE_SHARE, settings)
    registrants, unregistered = audience[: len(audience) - walkers], audience[len(audience) - walkers :]
    signups = tuple(_signups(registrants, slots, whole_cycle_only, settings.chance("signups")))
    registered = _registered(signups, slots)
    visits = _visits(registrants, unregistered, slots, registered, settings)
    return Acts(slots, signups, registered, visits, _crew(world, slots, settings.chance("crew")))


def make_slots(cycle: Cycle) -> Iterator[Slot]:
    """The sessions' windows, actual where the cycle gives it, without offset in the cycle's time zone."""
    for session in cycle.sessions:
        starts = (
            cycle.instant(session.actual_start) if session.actual_start else cycle.scheduled_start(session)
        )
        ends = cycle.instant(session.actual_end) if session.actual_end else cycle.scheduled_end(session)
        yield Slot(
            session.session_id, *(at.astimezone(cycle.zone).replace(tzinfo=None) for at in (starts, ends))
        )


def _walkers(people: int, sessions: int, whole_cycle: float, settings: Settings) -> int:
    share = settings.noise.unregistered
    registrations = whole_cycle * sessions + (1 - whole_cycle) * min(_MEAN_SESSIONS, sessions)
    walkers_per_registrant = registrations * _MEAN_ATTENDANCE * share / (1 - share)
    # Half of those who come unregistered are registered for another session, where there is one they missed.
    if sessions > 1 and whole_cycle < 1:
        walkers_per_registrant /= 2
    return round(people * walkers_per_registrant / (1 + walkers_per_registrant))


def _signups(
    people: Sequence[Person], slots: Sequence[Slot], whole_cycle_only: bool, chance: random.Random
) -> Iterator[Signup]:
    for person in people:
        if whole_cycle_only or chance.random() < _WHOLE_CYCLE_SHARE:
            yield from _sent(person, None, _cycle_stamp(slots, chance), slots[-1].ends, chance)
            continue
        for slot in chance.sample(slots, _how_many(len(slots), chance)):
            yield from _sent(person, slot.session_id, _session_stamp(slot, chance), slot.ends, chance)


def _sent(
    person: Person, session_id: str | None, at: datetime, closes: datetime, chance: random.Random
) -> Iterator[Signup]:
    yield Signup(person.person_id, session_id, at)
    if chance.random() < _TWICE_SHARE:
        again = at + timedelta(seconds=chance.randint(40, 3 * 86_400))
        yield Signup(person.person_id, session_id, min(again, closes - timedelta(seconds=1)))


def _how_many(most: int, chance: random.Random) -> int:
    count = 1
    while count < most and chance.random() < 0.56:
        count += 1
    return count


def _session_stamp(slot: Slot, chance: random.Random) -> datetime:
    if chance.random() < _DURING_SHARE:
        return slot.starts + timedelta(seconds=chance.randrange(max(1, slot.seconds - 60)))
    return slot.starts - timedelta(seconds=chance.randint(60, _EARLIEST_DAYS * 86_400))


def _cycle_stamp(slots: Sequence[Slot], chance: random.Random) -> datetime:
    if chance.random() < 0.85:
        return slots[0].starts - timedelta(seconds=chance.randint(60, _EARLIEST_DAYS * 86_400))
    whole = int((slots[-1].ends - slots[0].starts).total_seconds())
    return slots[0].starts + timedelta(seconds=chance.randrange(max(1, whole - 60)))


def _registered(signups: Sequence[Signup], slots: Sequence[Slot]) -> dict[str, dict[str, datetime]]:
    registered: dict[str, dict[str, datetime]] = {slot.session_id: {} for slot in slots}
    for signup in signups:
        covered = (
            [signup.session_id] if signup.session_id else [s.session_id for s in slots if signup.at < s.ends]
        )
        for session_id in covered:
            first = registered[session_id].get(signup.person_id, signup.at)
            registered[session_id][signup.person_id] = min(first, signup.at)
    return registered


def _visits(
    registrants: Sequence[Person],
    unregistered: Sequence[Person],
    slots: Sequence[Slot],
    registered: dict[str, dict[str, datetime]],
    settings: Settings,
) -> dict[str, dict[str, Visit]]:
    chance = settings.chance("visits")
    keen = {person.person_id: chance.betavariate(1.6, 2.4) for person in registrants}
    coming = {
        slot.session_id: [one for one in registered[slot.session_id] if chance.random() < keen[one]]
        for slot in slots
    }
    walkers = [person.person_id for person in unregistered]
    ids = [person.person_id for person in registrants]
    extra = _unregistered_visitors(coming, registered, walkers, ids, settings.noise.unregistered, chance)
    return {
        slot.session_id: {
            one: Visit(one, slot.session_id, draw_stays(slot, chance))
            for one in chain(coming[slot.session_id], extra[slot.session_id])
        }
        for slot in slots
    }


def _unregistered_visitors(
    coming: dict[str, list[str]],
    registered: dict[str, dict[str, datetime]],
    walkers: list[str],
    registrants: list[str],
    share: float,
    chance: random.Random,
) -> dict[str, list[str]]:
    targets = {session_id: round(len(people) * share / (1 - share)) for session_id, people in coming.items()}
    extra: dict[str, list[str]] = defaultdict(list)
    # Who registers nowhere comes once, or would not take part at all.
    for walker, session_id in zip(walkers, _spread(targets, len(walkers), chance), strict=True):
        extra[session_id].append(walker)
    for session_id, target in targets.items():
        known = set(registered[session_id])
        elsewhere = [one for one in registrants if one not in known]
        missing = max(0, target - len(extra[session_id]))
        extra[session_id] += chance.sample(elsewhere, min(missing, len(elsewhere)))
    return extra


def _spread(targets: dict[str, int], count: int, chance: random.Random) -> list[str]:
    return chance.choices(list(targets), [target + 0.01 for target in targets.values()], k=count)


def _crew(world: World, slots: Sequence[Slot], chance: random.Random) -> dict[str, dict[str, Visit]]:
    crew: dict[str, dict[str, Visit]] = {}
    for index, slot in enumerate(slots):
        visits = (
            Visit(one.person_id, slot.session_id, (crew_stay(slot, chance),)) for one in world.crew(index)
        )
        crew[slot.session_id] = {visit.person_id: visit for visit in visits}
    return crew
