"""A reading: what a reader has understood of an export, in the vocabulary that all readers share.

How bytes became records is the business of `sources/exports`; what a value means, that of `sql/staging`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assets.sources.exports.outline import Record

Kind = Literal["registrations", "attendance", "audience", "municipalities", "osc"]

# What platforms say of an export as a whole. Counts are the platform's own; stamps are text, in the file's zone.
Fact = Literal[
    "title",
    "meeting_id",
    "host_email",
    "generated_at",
    "started_at",
    "ended_at",
    "file_date",
    "registered",
    "cancelled",
    "unique_viewers",
    "total_users",
    "peak_concurrent",
    "participants",
    "video_id",
    "first_day",
    "last_day",
]


@dataclass(frozen=True)
class Section:
    """Consecutive records of one export: title and header from `starts_at`, rows from `rows_from` to the next section.

    `fields` maps a field's name to its column's position (from 0), and is empty where the section is kept
    unread. `role` is the role that all its people have. In a section of spans a row is one person's first
    joining and last leaving, and its minutes tell how much of that time they were there.
    """

    name: str
    starts_at: int
    rows_from: int
    header: tuple[str, ...] = ()
    fields: Mapping[str, int] = field(default_factory=dict)
    role: str | None = None
    is_span: bool = False


@dataclass(frozen=True)
class Reading:
    """What an export is: its platform, kind and language, its sections in the file's order, and its facts.

    `language` is "und" where the header's language is not known. `time_zone` is set only where the export itself
    states the zone of its stamps. `facts` hold text, as the file has it.
    """

    platform: str
    kind: Kind
    language: str
    sections: tuple[Section, ...]
    facts: Mapping[Fact, str] = field(default_factory=dict)
    time_zone: str | None = None

    @property
    def names_people(self) -> bool:
        """Whether every section that is read has a name or an e-mail (a register has its own keys)."""
        read = [section.fields for section in self.sections if section.fields]
        return bool(read) and all({"name", "first_name", "email"} & fields.keys() for fields in read)

    @property
    def holds_figures(self) -> bool:
        """Whether every section that is read has views or watch time, as audience has in the place of people."""
        read = [section.fields for section in self.sections if section.fields]
        return all({"views", "watch_hours"} & fields.keys() for fields in read)


def header_key(text: str) -> str:
    """A header without case, accents and double spaces, so that headers can be compared."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


def fields_of(header: Sequence[str], patterns: Mapping[str, str], start: int = 0) -> dict[str, int]:
    """Field -> position: each field takes the first column from `start` that its pattern finds and nobody has taken."""
    keys = [header_key(cell) for cell in header]
    fields: dict[str, int] = {}
    for name, pattern in patterns.items():
        free = (position for position in range(start, len(keys)) if position not in fields.values())
        found = next((position for position in free if re.search(pattern, keys[position])), None)
        if found is not None:
            fields[name] = found
    return fields


def language_of(cells: Iterable[str], words: Mapping[str, str]) -> str:
    """The language whose pattern finds most of these cells; "und" where none finds any."""
    keys = [header_key(cell) for cell in cells]
    found = {
        language: sum(re.search(pattern, key) is not None for key in keys)
        for language, pattern in words.items()
    }
    best = max(found, key=lambda language: found[language])
    return best if found[best] else "und"


def facts_beside(header: Record, values: Record, names: Mapping[Fact, str]) -> dict[Fact, str]:
    """Facts that stand below their names: a line of names, and the line of values under it."""
    keys = [header_key(cell) for cell in header.cells]
    return {
        fact: values.cells[position].strip()
        for fact, pattern in names.items()
        for position in [next((at for at, key in enumerate(keys) if re.search(pattern, key)), len(keys))]
        if position < len(values.cells) and values.cells[position].strip()
    }


def facts_below(records: Iterable[Record], names: Mapping[Fact, str]) -> dict[Fact, str]:
    """Facts that stand beside their names: one per line, name first and value second."""
    return {
        fact: record.cells[1].strip()
        for record in records
        for fact, pattern in names.items()
        if len(record.cells) > 1
        and record.cells[1].strip()
        and re.search(pattern, header_key(record.cells[0]))
    }
