"""Live sheets: the spreadsheets of answers that `cycle.toml` names, asked for at each run.

Here each is kept as it was, and stands among the inbox's files from then on; how Google is asked is the business
of `sheets`.
"""

from collections.abc import Iterator
from typing import Protocol

import duckdb
import pandas as pd

from assets.cycle import SHEETS, ExportKind, Source
from assets.sources.found_files import FoundFile, find
from assets.sources.sheets.errors import SheetUnavailable
from assets.sources.sheets.keeping import keep_snapshot, newest_snapshot
from assets.sources.sheets.snapshot import SheetsApi, SheetSnapshot, fetch_sheet
from assets.warehouse import append_frame, ensure_table, transaction
from assets.workspace import Workspace

REQUESTS = {
    "source": "varchar",
    "folder": "varchar",
    "requested_at": "timestamptz",
    "reason": "varchar",
    "remedy": "varchar",
}


class SheetSource(Protocol):
    """Where live sheets are asked for."""

    def open(self) -> SheetsApi:
        """The way to the API; raises SheetUnavailable where there is none."""


def refresh_sheets(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    folder: str,
    kind: ExportKind,
    source: SheetSource,
) -> list[FoundFile]:
    """Ask for the sheets of this folder and kind, and give the newest snapshot of each.

    One that cannot be had keeps the snapshot of before, and the reason is recorded.
    """
    ensure_table(connection, "raw.sheet_requests", REQUESTS)
    named = [name for name, stated in workspace.cycle.sources.items() if stated.spreadsheet]
    connection.execute(
        "delete from raw.sheet_requests where not list_contains(?::varchar[], source)", [named]
    )
    found = []
    for name, stated in _sheets(workspace, folder, kind):
        try:
            keep_snapshot(workspace.root / SHEETS, name, _snapshot(stated, source), workspace.as_of)
            _record(connection, workspace, (name, folder), (None, None))
        except SheetUnavailable as failure:
            _record(connection, workspace, (name, folder), (failure.reason, failure.remedy))
        newest = newest_snapshot(workspace.root / SHEETS, name)
        if newest:
            found.append(find(workspace.root, newest, folder, kind))
    return found


def _sheets(workspace: Workspace, folder: str, kind: ExportKind) -> Iterator[tuple[str, Source]]:
    for name, stated in workspace.cycle.sources.items():
        if stated.spreadsheet and stated.folder == folder and (stated.kind or "registrations") == kind:
            yield name, stated


def _snapshot(stated: Source, source: SheetSource) -> SheetSnapshot:
    return fetch_sheet(stated.spreadsheet or "", stated.sheet, source.open())


def _record(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    place: tuple[str, str],
    refusal: tuple[str | None, str | None],
) -> None:
    """Keep the last request of each source only: what counts is whether the sheet is fresh now."""
    row = (*place, workspace.as_of, *refusal)
    with transaction(connection):
        connection.execute("delete from raw.sheet_requests where source = ?", [place[0]])
        frame = pd.DataFrame([row], columns=list(REQUESTS), dtype=object)
        append_frame(connection, "raw.sheet_requests", frame)
