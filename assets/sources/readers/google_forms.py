"""Google Forms: the sheet of answers or the form's own CSV, one row per submission.

Here the columns that Google adds are told from the form's questions; what a question asks for is found in
`questions`.
"""

from assets.sources.exports.outline import Export, Record
from assets.sources.readers.questions import email_column, questions_of
from assets.sources.readers.reading import Reading, Section, fields_of, header_key
from assets.sources.readers.shapes import shapes_of

STAMPS = {
    "marca temporal": "es",
    "timestamp": "en",
    "carimbo de data/hora": "pt",
    "horodateur": "fr",
    "zeitstempel": "de",
}
# The address that Google takes from the account; its older forms call it the user's name.
ADDRESS = (
    r"^(direccion de correo electronico|nombre de usuario|email address|username"
    r"|endereco de e-?mail|nome de usuario|adresse e-?mail|nom d.utilisateur|e-mail-adresse|nutzername)$"
)
# Above the header there may be a title, or the line in which Excel states the separator.
_FIRST_RECORDS = 5
# A column of stamps is no form's where it stands among too few questions: call platforms have one too.
_QUESTIONS_OF_A_FORM = 3


def read(export: Export) -> Reading | None:
    """The answers, below a header that has Google's stamp."""
    for header in export.outline[:_FIRST_RECORDS]:
        stamp = next((at for at, cell in enumerate(header.cells) if header_key(cell) in STAMPS), None)
        if stamp is None:
            continue
        rows = export.below(header)
        fields = _fields(header, rows, stamp)
        if stamp == 0 or _is_form(fields, rows, stamp):
            answers = Section("answers", export.outline[0].line, header.line + 1, header.cells, fields)
            language = STAMPS[header_key(header.cells[stamp])]
            return Reading("google_forms", "registrations", language, (answers,))
    return None


def _fields(header: Record, rows: tuple[Record, ...], stamp: int) -> dict[str, int]:
    address = fields_of(header.cells, {"email": ADDRESS}).get("email")
    asked = questions_of(header.cells, [stamp] if address is None else [stamp, address])
    email = email_column(rows, address, asked.pop("email", None))
    return {"submitted_at": stamp, **asked} | ({} if email is None else {"email": email})


def _is_form(fields: dict[str, int], rows: tuple[Record, ...], stamp: int) -> bool:
    return len(fields) > _QUESTIONS_OF_A_FORM and shapes_of(rows, stamp + 1)[stamp] == "stamp"
