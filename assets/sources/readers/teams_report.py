"""Microsoft Teams: the report of 2021, a few facts of the meeting above one table of stays.

A file may hold several meetings one after another, each with its own facts. The report in numbered sections that
came later is `teams_sections`'.
"""

from collections.abc import Sequence
from itertools import pairwise

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.reading import Reading, Section
from assets.sources.readers.teams_words import (
    facts_of,
    facts_of_all,
    has_stamps,
    is_fact,
    language_among,
    named_fields,
    stays_fields,
)

# Enough facts to be Teams' own: how many came, when it began, when it ended.
_FEWEST_FACTS = 3
_ROWS_TO_LOOK_AT = 20
_WHOLE = {"name", "joined", "left", "minutes", "role"}


def read(export: Export) -> Reading | None:
    """The report, where a table of stays with roles stands below its facts, or first in the file."""
    outline = export.outline
    headers = [at for at, _ in enumerate(outline) if _is_header(outline, at)]
    if not headers:
        return None
    sections = [
        section for at, end in pairwise([*headers, len(outline)]) for section in _meeting(outline, at, end)
    ]
    facts = facts_of_all([facts_of(_facts_above(outline, at)) for at in headers])
    first = outline[0].line
    above = [Section("preamble", first, first)] if first < sections[0].starts_at else []
    language = language_among([outline[at] for at in headers])
    return Reading("teams", "attendance", language, (*above, *sections), facts)


def _is_header(outline: Sequence[Record], at: int) -> bool:
    if is_fact(outline[at]):
        return False
    facts = _facts_above(outline, at)
    if len(facts) >= _FEWEST_FACTS and any(has_stamps(fact) for fact in facts):
        return "role" in _fields(outline, at, len(outline))
    # Without its facts, only Teams' own columns beginning as Teams' do are Teams'.
    named = named_fields(outline[at])
    return len(facts) == at and named.keys() >= _WHOLE and named["name"] == 0


def _facts_above(outline: Sequence[Record], at: int) -> Sequence[Record]:
    """The records right above a header that are facts; below a table, from the first one that stands alone."""
    start = at
    while start and is_fact(outline[start - 1]):
        start -= 1
    facts = outline[start:at]
    alone = next((place for place, fact in enumerate(facts) if fact.stands_alone), 0)
    return facts[alone:] if start else facts


def _fields(outline: Sequence[Record], at: int, end: int) -> dict[str, int]:
    rows = [record for record in outline[at + 1 : end][:_ROWS_TO_LOOK_AT] if not is_fact(record)]
    return stays_fields(outline[at], rows)


def _meeting(outline: Sequence[Record], at: int, end: int) -> list[Section]:
    """The facts, whose title stands alone above them, and the table."""
    header = outline[at]
    table = Section("stays", header.line, header.line + 1, header.cells, _fields(outline, at, end))
    facts = _facts_above(outline, at)
    if not facts:
        return [table]
    first = facts[0].line
    return [Section("preamble", first, first + 1 if facts[0].stands_alone else first), table]
