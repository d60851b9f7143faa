"""Rows of a sheet into the lines of a CSV file: row n is record n, and every record is as wide as the widest.

Here records are laid out; what a single value becomes stands in `cells`.
"""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from assets.sources.readers.reading import header_key
from assets.sources.sheets.answers import Row
from assets.sources.sheets.cells import stamp_of, text_of, zone_of

_LINE_END = "\r\n"
# Above the header there may be a title; empty rows do not count.
_FIRST_RECORDS = 5


@dataclass(frozen=True)
class CsvFile:
    """A file's bytes, its records up to the last that holds something, and the cells of the widest."""

    content: bytes
    rows: int
    columns: int


def texts_of(rows: Iterable[Row], time_zone: str, stamps: Collection[str]) -> Iterator[list[str]]:
    """The rows as text; below a header that is one of `stamps`, moments.

    Raises SheetUnavailable where there is such a header and the spreadsheet's time zone is not known.
    """
    rows = iter(rows)
    keys = {header_key(stamp) for stamp in stamps}
    at, filled = None, 0
    for row in rows:
        texts = [text_of(cell) for cell in row]
        yield texts
        filled += bool(texts)
        at = next((at for at, text in enumerate(texts) if header_key(text) in keys), None)
        if at is not None or filled == _FIRST_RECORDS:
            break
    yield from (
        ([text_of(cell) for cell in row] for row in rows) if at is None else _stamped(rows, at, time_zone)
    )


def csv_of(rows: Iterable[list[str]]) -> CsvFile:
    """The rows as a file, without the empty ones at its end."""
    lines, widths = _lines(rows)
    while widths and not widths[-1]:
        lines.pop()
        widths.pop()
    columns = max(widths, default=0)
    # Readers tell a broken record by its width, so a record that the API cut short gets its empty cells back.
    padded = (
        line + "," * (columns - width if width else 0) for line, width in zip(lines, widths, strict=True)
    )
    text = "".join(line + _LINE_END for line in padded)
    return CsvFile(_encoded(text), len(lines), columns)


def _stamped(rows: Iterable[Row], at: int, time_zone: str) -> Iterator[list[str]]:
    zone = zone_of(time_zone)
    for row in rows:
        yield [stamp_of(cell, zone) if position == at else text_of(cell) for position, cell in enumerate(row)]


def _lines(rows: Iterable[list[str]]) -> tuple[list[str], list[int]]:
    """Each row as a line without its end, and how many cells it has."""
    lines, widths = [], []
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=_LINE_END)
    for row in rows:
        writer.writerow(row)
        lines.append(buffer.getvalue().removesuffix(_LINE_END))
        widths.append(len(row))
        buffer.seek(0)
        buffer.truncate()
    return lines, widths


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Half a character is no character; the decoder of exports counts what replaces it.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
