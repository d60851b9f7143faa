"""Text into lines: the table `lines` of a connection, one row per line of the file with its number.

Quoted cells that run over several lines are put together in `quoted`; what the cells of a line are is decided
in `cells`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import duckdb
import numpy as np
import pandas as pd

from assets.sources.exports.cells import Cells
from assets.sources.exports.decoding import (
    HEAD_BYTES,
    MAX_LINE_CHARACTERS,
    Decoded,
    chunks,
    encoding_of,
    is_text,
)
from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.quoted import join_quoted
from assets.sources.exports.separators import separator_of, stated_separator
from assets.sources.exports.workbook import Sheet

MAX_LINES = 10_000_000

_ROWS_AT_ONCE = 50_000
_EMPTY = "the file is empty; download it again from the platform"


@dataclass
class TextFile:
    """How a file's text was read: its encoding and separator, what was removed, and where it breaks off."""

    decoded: Decoded
    cells: Cells
    lines: int = 0
    cut_line: int | None = field(default=None)


def read_lines(connection: duckdb.DuckDBPyConnection, file: BinaryIO) -> TextFile:
    """Fill the temporary table `lines` (line, text) from the file; raises UnreadableExportError."""
    decoded = Decoded(encoding_of(file))
    connection.execute("create or replace temp table lines (line bigint, text varchar)")
    count, cells = 0, None
    for batch in _batches(chunks(file, decoded)):
        if cells is None:
            cells = _cells_of(batch)
        _append(connection, batch, count)
        count += len(batch)
        _refuse_more_than(count)
    if cells is None:
        raise UnreadableExportError(_EMPTY)
    found = TextFile(decoded, cells, count)
    join_quoted(connection, cells)
    _refuse_blank(connection, cells)
    found.cut_line = _cut_line(connection, found)
    return found


def append_sheet(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> TextFile:
    """Fill `lines` from the rows of a sheet; raises UnreadableExportError."""
    connection.execute("create or replace temp table lines (line bigint, text varchar)")
    count = 0
    while batch := [text for _, text in zip(range(_ROWS_AT_ONCE), sheet.rows, strict=False)]:
        _append(connection, batch, count)
        count += len(batch)
    return TextFile(sheet.decoded, Cells(",", unwraps=False), count)


def _batches(pieces: Iterator[str]) -> Iterator[list[str]]:
    """The lines of each piece, whatever ends them; a line that does not end within bounds is refused."""
    rest = ""
    for piece in pieces:
        text = rest + piece
        # A carriage return at the very end may be half of a line's end.
        held = "\r" if text.endswith("\r") else ""
        lines = text.removesuffix(held).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        rest = lines.pop() + held
        _refuse_endless(lines, rest)
        if lines:
            yield lines
    last = rest.removesuffix("\r")
    if last:
        yield [last]


def _refuse_endless(lines: list[str], rest: str) -> None:
    if len(rest) > MAX_LINE_CHARACTERS or any(len(line) > MAX_LINE_CHARACTERS for line in lines):
        raise UnreadableExportError(
            f"a line is longer than {MAX_LINE_CHARACTERS:,} characters: this is no table;"
            " export it again from the platform as CSV"
        )


def _refuse_more_than(count: int) -> None:
    if count > MAX_LINES:
        raise UnreadableExportError(
            f"the file has more than {MAX_LINES:,} lines: no session has so many people;"
            " export it in parts from the platform"
        )


def _cells_of(batch: list[str]) -> Cells:
    head = [line[:HEAD_BYTES] for line in batch[:50]]
    if not is_text("\n".join(head)):
        raise UnreadableExportError("the file is not a table of text; export it from the platform as CSV")
    return Cells(stated_separator(head) or separator_of(head))


def _append(connection: duckdb.DuckDBPyConnection, batch: list[str], before: int) -> None:
    frame = pd.DataFrame({"text": pd.Series(batch, dtype=object)})
    frame["line"] = np.arange(before + 1, before + 1 + len(batch))
    connection.register("lines_to_append", frame)
    connection.execute("insert into lines select line, text from lines_to_append")
    connection.unregister("lines_to_append")


def _refuse_blank(connection: duckdb.DuckDBPyConnection, cells: Cells) -> None:
    held = "select 1 from lines where not regexp_full_match(text, ?) limit 1"
    if not connection.execute(held, [cells.blank]).fetchall():
        raise UnreadableExportError(_EMPTY)


def _cut_line(connection: duckdb.DuckDBPyConnection, found: TextFile) -> int | None:
    """The last record's line where the text stops in the middle of it: inside quotes, or before its last cells."""
    last = connection.execute(
        f"select line, text, len({found.cells.of('text')}), regexp_matches(text, ?)"
        " from lines order by line desc limit 2",
        [found.cells.opens],
    ).fetchall()
    line, text, width, is_open = last[0]
    if is_open:
        return int(line)
    if found.decoded.ends_in_newline or len(last) < 2:
        return None
    return int(line) if width < last[1][2] or text.endswith("\ufffd") else None
