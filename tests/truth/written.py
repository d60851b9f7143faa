"""The rows of a sample's exports beside who really stands behind them.

The exports are read by the sample's own tests' reader, which shares no code with the project's; what the
pipeline can make of the rows is `seen`'s business.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from assets.cycle import Session
from tests.sample.exports import read_attendance, stays

from .planted import Truth


def attendance_rows(root: Path, truth: Truth) -> pd.DataFrame:
    """Rows of attendance: session_id, file, line, email, name, is_stay, start and end, person_id, role.

    Start and end are seconds from the session's opening, clipped to it; NaN where the row is no stay.
    """
    found = [row for session in truth.cycle.sessions for row in _rows_of(root, session, truth)]
    return _with_persons(pd.DataFrame(found), truth)


def registration_rows(root: Path, truth: Truth) -> pd.DataFrame:
    """Rows of forms: file, line, email and organisation as written, person_id, role, organisation_id."""
    found = []
    for path in sorted(root.glob("inbox/*/registrations/*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            records = list(csv.reader(lines))
        file = path.relative_to(root).as_posix()
        found += [
            {"file": file, "line": line, "email": cells[1].lower(), "organisation": cells[3]}
            for line, cells in enumerate(records, start=1)
            if line > 1
        ]
    return _with_persons(pd.DataFrame(found), truth)


def _with_persons(found: pd.DataFrame, truth: Truth) -> pd.DataFrame:
    people = truth.people[["person_id", "role", "email"]].rename(columns={"email": "own_email"})
    return found.merge(truth.rows, on=["file", "line"], validate="1:1").merge(people, on="person_id")


def _rows_of(root: Path, session: Session, truth: Truth) -> Iterator[dict[str, object]]:
    opens, closes = (_wall(at) for at in truth.window(session))
    (path,) = (root / "inbox" / session.session_id / "attendance").iterdir()
    export = read_attendance(path)
    counted = {row.line for row in stays(export)}
    for row in export.rows:
        yield {
            "session_id": session.session_id,
            "file": path.relative_to(root).as_posix(),
            "line": row.line,
            "email": row.email.lower(),
            "name": row.name,
            "is_stay": row.line in counted,
            "start": (max(row.joined, opens) - opens).total_seconds() if row.joined else None,
            "end": (min(row.left, closes) - opens).total_seconds() if row.left else None,
        }


def _wall(moment: datetime) -> datetime:
    """The reading of the cycle's clock, labelled as the exports' reader labels it."""
    return moment.replace(tzinfo=UTC)
