"""Microsoft Teams: the attendee report of a live event, a log of who joined and left the broadcast.

Its stamps are in UTC and say so. The lists and reports of meetings are other modules'.
"""

from assets.sources.exports.outline import Export
from assets.sources.readers.reading import Reading, Section, fields_of
from assets.sources.readers.shapes import shapes_of

_COLUMNS = {
    "name": r"^full ?name$",
    "event_at": r"^utc ?event ?timestamp$",
    "event": r"^action$",
    "role": r"^role$",
}
# Whoever signed in is known by an e-mail there; of others the column holds a key or nothing.
_PARTICIPANT = {"email": r"^participant ?id$"}


def read(export: Export) -> Reading | None:
    """The log, where the first line that holds more than one cell names its columns."""
    at = next((at for at, record in enumerate(export.outline[:2]) if not record.stands_alone), None)
    if at is None:
        return None
    header = export.outline[at]
    fields = fields_of(header.cells, _COLUMNS)
    if not {"name", "event_at", "event"} <= fields.keys():
        return None
    participant = fields_of(header.cells, _PARTICIPANT)
    if participant and shapes_of(export.below(header), len(header.cells))[participant["email"]] == "email":
        fields |= participant
    above = [Section("preamble", record.line, record.line) for record in export.outline[:at]]
    log = Section("events", header.line, header.line + 1, header.cells, fields)
    return Reading("teams", "attendance", "en", (*above, log), time_zone="UTC")
