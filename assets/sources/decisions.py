"""What people decided, as the files of `decisions/` say: versions of files, people, organisations, places, actors.

Here each file becomes a table of `raw`, row by row, or a sentence that names the line and the fix. What a decision
changes is said in `sql/`; whether decisions agree with each other is `quality.decisions`.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import duckdb
import pandas as pd
from pydantic import ValidationError

from assets.sources.decision_kinds import (
    ActorTypeDecision,
    Decision,
    FileDecision,
    OrganisationDecision,
    PersonDecision,
    PlaceDecision,
)
from assets.warehouse import append_frame, transaction
from assets.workspace import Workspace

# The files' names without their ending, and what a row of each says.
KINDS: dict[str, type[Decision]] = {
    "files": FileDecision,
    "people": PersonDecision,
    "organisations": OrganisationDecision,
    "places": PlaceDecision,
    "actor_types": ActorTypeDecision,
}


class DecisionError(ValueError):
    """A file of decisions holds something that decides nothing; the text names the line and the fix."""


def load_decisions(connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> dict[str, int]:
    """Replace the five tables by what the files say now; returns how many decisions each holds, by its file's name.

    A file that is not there gives an empty table. Raises DecisionError.
    """
    return {name: _load(connection, workspace, name) for name in KINDS}


def check_decisions(workspace: Workspace) -> None:
    """Read every file of decisions and keep nothing; raises DecisionError where one is not understood."""
    for name, kind in KINDS.items():
        read_decisions(decisions_file(workspace, name), kind)


def decisions_file(workspace: Workspace, name: str) -> Path:
    """Where the decisions of this name stand; not necessarily there."""
    return workspace.decisions / f"{name}.csv"


def read_decisions(path: Path, kind: type[Decision]) -> list[tuple[int, Decision]]:
    """Each decision of a file with its line, in the file's order; none where there is no file. Raises DecisionError."""
    if not path.is_file():
        return []
    try:
        # What is mended by hand often comes back from a spreadsheet, with a byte-order mark.
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(file, path, kind))
    except UnicodeDecodeError:
        raise DecisionError(
            f"{_named(path)} is not UTF-8 text. Save it as «CSV UTF-8» and run again."
        ) from None
    except csv.Error:
        raise DecisionError(f"{_named(path)} is no CSV file: see that every quote is closed.") from None


def fill_decisions(
    connection: duckdb.DuckDBPyConnection, kind: type[Decision], rows: list[tuple[int, Decision]]
) -> None:
    """Replace the table of this kind by these decisions with their lines, inside the caller's transaction."""
    columns = {"line": "integer", **dict.fromkeys(kind.model_fields, "varchar")}
    cells = [{"line": line, **decision.model_dump()} for line, decision in rows]
    definition = ", ".join(f"{name} {type_}" for name, type_ in columns.items())
    connection.execute(f"create or replace table {kind.table} ({definition})")
    append_frame(connection, kind.table, pd.DataFrame(cells, columns=list(columns), dtype=object))


def _load(connection: duckdb.DuckDBPyConnection, workspace: Workspace, name: str) -> int:
    rows = read_decisions(decisions_file(workspace, name), KINDS[name])
    with transaction(connection):
        fill_decisions(connection, KINDS[name], rows)
    return len(rows)


def _rows(file: TextIO, path: Path, kind: type[Decision]) -> Iterator[tuple[int, Decision]]:
    reader = csv.reader(file, strict=True)
    header = [name.strip().lower() for name in next(reader, [])]
    _check_header(header, path, kind)
    # A text may span lines: a row is known by the line that it begins on.
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, _decision(header, cells, path, line, kind)
        line = reader.line_num + 1


def _check_header(header: list[str], path: Path, kind: type[Decision]) -> None:
    known = kind.model_fields
    required = [name for name, field in known.items() if field.is_required()]
    wrong = [f"has no column {name}" for name in required if name not in header]
    wrong += [
        f"has a column {name or 'without a name'} that nobody reads" for name in header if name not in known
    ]
    wrong += ["names a column twice" for name in sorted(set(header)) if header.count(name) > 1]
    if wrong:
        raise DecisionError(f"{_named(path)} {', '.join(wrong)}; its header is {','.join(known)}")


def _decision(header: list[str], cells: list[str], path: Path, line: int, kind: type[Decision]) -> Decision:
    if len(cells) > len(header):
        raise DecisionError(
            f"{_named(path)}, line {line}: there are more cells than columns; put a text that holds a comma"
            " between double quotes"
        )
    # A cell that is empty says nothing, as one that is not there.
    said = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    try:
        return kind.model_validate(said)
    except ValidationError:
        # Its message quotes the cells, which may hold a person's name.
        raise DecisionError(f"{_named(path)}, line {line}: {kind.fix}") from None


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
