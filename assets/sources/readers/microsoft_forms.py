"""Microsoft Forms: the workbook of answers, one row per submission.

Here the columns that Microsoft adds are told from the form's questions, and left aside where the form is
anonymous; what a question asks for is found in `questions`.
"""

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.questions import email_column, questions_of
from assets.sources.readers.reading import Reading, Section, fields_of, header_key, language_of

COLUMNS = {
    "id": r"^id$",
    "started": r"^(hora de inicio|start time|heure de debut|startzeit)$",
    "submitted_at": r"^(hora de (finalizacion|conclusao)|completion time|heure de fin|fertigstellungszeit)$",
    "email": r"^(correo electronico|e-?mail|adresse de messagerie)$",
    "name": r"^(nombre|name|nome|nom)$",
}
LANGUAGES = {
    "es": r"^(hora de finalizacion|correo electronico|nombre)$",
    "en": r"^(start time|completion time|email)$",
    "pt": r"^(hora de conclusao|nome)$",
    "fr": r"^(heure de debut|heure de fin|adresse de messagerie|nom)$",
    "de": r"^(startzeit|fertigstellungszeit|e-mail)$",
}
_ANONYMOUS = {"anonymous", "anonimo", "anonyme", "anonym"}
_FIRST_RECORDS = 5


def read(export: Export) -> Reading | None:
    """The answers, below a header that has Microsoft's start and completion."""
    for header in export.outline[:_FIRST_RECORDS]:
        columns = fields_of(header.cells, COLUMNS)
        if _is_form(columns):
            fields = _fields(header, export.below(header), columns)
            answers = Section("answers", export.outline[0].line, header.line + 1, header.cells, fields)
            language = language_of([header.cells[at] for at in columns.values()], LANGUAGES)
            return Reading("microsoft_forms", "registrations", language, (answers,))
    return None


def _is_form(columns: dict[str, int]) -> bool:
    """Whether the times stand beside the answer's number, or beside who answered: calls have such times too."""
    who = "id" in columns or {"email", "name"} <= columns.keys()
    return {"started", "submitted_at"} <= columns.keys() and who


def _fields(header: Record, rows: tuple[Record, ...], columns: dict[str, int]) -> dict[str, int]:
    asked = questions_of(header.cells, columns.values())
    email = email_column(rows, columns.get("email"), asked.pop("email", None))
    fields = {"submitted_at": columns["submitted_at"], **asked}
    if email is not None:
        fields["email"] = email
    if "name" in columns and _names_people(rows, columns["name"]):
        fields["name"] = columns["name"]
    return fields


def _names_people(rows: tuple[Record, ...], name: int) -> bool:
    """Whether most of the names that Microsoft kept are somebody's."""
    kept = [header_key(row.cells[name]) for row in rows if name < len(row.cells)]
    held = [cell for cell in kept if cell]
    return sum(cell not in _ANONYMOUS for cell in held) * 2 > len(held)
