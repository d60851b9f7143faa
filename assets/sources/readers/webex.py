"""Webex: the attendee report of one meeting or of a whole site, one row per connection.

The meeting's own columns repeat on every row, or stand above the table in older reports. Times are in UTC only
where the report says so.
"""

import re
from collections.abc import Sequence

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.reading import (
    Fact,
    Reading,
    Section,
    facts_below,
    fields_of,
    header_key,
    language_of,
)

# Words that no other platform has among the columns of its attendance.
_OWN = (
    r"^attendee |(del asistente|do convidado|du participant)$",
    r"^(invited|invitado|convidado)$",
    r"^(registered|inscrito)$",
    r"^(attendance duration|duracion de (la )?asistencia|duracao da presenca|duree de presence|anwesenheitsdauer)",
    r"^(connection type|tipo de (conexion|conexao)|type de connexion|verbindungstyp)",
    r"^((meeting|session) (name|number|topic)|(nombre|numero|tema|nome) d[ea] (la )?(reunion|sesion|reuniao|sessao))",
)
_COLUMNS = {
    "name": r"^(display name|attendee( name)?|participant name|nombre (para mostrar|visible|del asistente)"
    r"|nombre del participante|nome de exibicao|nome do (participante|convidado)|nom (d.affichage|du participant)"
    r"|anzeigename)$",
    "last_name": r"^(last name|surname|apellidos?|sobrenome|apelido|nom de famille|nachname)$",
    "first_name": r"^(first name|name|nombre|nome|prenom|vorname)$",
    "email": r"^(?!.*(host|anfitri|hote|gastgeber)).*(e-?mail|correo|courriel)",
    "joined": r"^(join(ed)?( time)?|hora d[ea] (entrada|incorporacion|ingreso|union)|hora para unirse"
    r"|heure (d.arrivee|de connexion)|beitrittszeit)( \(.*\))?$",
    "left": r"^(leave time|left( time)?|hora d[ea] (salida|saida|abandono)|hora para salir|heure de depart"
    r"|austrittszeit|verlassenszeit)( \(.*\))?$",
    "minutes": r"^((attendance )?duration|duracion|duracao|duree|(anwesenheits)?dauer)\b",
    "role": r"^(role|participant type|rol|funcao|funcion|rolle)$",
    "organisation": r"^(company|empresa|entreprise|firma)$",
}
# Older reports name a connection's times as others name a meeting's.
_OLDER = {
    "joined": r"^(start time|hora de (inicio|comienzo))( \(.*\))?$",
    "left": r"^(end time|hora de (fin|finalizacion|termino))( \(.*\))?$",
}
_FACTS: dict[Fact, str] = {
    "meeting_id": r"^(meeting|session) (number|id)\b|^numero d[ea] (la )?(reunion|reuniao)",
    "title": r"^meeting (name|topic)\b|^topic$|^(nombre|tema|nome) d[ea] (la )?(reunion|reuniao)|^tema$",
    "started_at": r"^meeting start|^(hora|data) de inicio d[ea] (la )?(reunion|reuniao)",
    "ended_at": r"^meeting end|^(hora|data) de (finalizacion|fin|termino) d[ea] (la )?(reunion|reuniao)",
    "host_email": r"^host email|^correo( electronico)? del anfitrion|^e-?mail do anfitriao",
}
_LANGUAGES = {
    "en": r"\b(attendee|join|leave|attendance|meeting|time|type)\b",
    "es": r"reunion|asistente|asistencia|hora de (entrada|salida|incorporacion)|conexion|correo|apellido",
    "pt": r"reuniao|convidado|presenca|hora da|conexao|sobrenome|exibicao",
    "fr": r"reunion|participant$|heure|connexion|courriel|prenom|duree",
    "de": r"dauer|beitritt|verbindung|teilnehmer|nachname",
}
_IN_UTC = re.compile(r"\b(gmt|utc)\b(?!\s*[+-]\s*0*[1-9])")
_WRITTEN_AS_FORMULA = re.compile(r'="(.*)"')
_FIRST_RECORDS = 20


def read(export: Export) -> Reading | None:
    """The report, where one of the first lines has the columns of connections and Webex's own words."""
    at = next((at for at, record in enumerate(export.outline[:_FIRST_RECORDS]) if _is_header(record)), None)
    if at is None:
        return None
    above, header, rows = export.outline[:at], export.outline[at], export.outline[at + 1 :]
    table = Section("connections", header.line, header.line + 1, header.cells, _fields(header))
    preamble = [Section("preamble", above[0].line, above[0].line)] if above else []
    facts = {fact: _plain(value) for fact, value in facts_below(above, _FACTS).items()} | _repeated(
        header, rows
    )
    time_zone = "UTC" if _is_in_utc(header, rows, table.fields["joined"]) else None
    language = language_of(header.cells, _LANGUAGES)
    return Reading("webex", "attendance", language, (*preamble, table), facts, time_zone)


def _is_header(record: Record) -> bool:
    keys = [header_key(cell) for cell in record.cells]
    own = sum(any(re.search(pattern, key) for key in keys) for pattern in _OWN)
    fields = _fields(record).keys()
    return own >= 2 and {"joined", "left"} <= fields and not {"name", "first_name"}.isdisjoint(fields)


def _fields(header: Record) -> dict[str, int]:
    fields = fields_of(header.cells, _COLUMNS)
    if not {"joined", "left"} & fields.keys():
        fields |= fields_of(header.cells, _OLDER)
    # A first name without a last one is the whole name.
    if "first_name" in fields and "last_name" not in fields:
        first = fields.pop("first_name")
        fields.setdefault("name", first)
    return fields


def _repeated(header: Record, rows: Sequence[Record]) -> dict[Fact, str]:
    """What the first rows all say alike of their meeting."""
    columns = fields_of(header.cells, dict(_FACTS.items()))
    said = {fact: _same(rows, columns[fact]) for fact in _FACTS if fact in columns}
    return {fact: value for fact, value in said.items() if value}


def _same(rows: Sequence[Record], at: int) -> str:
    values = {_plain(row.cells[at]) for row in rows if at < len(row.cells)}
    return values.pop() if len(values) == 1 else ""


def _plain(cell: str) -> str:
    """A cell without what keeps spreadsheets from reading it as a number: ="2021-05-04 10:00:00"."""
    return _WRITTEN_AS_FORMULA.sub(r"\1", cell.strip()).strip()


def _is_in_utc(header: Record, rows: Sequence[Record], joined: int) -> bool:
    """Whether a column's name says so, or every one of the first stamps."""
    stamps = [_plain(row.cells[joined]) for row in rows if joined < len(row.cells)]
    held = [header_key(stamp) for stamp in stamps if stamp]
    return any(_IN_UTC.search(header_key(name)) for name in header.cells) or (
        bool(held) and all(_IN_UTC.search(stamp) or stamp.endswith("z") for stamp in held)
    )
