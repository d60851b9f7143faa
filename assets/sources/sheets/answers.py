"""What the Sheets API answers, checked: a spreadsheet's outline, and rows of values.

Here an answer that is not the API's is told from one that is. What values become in a file stands in `cells`.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from assets.sources.sheets.errors import SheetUnavailable, unavailable

Cell = str | int | float | bool
Row = list[Cell]

# More names than this do not help anybody to find the right one.
_MOST_NAMES = 20


@dataclass(frozen=True)
class Grid:
    """One sheet of a spreadsheet, with the number of rows and columns that it has room for."""

    title: str
    rows: int
    columns: int


@dataclass(frozen=True)
class Outline:
    """A spreadsheet without its values: `time_zone` as the spreadsheet states it, `grids` in its own order."""

    title: str
    locale: str
    time_zone: str
    grids: tuple[Grid, ...]

    def grid(self, title: str | None) -> Grid:
        """The sheet of that name, else the first one; raises SheetUnavailable."""
        wanted = self.grids[:1] if title is None else [grid for grid in self.grids if _is_named(grid, title)]
        if not wanted:
            raise _not_found([grid.title for grid in self.grids])
        return wanted[0]


class _Size(BaseModel):
    rowCount: Annotated[int, Field(ge=1)]  # noqa: N815  # the API's own names, here and below
    columnCount: Annotated[int, Field(ge=1)]  # noqa: N815


class _SheetProperties(BaseModel):
    title: str
    sheetType: str = "GRID"  # noqa: N815
    gridProperties: _Size | None = None  # noqa: N815


class _Sheet(BaseModel):
    properties: _SheetProperties


class _Properties(BaseModel):
    title: str
    locale: str = ""
    timeZone: str  # noqa: N815


class _Spreadsheet(BaseModel):
    properties: _Properties
    sheets: list[_Sheet]


class _Values(BaseModel):
    range: str
    majorDimension: Literal["ROWS"]  # noqa: N815
    values: list[Any] = []


def outline_of(answer: object) -> Outline:
    """The outline in an answer of `spreadsheets.get`; raises SheetUnavailable where it is no such answer."""
    try:
        found = _Spreadsheet.model_validate(answer)
    except ValidationError:
        found = None
    if found is None:
        raise unavailable("malformed_answer")
    # Charts and tables of outside databases are sheets, too, and have no cells of their own.
    sheets = [sheet.properties for sheet in found.sheets if sheet.properties.sheetType == "GRID"]
    grids = [
        Grid(sheet.title, sheet.gridProperties.rowCount, sheet.gridProperties.columnCount)
        for sheet in sheets
        if sheet.gridProperties
    ]
    stated = found.properties
    return Outline(stated.title, stated.locale, stated.timeZone, tuple(grids))


def rows_of(answer: object, asked: int) -> list[Row]:
    """The rows in an answer of `spreadsheets.values.get`, as many as were asked for, without empty cells at their ends.

    The API leaves out empty rows at the end; here they are there again. Raises SheetUnavailable.
    """
    try:
        values = _Values.model_validate(answer).values
    except ValidationError:
        values = None
    if values is None or len(values) > asked:
        raise unavailable("malformed_answer")
    return [_row(row) for row in values] + [[] for _ in range(asked - len(values))]


def _row(values: object) -> Row:
    if not isinstance(values, list) or not all(_is_cell(value) for value in values):
        raise unavailable("malformed_answer")
    row: Row = ["" if value is None else value for value in values]
    while row and row[-1] == "":
        row.pop()
    return row


def _is_cell(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, str | int)


def _is_named(grid: Grid, title: str) -> bool:
    return _name_key(grid.title) == _name_key(title)


def _name_key(title: str) -> str:
    """Two sheets of one spreadsheet cannot differ by case alone."""
    return unicodedata.normalize("NFC", title).casefold().strip()


def _not_found(titles: Sequence[str]) -> SheetUnavailable:
    if not titles:
        return unavailable("emptySheet")
    named = [f"'{' '.join(title.split())}'" for title in titles[:_MOST_NAMES]]
    more = [f"{len(titles) - _MOST_NAMES} more"] if len(titles) > _MOST_NAMES else []
    return unavailable(
        "sheetNotFound", f"name one that it has, or none for its first: {', '.join(named + more)}"
    )
