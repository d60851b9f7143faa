"""The participation that can be seen in the exports, where names that several people may bear are left open.

Here stands what identity must make of noisy rows, derived from the rows and the truth behind them; which figures
follow is the oracle's business, and how names are weighed the statements' own.
"""

from pathlib import Path

import duckdb
import pandas as pd

from assets.workspace import Workspace

from .comparison import folded
from .planted import Truth
from .written import attendance_rows, registration_rows


def linked_rows(workspace: Workspace, truth: Truth) -> pd.DataFrame:
    """Each row of people: file, line, ledger, session_id, name, email, link_rule; whose it was said to be (`found`) and is."""
    with duckdb.connect(str(workspace.warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select path as file, line, rows.ledger, rows.session_id, name, email, link_rule, person_id as found"
            " from identity.person_rows as rows join identity.appearances using (appearance_key)"
            " join raw.files using (file_id)"
        ).df()
    return rows.merge(truth.rows[["file", "line", "person_id"]], on=["file", "line"], validate="1:1")


def doubted(links: pd.DataFrame) -> pd.DataFrame:
    """One row for each whom the pipeline takes for somebody new at one session, though other rows are that person's too."""
    ways = links.groupby("person_id")["found"].transform("nunique")
    return links[(ways > 1) & (links["link_rule"] == "alone")].drop_duplicates("found")


def could_be_another(one: pd.Series, truth: Truth) -> bool:
    """Whether the name shown leaves it open who this is: several bear it in part, or this person did not sign up here."""
    shown = set(folded(one["name"]).split())
    own = set(folded(truth.people.set_index("person_id").loc[one["person_id"], "name"]).split())
    shown &= own  # without titles
    names = truth.people["name"].map(lambda name: set(folded(name).split()))
    alike = sum(len(name & shown) >= 2 and (name >= shown or shown >= name) for name in names)
    here = truth.participation[
        (truth.participation["person_id"] == one["person_id"])
        & (truth.participation["session_id"] == one["session_id"])
    ]
    return alike > 1 or not here["registered"].any()


def seen_truth(root: Path, truth: Truth, links: pd.DataFrame) -> Truth:
    """The truth with the acts that the exports show: whoever is doubted is somebody new at that session."""
    registered = truth.participation.loc[truth.participation["registered"], ["person_id", "session_id"]]
    seen = registered.assign(registered=True).merge(
        _seen_presence(root, truth, links), on=["person_id", "session_id"], how="outer"
    )
    seen["registered"] = seen["registered"].eq(True)
    types = truth.participation.drop_duplicates("person_id").set_index("person_id")["actor_type"]
    return truth.taking_part(seen.assign(actor_type=seen["person_id"].map(types)))


def _seen_presence(root: Path, truth: Truth, links: pd.DataFrame) -> pd.DataFrame:
    """Seconds on each session's call by whom the rows show: person_id, or a new one for who is doubted."""
    rows = attendance_rows(root, truth)
    rows = rows[rows["is_stay"] & (rows["role"] == "audience")]
    rows = rows.merge(links[["file", "line", "found"]], on=["file", "line"], validate="1:1")
    strangers = rows["found"].isin(doubted(links)["found"])
    rows["person_id"] = rows["person_id"].mask(strangers, "new:" + rows["found"].astype(str))
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
