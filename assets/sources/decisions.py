"""What people decided about files: which version of an export counts, as `decisions/files.csv` says.

Here the file becomes `raw.file_decisions`; what a decision changes is said in `sql/staging`.
"""

import csv
from pathlib import Path

import duckdb
import pandas as pd

from assets.warehouse import replace_from_frame
from assets.workspace import Workspace

FILE_DECISIONS = {"file": "varchar", "decision": "varchar", "decided_by": "varchar", "reason": "varchar"}
DECISIONS = ("confirm", "refuse")
# So many digits of a hash name one file and no other.
_LEAST_DIGITS = 8


class DecisionError(ValueError):
    """The file of decisions holds something that decides nothing; the text names the line and the fix."""


def load_file_decisions(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> int:
    """Replace `raw.file_decisions` by what the file says now; returns how many decisions there are."""
    rows = _decisions(workspace.root / "decisions" / "files.csv")
    frame = pd.DataFrame(rows, columns=list(FILE_DECISIONS), dtype=object)
    replace_from_frame(connection, "raw.file_decisions", frame, FILE_DECISIONS)
    return len(rows)


def _decisions(path: Path) -> list[tuple[str, ...]]:
    """Every decision of the file, the later one winning over the earlier about the same file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = {"file", "decision"} - set(reader.fieldnames or ())
        if missing:
            raise DecisionError(
                f"decisions/files.csv has no column {' and no column '.join(sorted(missing))};"
                " its header is file,decision,decided_by,reason"
            )
        decisions = {}
        for line, row in enumerate(reader, start=2):
            name, decision = (row["file"] or "").strip().lower(), (row["decision"] or "").strip().lower()
            if decision not in DECISIONS or len(name) < _LEAST_DIGITS:
                raise DecisionError(
                    f"decisions/files.csv, line {line}: write the first {_LEAST_DIGITS} digits or more of the"
                    " file's sha256, and confirm or refuse"
                )
            decisions[name] = (name, decision, row.get("decided_by") or "", row.get("reason") or "")
    return list(decisions.values())
