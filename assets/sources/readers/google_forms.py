"""Google Forms: the sheet of answers, downloaded as CSV, one row per submission.

Here its stamp and its questions become fields; each form words its questions in its own way, so they are found
by what they ask for.
"""

from assets.sources.readers.export import Export, Reading, Section, fields_of, header_key, without_blanks

STAMPS = {"marca temporal": "es", "timestamp": "en"}

# Order matters: the more particular question takes its column before the more general one looks.
QUESTIONS = {
    "submitted_at": r"^(marca temporal|timestamp)$",
    "email": r"correo|e-?mail",
    "privacy_accepted": r"aviso de privacidad|privacy",
    "how_heard": r"como se entero|se entero|how did you hear|medio por el que",
    "cluni": r"\bcluni\b",
    "actor_type": r"(tipo|clase) de (organizacion|institucion|actor)|sector|(kind|type) of organi[sz]ation",
    "municipality": r"municipio|alcaldia|municipality",
    "state": r"entidad federativa|estado|state",
    "organisation": r"organizacion|institucion|dependencia|organi[sz]ation|institution",
    "position": r"cargo|puesto|position",
    "gender": r"genero|sexo|gender",
    "telephone": r"telefono|celular|whatsapp|phone",
    "name": r"nombre|\bname\b",
}


def read(export: Export) -> Reading | None:
    """The answers, where the first column is the form's stamp."""
    if not export.records:
        return None
    header, *rows = export.records
    language = STAMPS.get(header_key(header.cells[0]))
    if language is None:
        return None
    fields = fields_of(header.cells, QUESTIONS)
    answers = Section("answers", header.cells, header.line, without_blanks(rows), fields)
    return Reading("google_forms", "registrations", language, (answers,))
