"""A page: the lines of one file, with who stands behind which line.

It counts lines and encodes them; what the lines say is each layout's business.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Mark:
    """Who really stands behind a physical line of a file; lines count from 1."""

    line: int
    person_id: str
    organisation_id: str


@dataclass
class Page:
    """Lines of cells in the order in which they will stand in the file; no cell may hold a line break."""

    lines: list[list[str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def write(self, *cells: str) -> None:
        """Add a line that is nobody's; without cells, an empty one."""
        self.lines.append(list(cells))

    def write_row(self, cells: Iterable[str], person_id: str, organisation_id: str) -> None:
        """Add a line and note who stands behind it."""
        self.lines.append(list(cells))
        self.marks.append(Mark(len(self.lines), person_id, organisation_id))


@dataclass(frozen=True)
class Dialect:
    """How a platform writes its files: encoding, separator, line ends, and whether every cell is quoted."""

    encoding: str
    delimiter: str = ","
    line_end: str = "\n"
    quotes_all: bool = False

    def encode(self, page: Page) -> bytes:
        """The page's bytes."""
        text = StringIO()
        quoting: Literal[0, 1] = csv.QUOTE_ALL if self.quotes_all else csv.QUOTE_MINIMAL
        writer = csv.writer(text, delimiter=self.delimiter, lineterminator=self.line_end, quoting=quoting)
        writer.writerows(page.lines)
        if self.encoding == "utf-16-le":
            return b"\xff\xfe" + text.getvalue().encode("utf-16-le")
        return text.getvalue().encode(self.encoding)


@dataclass(frozen=True)
class File:
    """A file of the workspace: its path relative to the workspace, its lines and how they are written."""

    path: Path
    page: Page
    dialect: Dialect
