"""A snapshot: one sheet of a live spreadsheet as the bytes of a CSV file, at the moment of asking.

Here rows become lines; whether and where the file is kept is `keeping`'s business. The same answers of the API
make the same bytes.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from assets.sources.readers.google_forms import STAMPS
from assets.sources.sheets.answers import Grid, Row, outline_of, rows_of
from assets.sources.sheets.connection import SheetsApi, Spreadsheet, connect
from assets.sources.sheets.errors import SheetUnavailable, unavailable
from assets.sources.sheets.lines import csv_of, texts_of

__all__ = ["SheetSnapshot", "SheetUnavailable", "SheetsApi", "fetch_sheet"]

_SPREADSHEET_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")


@dataclass(frozen=True)
class SheetSnapshot:
    """One sheet as CSV: UTF-8 without mark, commas, CRLF, row n of the sheet as record n, empty rows as empty lines.

    `rows` counts records up to the last one that holds something, header and empty ones included, and `columns`
    is the width of the widest; every record that holds something is that wide. `time_zone` is as the spreadsheet
    states it.
    """

    content: bytes = field(repr=False)
    title: str
    sheet: str
    locale: str
    time_zone: str
    rows: int
    columns: int

    @property
    def sha256(self) -> str:
        """The content's hash, in hexadecimal."""
        return sha256(self.content).hexdigest()


def fetch_sheet(
    spreadsheet_id: str, sheet: str | None, api: SheetsApi, stamps: Collection[str] = tuple(STAMPS)
) -> SheetSnapshot:
    """Read all values of the sheet of that name, else of the spreadsheet's first one; raises SheetUnavailable.

    The first column whose header is one of `stamps`, whatever its case and accents, holds moments: they are written
    as ISO 8601 with the offset of the spreadsheet's time zone.
    """
    if not _SPREADSHEET_ID.fullmatch(spreadsheet_id):
        raise unavailable("spreadsheetIdInvalid")
    with connect(spreadsheet_id, api) as spreadsheet:
        outline = outline_of(spreadsheet.outline())
        grid = outline.grid(sheet)
        rows = every_row(spreadsheet, grid, api.rows_per_call)
        file = csv_of(texts_of(rows, outline.time_zone, stamps))
    if not file.rows:
        raise unavailable("emptySheet")
    return SheetSnapshot(
        content=file.content,
        title=outline.title,
        sheet=grid.title,
        locale=outline.locale,
        time_zone=outline.time_zone,
        rows=file.rows,
        columns=file.columns,
    )


def every_row(spreadsheet: Spreadsheet, grid: Grid, rows_per_call: int) -> Iterator[Row]:
    """All rows of the sheet, in as many calls as it takes.

    Each call but the first asks for the row before it once more: where that is no longer the same, somebody has
    sorted or deleted rows, and some would be missing or come twice. Raises SheetUnavailable.
    """
    seam: list[Row] = []
    for first in range(1, grid.rows + 1, rows_per_call):
        last = min(first + rows_per_call - 1, grid.rows)
        start = first - len(seam)
        rows = _part(spreadsheet, grid, start, last)
        if rows[: len(seam)] != seam:
            raise unavailable("changedMeanwhile")
        yield from rows[len(seam) :]
        seam = rows[-1:]


def _part(spreadsheet: Spreadsheet, grid: Grid, first: int, last: int) -> list[Row]:
    try:
        answer = spreadsheet.rows(grid.title, first, last)
    except SheetUnavailable as failure:
        if failure.reason != "badRequest":
            raise
        # The outline has just told that these rows are there.
        raise unavailable("changedMeanwhile") from None
    return rows_of(answer, last - first + 1)
