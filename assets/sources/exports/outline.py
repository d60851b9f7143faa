"""The outline of an export: the few records from which a reader tells what the file is and where its sections begin.

A file may have a million rows; its layout stands in its first lines, and in lines that hold one cell only.
"""

from dataclasses import dataclass

import duckdb

from assets.sources.exports.cells import Cells
from assets.sources.exports.errors import UnreadableExportError
from assets.sources.exports.parts import MAX_COLUMNS

HEAD_RECORDS = 200
# A file of more lone cells than this has no sections worth looking for.
LONE_RECORDS = 2_000


@dataclass(frozen=True)
class Record:
    """One record: the line of the file on which it starts, and its cells as text."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)

    @property
    def stands_alone(self) -> bool:
        """Whether the first cell holds something and no other does, as in a section's title."""
        return bool(self.cells[0].strip()) and not any(cell.strip() for cell in self.cells[1:])


@dataclass(frozen=True)
class Export:
    """The outline of a file: the records of its beginning, and from all of it those that may begin a section.

    `name` is the file's own name without folders. Blank records are no part of the outline; a record that
    stands alone is, with the six records below it.
    """

    outline: tuple[Record, ...]
    name: str = ""

    def below(self, record: Record) -> tuple[Record, ...]:
        """The outline's records below this one."""
        return tuple(other for other in self.outline if other.line > record.line)


def outline_of(connection: duckdb.DuckDBPyConnection, cells: Cells, name: str) -> Export:
    """The outline of the file whose lines stand in the table `lines`; raises UnreadableExportError."""
    found = connection.execute(
        _OUTLINE.format(cells=cells.of("text")),
        {"blank": cells.blank, "alone": cells.alone, "head": HEAD_RECORDS, "most": LONE_RECORDS},
    ).fetchall()
    return Export(tuple(Record(line, _within_bounds(texts)) for line, texts in found), name)


def _within_bounds(cells: list[str]) -> tuple[str, ...]:
    """A record's cells without the empty ones with which spreadsheets fill a line up to their last column."""
    if any(cell.strip() for cell in cells[MAX_COLUMNS:]):
        raise UnreadableExportError(
            f"a row has more than {MAX_COLUMNS:,} columns: this is no table; export it again from the platform"
        )
    return tuple(cells[:MAX_COLUMNS])


_OUTLINE = """
with filled as (
    select
        line,
        text,
        row_number() over (order by line) as record,
        regexp_full_match(text, $alone) as is_alone,
    from lines
    where not regexp_full_match(text, $blank)
),
lone as (
    select record from filled where is_alone order by record limit $most
),
wanted as (
    select distinct record + after as record
    from lone cross join (values (0), (1), (2), (3), (4), (5), (6)) as below (after)
    union
    select record from filled where record <= $head
)
select
    line,
    {cells} as cells,
from filled
semi join wanted using (record)
order by line
"""
