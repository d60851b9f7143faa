"""A decision written into its file: beside those that stand there, whole or not at all, and never against them.

Here one line is appended to a file of `decisions/`; what there is to decide is `reviewing`'s business.
"""

import csv
import io
import os
from pathlib import Path

import duckdb
from pydantic import ValidationError

from assets.sources.decision_kinds import Decision
from assets.sources.decisions import KINDS, DecisionError, decisions_file, fill_decisions, read_decisions
from assets.tables import sql_table
from assets.workspace import Workspace


def write_decision(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, name: str, cells: dict[str, str]
) -> tuple[Path, int]:
    """Append the decision to the file of this name; returns the file and the line. The caller holds the lock.

    Raises DecisionError, and writes nothing, where the cells decide nothing, or against what stands in the files.
    """
    decision = _understood(KINDS[name], cells)
    path = decisions_file(workspace, name)
    line = _next_line(path)
    _refuse_what_would_not_apply(connection, workspace, name, line, decision)
    _append(path, decision)
    return path, line


def _understood(kind: type[Decision], cells: dict[str, str]) -> Decision:
    try:
        return kind.model_validate({name: cell.strip() for name, cell in cells.items() if cell.strip()})
    except ValidationError:
        raise DecisionError(f"nothing is written: {kind.fix}") from None


def _next_line(path: Path) -> int:
    if not path.is_file():
        return 2
    text = path.read_bytes()
    return text.count(b"\n") + (1 if text.endswith(b"\n") else 2)


def _refuse_what_would_not_apply(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, name: str, line: int, decision: Decision
) -> None:
    """Judge the files with the decision in them as the next run will, and leave the warehouse as it was."""
    connection.execute("begin transaction")
    try:
        for other, kind in KINDS.items():
            rows = read_decisions(decisions_file(workspace, other), kind)
            fill_decisions(connection, kind, [*rows, (line, decision)] if other == name else rows)
        judgement = sql_table("quality.decisions").text
        status, sentence = connection.execute(
            f"select status, sentence from ({judgement}) where kind = ? and line = ?", [name, line]
        ).fetchall()[0]
    finally:
        connection.execute("rollback")
    if status != "applied":
        raise DecisionError(f"nothing is written, because the next run would refuse it. {sentence}")


def _append(path: Path, decision: Decision) -> None:
    """Write the file aside, with what stands in it untouched and the decision behind it, and move it in whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.is_file() else _line(list(type(decision).model_fields), "\n")
    newline = "\r\n" if b"\r\n" in before else "\n"
    said = decision.model_dump()
    header = next(csv.reader(io.StringIO(before.decode("utf-8-sig"), newline="")))
    cells = [said.get(name.strip().lower()) or "" for name in header]
    ended = before if before.endswith(b"\n") else before + newline.encode()
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(ended + _line(cells, newline))
        file.flush()
        os.fsync(file.fileno())
    if path.is_file():
        fresh.chmod(path.stat().st_mode)
    fresh.replace(path)


def _line(cells: list[str], newline: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=newline).writerow(cells)
    return text.getvalue().encode("utf-8")
