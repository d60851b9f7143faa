"""What the tables of groups, returns, sets of sessions, presence and minutes must say of a small cycle.

It is written in plain Python and pandas from the design's words, and shares no code with `sql/`; people and
organisations are counted in the oracles beside it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

import pandas as pd

from .frames import TYPES, Frames, groups, in_group, of_session, share
from .registers import Row
from .small_cycles import covered

# Beyond this many sessions only the sets that occur are listed.
MOST_SESSIONS = 8


def members(frames: Frames) -> Iterator[Row]:
    """Each participation once in each of its groups."""
    organisations = frames.organisations.set_index("organisation_key")["is_listed"]
    for actor_type, level, part in groups(frames.took_part):
        for _, row in part.astype(object).where(part.notna(), None).iterrows():
            copied = (
                "session_id",
                "person_id",
                "is_registered",
                "is_attended",
                "organisation_key",
                "cve_ent",
            )
            yield {
                **{column: row[column] for column in copied},
                "actor_type": actor_type,
                "government_level": level,
                "is_listed": bool(organisations.get(row["organisation_key"], False))
                and _is_of_register(row["organisation_key"], row["actor_type"], level),
            }


def _is_of_register(organisation_key: str, actor_type: str, level: str) -> bool:
    """Whether the key is one of the register that the type and level are measured against."""
    register, _, code = organisation_key.partition(":")
    if actor_type == "osc":
        return register == "osc"
    return register == "gov" and len(code) in {"municipal": (5,), "state": (2,)}.get(level, (2, 5))


def retention(frames: Frames) -> Iterator[Row]:
    """Of those who came to a session, as what they came there, how many came to a later one."""
    for earlier, later in combinations(frames.sessions, 2):
        returned = set(of_session(frames.came, later)["person_id"])
        for actor_type in TYPES:
            people = set(in_group(of_session(frames.came, earlier), actor_type)["person_id"])
            from_people = len(people) if earlier["has_attendance"] else None
            both = len(people & returned) if earlier["has_attendance"] and later["has_attendance"] else None
            yield {
                "from_session_id": earlier["session_id"],
                "to_session_id": later["session_id"],
                "actor_type": actor_type,
                "people": both,
                "from_people": from_people,
                "share": share(both, from_people),
            }


def session_overlap(frames: Frames) -> Iterator[Row]:
    """Exactly these sessions and no other, as this type: so the sets of a type add up to all who came as it.

    A session without attendance is in no set: who came to it is not known.
    """
    order = [str(session["session_id"]) for session in frames.sessions if session["has_attendance"]]
    for actor_type in TYPES:
        part = in_group(frames.came, actor_type)
        people, organisations = _sets(part, "person_id", order), _sets(part, "organisation_key", order)
        for chosen in _listed_sets(order, people, organisations):
            yield {
                "sessions": list(chosen),
                "session_count": len(chosen),
                "actor_type": actor_type,
                "people": people[chosen],
                "organisations": organisations[chosen],
            }


def _sets(part: pd.DataFrame, unit: str, order: list[str]) -> Counter[tuple[str, ...]]:
    """How many of the unit attended each set."""
    attended = part.dropna(subset=[unit]).groupby(unit)["session_id"].agg(set)
    return Counter(tuple(session for session in order if session in found) for found in attended)


def _listed_sets(order: list[str], *occurring: Counter[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Every set of the sessions; of many sessions those in which somebody of the type was."""
    if len(order) > MOST_SESSIONS:
        return {chosen for counter in occurring for chosen in counter}
    return {chosen for size in range(1, len(order) + 1) for chosen in combinations(order, size)}


def presence(frames: Frames) -> Iterator[Row]:
    """The seconds of the session in which somebody was there, on whatever number of devices."""
    sessions = {session["session_id"]: session for session in frames.sessions}
    for (session_id, person_id), stays in _timed(frames).items():
        seconds = covered(sessions[session_id], stays)
        yield {"session_id": session_id, "person_id": person_id, "present_seconds": len(seconds)}


def _timed(frames: Frames) -> dict[tuple[object, object], list[Row]]:
    timed: dict[tuple[object, object], list[Row]] = {}
    for stay in frames.stays:
        if stay["is_present"] and stay["is_timed"]:
            timed.setdefault((stay["session_id"], stay["person_id"]), []).append(stay)
    return timed


def minutes(frames: Frames) -> Iterator[Row]:
    """Who of those who attended was there at the first second of each minute, counted from the opening."""
    timed = _timed(frames)
    for session in frames.sessions:
        if session["has_attendance"]:
            audience = of_session(frames.came, session)["person_id"]
            there = [
                covered(session, timed[session["session_id"], person])
                for person in audience
                if (session["session_id"], person) in timed
            ]
            for minute, second in enumerate(range(0, int(str(session["session_seconds"])), 60)):
                yield {
                    "session_id": session["session_id"],
                    "minute": minute,
                    "people": sum(second in seconds for seconds in there),
                }


def seconds_of_spans(frames: Frames) -> dict[tuple[object, object], Counter[int]]:
    """Session and person -> each second in which they were there, since 1970, once."""
    opens = {session["session_id"]: session for session in frames.sessions}
    found: dict[tuple[object, object], Counter[int]] = {}
    for (session_id, person_id), stays in _timed(frames).items():
        session = opens[session_id]
        start = session["opens_at"]
        assert isinstance(start, datetime)
        first = int(start.timestamp())
        found[session_id, person_id] = Counter(first + second for second in covered(session, stays))
    return found
