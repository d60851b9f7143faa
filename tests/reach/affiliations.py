"""As what people take part in a small cycle: their actor type, their organisation, and where they come from.

Registers and organisations are drawn in `registers`; when people are there is drawn in `small_cycles`.
"""

from dataclasses import dataclass
from random import Random

from .registers import OTHER_TYPES, Registers, Row, chance

TYPES = ("osc", "local_government", *OTHER_TYPES)
LEVELS = (None, "municipal", "state")


@dataclass(frozen=True)
class Affiliations:
    """Where a person's affiliation is drawn from; contradicted, it need not be what the organisation is."""

    random: Random
    registers: Registers
    organisations: list[Row]
    is_contradicted: bool

    def draw(self) -> Row:
        """The columns of `core.participation` that say as what, of which organisation and from where."""
        organisation: Row = {}
        if self.organisations and chance(self.random, 0.7):
            organisation = self.random.choice(self.organisations)
        return {
            **self._kind(organisation),
            "organisation_key": organisation.get("organisation_key"),
            "governs_cvegeo": organisation.get("governs_cvegeo"),
            **self._place(organisation),
        }

    def _kind(self, organisation: Row) -> Row:
        """A register settles the type of its own; others are what they say in each registration."""
        if self._is_settled(organisation):
            return {column: organisation.get(column) for column in ("actor_type", "government_level")}
        actor_type = organisation.get("actor_type", self.random.choice(TYPES))
        if chance(self.random, 0.3):
            actor_type = self.random.choice(("unknown",) * len(TYPES) + TYPES)
        level = self.random.choice(LEVELS) if actor_type == "local_government" else None
        return {"actor_type": actor_type, "government_level": level}

    def _is_settled(self, organisation: Row) -> bool:
        key = str(organisation.get("organisation_key"))
        listed = {f"osc:{row['cluni']}" for row in self.registers.osc}
        return not self.is_contradicted and (key.startswith("gov:") or key in listed)

    def _place(self, organisation: Row) -> Row:
        """The seat or, where it says nothing against it, what the person said."""
        own = self.random.choice([None, None, *(row["cve_ent"] for row in self.registers.states)])
        towns = [row["cvegeo"] for row in self.registers.municipalities if row["cve_ent"] == own]
        own_town = self.random.choice([None, *towns])
        seat, town = organisation.get("cve_ent"), organisation.get("cvegeo")
        if seat is None:
            return {"cve_ent": own, "cvegeo": own_town}
        if town is None and organisation.get("government_level") != "state" and seat == own:
            return {"cve_ent": seat, "cvegeo": own_town}
        return {"cve_ent": seat, "cvegeo": town}
