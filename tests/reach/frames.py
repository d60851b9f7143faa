"""A small cycle as pandas frames, cut into the groups in which people and organisations are counted.

It shares no code with `sql/`; what is counted in the groups stands in the oracles beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from .registers import Row
from .small_cycles import SmallCycle

GROUPS = (
    ("all", "all"),
    ("osc", "all"),
    ("local_government", "all"),
    ("local_government", "municipal"),
    ("local_government", "state"),
    ("federal_government", "all"),
    ("academia", "all"),
    ("private_sector", "all"),
    ("international", "all"),
    ("individual", "all"),
    ("unknown", "all"),
)
TYPES = tuple(actor_type for actor_type, level in GROUPS if level == "all")
TEXTS = ("actor_type", "government_level", "organisation_key", "governs_cvegeo", "cve_ent", "cvegeo")
FLAGS = (
    "is_registered",
    "is_attended",
    "is_duration_unknown",
    "is_half",
    "is_certified",
    "is_first_attended",
)


@dataclass(frozen=True)
class Frames:
    """`took_part` is one row per session and person, each with the columns of its session; the rest are registers."""

    cycle: Row
    sessions: list[Row]
    took_part: pd.DataFrame
    organisations: pd.DataFrame
    states: list[Row]
    municipalities: list[Row]
    osc: list[Row]
    stays: list[Row]

    @property
    def came(self) -> pd.DataFrame:
        """Who attended."""
        return self.took_part[self.took_part["is_attended"]]

    @property
    def has_attendance(self) -> bool:
        """Some session has attendance."""
        return any(session["has_attendance"] for session in self.sessions)


def frames_of(cycle: SmallCycle) -> Frames:
    """The frames of a cycle."""
    tables = cycle.tables
    return Frames(
        cycle=tables["raw.cycle"][0],
        sessions=tables["core.sessions"],
        took_part=_took_part(tables),
        organisations=_organisations(tables),
        states=tables["raw.states"],
        municipalities=tables["reference.municipalities"],
        osc=tables["reference.osc"],
        stays=tables["core.stays"],
    )


def _took_part(tables: dict[str, list[Row]]) -> pd.DataFrame:
    columns = ["session_id", "person_id", *FLAGS, "present_seconds", *TEXTS]
    frame = pd.DataFrame(tables["core.participation"], columns=columns)
    for flag in FLAGS:
        # A certificate that is undecided is none.
        frame[flag] = frame[flag].eq(True)
    frame["present_seconds"] = frame["present_seconds"].astype("float64")
    sessions = pd.DataFrame(tables["core.sessions"])[["session_id", "session_order", "session_seconds"]]
    return frame.merge(sessions, on="session_id", how="left")


def _organisations(tables: dict[str, list[Row]]) -> pd.DataFrame:
    columns = ["official_name", "actor_type", "government_level", "cluni", "is_listed", "cve_ent", "cvegeo"]
    frame = pd.DataFrame(tables["core.organisations"], columns=["organisation_key", *columns])
    return frame.astype(object).where(frame.notna(), None)


def in_group(part: pd.DataFrame, actor_type: str, level: str = "all") -> pd.DataFrame:
    """The rows of those who took part as this."""
    if actor_type != "all":
        part = part[part["actor_type"] == actor_type]
    return part if level == "all" else part[part["government_level"] == level]


def groups(part: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Each group's actor type, government level, and rows."""
    for actor_type, level in GROUPS:
        yield actor_type, level, in_group(part, actor_type, level)


def of_session(part: pd.DataFrame, session: Row) -> pd.DataFrame:
    """The session's rows."""
    return part[part["session_id"] == session["session_id"]]


def share(part: int | None, whole: int | None) -> float | None:
    """`part` / `whole`; None where one is not known, and for 0 / 0."""
    return part / whole if part is not None and whole else None


def keys(part: pd.DataFrame) -> set[str]:
    """The organisations of these people."""
    return set(part["organisation_key"].dropna())
