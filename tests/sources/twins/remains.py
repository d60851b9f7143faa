"""What remains of a twin after damage: which of its lines still stand as they were written, and where.

The text is cut into lines here once more, by other means than the project's, so that losses are seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.sources.twins.damage import Damage
from tests.sources.twins.model import Line, Planted

_UNSEEN = re.compile("[\x00\u200b-\u200f\u202a\u202c\u2060\ufeff]")
_END = re.compile("\r\n|\r|\n")
_NOTHING = ',;|"= \t\f\v'
_CODECS = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}
# Steps after which a quotation mark may stand open.
_QUOTING = (
    "quote",
    "quote_a_cell_s_start",
    "cut_line",
    "break_line",
    "flip",
    "overwrite",
    "truncate",
    "append",
)


@dataclass(frozen=True)
class Standing:
    """A line of the twin that stands in the damaged file as it was written, and the number of its line there."""

    number: int
    line: Line


@dataclass(frozen=True)
class Remains:
    """A damaged file as Python reads it."""

    damage: Damage

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines, from line 1; of a workbook, its rows."""
        twin = self.damage.changed
        if twin.is_workbook:
            return [" ".join(line.cells) for line in twin.lines]
        codec = _CODECS.get(twin.encoding, twin.encoding)
        return _END.split(_UNSEEN.sub("", self.damage.content.decode(codec, "replace")))

    @property
    def filled(self) -> list[int]:
        """The numbers of the lines that surely hold something."""
        return [number for number, text in enumerate(self.lines, 1) if text.strip(_NOTHING)]

    @cached_property
    def standing(self) -> list[Standing]:
        """Every line of the twin that still stands, as often as it stands."""
        twin = self.damage.changed
        if twin.is_workbook:
            return [Standing(number, line) for number, line in enumerate(twin.lines, 1) if any(line.cells)]
        places: dict[str, list[int]] = {}
        for at, text in enumerate(self.lines):
            places.setdefault(text, []).append(at)
        return list(self._standing(places))

    def _standing(self, places: dict[str, list[int]]) -> Iterator[Standing]:
        texts = self.damage.changed.texts
        for number, (line, text) in enumerate(zip(self.damage.changed.lines, texts, strict=True)):
            first, *others = _END.split(text)
            for at in _own(places.get(first, []), texts[:number].count(text), texts.count(text)):
                if first and self.lines[at + 1 : at + 1 + len(others)] == others:
                    yield Standing(at + 1, line)

    @cached_property
    def rows(self) -> list[tuple[Standing, Planted]]:
        """The rows that stand, each with whom it was planted for."""
        return [(stood, stood.line.planted) for stood in self.standing if stood.line.planted]

    @cached_property
    def whole_stays(self) -> set[str]:
        """The stays all of whose lines stand, each once."""
        stood = [planted.stay for _, planted in self.rows]
        planted = [planted.stay for planted in self.damage.twin.planted]
        return {stay for stay in planted if stood.count(stay) == planted.count(stay)} - self._repeated

    @property
    def _repeated(self) -> set[str]:
        numbers = [(stood.number, planted.stay) for stood, planted in self.rows]
        cells = [stood.line.cells for stood, _ in self.rows]
        return {stay for at, (_, stay) in enumerate(numbers) if cells.count(cells[at]) > 1}

    @cached_property
    def true_headers(self) -> set[int]:
        """The tables whose header stands and still names what stands below it."""
        stood = {stood.line.table for stood in self.standing if not stood.line.is_row}
        return {table for table in stood if table and not self._is_relabelled(table)}

    def _is_relabelled(self, table: int) -> bool:
        """Whether a cell of the header was swapped or emptied: then it says what is not so, and nobody can know."""
        header, lines = self.damage.twin.header_of(table), len(self.damage.twin.lines)
        return any(
            header in (numbers[0] % lines, numbers[1] % lines if name == "swap_between_rows" else None)
            for name, *numbers in self.damage.steps
            if name in ("swap_within_row", "swap_between_rows", "empty_a_cell")
        )

    def has_true_header(self, row: Standing) -> bool:
        """Whether the row stands below such a header of its own table."""
        return row.line.table in self.true_headers and any(
            not stood.line.is_row and stood.line.table == row.line.table and stood.number < row.number
            for stood in self.standing
        )

    def is_relabelled(self, row: Standing) -> bool:
        """Whether the header of the row's table says what is not so."""
        return self._is_relabelled(row.line.table)

    @property
    def furniture_stands(self) -> bool:
        """Whether every title, header and fact stands as the twin has it, and nothing was put behind the file."""
        stood = {(stood.line.table, stood.line.cells) for stood in self.standing}
        pairs = zip(self.damage.twin.lines, self.damage.changed.lines, strict=True)
        return not self.damage.has("append") and all(
            mine.cells == line.cells and (line.table, line.cells) in stood
            for mine, line in pairs
            if not mine.is_row and any(mine.cells)
        )

    @property
    def lost_rows(self) -> int:
        """How many rows of the twin do not stand."""
        return len(self.damage.twin.planted) - len({stood.line.cells for stood, _ in self.rows})

    @property
    def is_mixed(self) -> bool:
        """Whether another file stands behind it: its bytes may be of another encoding, its quotation marks open."""
        return self.damage.has("append")

    @property
    def may_run_together(self) -> bool:
        """Whether two steps may have opened and closed quotation marks around lines that are nobody's answer."""
        return sum(name in _QUOTING for name, *_ in self.damage.steps) > 1


def _own(places: list[int], before: int, alike: int) -> list[int]:
    """The places of a line: of several that are alike the one in its turn, and none where one of them is missing."""
    if alike == 1:
        return places
    return [places[before]] if len(places) == alike else []
