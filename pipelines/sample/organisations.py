"""The organisations of a sample: those whose people take part, and OSC that only the register knows.

Each has one seat, and a local government is one place; the register's entry of an OSC is kept with it.
How forms write their names is in `organisation_names`.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from pipelines.sample.organisation_names import acronym, government_name, invented_name, without_legal_form
from pipelines.sample.places import Municipality, Places, State
from pipelines.sample.settings import ORGANISATIONS_AT_SCALE_1, UNREACHED_OSC_AT_SCALE_1, Settings
from pipelines.sample.spelling import folded

ELIGIBLE = ("Activa", "Activa condicionada")
_STATUSES = (*ELIGIBLE, "Inactiva", "Disolución")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHARES = {
    "academia": 0.07,
    "federal_government": 0.04,
    "private_sector": 0.04,
    "international": 0.025,
    "unknown": 0.025,
}
_LOCAL_SHARE = 0.25
# Governments stay short of all that exist, so that a sample of any size leaves some unreached.
_MOST_STATES = 28
_MOST_MUNICIPALITIES = 2200
_Place = TypeVar("_Place", Municipality, State)


@dataclass(frozen=True)
class RegisterEntry:
    """How the register of OSC lists an organisation."""

    cluni: str
    rfc: str
    status: str


@dataclass(frozen=True)
class Organisation:
    """An organisation; `cvegeo` is its place (a state's key for a state government), `seat` where it sits."""

    organisation_id: str
    name: str
    actor_type: str
    government_level: str
    cvegeo: str
    seat: str
    entry: RegisterEntry | None = None
    explains_acronym: bool = False

    @property
    def cluni(self) -> str:
        """The register's key, empty where the register does not know it."""
        return self.entry.cluni if self.entry else ""

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the register and is eligible."""
        return self.entry is not None and self.entry.status in ELIGIBLE

    @property
    def acronym(self) -> str:
        """Its initials; governments have none."""
        return "" if self.government_level else acronym(self.name)


class _Making:
    """Keeps names unique within a state, and CLUNI unique everywhere, while organisations are made."""

    def __init__(self, places: Places, chance: random.Random) -> None:
        self.places = places
        self.chance = chance
        self._names: set[tuple[str, str]] = set()
        self._clunis: set[str] = set()

    def invented(self, identifier: str, actor_type: str, listed_share: float) -> Organisation:
        seat = self.places.draw_municipality(self.chance)
        name = self._new_name(actor_type, seat.cve_ent)
        listed = actor_type == "osc" and self.chance.random() < listed_share
        entry = self._entry(name, seat.cve_ent) if listed else None
        explains = self.chance.random() < 0.5
        return Organisation(identifier, name, actor_type, "", seat.cvegeo, seat.cvegeo, entry, explains)

    def _new_name(self, actor_type: str, cve_ent: str) -> str:
        while True:
            name = invented_name(actor_type, self.chance)
            key = (folded(without_legal_form(name)), cve_ent)
            if key not in self._names:
                self._names.add(key)
                return name

    def _entry(self, name: str, cve_ent: str) -> RegisterEntry:
        initials = (folded(name).replace(" ", "")[:1] + acronym(name)[1:] + "XXX")[:3].upper()
        founded = date(1985, 1, 1) + timedelta(days=self.chance.randrange(12_700))
        while True:
            consecutive, letter = self.chance.randint(1, 99), self.chance.choice(_LETTERS)
            cluni = f"{initials}{founded:%y%m%d}{cve_ent}{consecutive:02d}{letter}"
            if cluni not in self._clunis:
                break
        self._clunis.add(cluni)
        rfc = f"{initials}{founded:%y%m%d}{self.chance.choice(_LETTERS)}{self.chance.randint(10, 99)}"
        return RegisterEntry(cluni, rfc, self.chance.choices(_STATUSES, (86, 4, 8, 2))[0])


def make_organisations(
    places: Places, settings: Settings, most: int
) -> tuple[list[Organisation], list[Organisation]]:
    """The organisations that take part, at most `most`, and the OSC that stand in the register only."""
    chance = settings.chance("organisations")
    making = _Making(places, chance)
    count = min(settings.sized(ORGANISATIONS_AT_SCALE_1), most)
    municipal, state = _local_governments(count)
    others = [kind for kind, share in _SHARES.items() for _ in range(round(count * share))]
    kinds = ["osc"] * max(0, count - municipal - state - len(others)) + others
    taking_part = [making.invented("", kind, listed_share=0.6) for kind in kinds]
    taking_part += _municipal_governments(places, municipal, chance)
    taking_part += _state_governments(places, state, chance)
    chance.shuffle(taking_part)
    unreached = [
        making.invented("", "osc", listed_share=1) for _ in range(settings.sized(UNREACHED_OSC_AT_SCALE_1))
    ]
    return list(_numbered(taking_part)), unreached


def _local_governments(count: int) -> tuple[int, int]:
    local = round(count * _LOCAL_SHARE)
    state = min(local - round(local * 0.8), _MOST_STATES)
    return min(local - state, _MOST_MUNICIPALITIES), state


def _municipal_governments(places: Places, count: int, chance: random.Random) -> Iterator[Organisation]:
    for place in _weighted_sample(places.municipalities, count, chance):
        name = government_name(place.name, "municipal", place.cve_ent)
        yield Organisation("", name, "local_government", "municipal", place.cvegeo, place.cvegeo)


def _state_governments(places: Places, count: int, chance: random.Random) -> Iterator[Organisation]:
    for state in _weighted_sample(places.states, count, chance):
        name = government_name(state.name, "state", state.cve_ent)
        seat = places.draw_municipality(chance, state.cve_ent)
        yield Organisation("", name, "local_government", "state", state.cve_ent, seat.cvegeo)


def _weighted_sample(pool: tuple[_Place, ...], count: int, chance: random.Random) -> list[_Place]:
    keyed = [(chance.random() ** (1 / place.population**0.5), place) for place in pool]
    keyed.sort(key=lambda pair: -pair[0])
    return [place for _, place in keyed[:count]]


def _numbered(organisations: list[Organisation]) -> Iterator[Organisation]:
    for number, made in enumerate(organisations, start=1):
        yield replace(made, organisation_id=f"o{number:05d}")
