"""Zoom meetings: the list of participants, with or without the meeting's own lines above it.

Here its three bodies are read: a row per stay, a row per user with total minutes, and the account's usage report,
which repeats the meeting on every row. Webinars and registrations have readers of their own.
"""

import re
from collections.abc import Sequence

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.reading import Fact, Reading, Section, fields_of, header_key
from assets.sources.readers.zoom_shapes import facts_above, facts_by_shape, recurs, shapes_below
from assets.sources.readers.zoom_words import (
    any_of,
    columns,
    is_bracketed,
    is_in_minutes,
    language_of_headers,
)

# The participants' header stands in one of the first lines.
_FIRST_RECORDS = 20
_NAMES = columns("name")
_PLAIN_NAMES = {"name": "|".join(columns("plain_name", "user_name").values())}
_OTHERS = columns("email", "joined", "left", "minutes", "waiting_room")
_OF_WEBINARS = columns("attended", "session_minutes")
_MEETING: dict[Fact, str] = {
    "title": any_of("Topic|Tema|Tópico|Assunto|Sujet|Thema|トピック|주제"),
    "meeting_id": r"(?<![a-z])id\b",
    "started_at": any_of(
        "Start Time|Hora de inicio|Hora de início|Heure de début|Startzeit|Beginn|開始時刻|시작 시간"
    ),
    "ended_at": any_of(
        "End Time|Hora de finalización|Hora de fin|Hora de término|Heure de fin|Endzeit|Ende|終了時刻|종료 시간"
    ),
    "host_email": "|".join((_OTHERS["email"], any_of("Host|Anfitrión|Anfitrião|Hôte|ホスト|호스트"))),
    "participants": any_of("Participants|Participantes|Teilnehmer|参加者|참가자"),
}
_EMAIL = re.compile(r"[^\s()<>]+@[^\s()<>]+")


def read(export: Export) -> Reading | None:
    """The participants, where their header is known by its words or, in any language, by what its columns hold."""
    for fields_in in (_fields_by_words, _fields_by_shape):
        for header in export.outline[:_FIRST_RECORDS]:
            rows = export.below(header)
            fields = fields_in(header, rows)
            if fields:
                # A header below a header begins a section, and no list of one meeting has any.
                language = language_of_headers([header]) if fields_in is _fields_by_words else "und"
                return None if recurs(header, rows, fields) else _reading(export, header, fields, language)
    return None


def _fields_by_words(header: Record, rows: Sequence[Record]) -> dict[str, int]:
    """Field -> position where the name's header is known; what no word tells, the columns' content does."""
    if fields_of(header.cells, _OF_WEBINARS):
        return {}
    known = fields_of(header.cells, _NAMES)
    if known:
        start = known["name"] if _repeats_meeting(header, known["name"]) else 0
        fields = known | fields_of(header.cells, _OTHERS, start)
        fields = _with_shapes(fields, header, rows, start)
        return fields if {"joined", "minutes"} & fields.keys() else {}
    fields = fields_of(header.cells, _PLAIN_NAMES | _OTHERS)
    # A bare "Name" is anybody's header: the others must all be Zoom's.
    is_total = "minutes" in fields and "tota" in header_key(header.cells[fields["minutes"]])
    wanted = {"name", "email", "minutes"} | (set() if is_total else {"joined", "left"})
    return fields if wanted <= fields.keys() else {}


def _fields_by_shape(header: Record, rows: Sequence[Record]) -> dict[str, int]:
    """Field -> position where `words (words)` is followed by e-mails and by stays, or else by minutes so called."""
    shapes = shapes_below(header, rows)
    for name, cell in enumerate(header.cells):
        if is_bracketed(cell) and shapes[name] == "text" and (name == 0 or shapes[:name].count("stamp") > 1):
            fields = _with_shapes({"name": name}, header, rows, name)
            is_stays = {"email", "joined", "left", "minutes"} <= fields.keys()
            is_totals = name == 0 and fields.keys() == {"name", "email", "minutes"}
            if is_stays or (is_totals and is_in_minutes(header.cells[fields["minutes"]])):
                return fields
    return {}


def _with_shapes(known: dict[str, int], header: Record, rows: Sequence[Record], start: int) -> dict[str, int]:
    """The fields with those that are missing: Zoom has joining before leaving, and minutes under a bracketed unit."""
    shapes = shapes_below(header, rows)
    free = [at for at in range(start, len(shapes)) if at not in known.values()]
    # Where nobody signed in, nothing stands in the column of e-mails, which is the one after the name.
    beside_name = [
        at for at in free if at == known["name"] + 1 and shapes[at] == "blank" and header.cells[at].strip()
    ]
    emails = iter([at for at in free if shapes[at] == "email"] or beside_name)
    stamps = iter([at for at in free if shapes[at] == "stamp"])
    minutes = iter([at for at in free if shapes[at] == "minutes" and is_bracketed(header.cells[at])])
    fields = dict(known)
    for field, found in (("email", emails), ("joined", stamps), ("left", stamps), ("minutes", minutes)):
        position = None if field in known else next(found, None)
        if position is not None:
            fields[field] = position
    return fields


def _repeats_meeting(header: Record, name: int) -> bool:
    """Whether the columns before the name are the meeting's, as in the account's usage report."""
    return bool(fields_of(header.cells[:name], {"title": _MEETING["title"], "id": _MEETING["meeting_id"]}))


def _reading(export: Export, header: Record, fields: dict[str, int], language: str) -> Reading:
    first = export.outline[0].line
    above = [record for record in export.outline if record.line < header.line]
    # The meeting's own lines are its names and, below them, its values.
    if len(above) < 2:
        facts = _facts_of_rows(header, export.below(header), fields["name"], language)
        people = Section("participants", first, header.line + 1, header.cells, fields)
        return Reading("zoom", "attendance", language, (people,), facts)
    names, values = above[-2:]
    meeting = Section("meeting", first, values.line, names.cells)
    people = Section("participants", header.line, header.line + 1, header.cells, fields)
    return Reading("zoom", "attendance", language, (meeting, people), _facts(above, language))


def _facts_of_rows(header: Record, rows: Sequence[Record], name: int, language: str) -> dict[Fact, str]:
    """The meeting that every row repeats before the participant's name; nothing where the rows are of several."""
    meetings = {row.cells[:name] for row in rows}
    if len(meetings) != 1 or not name:
        return {}
    names = Record(header.line, header.cells[:name])
    return _facts([names, Record(rows[0].line, meetings.pop())], language)


def _facts(above: Sequence[Record], language: str) -> dict[Fact, str]:
    facts = facts_above(above, _MEETING)
    if language == "und":
        facts |= facts_by_shape(above[-1].cells)
    # The newer layout has the host as `Name (e-mail)`.
    host = _EMAIL.search(facts.pop("host_email", ""))
    return facts | ({"host_email": host.group()} if host else {})
