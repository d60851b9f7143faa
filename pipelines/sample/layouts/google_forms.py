"""Google Forms' CSV in Spanish: a stamp, the e-mail, then the questions in each form's own words.

Two wordings are written, one for a session's form and one for the whole cycle's; every cell is quoted, as
Google does.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from assets.cycle import DateOrder
from pipelines.sample.layouts.dates import padded_24_hours
from pipelines.sample.page import Dialect, File, Page
from pipelines.sample.registration_rows import Answers, RegistrationRow

_DIALECT = Dialect("utf-8", quotes_all=True)
_SESSION_QUESTIONS = (
    "Nombre completo",
    "Nombre de la organización o institución",
    "Tipo de organización",
    "CLUNI (si su organización cuenta con ella)",
    "Estado",
    "Municipio o alcaldía",
    "Cargo",
    "Género",
    "¿Cómo se enteró del conversatorio?",
    "Teléfono de contacto",
    "He leído y acepto el aviso de privacidad",
)
_CYCLE_QUESTIONS = (
    "Nombre(s) y apellidos",
    "¿A qué organización o institución representa?",
    "¿De qué tipo de organización se trata?",
    "CLUNI de la organización",
    "Entidad federativa",
    "Municipio o alcaldía de la organización",
    "Cargo que desempeña",
    "Género con el que se identifica",
    "¿Por qué medio se enteró del ciclo?",
    "Teléfono",
    "Acepto los términos del aviso de privacidad",
)


def registration_file(
    session_id: str | None, rows: Iterable[tuple[datetime, RegistrationRow]], order: DateOrder
) -> File:
    """The form's file of one session, or of the whole cycle (None); stamps are local to the form's zone."""
    page = Page()
    questions = _SESSION_QUESTIONS if session_id else _CYCLE_QUESTIONS
    page.write("Marca temporal", "Dirección de correo electrónico", *questions)
    for stamp, row in rows:
        page.write_row(_cells(padded_24_hours(stamp, order), row.answers), row.person_id, row.organisation_id)
    name = f"Registro al conversatorio {session_id}.csv" if session_id else "Registro al ciclo completo.csv"
    return File(Path("inbox", session_id or "cycle", "registrations", name), page, _DIALECT)


def _cells(stamp: str, answers: Answers) -> list[str]:
    return [
        stamp,
        answers.email,
        answers.name,
        answers.organisation,
        answers.kind,
        answers.cluni,
        answers.state,
        answers.municipality,
        answers.position,
        answers.gender,
        answers.how_heard,
        answers.phone,
        "Sí, acepto",
    ]
