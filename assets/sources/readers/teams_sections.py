"""Microsoft Teams: the report in numbered sections (since 2022), in any language, of one meeting or of several.

The activities are read, one row per stay; the participants' section tells the same people once each, from first
joining to last leaving, and is read only where a meeting has no activities.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.reading import Fact, Reading, Section
from assets.sources.readers.teams_words import (
    facts_of,
    facts_of_all,
    has_stamps,
    language_among,
    stays_fields,
)

_TITLE = re.compile(r"\s*([1-9])\.\s*[^\W\d_]")
# A title, and the records from it to the next one.
_Part = tuple[int, Sequence[Record]]


def read(export: Export) -> Reading | None:
    """The report, where titles are numbered from 1 and a table of stays stands below the second or the third."""
    meetings = _meetings(_parts(export.outline))
    tables = [section for meeting in meetings for section in _sections(meeting)]
    if not any(section.fields for section in tables):
        return None
    first = export.outline[0].line
    above = [Section("preamble", first, first)] if first < tables[0].starts_at else []
    facts = facts_of_all([_facts(meeting) for meeting in meetings])
    return Reading("teams", "attendance", _language(meetings), (*above, *tables), facts)


def _parts(outline: Sequence[Record]) -> list[_Part]:
    """The numbered titles, each with the records below it."""
    starts: list[tuple[int, int]] = []
    for at, (record, below) in enumerate(pairwise([*outline, Record(0, ("",))])):
        found = _TITLE.match(record.cells[0]) if record.stands_alone else None
        number = int(found.group(1)) if found else 0
        is_next = number == (starts[-1][0] if starts else 0) + 1
        # Somebody's times below a number out of order: then it is part of somebody's name.
        if number and (is_next or not has_stamps(below, 2)):
            starts.append((number, at))
    ends = [at for _, at in starts[1:]] + [len(outline)]
    return [(number, outline[at:end]) for (number, at), end in zip(starts, ends, strict=False)]


def _meetings(parts: Sequence[_Part]) -> list[Sequence[_Part]]:
    """The parts of each meeting: where the numbers start again, another one begins."""
    numbers = [0, *(number for number, _ in parts)]
    starts = [at for at, (before, number) in enumerate(pairwise(numbers)) if not at or number <= before]
    return [parts[start:end] for start, end in pairwise([*starts, len(parts)])]


def _facts(meeting: Sequence[_Part]) -> dict[Fact, str]:
    number, records = meeting[0]
    return facts_of(records[1:]) if number == 1 else {}


def _language(meetings: Sequence[Sequence[_Part]]) -> str:
    """By the titles and what stands right below them: a header, or a summary's first fact."""
    return language_among(
        [record for meeting in meetings for _, records in meeting for record in records[:2]]
    )


def _sections(meeting: Sequence[_Part]) -> list[Section]:
    sections = [_section(number, records) for number, records in meeting]
    activities = any(section.name == "activities" and section.fields for section in sections)
    return [
        Section(section.name, section.starts_at, section.rows_from, section.header)
        if activities and section.is_span
        else section
        for section in sections
    ]


def _section(number: int, records: Sequence[Record]) -> Section:
    title, *rest = records
    if number == 1:
        return Section("summary", title.line, title.line + 1)
    if not rest:
        return Section(_name(number, is_table=False), title.line, title.line + 1)
    header, *rows = rest
    found = stays_fields(header, rows) if number in (2, 3) else {}
    # Stays of nobody are no reason to leave the participants unread.
    fields = found if rows or number == 2 else {}
    name = _name(number, is_table=bool(found))
    return Section(
        name, title.line, header.line + 1, header.cells, fields, is_span=bool(fields) and number == 2
    )


def _name(number: int, is_table: bool) -> str:
    if number == 2:
        return "participants"
    return "activities" if number == 3 and is_table else "engagement"
