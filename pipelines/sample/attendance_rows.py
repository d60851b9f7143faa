"""The rows that coming leaves on a platform: under which name and e-mail each stay stands in its export.

Noise enters here, once per person and session. How a platform lays its rows out is in `layouts`.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assets.cycle import Cycle, Session
from pipelines.sample.acts import Acts, Visit
from pipelines.sample.layouts.call import Call, Entry
from pipelines.sample.layouts.platforms import Platform
from pipelines.sample.people import Person
from pipelines.sample.settings import Noise, Settings
from pipelines.sample.spelling import (
    device,
    display_name,
    email_in_some_case,
    mistyped,
    mistyped_email,
    nick,
    one_line,
)
from pipelines.sample.stays import Stay
from pipelines.sample.world import World

_RENAMES = 0.3
_WAITS = 0.15
_NEVER_LET_IN = 0.01


@dataclass(frozen=True)
class _Handle:
    """What a person shows on one call."""

    names: tuple[str, ...]
    email: str


class AttendanceRows:
    """Makes each session's call out of the acts; needs the cycle for its titles and time zones."""

    def __init__(self, world: World, acts: Acts, cycle: Cycle, settings: Settings) -> None:
        self.world = world
        self.acts = acts
        self.cycle = cycle
        self.noise: Noise = settings.noise
        self.emails = frozenset(person.email for person in world.people)
        self._settings = settings
        self._zone = ZoneInfo(cycle.source_of("attendance").time_zone or cycle.time_zone)

    def call(self, session: Session, platform: Platform) -> Call:
        """The call of one session as the platform saw it, times local to the zone of attendance exports."""
        chance = self._settings.chance(f"rows of {session.session_id}")
        entries = [*self._crew(session.session_id), *self._audience(session.session_id, platform, chance)]
        stays = [entry for entry in entries if entry.joined and entry.role != "audience"]
        opened = min(entry.joined for entry in stays if entry.joined)
        closed = max(entry.left for entry in stays if entry.left)
        number = 80_000_000_000 + chance.randrange(10**10)
        order = self.cycle.source_of("attendance").date_order
        return Call(
            session.session_id, one_line(session.title), number, opened, closed, order, tuple(entries)
        )

    def _crew(self, session_id: str) -> Iterator[Entry]:
        for visit in self.acts.crew[session_id].values():
            person = self.world.person[visit.person_id]
            yield from self._entries(person, visit, _Handle((person.name,), person.email), None)

    def _audience(self, session_id: str, platform: Platform, chance: random.Random) -> Iterator[Entry]:
        registered, visits = self.acts.registered[session_id], self.acts.visits[session_id]
        for person_id, visit in visits.items():
            person = self.world.person[person_id]
            entries = list(
                self._entries(person, visit, self._handle(person, chance), registered.get(person_id))
            )
            if platform.has_waiting_room and chance.random() < _WAITS:
                yield self._waiting(entries[0], chance)
            yield from entries
        for person_id in registered:
            if person_id not in visits:
                yield from self._absent(session_id, person_id, platform, chance)

    def _entries(
        self, person: Person, visit: Visit, handle: _Handle, registered_at: datetime | None
    ) -> Iterator[Entry]:
        for index, stay in enumerate(visit.stays):
            name = handle.names[min(index, len(handle.names) - 1)]
            yield self._entry(person, name, handle.email, registered_at, stay)

    def _entry(
        self, person: Person, name: str, email: str, registered_at: datetime | None, stay: Stay | None
    ) -> Entry:
        # Who joins by a link without an e-mail is unknown to the platform's own registration.
        known_since = self._local(registered_at) if registered_at and email else None
        joined, left = (self._local(stay.joined), self._local(stay.left)) if stay else (None, None)
        return Entry(
            person.person_id,
            person.organisation_id,
            person.role,
            name,
            email,
            person.given,
            f"{person.surnames[0]} {person.surnames[1]}",
            known_since,
            joined,
            left,
        )

    def _absent(
        self, session_id: str, person_id: str, platform: Platform, chance: random.Random
    ) -> Iterator[Entry]:
        person, at = self.world.person[person_id], self.acts.registered[session_id][person_id]
        if platform.lists_no_shows:
            yield self._entry(person, person.name, person.email, at, None)
        elif platform.has_waiting_room and chance.random() < _NEVER_LET_IN:
            slot = next(slot for slot in self.acts.slots if slot.session_id == session_id)
            joined = slot.starts + timedelta(seconds=chance.randrange(max(1, slot.seconds)))
            stay = Stay(joined, joined + timedelta(seconds=chance.randint(10, 300)))
            yield replace(self._entry(person, person.name, person.email, at, stay), is_waiting=True)

    def _waiting(self, entry: Entry, chance: random.Random) -> Entry:
        assert entry.joined is not None
        return replace(
            entry,
            joined=entry.joined - timedelta(seconds=chance.randint(5, 240)),
            left=entry.joined,
            is_waiting=True,
        )

    def _handle(self, person: Person, chance: random.Random) -> _Handle:
        noise = self.noise
        if not noise.names_vary:
            return _Handle((person.name,), person.email)
        shown = display_name(person.given, person.surnames, person.gender, chance)
        if chance.random() < noise.without_email:
            return _Handle((self._without_email(person, shown, chance),), "")
        names: tuple[str, ...] = (shown,)
        if chance.random() < _RENAMES:
            names = (shown, display_name(person.given, person.surnames, person.gender, chance))
        return _Handle(names, self._email(person, chance))

    def _email(self, person: Person, chance: random.Random) -> str:
        if chance.random() < self.noise.email_typo:
            return mistyped_email(person.email, chance, self.emails)
        return email_in_some_case(person.email, chance)

    def _without_email(self, person: Person, shown: str, chance: random.Random) -> str:
        draw = chance.random()
        if draw < self.noise.device:
            return device(chance)
        if draw < self.noise.device + self.noise.nick:
            return nick(person.given, person.surnames, chance)
        if draw < self.noise.device + self.noise.nick + self.noise.name_typo:
            return mistyped(shown, chance)
        return shown

    def _local(self, moment: datetime) -> datetime:
        if self._zone.key == self.cycle.time_zone:
            return moment
        return moment.replace(tzinfo=self.cycle.zone).astimezone(self._zone).replace(tzinfo=None)
