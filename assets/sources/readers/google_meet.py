"""Google Meet: the attendance report, one row per person with their first joining, last leaving and time in between.

Here the report is known by its words, or by a duration beside two times without a date; the date is taken from
the file's name, where Meet puts it.
"""

import re
from collections.abc import Sequence
from datetime import date

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.reading import Fact, Reading, Section, fields_of, language_of
from assets.sources.readers.shapes import Shape, shapes_of

NAME_IN_TWO = {
    "first_name": r"^(first name|nombre|nome|prenom|vorname)$",
    "last_name": r"^(last name|apellidos?|sobrenome|apelido|nom|nom de famille|nachname)$",
}
NAME = {"name": r"^(full )?name$|^(nombre|nome|nom)( complet[oe]?)?$"}
COLUMNS = {
    "email": r"^(e-?mail( address)?|correo( electronico)?|(endereco de )?e-?mail|adresse e-?mail|e-?mail-adresse)$",
    "minutes": r"^(duration|duracion|duracao|duree|dauer)$",
    "joined": r"joined|se unio|\bunion|entrada|entrou|arrivee|beigetreten|beitritt",
    "left": r"exited|left|salio|salida|abandono|saida|saiu|depart|verlassen",
}
# Times that no other platform calls so: they are Meet's even where nobody came.
OWN_WORDS = {
    "joined": r"^(time joined|hora a la que se unio)$",
    "left": r"^(time exited|hora a la que (salio|abandono))",
}
LANGUAGES = {
    "en": r"^(name|email|duration|time (joined|exited))$",
    "es": r"^(nombre|apellidos?|correo( electronico)?|duracion|hora a la que)",
    "pt": r"^(nome|sobrenome|apelido|duracao|hora(rio)? d[ea] saida)",
    "fr": r"^(prenom|nom|adresse|duree|heure d)",
    "de": r"^(vorname|nachname|dauer|.*(beitritt|verlassen|beigetreten))",
}
_FIRST_RECORDS = 5
_DATE = re.compile(r"(?<!\d)(\d{4})[-_./](\d{2})[-_./](\d{2})(?!\d)")
_TITLE = re.compile(
    r"\d{4}[-_./]\d{2}[-_./]\d{2}[ _]\d{1,2}[-_.:h]\d{2}[ _](?P<title>.*?)"
    r"( *- *(attendance( report)?|informe de asistencia|registros? de asistencia|asistencia))?"
    r"(\W*\(\d+\))?(\.\w{2,4})?",
    re.IGNORECASE,
)


def read(export: Export) -> Reading | None:
    """The people, below a header whose times are times alone."""
    for header in export.outline[:_FIRST_RECORDS]:
        rows = export.below(header)
        shapes = shapes_of(rows, len(header.cells))
        # A separator that slipped into the header moves its words away from their columns.
        is_torn = bool(rows) and all(len(row.cells) < len(header.cells) for row in rows)
        fields = (None if is_torn else _fields_by_words(header, shapes)) or _fields_by_shapes(shapes)
        if fields:
            section = Section(
                "participants", export.outline[0].line, header.line + 1, header.cells, fields, is_span=True
            )
            language = language_of(header.cells, LANGUAGES)
            return Reading("meet", "attendance", language, (section,), _facts(export.name))
    return None


def _fields_by_words(header: Record, shapes: Sequence[Shape]) -> dict[str, int] | None:
    name = fields_of(header.cells, NAME_IN_TWO)
    if len(name) < len(NAME_IN_TWO):
        name = fields_of(header.cells, NAME)
    fields = name | fields_of(header.cells, COLUMNS)
    if not fields.keys() >= {"minutes", "joined", "left"} or not {"name", "first_name"} & fields.keys():
        return None
    times = {shapes[fields["joined"]], shapes[fields["left"]]}
    is_empty = times == {"blank"} and len(fields_of(header.cells, OWN_WORDS)) == len(OWN_WORDS)
    return fields if is_empty or ("time" in times and times <= {"time", "blank"}) else None


def _fields_by_shapes(shapes: Sequence[Shape]) -> dict[str, int] | None:
    """Names, an address, a duration and two times, and nothing else: then their order tells which is which."""
    held = [(shape, at) for at, shape in enumerate(shapes) if shape != "blank"]
    order = [shape for shape, _ in held]
    names = [at for shape, at in held if shape == "text"]
    if order[len(names) :] != ["email", "duration", "time", "time"] or len(names) not in (1, 2):
        return None
    named = dict(zip(("name",) if len(names) == 1 else ("first_name", "last_name"), names, strict=True))
    rest = [at for shape, at in held if shape != "text"]
    return named | dict(zip(("email", "minutes", "joined", "left"), rest, strict=True))


def _facts(name: str) -> dict[Fact, str]:
    facts: dict[Fact, str] = {}
    dates = [day for found in _DATE.finditer(name) if (day := _date(found))]
    # A second date may be in the meeting's own title: then only one that stands first is Meet's.
    if dates and (len(set(dates)) == 1 or _DATE.match(name)):
        facts["file_date"] = dates[0]
    titled = _TITLE.fullmatch(name)
    if titled and (title := titled["title"].strip(" -_")):
        facts["title"] = title
    return facts


def _date(found: re.Match[str]) -> str | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None
