"""What the tables that list organisations and governments must say of a small cycle, in plain pandas.

It is written from the design's words and shares no code with `sql/`; people, sets and minutes are in the other oracles.
"""

from collections.abc import Iterator

import pandas as pd

from .frames import TYPES, Frames, in_group, keys, of_session, share
from .people_oracle import edition_of, eligible_keys, is_comparable
from .registers import Row

REGISTERED = (
    ("osc", "all"),
    ("local_government", "all"),
    ("local_government", "municipal"),
    ("local_government", "state"),
)
STATES_EDITION = "INEGI, Censo de Población y Vivienda 2020"


def _seat(organisation: Row) -> object:
    """A government is one cvegeo; of others a municipality where one is known, and a state level's place is its state."""
    register, _, code = str(organisation["organisation_key"]).partition(":")
    if register == "gov":
        return code
    if organisation["cvegeo"] is None and organisation["government_level"] == "state":
        return organisation["cve_ent"]
    return organisation["cvegeo"]


def _described(organisation: Row) -> Row:
    return {
        "organisation_key": organisation["organisation_key"],
        "name": organisation["official_name"],
        "actor_type": organisation["actor_type"],
        "government_level": organisation["government_level"],
        "cvegeo": _seat(organisation),
    }


def _theirs(frames: Frames, part: pd.DataFrame) -> Iterator[tuple[Row, pd.DataFrame]]:
    """Each organisation, with those of its people who registered or attended."""
    part = part[part["is_registered"] | part["is_attended"]]
    for number in range(len(frames.organisations)):
        organisation: Row = {
            str(column): value for column, value in frames.organisations.iloc[number].items()
        }
        people = part[part["organisation_key"] == organisation["organisation_key"]]
        if len(people):
            yield organisation, people


def session_organisation(frames: Frames) -> Iterator[Row]:
    """Which organisations came to each session, and with how many."""
    for session in frames.sessions:
        for organisation, people in _theirs(frames, of_session(frames.took_part, session)):
            attended = int(people["is_attended"].sum())
            yield {
                "session_id": session["session_id"],
                **_described(organisation),
                "registered_people": int(people["is_registered"].sum()),
                "attended_people": attended if session["has_attendance"] else None,
            }


def organisation_reach(frames: Frames) -> Iterator[Row]:
    """Each organisation that took part; what it attended is unknown while nothing has attendance."""
    listed = {row["cluni"] for row in frames.osc}
    for organisation, people in _theirs(frames, frames.took_part):
        came = people[people["is_attended"]]
        yield {
            **_described(organisation),
            "cluni": organisation["cluni"] if organisation["cluni"] in listed else None,
            "sessions_registered": people.loc[people["is_registered"], "session_id"].nunique(),
            "sessions_attended": came["session_id"].nunique() if frames.has_attendance else None,
            "attended_people": came["person_id"].nunique() if frames.has_attendance else None,
        }


def local_government_reach(frames: Frames) -> Iterator[Row]:
    """Each government that a catalogue lists: municipalities and alcaldías, and states."""
    names = {row["cve_ent"]: row["short_name"] for row in frames.states}
    for row in frames.municipalities:
        listed = {"cvegeo": row["cvegeo"], "government_level": "municipal", "state": names[row["cve_ent"]]}
        yield {**listed, **_catalogued(row), **_reached(frames, f"gov:{row['cvegeo']}")}
    for row in frames.states:
        listed = {"cvegeo": row["cve_ent"], "government_level": "state", "state": row["short_name"]}
        yield {
            **listed,
            **_catalogued({**row, "edition": STATES_EDITION}),
            **_reached(frames, f"gov:{row['cve_ent']}"),
        }


def _catalogued(row: Row) -> Row:
    return {column: row[column] for column in ("name", "population", "edition")}


def _reached(frames: Frames, key: str) -> Row:
    came = frames.came[frames.came["organisation_key"] == key].sort_values("session_order")
    is_known = frames.has_attendance
    return {
        "reached": len(came) > 0 if is_known else None,
        "sessions_attended": came["session_id"].nunique() if is_known else None,
        "first_session_id": came["session_id"].iloc[0] if len(came) else None,
        "attended_people": came["person_id"].nunique() if is_known else None,
    }


def _places(frames: Frames) -> Iterator[Row]:
    """Every state, and the place of whom nobody can place."""
    for row in frames.states:
        yield {"cve_ent": row["cve_ent"], "state": row["short_name"]}
    yield {"cve_ent": None, "state": "no dato"}


def _at(part: pd.DataFrame, column: str, place: Row) -> pd.DataFrame:
    return part[part[column].isna() if place["cve_ent"] is None else part[column] == place["cve_ent"]]


def session_state(frames: Frames) -> Iterator[Row]:
    """Where the people of each session came from."""
    for session in frames.sessions:
        part = of_session(frames.took_part, session)
        for place in _places(frames):
            for actor_type in TYPES:
                here = _at(in_group(part, actor_type), "cve_ent", place)
                registered, came = here[here["is_registered"]], here[here["is_attended"]]
                is_known = session["has_attendance"]
                yield {
                    "session_id": session["session_id"],
                    **place,
                    "actor_type": actor_type,
                    "registered_people": len(registered),
                    "attended_people": len(came) if is_known else None,
                    "registered_organisations": len(keys(registered)),
                    "attended_organisations": len(keys(came)) if is_known else None,
                }


def coverage(frames: Frames) -> Iterator[Row]:
    """By the state of the seat, the register's where it lists them: who of the eligible came, and who beside them."""
    seats = frames.organisations.set_index("organisation_key")["cve_ent"].to_dict()
    seats |= {f"osc:{row['cluni']}": row["cve_ent"] for row in frames.osc}
    part = frames.took_part.assign(seat=frames.took_part["organisation_key"].map(seats.get))
    for actor_type, level in REGISTERED:
        edition = edition_of(frames, actor_type, level)
        for place in _places(frames) if edition else ():
            here = _at(in_group(part, actor_type, level), "seat", place)
            yield {
                **place,
                "actor_type": actor_type,
                "government_level": level,
                **_covered(frames, actor_type, level, here, place),
                "edition": edition,
            }


def _covered(frames: Frames, actor_type: str, level: str, here: pd.DataFrame, place: Row) -> Row:
    eligible = _eligible(frames, actor_type, level, place)
    attended = keys(here[here["is_attended"]])
    reached = len(attended & eligible_keys(frames, actor_type, level))
    is_known = frames.has_attendance
    can_compare = is_known and is_comparable(frames, actor_type, level)
    return {
        "eligible": eligible,
        "registered_organisations": len(keys(here[here["is_registered"]])),
        "attended_organisations": len(attended) if is_known else None,
        "attended_eligible": reached if can_compare else None,
        "coverage": share(reached, eligible) if can_compare else None,
        "attended_outside_register": len(attended) - reached if can_compare else None,
    }


def _eligible(frames: Frames, actor_type: str, level: str, place: Row) -> int:
    if actor_type == "osc":
        return sum(row["is_eligible"] is True and row["cve_ent"] == place["cve_ent"] for row in frames.osc)
    states = [row for row in frames.states if row["cve_ent"] == place["cve_ent"]]
    if frames.municipalities:
        municipal = sum(row["cve_ent"] == place["cve_ent"] for row in frames.municipalities)
    else:
        municipal = sum(int(str(row["municipalities"])) for row in states)
    return {"municipal": municipal, "state": len(states)}.get(level, municipal + len(states))
