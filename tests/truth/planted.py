"""The planted truth of a sample, read from its `truth/` and `reference/` folders.

Here it becomes frames and sets with the right types; what follows from it is the oracle's business.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from assets.cycle import Cycle, Session, load_cycle

ELIGIBLE = ("Activa", "Activa condicionada")


@dataclass(frozen=True)
class Truth:
    """Who exists and who really did what.

    `people`: person_id, email, organisation_id, cvegeo, role. `organisations`: organisation_id, name, actor_type,
    government_level, cvegeo, cluni. `participation`: person_id, session_id, registered (bool), seconds (NaN
    where the person was not on the call), actor_type. `rows`: file, line, person_id, organisation_id. Of the
    registers: the CLUNI of all OSC and of the eligible ones, and the municipalities' names by `cvegeo`.
    """

    cycle: Cycle
    people: pd.DataFrame
    organisations: pd.DataFrame
    participation: pd.DataFrame
    rows: pd.DataFrame
    listed_osc: frozenset[str]
    eligible_osc: frozenset[str]
    municipalities: dict[str, str]

    @property
    def audience(self) -> frozenset[str]:
        """The people who are neither host nor speaker."""
        return frozenset(self.people.loc[self.people["role"] == "audience", "person_id"])

    def window(self, session: Session) -> tuple[datetime, datetime]:
        """From when until when the session lasts: actual start and end, else as scheduled."""
        start, end = session.actual_start, session.actual_end
        return (
            self.cycle.instant(start) if start else self.cycle.scheduled_start(session),
            self.cycle.instant(end) if end else self.cycle.scheduled_end(session),
        )

    def seconds(self, session: Session) -> float:
        """The session's length."""
        start, end = self.window(session)
        return (end - start).total_seconds()

    def taking_part(self, participation: pd.DataFrame) -> "Truth":
        """The same world with other acts."""
        return replace(self, participation=participation.reset_index(drop=True))


def read_truth(root: Path) -> Truth:
    """The truth of the sample in `root`."""
    osc = _read(root / "reference" / "osc.csv", encoding="latin-1")
    municipalities = _read(root / "reference" / "municipios.csv")
    return Truth(
        load_cycle(root / "cycle.toml"),
        _read(root / "truth" / "people.csv"),
        _read(root / "truth" / "organisations.csv"),
        _participation(root),
        _read(root / "truth" / "rows.csv").astype({"line": int}),
        frozenset(osc["CLUNI"]),
        frozenset(osc.loc[osc["estatus"].isin(ELIGIBLE), "CLUNI"]),
        dict(zip(municipalities["cvegeo"], municipalities["nom_mun"], strict=True)),
    )


def _participation(root: Path) -> pd.DataFrame:
    told = _read(root / "truth" / "participation.csv")
    minutes = pd.to_numeric(told["minutes"], errors="coerce")
    return told[["person_id", "session_id", "actor_type"]].assign(
        registered=told["registered"] == "true", seconds=(minutes * 60).round()
    )


def _read(path: Path, encoding: str = "utf-8") -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding=encoding)
