"""What the tables that count people must say of a small cycle, in plain pandas, from the design's words.

It shares no code with `sql/`; the tables that list organisations, places and sets are in the oracles beside it.
"""

from collections.abc import Iterator

import pandas as pd

from .frames import TYPES, Frames, groups, in_group, keys, of_session, share
from .registers import Row

STAGES = ("registered", "attended", "half", "certificate")
THRESHOLDS = {"1 min": None, "25 %": 25, "50 %": 50, "75 %": 75, "85 %": 85, "100 %": 100}
REGISTER_FIGURES = ("eligible", "coverage", "attended_outside_register", "edition")


def session_reach(frames: Frames) -> Iterator[Row]:
    """Of each session, everybody and each group: what has not been seen yet is no number."""
    for session in frames.sessions:
        for actor_type, level, part in groups(of_session(frames.took_part, session)):
            registered = part[part["is_registered"]]
            attended = _attended(frames, registered, part[part["is_attended"]])
            yield {
                "session_id": session["session_id"],
                "session_date": session["session_date"],
                "actor_type": actor_type,
                "government_level": level,
                "registered_people": len(registered),
                "registered_organisations": len(keys(registered)),
                **(attended if session["has_attendance"] else dict.fromkeys(attended)),
            }


def _attended(frames: Frames, registered: pd.DataFrame, came: pd.DataFrame) -> Row:
    came_registered, first_time = int(came["is_registered"].sum()), int(came["is_first_attended"].sum())
    known = came["present_seconds"].dropna()
    return {
        **_within_bounds("attended_people", len(came)),
        "attended_registered_people": came_registered,
        "attended_unregistered_people": len(came) - came_registered,
        "attended_unknown_duration_people": len(came) - len(known),
        **_within_bounds("attended_organisations", len(keys(came))),
        "certificate_people": int(came["is_certified"].sum()),
        "attendance_rate": share(came_registered, len(registered)),
        "median_minutes": known.median() / 60 if len(known) else None,
        **_places(frames, came),
        "first_time_people": first_time,
        "returning_people": len(came) - first_time,
    }


def _within_bounds(name: str, count: int) -> Row:
    """No link is doubted in a small cycle: the bounds are the count itself."""
    return {name: count, f"{name}_low": count, f"{name}_high": count}


def _places(frames: Frames, came: pd.DataFrame) -> Row:
    """Without a catalogue of municipalities nobody can tell which they were."""
    is_known = bool(frames.municipalities)
    return {
        "states_with_attendees": came["cve_ent"].nunique(),
        "municipalities_with_attendees": came["cvegeo"].nunique() if is_known else None,
        "municipal_governments_attended": came["governs_cvegeo"].nunique() if is_known else None,
    }


def cycle_reach(frames: Frames) -> Iterator[Row]:
    """Over the cycle somebody counts once under each type attended as, with all of their sessions."""
    completed, certified = _completed(frames), _certified(frames)
    for actor_type, level, part in groups(frames.took_part):
        came = part[part["is_attended"]]
        people = set(came["person_id"])
        attended = {
            **_within_bounds("attended_people", len(people)),
            **_within_bounds("attended_organisations", len(keys(came))),
            "completed_people": None if completed is None else len(people & completed),
            "certificate_people": len(people & certified),
            **_places(frames, came),
        }
        yield {
            "actor_type": actor_type,
            "government_level": level,
            "registered_people": part.loc[part["is_registered"], "person_id"].nunique(),
            **(attended if frames.has_attendance else dict.fromkeys(attended)),
            **_register_figures(frames, actor_type, level, keys(came)),
        }


def _completed(frames: Frames) -> set[int] | None:
    """Who attended every session; nobody knows before all of them are held."""
    if not all(session["status"] == "held" for session in frames.sessions):
        return None
    sessions = frames.came.groupby("person_id")["session_id"].nunique()
    return set(sessions[sessions == len(frames.sessions)].index)


def _certified(frames: Frames) -> set[int]:
    sessions = frames.came[frames.came["is_certified"]].groupby("person_id")["session_id"].nunique()
    least = int(str(frames.cycle["certificate_min_sessions"]))
    return set(sessions[sessions >= least].index)


def eligible_keys(frames: Frames, actor_type: str, level: str) -> set[str]:
    """The keys of those whom a register lists as eligible."""
    if actor_type == "osc":
        return {f"osc:{row['cluni']}" for row in frames.osc if row["is_eligible"]}
    municipal = {f"gov:{row['cvegeo']}" for row in frames.municipalities if level in ("all", "municipal")}
    return municipal | {f"gov:{row['cve_ent']}" for row in frames.states if level in ("all", "state")}


def edition_of(frames: Frames, actor_type: str, level: str) -> str | None:
    """The editions of the registers that tell how many there are; None where no register was handed over."""
    if actor_type == "osc":
        return str(frames.osc[0]["edition"]) if frames.osc else None
    if actor_type != "local_government":
        return None
    states = "INEGI, Censo de Población y Vivienda 2020"
    municipal = str(frames.municipalities[0]["edition"]) if frames.municipalities else states
    return " + ".join(sorted({"municipal": {municipal}, "state": {states}}.get(level, {municipal, states})))


def is_comparable(frames: Frames, actor_type: str, level: str) -> bool:
    """Whether the register names them: the states' own number of municipalities does not."""
    return actor_type == "osc" or level == "state" or bool(frames.municipalities)


def _eligible(frames: Frames, actor_type: str, level: str) -> int:
    if is_comparable(frames, actor_type, level):
        return len(eligible_keys(frames, actor_type, level))
    municipal = sum(int(str(row["municipalities"])) for row in frames.states)
    return municipal + (len(frames.states) if level == "all" else 0)


def _register_figures(frames: Frames, actor_type: str, level: str, attended: set[str]) -> Row:
    edition = edition_of(frames, actor_type, level)
    if edition is None:
        return dict.fromkeys(REGISTER_FIGURES)
    eligible = _eligible(frames, actor_type, level)
    reached = len(attended & eligible_keys(frames, actor_type, level))
    is_known = frames.has_attendance and is_comparable(frames, actor_type, level)
    figures = (
        eligible,
        share(reached, eligible) if is_known else None,
        len(attended) - reached if is_known else None,
        edition,
    )
    return dict(zip(REGISTER_FIGURES, figures, strict=True))


def funnel(frames: Frames) -> Iterator[Row]:
    """Nested sets of registered people: whoever is in a stage is in all stages before it."""
    for session in frames.sessions:
        for actor_type in TYPES:
            part = in_group(of_session(frames.took_part, session), actor_type)
            counts = _stages(part[part["is_registered"]], bool(session["has_attendance"]))
            for order, (stage, people) in enumerate(zip(STAGES, counts, strict=True), start=1):
                yield {
                    "session_id": session["session_id"],
                    "actor_type": actor_type,
                    "stage": stage,
                    "stage_order": order,
                    "people": people,
                    "share_of_previous": share(people, counts[order - 2]) if order > 1 else None,
                    "share_of_first": share(people, counts[0]),
                }


def _stages(registered: pd.DataFrame, has_attendance: bool) -> list[int | None]:
    if not has_attendance:
        return [len(registered), None, None, None]
    came = registered[registered["is_attended"]]
    half = came[2 * came["present_seconds"] >= came["session_seconds"]]
    return [len(registered), len(came), len(half), int(half["is_certified"].sum())]


def attendance_curve(frames: Frames) -> Iterator[Row]:
    """By each threshold whoever was present so long attended; a time that is not known reaches none."""
    for session in frames.sessions:
        for actor_type in TYPES:
            part = in_group(of_session(frames.took_part, session), actor_type)
            unknown = int((part["is_attended"] & part["present_seconds"].isna()).sum())
            for order, (threshold, percent) in enumerate(THRESHOLDS.items(), start=1):
                yield {
                    "session_id": session["session_id"],
                    "actor_type": actor_type,
                    "threshold": threshold,
                    "threshold_order": order,
                    "people": _present(part, percent) if session["has_attendance"] else None,
                    "unknown_duration_people": unknown if session["has_attendance"] else None,
                }


def _present(part: pd.DataFrame, percent: int | None) -> int:
    least = 60 if percent is None else part["session_seconds"] * percent / 100
    return int((part["present_seconds"] >= least).sum())
