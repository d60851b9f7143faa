"""Microsoft Teams: the attendance list, taken while the meeting was running.

It is a log: one row per joining or leaving, without e-mails and without the meeting's end. What each action means
is decided for all languages in the SQL.
"""

from collections.abc import Sequence

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.reading import Reading, Section, fields_of
from assets.sources.readers.shapes import shapes_of
from assets.sources.readers.teams_words import NAME, has_stamps, language_among

_COLUMNS = {
    "name": NAME,
    "event": r"^(user action|accion( del?)?( usuario)?|actividad|atividade|acao do usuario|benutzeraktion"
    r"|action( de)? (l.)?utilisateur)$",
    "event_at": r"^(timestamp|marca (de tiempo|de hora|temporal)|fecha y hora|data e hora|carimbo de data/hora"
    r"|horodat\w+|zeitstempel)$",
}
# Joining, joining before the list was taken, leaving: whoever does more than this is in no call.
_MOST_ACTIONS = 4


def read(export: Export) -> Reading | None:
    """The list, where its three columns stand first or below a notice that the data could be incomplete."""
    at = next((at for at, record in enumerate(export.outline[:4]) if not record.stands_alone), None)
    if at is None:
        return None
    header, rows = export.outline[at], export.outline[at + 1 :]
    fields = fields_of(header.cells, _COLUMNS)
    if fields.keys() != _COLUMNS.keys():
        fields = _fields_by_shape(header, rows)
    if not fields:
        return None
    first = export.outline[0].line
    notice = (Section("preamble", first, first),) if at else ()
    table = Section("events", header.line, header.line + 1, header.cells, fields)
    return Reading("teams", "attendance", language_among([header]), (*notice, table))


def _fields_by_shape(header: Record, rows: Sequence[Record]) -> dict[str, int]:
    """Three columns in any language: names, a few actions that repeat, and when each was taken."""
    names, rest = header.cells[: len(_COLUMNS)], header.cells[len(_COLUMNS) :]
    if not all(name.strip() for name in names) or any(cell.strip() for cell in rest) or has_stamps(header):
        return {}
    actions = {row.cells[1].strip() for row in rows if len(row.cells) > 1}
    if len(actions) > min(_MOST_ACTIONS, len(rows) - 1):
        return {}
    is_list = shapes_of(rows, len(names)) == ["text", "text", "stamp"]
    return {field: at for at, field in enumerate(_COLUMNS)} if is_list else {}
