"""What the figures must be: the promised tables of `reach`, recomputed in plain pandas from a truth.

It is written from the words of the design and of the tables' headers, and shares no code with `sql/`. How the
pipeline's tables are compared with it is in `comparison`.
"""

from collections.abc import Iterator

import pandas as pd

from assets.cycle import Cycle

from .facts import groups, participation_facts, types
from .planted import Truth

Row = dict[str, object]

STAGES = ("registered", "attended", "half", "certificate")
# Each threshold with the minutes, or else the percentage of the session, that it asks.
THRESHOLDS = {
    "1 min": (1, 0),
    "25 %": (0, 25),
    "50 %": (0, 50),
    "75 %": (0, 75),
    "85 %": (0, 85),
    "100 %": (0, 100),
}
STATES = 32
STATES_EDITION = "INEGI, Censo de Población y Vivienda 2020"


def expected_tables(truth: Truth) -> dict[str, pd.DataFrame]:
    """Table -> every row that it must have, in any order; organisations go by `organisation_id`."""
    facts = participation_facts(truth)
    return {
        "session_reach": pd.DataFrame(_session_reach(facts, truth.cycle)),
        "cycle_reach": pd.DataFrame(_cycle_reach(facts, truth)),
        "session_organisation": _session_organisation(facts, truth),
        "funnel": pd.DataFrame(_funnel(facts, truth.cycle)),
        "attendance_curve": pd.DataFrame(_attendance_curve(facts, truth.cycle)),
    }


def _of_session(facts: pd.DataFrame, session_id: str) -> pd.DataFrame:
    return facts[facts["session_id"] == session_id]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _places(came: pd.DataFrame) -> Row:
    return {
        "states_with_attendees": came["cve_ent"].nunique(),
        "municipalities_with_attendees": came["cvegeo"].nunique(),
        "municipal_governments_attended": came["governs"].nunique(),
    }


def _session_reach(facts: pd.DataFrame, cycle: Cycle) -> Iterator[Row]:
    for session in cycle.sessions:
        for actor_type, level, part in groups(_of_session(facts, session.session_id)):
            yield {
                "session_id": session.session_id,
                "session_date": session.session_date.isoformat(),
                "actor_type": actor_type,
                "government_level": level,
                **_session_figures(part[part["registered"]], part[part["attended"]]),
            }


def _session_figures(registered: pd.DataFrame, came: pd.DataFrame) -> Row:
    came_registered, first_time = int(came["registered"].sum()), int(came["is_first"].sum())
    return {
        "registered_people": len(registered),
        "registered_organisations": registered["organisation_id"].nunique(),
        "attended_people": len(came),
        "attended_registered_people": came_registered,
        "attended_unregistered_people": len(came) - came_registered,
        "attended_unknown_duration_people": 0,
        "attended_organisations": came["organisation_id"].nunique(),
        "certificate_people": int(came["certified"].sum()),
        "attendance_rate": _share(came_registered, len(registered)),
        "median_minutes": came["seconds"].median() / 60,
        **_places(came),
        "first_time_people": first_time,
        "returning_people": len(came) - first_time,
    }


def _cycle_reach(facts: pd.DataFrame, truth: Truth) -> Iterator[Row]:
    """A person counts once under each type attended as, whatever the type was in each of their sessions."""
    least, sessions = truth.cycle.thresholds.certificate_min_sessions, len(truth.cycle.sessions)
    for actor_type, level, part in groups(facts):
        came = part[part["attended"]]
        completed, certified = came["sessions_attended"] == sessions, came["sessions_certified"] >= least
        yield {
            "actor_type": actor_type,
            "government_level": level,
            "registered_people": part.loc[part["registered"], "person_id"].nunique(),
            "attended_people": came["person_id"].nunique(),
            "attended_organisations": came["organisation_id"].nunique(),
            "completed_people": came.loc[completed, "person_id"].nunique(),
            "certificate_people": came.loc[certified, "person_id"].nunique(),
            **_places(came),
            **_coverage(actor_type, level, came, truth),
        }


def _coverage(actor_type: str, level: str, came: pd.DataFrame, truth: Truth) -> Row:
    """Against the register, which only OSC and local governments have."""
    columns = ("eligible", "coverage", "attended_outside_register", "edition")
    if actor_type not in ("osc", "local_government"):
        return dict.fromkeys(columns)
    attended = truth.organisations[truth.organisations["organisation_id"].isin(came["organisation_id"])]
    if actor_type == "osc":
        eligible, edition = len(truth.eligible_osc), _edition(truth.cycle, "osc")
        listed = int(attended["cluni"].isin(truth.eligible_osc).sum())
    else:
        eligible, edition = _governments(level, truth)
        municipal = attended["government_level"] == "municipal"
        listed = int((~municipal | attended["cvegeo"].isin(truth.municipalities)).sum())
    return dict(zip(columns, (eligible, listed / eligible, len(attended) - listed, edition), strict=True))


def _governments(level: str, truth: Truth) -> tuple[int, str]:
    """How many local governments there are, and the editions of the catalogues that say so."""
    municipal = len(truth.municipalities), _edition(truth.cycle, "municipalities")
    if level == "municipal":
        return municipal
    if level == "state":
        return STATES, STATES_EDITION
    return municipal[0] + STATES, " + ".join(sorted((municipal[1], STATES_EDITION)))


def _edition(cycle: Cycle, kind: str) -> str:
    return str(getattr(cycle.registers, kind).edition)


def _session_organisation(facts: pd.DataFrame, truth: Truth) -> pd.DataFrame:
    took_part = facts[facts["registered"] | facts["attended"]]
    counted = took_part.groupby(["session_id", "organisation_id"], as_index=False).agg(
        registered_people=("registered", "sum"), attended_people=("attended", "sum")
    )
    described = truth.organisations[["organisation_id", "actor_type", "government_level", "cvegeo"]]
    level = described["government_level"].where(described["government_level"] != "")
    return counted.merge(described.assign(government_level=level), on="organisation_id")


def _funnel(facts: pd.DataFrame, cycle: Cycle) -> Iterator[Row]:
    for session_id in cycle.session_ids:
        for actor_type, part in types(_of_session(facts, session_id)):
            registered = part[part["registered"]]
            reached = [len(registered), *(int(registered[stage].sum()) for stage in ("attended", "half"))]
            reached.append(int((registered["half"] & registered["certified"]).sum()))
            for order, stage in enumerate(STAGES, start=1):
                people = reached[order - 1]
                yield {
                    "session_id": session_id,
                    "actor_type": actor_type,
                    "stage": stage,
                    "stage_order": order,
                    "people": people,
                    "share_of_previous": _share(people, reached[order - 2]) if order > 1 else None,
                    "share_of_first": _share(people, reached[0]),
                }


def _attendance_curve(facts: pd.DataFrame, cycle: Cycle) -> Iterator[Row]:
    for session_id in cycle.session_ids:
        for actor_type, part in types(_of_session(facts, session_id)):
            for order, (threshold, (minutes, percentage)) in enumerate(THRESHOLDS.items(), start=1):
                asked = 60 * minutes + part["length"] * percentage / 100
                yield {
                    "session_id": session_id,
                    "actor_type": actor_type,
                    "threshold": threshold,
                    "threshold_order": order,
                    "people": int((part["seconds"] >= asked).sum()),
                    "unknown_duration_people": 0,
                }
