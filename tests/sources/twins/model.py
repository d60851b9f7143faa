"""A twin: a file laid out as a platform lays it out, with the people who were planted in it, line by line.

Here are its parts and how it is written as text or as a workbook. Who is planted is in `people`, how each platform
lays them out in the modules of its name.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from openpyxl import Workbook

from assets.cycle import DateOrder, ExportKind


@dataclass(frozen=True)
class Planted:
    """What a line says of a person; instants have an offset, and are None where the layout has none.

    Lines of one `stay` tell it together: whoever loses one of them has lost what the others meant. A line that is
    not `is_read` belongs to a section that is kept unread.
    """

    name: str
    email: str
    stay: str
    joined: datetime | None = None
    left: datetime | None = None
    submitted: datetime | None = None
    is_read: bool = True


@dataclass(frozen=True)
class Line:
    """The cells of one line; `table` numbers the table that it is of, header included, and is 0 outside of tables.

    A row that was changed is a row (`is_row`) of which nothing is known any more: nobody is `planted` in it.
    """

    cells: tuple[str, ...]
    table: int = 0
    planted: Planted | None = None
    is_row: bool = False


@dataclass(frozen=True)
class Twin:
    """A file: its lines and how they are written; `order` is that of day, month and year, if it has dates.

    `padding` separators end each line, and where it `is_wrapped` each row stands whole in quotation marks.
    """

    layout: str
    name: str
    kind: ExportKind
    order: DateOrder | None
    lines: tuple[Line, ...]
    encoding: str = "utf-8"
    separator: str = ","
    line_end: str = "\r\n"
    quotes_all: bool = False
    padding: int = 0
    is_wrapped: bool = False
    is_workbook: bool = False

    @property
    def texts(self) -> list[str]:
        """Each line as text, without what ends it; a cell may hold line breaks."""
        return [self._text(line) for line in self.lines]

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        if self.is_workbook:
            return workbook([line.cells for line in self.lines])
        return encoded("".join(text + self.line_end for text in self.texts), self.encoding)

    @property
    def planted(self) -> list[Planted]:
        """Who is planted, line by line."""
        return [line.planted for line in self.lines if line.planted]

    def header_of(self, table: int) -> int:
        """The place of a table's header among the lines."""
        return next(at for at, line in enumerate(self.lines) if line.table == table)

    def with_lines(self, lines: Iterable[Line]) -> "Twin":
        """The same file with other lines."""
        return replace(self, lines=tuple(lines))

    def _text(self, line: Line) -> str:
        text = written(line.cells, self.separator, self.quotes_all)
        if self.is_wrapped and line.is_row:
            text = written((text,), self.separator, quotes_all=True)
        return text + self.separator * self.padding


def written(cells: Sequence[str], separator: str, quotes_all: bool) -> str:
    """One record as CSV, without what ends it."""
    if not cells:
        return ""
    text = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=separator, quoting=quoting).writerow(cells)
    return text.getvalue().removesuffix("\r\n")


def encoded(text: str, encoding: str) -> bytes:
    """The text's bytes, with the mark that the encoding's name asks for; what it cannot write becomes `?`."""
    mark = b"\xff\xfe" if encoding == "utf-16" else b""
    return mark + text.encode("utf-16-le" if mark else encoding, "replace")


def workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet whose cells are texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    for cells in rows:
        sheet.append(list(cells))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def table(
    header: Sequence[str], rows: Iterable[tuple[Sequence[str], Planted]], number: int = 1
) -> list[Line]:
    """The lines of a table: its header, and a row per planted line."""
    return [
        Line(tuple(header), number),
        *(Line(tuple(cells), number, planted, is_row=True) for cells, planted in rows),
    ]


def loose(*lines: Sequence[str]) -> list[Line]:
    """Lines outside of tables: titles, facts, blank lines."""
    return [Line(tuple(cells)) for cells in lines]
