"""Names of people: given names and two surnames, drawn from the pools that Faker keeps for Mexico.

The pools are read once and chance is ours, so that a hundred thousand names take a second; who bears a
name is decided in `people`.
"""

import random

from faker.providers.person.es_MX import Provider

_FREQUENT = (
    "Hernández",
    "García",
    "Martínez",
    "López",
    "González",
    "Pérez",
    "Rodríguez",
    "Sánchez",
    "Ramírez",
    "Cruz",
    "Flores",
    "Gómez",
    "Morales",
    "Vázquez",
    "Jiménez",
    "Reyes",
    "Díaz",
    "Torres",
    "Gutiérrez",
    "Ruiz",
)
_SURNAMES = tuple(sorted(" ".join(name.split()) for name in Provider.last_names))
_GIVEN = {
    "Mujer": tuple(sorted(" ".join(name.split()) for name in Provider.first_names_female)),
    "Hombre": tuple(sorted(" ".join(name.split()) for name in Provider.first_names_male)),
}


def surname(chance: random.Random) -> str:
    """A surname; about a third of all draws give one of the twenty most frequent."""
    return chance.choice(_FREQUENT if chance.random() < 0.35 else _SURNAMES)


def given_name(gender: str, chance: random.Random) -> str:
    """One given name or two, for "Mujer" or "Hombre"."""
    name = chance.choice(_GIVEN[gender])
    if " " in name or chance.random() < 0.45:
        return name
    second = chance.choice(_GIVEN[gender])
    return name if " " in second or second == name else f"{name} {second}"
