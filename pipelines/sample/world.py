"""The world of a sample: who and what exists before anybody registers or comes.

It brings places, organisations and people together; what people do in it is in `acts`.
"""

from dataclasses import dataclass
from functools import cached_property

from pipelines.sample.organisations import Organisation, make_organisations
from pipelines.sample.people import Person, make_people, members_size
from pipelines.sample.places import Places, make_places
from pipelines.sample.settings import Settings


@dataclass(frozen=True)
class World:
    """Everything that exists: `organisations` ends with the organiser; `unreached` OSC are only listed."""

    places: Places
    organisations: tuple[Organisation, ...]
    unreached: tuple[Organisation, ...]
    people: tuple[Person, ...]

    @cached_property
    def organisation(self) -> dict[str, Organisation]:
        """Organisations by identifier."""
        return {organisation.organisation_id: organisation for organisation in self.organisations}

    @cached_property
    def person(self) -> dict[str, Person]:
        """People by identifier."""
        return {person.person_id: person for person in self.people}

    def with_role(self, role: str) -> list[Person]:
        """The people who are audience, host or speaker."""
        return [person for person in self.people if person.role == role]

    def crew(self, session: int) -> list[Person]:
        """Who runs and who speaks at a session, counted from 0: one host and two speakers."""
        hosts, speakers = self.with_role("host"), self.with_role("speaker")
        return [hosts[session % len(hosts)], *speakers[2 * session : 2 * session + 2]]


def make_world(sessions: int, settings: Settings) -> World:
    """The world that the settings give a cycle of so many sessions; the same settings give the same world."""
    places = make_places(settings.chance("places"))
    taking_part, unreached = make_organisations(places, settings, members_size(settings))
    organiser = _organiser(places, len(taking_part) + 1)
    people = make_people(places, taking_part, organiser, sessions, settings)
    return World(places, (*taking_part, organiser), tuple(unreached), tuple(people))


def _organiser(places: Places, number: int) -> Organisation:
    seat = places.in_state["09"][0].cvegeo
    return Organisation(
        f"o{number:05d}", "Dirección Organizadora del Ciclo", "federal_government", "", seat, seat
    )
