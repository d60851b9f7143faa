"""The rows that registering leaves: what each person answered in the form, and when.

Noise enters here, once per person and form, so that who sends a form twice answers the same twice. The form's
wording is in `layouts.google_forms`.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle

from pipelines.sample.acts import Signup
from pipelines.sample.organisation_names import civil_forms, government_forms
from pipelines.sample.organisations import Organisation
from pipelines.sample.people import Person
from pipelines.sample.settings import Noise, Settings
from pipelines.sample.spelling import email_in_some_case, mistyped, mistyped_email, scuffed
from pipelines.sample.world import World

KINDS = {
    "osc": "Organización de la sociedad civil",
    "municipal": "Gobierno municipal",
    "state": "Gobierno estatal",
    "federal_government": "Gobierno federal",
    "academia": "Institución académica",
    "private_sector": "Sector privado",
    "international": "Organismo internacional",
    "individual": "A título personal",
    "unknown": "Otro",
}
_NO_ORGANISATION = ("", "Ninguna", "A título personal", "No aplica", "Independiente")
_NO_CLUNI = ("", "", "", "En trámite", "No aplica")

# An organisation that is written this often or more is written in as many forms at least.
_FORMS_WRITTEN = 3

Form = tuple[str, str | None]


@dataclass(frozen=True)
class Answers:
    """What one person wrote in one form."""

    email: str
    name: str
    organisation: str
    kind: str
    cluni: str
    state: str
    municipality: str
    position: str
    gender: str
    how_heard: str
    phone: str


@dataclass(frozen=True)
class RegistrationRow:
    """A row of a form's file; `at` is local to the cycle, `session_id` None in the whole cycle's form."""

    session_id: str | None
    at: datetime
    person_id: str
    organisation_id: str
    answers: Answers


def registration_rows(signups: Sequence[Signup], world: World, settings: Settings) -> list[RegistrationRow]:
    """One row per form sent, in order of time."""
    forms = list(dict.fromkeys((signup.person_id, signup.session_id) for signup in signups))
    organisations = _written_organisations(forms, world, settings)
    writer = _Writer(world, settings)
    answers = {form: writer.answers(world.person[form[0]], organisations[form]) for form in forms}
    rows = [
        RegistrationRow(
            signup.session_id,
            signup.at,
            signup.person_id,
            world.person[signup.person_id].organisation_id,
            answers[signup.person_id, signup.session_id],
        )
        for signup in signups
    ]
    return sorted(rows, key=lambda row: (row.at, row.person_id))


class _Writer:
    """Writes people's answers with the noise that the settings ask for."""

    def __init__(self, world: World, settings: Settings) -> None:
        self.world = world
        self.noise = settings.noise
        self.chance = settings.chance("answers")
        self.emails = frozenset(person.email for person in world.people)

    def answers(self, person: Person, organisation_name: str) -> Answers:
        organisation = self.world.organisation.get(person.organisation_id)
        state, municipality = self._place(organisation.seat if organisation else person.cvegeo)
        return Answers(
            self._email(person),
            scuffed(person.name, self.chance) if self.noise.names_vary else person.name,
            organisation_name,
            _kind(person, organisation),
            self._cluni(organisation),
            state,
            municipality,
            person.position,
            person.gender,
            person.how_heard,
            person.phone,
        )

    def _email(self, person: Person) -> str:
        if self.chance.random() < self.noise.email_typo:
            return mistyped_email(person.email, self.chance, self.emails)
        return email_in_some_case(person.email, self.chance) if self.noise.names_vary else person.email

    def _cluni(self, organisation: Organisation | None) -> str:
        if organisation is None or organisation.actor_type != "osc":
            return ""
        if organisation.cluni:
            return organisation.cluni if self.chance.random() < 0.7 else ""
        return self.chance.choice(_NO_CLUNI) if self.noise.organisation_forms else ""

    def _place(self, cvegeo: str) -> tuple[str, str]:
        municipality = self.world.places.municipality[cvegeo]
        state = self.world.places.state[municipality.cve_ent]
        if not self.noise.names_vary:
            return state.name, municipality.name
        state_name = self.chance.choice((state.name, state.short_name))
        if self.chance.random() < self.noise.municipality_wrong:
            return state_name, self._wrong_municipality(cvegeo)
        return state_name, scuffed(municipality.name, self.chance)

    def _wrong_municipality(self, cvegeo: str) -> str:
        name = self.world.places.municipality[cvegeo].name
        others = [one.name for one in self.world.places.in_state[cvegeo[:2]] if one.cvegeo != cvegeo]
        other = self.chance.choice(others)
        return self.chance.choice(("", mistyped(name, self.chance), other))


def _kind(person: Person, organisation: Organisation | None) -> str:
    level = organisation.government_level if organisation else ""
    return KINDS[level or person.actor_type]


def _written_organisations(forms: Sequence[Form], world: World, settings: Settings) -> dict[Form, str]:
    chance, noise = settings.chance("organisations in forms"), settings.noise
    by_organisation: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        by_organisation[world.person[form[0]].organisation_id].append(form)
    written: dict[Form, str] = {}
    for organisation_id, answered in by_organisation.items():
        organisation = world.organisation.get(organisation_id)
        names = _names(organisation, len(answered), world, noise, chance) if organisation else None
        for index, form in enumerate(answered):
            name = names[index] if names else _no_organisation(noise, chance)
            written[form] = scuffed(name, chance) if noise.names_vary else name
    return written


def _no_organisation(noise: Noise, chance: random.Random) -> str:
    return chance.choice(_NO_ORGANISATION) if noise.organisation_forms else ""


def _names(
    organisation: Organisation, count: int, world: World, noise: Noise, chance: random.Random
) -> list[str]:
    if not noise.organisation_forms:
        return [organisation.name] * count
    forms = _forms(organisation, world)
    in_turn = cycle(chance.sample(forms, len(forms)))
    shortened = _shortened(organisation, count, noise, chance)
    names = [organisation.acronym if short else next(in_turn) for short in shortened]
    # The register explains the initials of whom it lists; the others have to explain theirs.
    if any(shortened) and count > 1 and organisation.explains_acronym and not organisation.cluni:
        plain = next((index for index, short in enumerate(shortened) if not short), count - 1)
        names[plain] = f"{organisation.name} ({organisation.acronym})"
    return names


def _shortened(organisation: Organisation, count: int, noise: Noise, chance: random.Random) -> list[bool]:
    """Which of so many answers are initials; two of three or more stay names, so that three forms are written."""
    drawn = [bool(organisation.acronym) and chance.random() < noise.acronyms for _ in range(count)]
    plain = 2 if count >= _FORMS_WRITTEN else 0
    for index in [index for index, short in enumerate(drawn) if short][max(0, count - plain) :]:
        drawn[index] = False
    return drawn


def _forms(organisation: Organisation, world: World) -> tuple[str, ...]:
    level, cve_ent = organisation.government_level, organisation.cvegeo[:2]
    if not level:
        return civil_forms(organisation.name)
    places = world.places
    place = places.state[cve_ent].name if level == "state" else places.municipality[organisation.cvegeo].name
    return government_forms(place, level, cve_ent)
