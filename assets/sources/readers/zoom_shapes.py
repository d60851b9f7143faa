"""What the columns and the first lines of Zoom's exports hold, in whatever language: shapes, and facts told by them.

How columns are called is said in `zoom_words`. What the shapes mean in one export, its own reader decides.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from assets.sources.exports.outline import Record
from assets.sources.readers.reading import Fact, facts_below, facts_beside, header_key
from assets.sources.readers.shapes import Shape, shape_of, shapes_of

_SAMPLE_ROWS = 50
# Zoom's months in words stand before the day.
_ID = re.compile(r"\d[\d -]{7,}\d")


def shapes_below(header: Record, rows: Sequence[Record]) -> list[Shape]:
    """What each column of a header holds in the first rows below it; a column without a header is blank."""
    shapes = shapes_of(rows[:_SAMPLE_ROWS], len(header.cells))
    return [shape if cell.strip() else "blank" for shape, cell in zip(shapes, header.cells, strict=True)]


def recurs(header: Record, rows: Iterable[Record], fields: Mapping[str, int]) -> bool:
    """Whether such a header stands once more below: then the rows are not all of the section that it heads."""
    anchor = header.cells[fields.get("minutes", fields.get("name", 0))].strip()
    return any(anchor in map(str.strip, row.cells) for row in rows)


def facts_above(records: Sequence[Record], names: Mapping[Fact, str]) -> dict[Fact, str]:
    """The facts above the rows: in a line below a line of their names, or each beside its own name."""
    header = names_above(records, names)
    values = next((record for record in records if header and record.line > header.line), None)
    pairs = [record for record in records if sum(bool(cell.strip()) for cell in record.cells) == 2]
    others = [record for record in pairs if record not in (header, values)]
    beside = facts_beside(header, values, names) if header and values else {}
    return {**facts_below(others, names), **beside}


def names_above(records: Iterable[Record], names: Mapping[Fact, str]) -> Record | None:
    """The first line that holds several names of facts, and not one name with its value."""
    patterns = [re.compile(pattern) for pattern in names.values()]

    def is_name(cell: str) -> bool:
        return any(pattern.search(header_key(cell)) for pattern in patterns)

    return next((record for record in records if sum(map(is_name, record.cells)) > 1), None)


def facts_by_shape(values: Sequence[str]) -> dict[Fact, str]:
    """A meeting's facts told by what the cells hold: start stands before end, and the count of participants last."""
    cells = [cell.strip() for cell in values]
    ids = [cell for cell in cells if _ID.fullmatch(cell)]
    shapes = [(cell, shape_of([cell])) for cell in cells if cell and cell not in ids]
    stamps = [cell for cell, shape in shapes if shape == "stamp"]
    found: dict[Fact, list[str]] = {
        "title": [cell for cell, shape in shapes if shape == "text" and "@" not in cell],
        "meeting_id": ids,
        "started_at": stamps,
        "ended_at": stamps[1:],
        "host_email": [cell for cell in cells if "@" in cell],
        "participants": [cell for cell, shape in reversed(shapes) if shape == "minutes"],
    }
    return {fact: held[0] for fact, held in found.items() if held}
