"""The places of a sample: the 32 states as they are, and made-up municipalities, as many as each state has.

State names and keys are public facts; every municipality's name and population here is invented. Who sits
where is decided elsewhere.
"""

import csv
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from pipelines.sample.spelling import folded
from pipelines.sample.words import PLACES


@dataclass(frozen=True)
class State:
    """A state with its INEGI key, its number of municipalities and its population of 2020."""

    cve_ent: str
    name: str
    short_name: str
    municipalities: int
    population: int


@dataclass(frozen=True)
class Municipality:
    """A made-up municipality; `cvegeo` is the state's key and three digits more."""

    cvegeo: str
    name: str
    population: int

    @property
    def cve_ent(self) -> str:
        """The key of the state it lies in."""
        return self.cvegeo[:2]


@dataclass(frozen=True)
class Places:
    """All states and municipalities, in the order of their keys."""

    states: tuple[State, ...]
    municipalities: tuple[Municipality, ...]

    @cached_property
    def state(self) -> dict[str, State]:
        """States by key."""
        return {state.cve_ent: state for state in self.states}

    @cached_property
    def municipality(self) -> dict[str, Municipality]:
        """Municipalities by key."""
        return {municipality.cvegeo: municipality for municipality in self.municipalities}

    @cached_property
    def in_state(self) -> dict[str, list[Municipality]]:
        """Municipalities of each state."""
        by_state: dict[str, list[Municipality]] = defaultdict(list)
        for municipality in self.municipalities:
            by_state[municipality.cve_ent].append(municipality)
        return dict(by_state)

    @cached_property
    def _state_weights(self) -> list[float]:
        return [state.population**0.5 * (2 if state.cve_ent == "09" else 1) for state in self.states]

    @cached_property
    def _seat_weights(self) -> dict[str, list[float]]:
        return {key: [m.population**0.5 for m in inside] for key, inside in self.in_state.items()}

    def draw_municipality(self, chance: random.Random, cve_ent: str | None = None) -> Municipality:
        """A municipality of the state, or of any; bigger places are drawn more often."""
        key = cve_ent or chance.choices(self.states, self._state_weights)[0].cve_ent
        return chance.choices(self.in_state[key], self._seat_weights[key])[0]


def load_states() -> tuple[State, ...]:
    """The 32 states of `assets/sources/shipped/states.csv`."""
    text = (files("assets") / "sources" / "shipped" / "states.csv").read_text(encoding="utf-8")
    return tuple(_state(row) for row in csv.DictReader(text.splitlines()))


def _state(row: dict[str, str]) -> State:
    name, short_name = row["name"], row["short_name"]
    return State(row["cve_ent"], name, short_name, int(row["municipalities"]), int(row["population"]))


def make_places(chance: random.Random) -> Places:
    """The states, each with as many made-up municipalities as it really has, sharing out its population."""
    states = load_states()
    made = [municipality for state in states for municipality in _municipalities(state, chance)]
    return Places(states, tuple(made))


def _municipalities(state: State, chance: random.Random) -> list[Municipality]:
    names: dict[str, str] = {}
    while len(names) < state.municipalities:
        name = place_name(chance)
        names.setdefault(folded(name), name)
    populations = _shared_out(state.population, state.municipalities, chance)
    return [
        Municipality(f"{state.cve_ent}{number:03d}", name, population)
        for number, (name, population) in enumerate(zip(names.values(), populations, strict=True), start=1)
    ]


def place_name(chance: random.Random) -> str:
    """A plausible name of a place; the same one may be drawn again."""
    saint, person = chance.choice(PLACES["saints"]), chance.choice(PLACES["persons"])
    invented = chance.choice(PLACES["roots"]) + chance.choice(PLACES["endings"])
    draw = chance.random()
    if draw < 0.12:
        return saint
    if draw < 0.42:
        return f"{saint} {invented}"
    if draw < 0.72:
        return invented
    if draw < 0.82:
        return person
    return " ".join((chance.choice(PLACES["grounds"]), chance.choice(PLACES["features"])))


def _shared_out(total: int, parts: int, chance: random.Random) -> list[int]:
    weights = [chance.lognormvariate(0, 1.2) for _ in range(parts)]
    shares = [max(200, int(total * weight / sum(weights))) for weight in weights]
    largest = shares.index(max(shares))
    shares[largest] += total - sum(shares)
    return shares
