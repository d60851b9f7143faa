"""The people of a sample: an audience that belongs to organisations or to none, hosts and speakers.

Who they are, where they belong and what they would answer about themselves is decided here; what they do
is not.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.sample.organisations import Organisation
from pipelines.sample.people_names import given_name, surname
from pipelines.sample.places import Places
from pipelines.sample.settings import PEOPLE_AT_SCALE_1, Settings
from pipelines.sample.spelling import folded, slug

ORGANISER_DOMAIN = "organizador.example"
SPEAKER_DOMAIN = "ponencias.example"
INDIVIDUAL_SHARE = 0.07
_MAIL_DOMAINS = (
    "correo.example",
    "buzon.example",
    "mensajeria.example",
    "cartero.example",
    "example.com",
    "example.org",
)
_POSITIONS = (
    "Dirección general",
    "Coordinación de proyectos",
    "Procuración de fondos",
    "Voluntariado",
    "Presidencia",
    "Secretaría técnica",
    "Enlace institucional",
    "Regiduría",
    "Docencia e investigación",
    "Área administrativa",
)
_HEARD = (
    "Correo electrónico",
    "Redes sociales",
    "Página web institucional",
    "Invitación de otra organización",
    "Un conocido",
)
_GENDERS = (("Mujer", 0.62), ("Hombre", 0.38))
# An organisation with this weight sends forty times as many as the smallest, and never more.
_LARGEST_WEIGHT = 40.0


@dataclass(frozen=True)
class Person:
    """Somebody who exists; `role` is audience, host or speaker, `organisation_id` empty for individuals."""

    person_id: str
    given: str
    surnames: tuple[str, str]
    gender: str
    email: str
    organisation_id: str
    actor_type: str
    cvegeo: str
    role: str
    position: str
    how_heard: str
    phone: str

    @property
    def name(self) -> str:
        """The full name: given name or names and two surnames."""
        return f"{self.given} {self.surnames[0]} {self.surnames[1]}"


def audience_size(settings: Settings) -> int:
    """How many people take part at this scale."""
    return settings.sized(PEOPLE_AT_SCALE_1)


def members_size(settings: Settings) -> int:
    """How many of them belong to an organisation."""
    size = audience_size(settings)
    return size - round(size * INDIVIDUAL_SHARE)


class _Making:
    """Keeps full names and addresses unique while people are made."""

    def __init__(self, places: Places, chance: random.Random) -> None:
        self.places = places
        self.chance = chance
        self._names: set[str] = set()
        self._emails: set[str] = set()

    def person(self, role: str, organisation: Organisation | None, domain: str) -> Person:
        gender, given, surnames = self._new_name()
        actor_type = organisation.actor_type if organisation else "individual"
        return Person(
            "",
            given,
            surnames,
            gender,
            self._new_email(given, surnames[0], domain),
            organisation.organisation_id if organisation else "",
            actor_type,
            self._own_place(organisation),
            role,
            self.chance.choice(_POSITIONS),
            self.chance.choice(_HEARD),
            f"00{self.chance.randrange(10**8):08d}",
        )

    def _new_name(self) -> tuple[str, str, tuple[str, str]]:
        while True:
            gender = self.chance.choices([g for g, _ in _GENDERS], [share for _, share in _GENDERS])[0]
            given, surnames = given_name(gender, self.chance), (surname(self.chance), surname(self.chance))
            key = folded(f"{given} {surnames[0]} {surnames[1]}")
            if key not in self._names:
                self._names.add(key)
                return gender, given, surnames

    def _new_email(self, given: str, family: str, domain: str) -> str:
        local = slug(f"{given.split()[0]} {family}").replace("-", ".")
        email, number = f"{local}@{domain}", 1
        while email in self._emails:
            number = number * 10 + self.chance.randrange(10)
            email = f"{local}{number}@{domain}"
        self._emails.add(email)
        return email

    def _own_place(self, organisation: Organisation | None) -> str:
        draw = self.chance.random()
        if organisation and draw < 0.75:
            return organisation.seat
        near = organisation.seat[:2] if organisation and draw < 0.95 else None
        return self.places.draw_municipality(self.chance, near).cvegeo


def make_people(
    places: Places,
    organisations: Sequence[Organisation],
    organiser: Organisation,
    sessions: int,
    settings: Settings,
) -> list[Person]:
    """The audience, three hosts of the organiser and two speakers per session, numbered in that order."""
    making = _Making(places, settings.chance("people"))
    audience = list(_audience(making, organisations, settings))
    making.chance.shuffle(audience)
    audience = _with_shared_emails(_with_namesakes(audience, settings), settings)
    hosts = [making.person("host", organiser, ORGANISER_DOMAIN) for _ in range(3)]
    speakers = [making.person("speaker", None, SPEAKER_DOMAIN) for _ in range(2 * sessions)]
    everybody = enumerate(audience + hosts + speakers, start=1)
    return [replace(person, person_id=f"p{number:06d}") for number, person in everybody]


def _audience(making: _Making, organisations: Sequence[Organisation], settings: Settings) -> Iterator[Person]:
    members = members_size(settings)
    weights = [min(making.chance.paretovariate(1.3), _LARGEST_WEIGHT) for _ in organisations]
    further = making.chance.choices(organisations, weights, k=members - len(organisations))
    domains = _domains(organisations)
    for organisation in (*organisations, *further):
        own = making.chance.random() < 0.5
        domain = domains[organisation.organisation_id] if own else making.chance.choice(_MAIL_DOMAINS)
        yield making.person("audience", organisation, domain)
    for _ in range(audience_size(settings) - members):
        yield making.person("audience", None, making.chance.choice(_MAIL_DOMAINS))


def _domains(organisations: Sequence[Organisation]) -> dict[str, str]:
    taken: dict[str, str] = {}
    for organisation in organisations:
        word = slug(organisation.name, 28)
        domain = f"{word}.example"
        if domain in taken:
            domain = f"{word}-{organisation.organisation_id}.example"
        taken[domain] = organisation.organisation_id
    return {identifier: domain for domain, identifier in taken.items()}


def _pairs(count: int, share: float, chance: random.Random) -> Iterator[tuple[int, int]]:
    drawn = chance.sample(range(count), 2 * round(count * share / 2))
    return zip(drawn[::2], drawn[1::2], strict=True)


def _with_namesakes(people: list[Person], settings: Settings) -> list[Person]:
    chance = settings.chance("namesakes")
    for one, other in _pairs(len(people), settings.noise.namesakes, chance):
        first = people[one]
        people[other] = replace(
            people[other], given=first.given, surnames=first.surnames, gender=first.gender
        )
    return people


def _with_shared_emails(people: list[Person], settings: Settings) -> list[Person]:
    chance = settings.chance("shared e-mails")
    for one, other in _pairs(len(people), settings.noise.shared_email, chance):
        people[other] = replace(people[other], email=people[one].email)
    return people
