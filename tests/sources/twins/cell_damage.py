"""Damage to cells: columns dropped and moved, cells swapped, and the ways in which spreadsheets write a file anew.

Every step is a twin turned into another one, whose rows are planted where they stand then.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.sources.twins.model import Twin

Step = Callable[[Twin, int, int, int], Twin]

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1")
SEPARATORS = (",", ";", "\t", "|")


def drop_column(twin: Twin, table: int, column: int, _: int) -> Twin:
    """A table without one of its columns."""
    chosen = _table(twin, table)
    width = len(twin.lines[twin.header_of(chosen)].cells)
    gone = column % width
    return _each(twin, chosen, lambda cells: [*cells[:gone], *cells[gone + 1 :]])


def reorder_columns(twin: Twin, table: int, seed: int, _: int) -> Twin:
    """A table whose columns stand in another order; those of one name keep theirs, for nobody could tell them apart."""
    chosen = _table(twin, table)
    header = twin.lines[twin.header_of(chosen)].cells
    shuffled = list(range(len(header)))
    Random(seed).shuffle(shuffled)
    left = {name: iter([at for at, other in enumerate(header) if other == name]) for name in header}
    order = [next(left[header[at]]) for at in shuffled]
    return _each(twin, chosen, lambda cells: [cells[at] if at < len(cells) else "" for at in order])


def swap_within_row(twin: Twin, line: int, one: int, other: int) -> Twin:
    """One line, two cells of which have changed places."""
    at = line % len(twin.lines)
    cells = list(twin.lines[at].cells)
    if cells:
        one, other = one % len(cells), other % len(cells)
        cells[one], cells[other] = cells[other], cells[one]
    return _with(twin, {at: cells})


def swap_between_rows(twin: Twin, line: int, other: int, column: int) -> Twin:
    """Two lines that have exchanged a cell."""
    at, to = line % len(twin.lines), other % len(twin.lines)
    ours, theirs = list(twin.lines[at].cells), list(twin.lines[to].cells)
    width = min(len(ours), len(theirs))
    if width and at != to:
        place = column % width
        ours[place], theirs[place] = theirs[place], ours[place]
    return _with(twin, {at: ours, to: theirs})


def empty_a_cell(twin: Twin, line: int, column: int, _: int) -> Twin:
    """One line, one cell of which is blank."""
    at = line % len(twin.lines)
    cells = list(twin.lines[at].cells)
    if cells:
        cells[column % len(cells)] = ""
    return _with(twin, {at: cells})


def change_encoding(twin: Twin, encoding: int, _: int, __: int) -> Twin:
    """The same text in another encoding."""
    return replace(twin, encoding=ENCODINGS[encoding % len(ENCODINGS)])


def change_separator(twin: Twin, separator: int, quotes_all: int, _: int) -> Twin:
    """The same cells between other separators."""
    mark = SEPARATORS[separator % len(SEPARATORS)]
    return replace(twin, separator=mark, quotes_all=bool(quotes_all % 2))


def pad(twin: Twin, separators: int, _: int, __: int) -> Twin:
    """Separators behind every line, as Excel leaves them."""
    return replace(twin, padding=1 + separators % 8)


def wrap(twin: Twin, _: int, __: int, ___: int) -> Twin:
    """Every row wrapped whole in quotation marks."""
    return replace(twin, is_wrapped=True)


def save_as_workbook(twin: Twin, _: int, __: int, ___: int) -> Twin:
    """The same cells in a workbook, which keeps of a formula what it comes to."""
    lines = [replace(line, cells=tuple(map(_value, line.cells))) for line in twin.lines]
    return replace(twin, is_workbook=True, lines=tuple(lines))


CELL_STEPS: tuple[Step, ...] = (
    drop_column,
    reorder_columns,
    swap_within_row,
    swap_between_rows,
    empty_a_cell,
    change_encoding,
    change_separator,
    pad,
    wrap,
    save_as_workbook,
)


def _value(cell: str) -> str:
    return cell.removeprefix('="').removesuffix('"') if cell.startswith('="') else cell


def _table(twin: Twin, number: int) -> int:
    tables = sorted({line.table for line in twin.lines if line.table})
    return tables[number % len(tables)]


def _each(twin: Twin, table: int, change: Callable[[Sequence[str]], Sequence[str]]) -> Twin:
    lines = [
        replace(line, cells=tuple(change(line.cells))) if line.table == table else line for line in twin.lines
    ]
    return twin.with_lines(lines)


def _with(twin: Twin, cells: dict[int, list[str]]) -> Twin:
    """The twin with these lines' cells; who was planted in a line that has changed is so no more."""
    return twin.with_lines(
        replace(line, cells=tuple(cells[at]), planted=None)
        if at in cells and tuple(cells[at]) != line.cells
        else line
        for at, line in enumerate(twin.lines)
    )
