"""Zoom registrations: the report of who signed up for a webinar or a meeting, and what they answered.

Here Zoom's own columns are found by their words and the organiser's questions by what they ask for. Who came in
the end is in the attendee report, `zoom_webinar`'s.
"""

import re
from collections.abc import Sequence

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.questions import questions_of
from assets.sources.readers.reading import Fact, Reading, Section, fields_of, header_key
from assets.sources.readers.zoom_shapes import facts_above, names_above
from assets.sources.readers.zoom_words import any_of, columns, language_of_headers

# The lines above the header are as many as the account wants, and never so many.
_FIRST_RECORDS = 30
_TITLE = r"registration report$|^(informe|reporte) de (la )?(inscripci|registro|inscritos)"
_OWN = columns("first_name", "last_name", "email", "submitted_at", "approval", "source")
_OF_ATTENDANCE = columns("attended", "joined", "left", "session_minutes")
_REPORT: dict[Fact, str] = {
    "title": any_of("Topic|Tema"),
    "meeting_id": r"(?<![a-z])id\b",
    "started_at": r"^(scheduled|start) time|^hora (programada|de inicio)|^fecha y hora",
    "generated_at": r"^report generated|^informe generado|^reporte generado",
    "registered": r"(\bregistered|registrants|inscritos|registrados)$",
    "cancelled": r"\bcancel(l)?ed$|cancelad[oa]s$",
}


def read(export: Export) -> Reading | None:
    """The registrants, where their header says who, when, and whether Zoom's host approved them."""
    for header in export.outline[:_FIRST_RECORDS]:
        above = [record for record in export.outline if record.line < header.line]
        if _is_registrants(header, above):
            return _reading(header, above)
    return None


def _is_registrants(header: Record, above: Sequence[Record]) -> bool:
    own = fields_of(header.cells, _OWN).keys()
    if not own >= {"first_name", "email", "submitted_at"} or fields_of(header.cells, _OF_ATTENDANCE):
        return False
    is_titled = any(re.search(_TITLE, header_key(record.cells[0])) for record in above)
    return is_titled or bool({"approval", "source"} & own)


def _fields(header: Record) -> dict[str, int]:
    """Field -> position: Zoom's own columns, then the questions; a name that is asked once more is left to Zoom's."""
    own = fields_of(header.cells, _OWN)
    fields = questions_of(header.cells, own.values()) | own
    return {field: at for field, at in fields.items() if field not in ("name", "source")}


def _reading(header: Record, above: Sequence[Record]) -> Reading:
    language = language_of_headers([header])
    facts = facts_above(above, _REPORT)
    registrants = Section("registrants", header.line, header.line + 1, header.cells, _fields(header))
    if not above:
        return Reading("zoom", "registrations", language, (registrants,), facts)
    # The report's title and a line of names are no rows.
    names = names_above(above, _REPORT)
    titles = names or above[0]
    preamble = Section("preamble", above[0].line, titles.line + 1, names.cells if names else ())
    return Reading("zoom", "registrations", language, (preamble, registrants), facts)
