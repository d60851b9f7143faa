"""Names of organisations: how they are made up, shortened to initials and written in forms.

Which organisations exist, and where, is decided in `organisations`.
"""

import random

from pipelines.sample.people_names import surname
from pipelines.sample.places import place_name
from pipelines.sample.spelling import STOP_WORDS, folded
from pipelines.sample.words import GOVERNMENTS, LEGAL_FORMS, ORGANISATIONS

CIVIL_FORMS = (", A.C.", ", I.A.P.")
_CAPITAL_CITY = "09"


def invented_name(actor_type: str, chance: random.Random) -> str:
    """A plausible name of an organisation of the type, with its legal form where it has one."""
    kind, cause = chance.choice(ORGANISATIONS[actor_type]), chance.choice(ORGANISATIONS["causes"])
    surnames = f"{surname(chance)} {surname(chance)}"
    tail = chance.choice((chance.choice(ORGANISATIONS["tails"]), place_name(chance), surnames))
    if actor_type == "osc":
        return f"{kind} {cause} {tail}{chance.choices((*CIVIL_FORMS, ''), (85, 7, 8))[0]}"
    if actor_type == "private_sector":
        return f"{kind} {surname(chance)} {tail}{chance.choice(LEGAL_FORMS['company'])}"
    return f"{kind} {cause} {tail}" if actor_type != "academia" else f"{kind} {tail} de {cause}"


def government_name(place: str, level: str, cve_ent: str) -> str:
    """The full name of a local government; Mexico City's municipalities are boroughs."""
    return _government_forms(level, cve_ent)[0].format(place)


def government_forms(place: str, level: str, cve_ent: str) -> tuple[str, ...]:
    """The names that people of a local government write, its agencies included."""
    return tuple(form.format(place) for form in _government_forms(level, cve_ent))


def _government_forms(level: str, cve_ent: str) -> list[str]:
    if cve_ent == _CAPITAL_CITY:
        return GOVERNMENTS["capital" if level == "state" else "borough"]
    return GOVERNMENTS[level]


def civil_forms(name: str) -> tuple[str, ...]:
    """The ways to write a name with and without its legal form; three or more."""
    bare = without_legal_form(name)
    forms = LEGAL_FORMS["assistance" if name.endswith(CIVIL_FORMS[1]) else "association"]
    if not name.endswith(CIVIL_FORMS):
        return tuple(dict.fromkeys((name, bare, f"{bare}.", f'"{bare}"')))
    return tuple(f"{bare}{form}" for form in forms)


def without_legal_form(name: str) -> str:
    """The name up to the comma that opens its legal form."""
    return name.split(",")[0]


def acronym(name: str) -> str:
    """The initials of a name's words, legal form left out; empty where they would be fewer than three."""
    words = [word for word in without_legal_form(name).split() if folded(word) not in STOP_WORDS]
    initials = "".join(folded(word)[0] for word in words).upper()
    return initials if len(initials) >= 3 else ""
