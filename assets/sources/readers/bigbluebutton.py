"""BigBlueButton: the learning dashboard's table, one row per person with their first joining and last leaving.

Here people and their times are read; the questions of polls, which follow in the same line and may hold
separators of their own, are kept unread.
"""

from collections.abc import Sequence

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.reading import Reading, Section, fields_of, header_key, language_of
from assets.sources.readers.shapes import shapes_of

COLUMNS = {
    "name": r"^(name|user|nombre|usuario|nome|nom)$",
    "moderator": r"^(moderator|moderador|moderateur)$",
    "joined": r"^(join(ed)?|ingreso|unirse|entrada|accedio|se unio|entrou|rejoint|arrivee|beitritt|beigetreten)$",
    "left": r"^(left|salida|salio|saida|saiu|sorti|depart|parti|verlassen)$",
    "minutes": r"^(duration|duracion|duracao|duree|dauer)$",
}
LANGUAGES = {
    "en": r"^(name|user|moderator|activity score|talk time|webcam time|join|left)$",
    "es": r"^(nombre|puntuacion|tiempo de|mensajes|manos|accedio|ingreso|unirse|entrada|salida|salio|duracion)",
    "pt": r"^(nome|pontuacao|tempo de|mensagens|maos|entrou|entrada|saiu|saida|duracao)",
    "fr": r"^(nom|moderateur|temps de|mains|duree)",
    "de": r"^(aktivitat|redezeit|sprechzeit|nachrichten|verlassen|dauer)",
}
# Where nobody knows the header's language its twelve columns still stand in one order.
POSITIONS = {"name": 0, "moderator": 1, "joined": 9, "left": 10, "minutes": 11}
_YES_OR_NO = {"true", "false", "verdadero", "falso", "verdadeiro", "vrai", "faux", "wahr", "falsch"}
_FIRST_RECORDS = 5


def read(export: Export) -> Reading | None:
    """The people, below a header that says who moderated."""
    for header in export.outline[:_FIRST_RECORDS]:
        fields = fields_of(header.cells, COLUMNS)
        if fields.keys() != COLUMNS.keys():
            fields = POSITIONS if _is_dashboard(header, export.below(header)) else {}
        if fields:
            section = Section(
                "participants", export.outline[0].line, header.line + 1, header.cells, fields, is_span=True
            )
            return Reading("bigbluebutton", "attendance", language_of(header.cells, LANGUAGES), (section,))
    return None


def _is_dashboard(header: Record, rows: Sequence[Record]) -> bool:
    """Whether the columns at the dashboard's positions hold what its columns hold."""
    if len(header.cells) <= POSITIONS["minutes"]:
        return False
    shapes = shapes_of(rows, POSITIONS["minutes"] + 1)
    times = [shapes[POSITIONS[name]] for name in ("joined", "left", "minutes")]
    return times in (["stamp", "stamp", "time"], ["stamp", "blank", "time"]) and _says_yes_or_no(rows)


def _says_yes_or_no(rows: Sequence[Record]) -> bool:
    at = POSITIONS["moderator"]
    cells = [header_key(row.cells[at]) for row in rows if at < len(row.cells)]
    held = [cell for cell in cells if cell]
    return bool(held) and all(cell in _YES_OR_NO for cell in held)
