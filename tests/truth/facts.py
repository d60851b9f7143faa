"""What the rules make of each person's part in each session: type, organisation, place, presence.

The rules are the design's, in plain pandas; what is counted of it is the oracle's business.
"""

from collections.abc import Iterator

import pandas as pd

from .planted import Truth

ACTOR_TYPES = (
    "osc",
    "local_government",
    "federal_government",
    "academia",
    "private_sector",
    "international",
    "individual",
    "unknown",
)
LEVELS = ("municipal", "state")


def participation_facts(truth: Truth) -> pd.DataFrame:
    """One row per person and session taken part in, with what the rules make of it."""
    people = truth.people[["person_id", "organisation_id", "cvegeo"]].rename(columns={"cvegeo": "own_place"})
    organisations = truth.organisations[["organisation_id", "government_level", "cvegeo"]]
    facts = truth.participation.merge(people, on="person_id", how="left")
    facts = facts.merge(organisations.rename(columns={"cvegeo": "seat"}), on="organisation_id", how="left")
    return _with_presence(_with_identity(facts), truth)


def _with_identity(facts: pd.DataFrame) -> pd.DataFrame:
    """Type, organisation and place, which only a registration somewhere in the cycle can tell."""
    known = facts.groupby("person_id")["registered"].transform("any")
    seat = facts["seat"].where(known)
    # A state government's place is its state, of two digits, and no municipality.
    place = seat.fillna(facts["own_place"].where(known))
    level = facts["government_level"].where(known)
    return facts.assign(
        actor_type=facts["actor_type"].where(known, "unknown"),
        organisation_id=facts["organisation_id"].where(known).replace("", None),
        government_level=level,
        cve_ent=place.str[:2],
        cvegeo=place.where(place.str.len() == 5),
        governs=seat.where(level == "municipal"),
    )


def _with_presence(facts: pd.DataFrame, truth: Truth) -> pd.DataFrame:
    rules = truth.cycle.thresholds
    length = facts["session_id"].map({one.session_id: truth.seconds(one) for one in truth.cycle.sessions})
    attended = facts["seconds"] >= 60 * rules.attended_minutes
    order = facts["session_id"].map({one: index for index, one in enumerate(truth.cycle.session_ids)})
    first = order.where(attended).groupby(facts["person_id"]).transform("min")
    # A whole second is far more than what rounding does to the product of share and length.
    certified = attended & (facts["seconds"] >= rules.certificate_share * length - 1e-6)
    return facts.assign(
        length=length,
        attended=attended,
        half=attended & (2 * facts["seconds"] >= length),
        certified=certified,
        is_first=attended & (order == first),
        sessions_attended=attended.groupby(facts["person_id"]).transform("sum"),
        sessions_certified=certified.groupby(facts["person_id"]).transform("sum"),
    )


def groups(facts: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Every group that is counted, with its rows: everybody, each type, and the levels of local government."""
    yield "all", "all", facts
    for actor_type in ACTOR_TYPES:
        of_type = facts[facts["actor_type"] == actor_type]
        yield actor_type, "all", of_type
        if actor_type == "local_government":
            for level in LEVELS:
                yield actor_type, level, of_type[of_type["government_level"] == level]


def types(facts: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The groups without the levels of local government."""
    return ((actor_type, part) for actor_type, level, part in groups(facts) if level == "all")
