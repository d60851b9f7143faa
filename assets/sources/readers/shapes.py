"""What a column holds, told by its cells: e-mails, stamps, lengths of time, or other text.

This is how a layout is recognised in a language that no reader has words for. What the cells mean to a platform
is its reader's business.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from assets.sources.exports.outline import Record

Shape = Literal["email", "stamp", "time", "minutes", "duration", "text", "blank"]

# Whatever is longer is text: no stamp and no address that matters takes so much room.
_LONGEST = 80
_TIME = r"\d{1,2}:\d{2}(:\d{2})?"
_MARK = r"(\s*([ap]\.?\s?m\.?|午前|午後|오전|오후))?"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_HOLDS_TIME = re.compile(_TIME)
_HOLDS_DATE = re.compile(
    r"\d[/.\-]\d|[^\W\d_]{3,}\.?,? \d{1,2},? \d{4}|\d[ -][^\W\d_]{3,}|[年月년월]"
    r"|^([^\W\d_]+,? )?\d{1,2} de [^\W\d_]{3,} del? \d{4}"
)
_JUST_TIME = re.compile(rf"(午前|午後|오전|오후)?\s*{_TIME}{_MARK}", re.IGNORECASE)
_NUMBER = re.compile(r"\d+([.,]\d+)?")
_DURATION = re.compile(r"(\d+\s*[^\W\d_]+\.?\s*){1,3}")


def shape_of(cells: Sequence[str]) -> Shape:
    """The shape that most of the cells which hold something have; "text" where none has a majority."""
    held = [cell.replace("\xa0", " ").strip() for cell in cells]
    held = [cell for cell in held if cell and cell not in ("-", "--")]
    if not held:
        return "blank"
    for shape, has_shape in _SHAPES:
        if sum(1 for cell in held if len(cell) <= _LONGEST and has_shape(cell)) * 2 > len(held):
            return shape
    return "text"


def shapes_of(rows: Sequence[Record], width: int) -> list[Shape]:
    """The shape of each of the first `width` columns of these rows."""
    return [shape_of([row.cells[at] for row in rows if at < len(row.cells)]) for at in range(width)]


def _is_stamp(cell: str) -> bool:
    return bool(_HOLDS_TIME.search(cell) and _HOLDS_DATE.search(cell))


_SHAPES: tuple[tuple[Shape, Callable[[str], object]], ...] = (
    ("email", _EMAIL.fullmatch),
    ("time", _JUST_TIME.fullmatch),
    ("stamp", _is_stamp),
    ("minutes", _NUMBER.fullmatch),
    ("duration", _DURATION.fullmatch),
)
