"""The participation that can be seen in the exports: an e-mail is a person, a name without one is not yet.

Here stands what identity by e-mail must make of noisy rows, derived from the rows and the truth behind them;
which figures follow is the oracle's business.
"""

from pathlib import Path

import pandas as pd

from .comparison import folded
from .planted import Truth
from .written import attendance_rows, registration_rows


def seen_truth(root: Path, truth: Truth) -> Truth:
    """The truth with the acts that the exports show instead of those that were planted."""
    registrations = registration_rows(root, truth)
    assert (registrations["email"] == registrations["own_email"]).all(), "a form bears another e-mail"
    registered = truth.participation.loc[truth.participation["registered"], ["person_id", "session_id"]]
    seen = registered.assign(registered=True).merge(
        seen_presence(root, truth), on=["person_id", "session_id"], how="outer"
    )
    seen["registered"] = seen["registered"].eq(True)
    types = truth.participation.drop_duplicates("person_id").set_index("person_id")["actor_type"]
    return truth.taking_part(seen.assign(actor_type=seen["person_id"].map(types)))


def seen_presence(root: Path, truth: Truth) -> pd.DataFrame:
    """Seconds on each session's call by whom the rows show: person_id, or the name shown in that session."""
    rows = attendance_rows(root, truth)
    rows = rows[rows["is_stay"] & (rows["role"] == "audience")]
    named = "name:" + rows["session_id"] + ":" + rows["name"].map(folded)
    owners = truth.people.set_index("email")["person_id"]
    shown = rows["email"].map(owners).where(rows["email"] != "", named)
    assert shown.notna().all(), f"nobody's e-mail: {rows.loc[shown.isna(), 'email'].head().tolist()}"
    rows = rows.assign(person_id=shown)
    groups = rows.groupby(["person_id", "session_id"])[["start", "end"]]
    return groups.apply(_covered).rename("seconds").reset_index()


def email_users(root: Path, truth: Truth) -> frozenset[str]:
    """The audience's people who registered with their e-mail and show it in every row of theirs on every call."""
    rows = [
        frame[["person_id", "role", "email", "own_email"]]
        for frame in (registration_rows(root, truth), attendance_rows(root, truth))
    ]
    both = pd.concat(rows)
    faithful = (both["email"] == both["own_email"]).groupby(both["person_id"]).all()
    return frozenset(faithful.index[faithful]) & frozenset(rows[0]["person_id"]) & truth.audience


def _covered(stays: pd.DataFrame) -> float:
    """The seconds that one stay or another covers."""
    total, reached = 0.0, 0.0
    for start, end in sorted(stays.itertuples(index=False)):
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total
