"""Damage to text: lines cut, quotation marks and invisible characters that nobody asked for, lines out of place.

A draft is a file between its cells and its bytes: its records as text, each with what ends it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.sources.twins.model import Twin, written


@dataclass(frozen=True)
class Draft:
    """A file's records as text, and the end of each; `headers` are its tables' headers."""

    records: tuple[str, ...]
    ends: tuple[str, ...]
    headers: tuple[str, ...]
    separator: str

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(record + end for record, end in zip(self.records, self.ends, strict=True))

    def with_record(self, at: int, *records: str) -> "Draft":
        """The draft with these records in the place of one."""
        ends = [self.ends[at]] * len(records)
        return Draft(
            (*self.records[:at], *records, *self.records[at + 1 :]),
            (*self.ends[:at], *ends, *self.ends[at + 1 :]),
            self.headers,
            self.separator,
        )


Step = Callable[[Draft, int, int, int], Draft]

_UNSEEN = ("\x00", "\u200b", "\u200e", "\ufeff", "\u2060", "\x00\x00\x00")
_BLANKS = ("", "   ", "{0}{0}{0}", '""', '""{0}""')
_ENDS = ("\n", "\r\n", "\r")


def draft_of(twin: Twin) -> Draft:
    """The twin's text, record by record."""
    texts = twin.texts
    tables = sorted({line.table for line in twin.lines if line.table})
    headers = tuple(texts[twin.header_of(table)] for table in tables)
    return Draft(tuple(texts), (twin.line_end,) * len(texts), headers, twin.separator)


def cut_line(draft: Draft, line: int, place: int, _: int) -> Draft:
    """One line without its end."""
    at = line % len(draft.records)
    record = draft.records[at]
    return draft.with_record(at, record[: place % (len(record) + 1)])


def lose_line(draft: Draft, line: int, _: int, __: int) -> Draft:
    """One line gone."""
    return draft.with_record(line % len(draft.records))


def quote(draft: Draft, line: int, place: int, _: int) -> Draft:
    """A quotation mark anywhere in one line."""
    return _inserted(draft, line, place, '"')


def quote_a_cell_s_start(draft: Draft, line: int, cell: int, _: int) -> Draft:
    """A quotation mark where a cell begins, and none where it ends."""
    at = line % len(draft.records)
    record = draft.records[at]
    starts = [0, *(place + 1 for place, mark in enumerate(record) if mark == draft.separator)]
    start = starts[cell % len(starts)]
    return draft.with_record(at, record[:start] + '"' + record[start:])


def insert_invisible(draft: Draft, line: int, place: int, which: int) -> Draft:
    """A character that nobody sees, anywhere in one line."""
    return _inserted(draft, line, place, _UNSEEN[which % len(_UNSEEN)])


def insert_separator(draft: Draft, line: int, place: int, _: int) -> Draft:
    """One separator more, anywhere in one line."""
    return _inserted(draft, line, place, draft.separator)


def break_line(draft: Draft, line: int, place: int, end: int) -> Draft:
    """A line's end anywhere in one line."""
    return _inserted(draft, line, place, _ENDS[end % len(_ENDS)])


def wrap_line(draft: Draft, line: int, _: int, __: int) -> Draft:
    """One line wrapped whole in quotation marks."""
    at = line % len(draft.records)
    return draft.with_record(at, written((draft.records[at],), draft.separator, quotes_all=True))


def insert_blank(draft: Draft, line: int, which: int, count: int) -> Draft:
    """Blank lines before a line."""
    at = line % len(draft.records)
    blank = _BLANKS[which % len(_BLANKS)].format(draft.separator)
    return draft.with_record(at, *[blank] * (1 + count % 3), draft.records[at])


def repeat_header(draft: Draft, line: int, header: int, _: int) -> Draft:
    """A table's header once more, before a line."""
    at = line % len(draft.records)
    again = draft.headers[header % len(draft.headers)]
    return draft.with_record(at, again, draft.records[at])


def mix_ends(draft: Draft, seed: int, _: int, __: int) -> Draft:
    """Lines that end now in one way and now in another."""
    chance = Random(seed)
    ends = tuple(chance.choice(_ENDS) for _ in draft.ends)
    return Draft(draft.records, ends, draft.headers, draft.separator)


def lose_last_end(draft: Draft, _: int, __: int, ___: int) -> Draft:
    """A last line that nothing ends."""
    return Draft(draft.records, (*draft.ends[:-1], ""), draft.headers, draft.separator)


TEXT_STEPS: tuple[Step, ...] = (
    cut_line,
    lose_line,
    quote,
    quote_a_cell_s_start,
    insert_invisible,
    insert_separator,
    break_line,
    wrap_line,
    insert_blank,
    repeat_header,
    mix_ends,
    lose_last_end,
)


def _inserted(draft: Draft, line: int, place: int, text: str) -> Draft:
    at = line % len(draft.records)
    record = draft.records[at]
    place %= len(record) + 1
    return draft.with_record(at, record[:place] + text + record[place:])
