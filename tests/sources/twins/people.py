"""Who is planted in twins: people with the names that real ones have, and when they were on the call.

The same seed gives the same people. Which layout writes what of them is the layout's business.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.sources.twins.model import Planted

ZONE = ZoneInfo("America/Mexico_City")
OPENS = datetime.combine(date(2021, 5, 4), time(10))
CLOSES = OPENS + timedelta(hours=2)
TITLE = "Conversatorio 1"
NUMBER = 84511112222
_GIVEN = (
    "Ana", "Begoña", "César", "Dulce María", "Élodie", "Fermín", "Gabriela", "Héctor", "Itzel", "José Ángel",
    "Karla", "Lucía", "Martín", "Noemí", "Óscar", "Pilar", "Ramón", "Sofía", "Tomás", "Úrsula", "Verónica", "Zoé",
)  # fmt: skip
_SURNAMES = (
    "Álvarez", "Bermúdez", "Cruz", "Domínguez", "Estévez", "Fuentes", "Güemes", "Hernández", "Ibáñez", "Juárez",
    "King", "López", "Muñoz", "Núñez", "Ochoa", "Peña", "Quiñones", "Ríos", "Solís", "Treviño", "Uribe", "Zúñiga",
)  # fmt: skip


@dataclass(frozen=True)
class Stay:
    """One stay of a person; `joined`, `left` and `registered` are local to Mexico City, without offset."""

    number: int
    given: str
    surnames: str
    name: str
    email: str
    registered: datetime
    joined: datetime
    left: datetime

    @property
    def seconds(self) -> int:
        """How long it was."""
        return int((self.left - self.joined).total_seconds())

    @property
    def minutes(self) -> str:
        """How long it was, in minutes begun."""
        return str(-(-self.seconds // 60))

    @property
    def planted(self) -> Planted:
        """The stay as a row of its own says it, to the second."""
        return Planted(self.name, self.email, str(self.number), instant(self.joined), instant(self.left))


def stays_of(seed: int, rows: int) -> list[Stay]:
    """So many stays, every one of them in the session, some of them of a person who was there before."""
    chance = Random(seed)
    pairs = [(given, surname) for given in _GIVEN for surname in _SURNAMES]
    people = chance.sample(pairs, rows)
    stays: list[Stay] = []
    for number, (given, surname) in enumerate(people):
        if stays and chance.random() < 0.15:
            stays.append(_again(stays[-1], number, chance))
        else:
            stays.append(_stay(number, given, surname, chance))
    return stays


def instant(moment: datetime) -> datetime:
    """A local moment with its offset."""
    return moment.replace(tzinfo=ZONE)


def month_first(moment: datetime) -> str:
    """As exports of American accounts write it: `05/04/2021 10:00:00 AM`."""
    return moment.strftime("%m/%d/%Y %I:%M:%S %p")


def day_first(moment: datetime) -> str:
    """As forms in Mexico write it: `04/05/2021 10:00:00`."""
    return moment.strftime("%d/%m/%Y %H:%M:%S")


def _stay(number: int, given: str, surname: str, chance: Random) -> Stay:
    surnames = f"{surname} {chance.choice(_SURNAMES)}"
    joined = OPENS + timedelta(seconds=chance.randrange(-300, 1800))
    return Stay(
        number,
        given,
        surnames,
        _shown(given, surnames, chance),
        "" if chance.random() < 0.15 else _email(given, surnames),
        datetime.combine(date(2021, 4, chance.randrange(13, 31)), time(chance.randrange(8, 22), number % 60)),
        joined,
        joined + timedelta(seconds=chance.randrange(60, 5000)),
    )


def _again(before: Stay, number: int, chance: Random) -> Stay:
    joined = before.left + timedelta(seconds=chance.randrange(60, 600))
    left = joined + timedelta(seconds=chance.randrange(60, 1200))
    person = (before.given, before.surnames, before.name, before.email, before.registered)
    return Stay(number, *person, joined, left)


def _shown(given: str, surnames: str, chance: Random) -> str:
    ways = (
        f"{given} {surnames}",
        f"{given} {surnames}",
        f"{surnames}, {given}",
        f'{given} "Chayo" {surnames}',
        f"iPhone ({given} {surnames})",
    )
    return chance.choice(ways)


def _email(given: str, surnames: str) -> str:
    text = unicodedata.normalize("NFKD", f"{given}.{surnames}".replace(" ", ".").lower())
    return text.encode("ascii", "ignore").decode() + "@example.org"
