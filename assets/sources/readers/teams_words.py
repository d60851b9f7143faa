"""What the reports of Microsoft Teams have in common: the columns of a table of stays, and the facts of a meeting.

Columns are found by what they are called and, where a language has words that nobody listed, by what they hold
in Teams' own order. Where the tables begin is the business of `teams_report` and `teams_sections`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from assets.sources.exports.outline import Record
from assets.sources.readers.reading import Fact, fields_of, header_key, language_of
from assets.sources.readers.shapes import Shape, shape_of, shapes_of

NAME = r"^(full name|name|nombre( completo)?|nome( completo)?|nom( complet)?|vollstandiger name)$"
_STAYS = {
    "name": NAME,
    "joined": r"^(join time|first join"
    r"|hora (de |para )(la )?(union|unirse|entrada|incorporacion|conexion)"
    r"|hora (a|en) (la )?que se (unio|incorporo|conecto)|primer[ao]? (entrada|conexion|union|incorporacion|acceso)"
    r"|hora(rio)? d[ea] (entrada|adesao)|primeir[ao] (entrada|adesao|ingresso)"
    r"|heure d.(arrivee|entree)|heure de (connexion|participation)"
    r"|premi(er|ere) (acces|arrivee|connexion|entree|participation)"
    r"|beitritts(zeit|zeitpunkt|uhrzeit)|erster beitritt)$",
    "left": r"^(leave time|last leave"
    r"|hora (de |para )(la )?(salida|salir|abandono|desconexion)|hora (a|en) (la )?que (salio|abandono|se fue)"
    r"|ultim[ao] (salida|desconexion|abandono)|hora(rio)? d[ea] saida|ultim[ao] saida"
    r"|heure de (depart|sortie|deconnexion)|derni(er|ere) (depart|sortie|deconnexion)"
    r"|austritts(zeit|zeitpunkt|uhrzeit)|verlassenszeit|letztes verlassen)$",
    "minutes": r"^((in-meeting )?duration|duracion|duracao|duree|dauer|tiempo en la reunion)\b",
    "email": r"\be-?mail\b|correo|courriel",
    "role": r"^(role|rol|funcao|funcion|rolle)$",
}
# The account's own name: an e-mail that may reach nobody, and still better than none.
_ACCOUNT = {"email": r"\bupn\b"}
_LANGUAGES = {
    "en": r"^(full name|user action|timestamp)$|\b(join|leave|duration|role|summary|activities|meeting)\b",
    "es": r"^nombre\b|accion|marca|hora|\brol\b|resumen|actividades|duracion|correo|salida|reunion\b",
    "pt": r"^nome\b|atividade|carimbo|data e hora|horario|funcao|resumo|duracao|saida|reuniao",
    "fr": r"^nom\b|utilisateur|horodat|heure|\brole\b|resume\b|activites|duree|reunion\b",
    "de": r"vollstandig|benutzer|zeitstempel|beitritt|verlassen|rolle|zusammenfassung|teilnehmer|dauer|besprechung",
}
_LONGEST_STAMP = 60
_TITLE = r"tit(le|ulo|re|el)\b"


def language_among(records: Iterable[Record]) -> str:
    """The language of titles and headers; "und" where no word of them is known."""
    return language_of((cell for record in records for cell in record.cells if cell.strip()), _LANGUAGES)


def stays_fields(header: Record, rows: Sequence[Record]) -> dict[str, int]:
    """Field -> position of a table of stays, one row per stay or per person; empty where it is no such table."""
    if has_stamps(header):
        return {}
    fields = {**_fields_by_shape(header, rows), **named_fields(header)}
    if "email" not in fields:
        fields |= fields_of(header.cells, _ACCOUNT)
    return fields if {"name", "joined", "left"} <= fields.keys() else {}


def named_fields(header: Record) -> dict[str, int]:
    """Field -> position of the columns that are called as Teams calls them."""
    return fields_of(header.cells, _STAYS)


def has_stamps(record: Record, at_least: int = 1) -> bool:
    """Whether so many of its cells are a day and a time, and nothing else of any length."""
    short = [cell for cell in record.cells if len(cell) <= _LONGEST_STAMP]
    return sum(shape_of([cell]) == "stamp" for cell in short) >= at_least


def is_fact(record: Record) -> bool:
    """Whether it can be a fact's name with its value beside it, or without one."""
    return not any(cell.strip() for cell in record.cells[2:])


def facts_of(records: Iterable[Record]) -> dict[Fact, str]:
    """What the report says of one meeting: its title if it has one, and its counts and stamps in Teams' order."""
    held = [_held(record) for record in records if len(record.cells) > 1 and record.cells[1].strip()]
    called = next((fact for fact in held if re.search(_TITLE, fact[0])), None)
    title = called or next((fact for fact in held if fact[2] == "text" and not _is_meeting_id(fact)), None)
    others = [fact for fact in held if fact is not title]
    stamps = [value for _, value, shape in others if shape == "stamp"]
    found: dict[Fact, str | None] = {
        "title": title[1] if title and header_key(title[1]) != "null" else None,
        "meeting_id": _first(fact[1] for fact in others if _is_meeting_id(fact)),
        "participants": _first(
            fact[1] for fact in others if fact[1].isdecimal() and not _is_meeting_id(fact)
        ),
        "started_at": _first(stamps),
        "ended_at": _first(stamps[1:]),
    }
    return {fact: value for fact, value in found.items() if value}


def facts_of_all(meetings: Sequence[Mapping[Fact, str]]) -> dict[Fact, str]:
    """The facts of a file that may hold several meetings: where it begins and ends, and what all of them share."""
    first, last = meetings[0], meetings[-1]
    if len(meetings) == 1:
        return dict(first)
    shared: tuple[Fact, ...] = ("title", "meeting_id")
    found: dict[Fact, str | None] = {"started_at": first.get("started_at"), "ended_at": last.get("ended_at")}
    found |= {fact: first.get(fact) for fact in shared if len({one.get(fact) for one in meetings}) == 1}
    return {fact: value for fact, value in found.items() if value}


def _fields_by_shape(header: Record, rows: Sequence[Record]) -> dict[str, int]:
    """Name, joining, leaving and length stand first and in this order; e-mail and role follow."""
    shapes = shapes_of(rows, len(header.cells))
    if shapes[:3] != ["text", "stamp", "stamp"] or not {*shapes[3:4]} & {"duration", "time"}:
        return {}
    fields = {"name": 0, "joined": 1, "left": 2, "minutes": 3}
    wanted: tuple[tuple[str, Shape], ...] = (("email", "email"), ("role", "text"))
    return fields | {field: shapes.index(shape, 4) for field, shape in wanted if shape in shapes[4:]}


def _held(fact: Record) -> tuple[str, str, Shape]:
    """A fact's name, its value, and the value's shape."""
    value = fact.cells[1].strip()
    return header_key(fact.cells[0]), value, shape_of([value])


def _is_meeting_id(fact: tuple[str, str, Shape]) -> bool:
    return re.search(r"\bid\b", fact[0]) is not None


def _first(values: Iterable[str]) -> str | None:
    return next(iter(values), None)
