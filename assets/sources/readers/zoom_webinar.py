"""Zoom webinars: the attendee report, whose sections list hosts, panelists, attendees and who came otherwise.

Here each section gets the role of its people; which column holds what is said in `zoom_attendees`. A meeting's
participants are `zoom_meeting`'s, a list of who registered `zoom_registration`'s.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.reading import Fact, Reading, Section, header_key
from assets.sources.readers.zoom_attendees import attendee_fields, is_header, is_zooms
from assets.sources.readers.zoom_shapes import facts_above, facts_by_shape, names_above, recurs
from assets.sources.readers.zoom_words import any_of, language_of_headers

_TITLE = any_of(
    "Attendee Report|Informe de asistentes|Informe de los asistentes|Informe del asistente|참석자 보고서"
)
# In the report's own order. Who came by telephone is listed last, and is an attendee too.
_ROLES = {
    "host": r"^host details|^detalles del? (anfitrion|host)|" + header_key("^호스트"),
    "panelist": r"^panelist details|^detalles del? (los )?(panelista|ponente)s?|" + header_key("^패널"),
    "attendee": r"^attendee details|^detalles del? (los )?asistentes?|" + header_key("^참석자 세부"),
    "other attended": r"^other attended|^otr[oa]s? .*asist|" + header_key("^기타 참석"),
}
_WEBINAR: dict[Fact, str] = {
    "title": any_of("Topic|Tema|주제"),
    "meeting_id": r"(?<![a-z])id\b",
    "started_at": r"^(actual )?start time|^hora (real )?de inicio|" + header_key("시작 시간$"),
    "generated_at": r"^report generated|^informe generado|" + header_key("^생성된 보고서"),
    "registered": r"(\bregistered|registrants|inscritos|registrados)$|" + header_key("^(등록됨|등록자)"),
    "cancelled": r"\bcancel(l)?ed$|cancelad[oa]s$|" + header_key("^취소"),
    "unique_viewers": r"^unique viewers|^espectadores (exclusivos|unicos)|" + header_key("^고유"),
    "total_users": r"^total users|^usuarios totales|^total de usuarios|" + header_key("^총 사용자"),
    "peak_concurrent": r"^max(imum)? concurrent|simultaneas maximas|^maxim.* simultane|"
    + header_key("^최대"),
}
_FACTS_BY_SHAPE: tuple[Fact, ...] = ("title", "meeting_id", "started_at")
_FIRST_RECORDS = 20


@dataclass(frozen=True)
class _Part:
    """A section's title, the role that it names if known, its header if it has one, and its rows so far."""

    title: Record
    role: str | None
    header: Record | None = None
    rows: tuple[Record, ...] = ()

    @cached_property
    def fields(self) -> dict[str, int]:
        return attendee_fields(self.header, self.rows) if self.header else {}

    @property
    def is_one(self) -> bool:
        """Whether no other section hides among its rows."""
        return self.header is None or not recurs(self.header, self.rows, self.fields)


def read(export: Export) -> Reading | None:
    """The report, where its title or its columns are Zoom's by their words, or where it is built like one."""
    parts = tuple(_parts(export))
    language, roles = _language(export, parts), _roles(parts)
    if language is None or roles is None or not all(part.is_one for part in parts):
        return None
    people = tuple(_section(part, role) for part, role in zip(parts, roles, strict=True))
    attendees = [section for section in people if section.role == "attendee"]
    # A list of attendees whose columns nobody knows must not pass for an empty one.
    if not attendees or any(section.header and not section.fields for section in attendees):
        return None
    above = [record for record in export.outline if record.line < parts[0].title.line]
    facts = facts_above(above, _WEBINAR)
    if language == "und" and len(above) > 2:
        shown = facts_by_shape(above[-1].cells)
        facts |= {fact: shown[fact] for fact in _FACTS_BY_SHAPE if fact in shown}
    return Reading("zoom", "attendance", language, (*_preamble(above), *people), facts)


def _parts(export: Export) -> Iterator[_Part]:
    outline = export.outline
    starts = [at for at in range(len(outline)) if _starts_part(outline, at)]
    for start, end in pairwise([*starts, len(outline)]):
        title, *below = outline[start:end]
        yield _Part(title, _role(title), below[0] if below else None, tuple(below[1:]))
    if not starts:
        yield from _bare_part(export)


def _bare_part(export: Export) -> Iterator[_Part]:
    """The attendees of a file that somebody cut down to them: a header without a title."""
    for header in export.outline[:_FIRST_RECORDS]:
        if is_zooms(header):
            yield _Part(header, "attendee", header, export.below(header))
            return


def _starts_part(outline: Sequence[Record], at: int) -> bool:
    """Whether a section begins here: with a title that is known, or with any that a header follows."""
    title = outline[at]
    is_known = _role(title) is not None
    if title.stands_alone and is_known:
        return True
    if at + 1 == len(outline) or not (title.stands_alone or is_known):
        return False
    rows = takewhile(lambda record: not record.stands_alone, outline[at + 2 :])
    return is_header(outline[at + 1], tuple(rows))


def _role(title: Record) -> str | None:
    key = header_key(title.cells[0])
    return next((role for role, pattern in _ROLES.items() if re.search(pattern, key)), None)


def _language(export: Export, parts: Sequence[_Part]) -> str | None:
    """The report's language, "und" where it is only built like such a report; None where it is none."""
    if not parts:
        return None
    headers = [part.header for part in parts if part.header]
    language = language_of_headers(headers)
    # In English another platform has the same title, and all of Zoom's words are known.
    is_titled = language != "en" and any(
        re.search(_TITLE, header_key(record.cells[0])) for record in export.outline[:2]
    )
    if headers and (is_titled or any(map(is_zooms, headers))):
        return language
    is_built_alike = {"attended", "name", "minutes"} <= parts[0].fields.keys() and any(
        {"joined", "left"} <= part.fields.keys() for part in parts
    )
    return "und" if is_built_alike and export.outline[0].stands_alone else None


def _roles(parts: Sequence[_Part]) -> list[str] | None:
    """Each section's role: the one that its title names or, where one is not known, that of its place."""
    named = [part.role for part in parts]
    known = [role for role in named if role]
    if len(known) == len(parts):
        return known
    places = _places(parts)
    if len(places) != len(parts) or any(
        role not in (None, place) for role, place in zip(named, places, strict=True)
    ):
        return None
    return places


def _places(parts: Sequence[_Part]) -> list[str]:
    """The roles in the report's order; none where sections are missing and nothing tells which."""
    # Who came otherwise was never asked whether they would: that section lacks the column of who attended.
    others = ["other attended"] if len(parts) > 1 and "attended" not in parts[-1].fields else []
    headers = [part.header.cells if part.header else () for part in parts[: len(parts) - len(others)]]
    if len(headers) == 2 and headers[0] == headers[1]:
        return []
    before = {1: [], 2: ["host"], 3: ["host", "panelist"]}.get(len(headers))
    return [] if before is None else [*before, "attendee", *others]


def _section(part: _Part, role: str) -> Section:
    fields = part.fields
    is_read = {"name", "first_name"} & fields.keys() and {"attended", "joined", "minutes"} & fields.keys()
    header = part.header or Record(part.title.line, ())
    of_people = "attendee" if role == "other attended" else role
    return Section(role, part.title.line, header.line + 1, header.cells, fields if is_read else {}, of_people)


def _preamble(above: Sequence[Record]) -> tuple[Section, ...]:
    """The lines above the sections; the report's title and the line of names are no rows of it."""
    if not above:
        return ()
    names = names_above(above, _WEBINAR) or (above[-2] if len(above) > 2 else None)
    return (Section("preamble", above[0].line, (names or above[0]).line + 1, names.cells if names else ()),)
