"""Twins of forms: Google's and Microsoft's registrations, and a form of attendance that people filled in.

Some answers run over several lines, as people's do.
"""

from dataclasses import replace

from tests.sources.twins.model import Planted, Twin, table
from tests.sources.twins.people import Stay, day_first, instant, stays_of

ATTENDANCE_FORMS = "asistencia*"
_GOOGLE = (
    "Marca temporal|Dirección de correo electrónico|Nombre completo|Nombre de la organización o institución"
    "|Tipo de organización|Estado|Cargo|Género|¿Cómo se enteró del conversatorio?"
)
_ATTENDED = "Marca temporal|Dirección de correo electrónico|Nombre completo|¿Qué se lleva de la sesión?"
_MICROSOFT = "ID|Hora de inicio|Hora de finalización|Correo electrónico|Nombre|Organización que representa|Estado|Cargo"


def google(seed: int, rows: int) -> Twin:
    """Google's CSV in Spanish, every cell quoted."""
    answers = [(_google_cells(stay), _registered(stay)) for stay in stays_of(seed, rows)]
    lines = tuple(table(_GOOGLE.split("|"), answers))
    twin = Twin("google_forms", "Registro al conversatorio s1.csv", "registrations", "dmy", lines)
    return replace(twin, line_end="\n", quotes_all=True)


def attendance(seed: int, rows: int) -> Twin:
    """A form that people filled in while the session ran; its last question gets answers of several lines."""
    answers = [(_attended_cells(stay), _present(stay)) for stay in stays_of(seed, rows)]
    lines = tuple(table(_ATTENDED.split("|"), answers))
    return Twin("attendance_form", "asistencia s1.csv", "attendance", "dmy", lines, line_end="\n")


def microsoft(seed: int, rows: int) -> Twin:
    """Microsoft's workbook in Spanish."""
    answers = [(_microsoft_cells(stay), _registered(stay)) for stay in stays_of(seed, rows)]
    lines = tuple(table(_MICROSOFT.split("|"), answers))
    return Twin("microsoft_forms", "Registro (1-50).xlsx", "registrations", "dmy", lines, is_workbook=True)


def _google_cells(stay: Stay) -> tuple[str, ...]:
    kind = ("OSC, Red", "Gobierno municipal", "Academia")[stay.number % 3]
    answers = ("Red de Ayuda, A.C.", kind, "Jalisco", _position(stay), "Mujer", "Por un colega")
    return day_first(stay.registered), _email(stay), stay.name, *answers


def _attended_cells(stay: Stay) -> tuple[str, ...]:
    said = 'Todo:\nlo "mejor",\n\ny más' if stay.number % 5 == 2 else "Mucho"
    return day_first(stay.joined), _email(stay), stay.name, said


def _microsoft_cells(stay: Stay) -> tuple[str, ...]:
    stamp = day_first(stay.registered)
    answers = ("DIF", "Oaxaca", _position(stay))
    return str(stay.number + 1), stamp, stamp, _email(stay), stay.name, *answers


def _position(stay: Stay) -> str:
    return "Directora\nde proyectos" if stay.number % 7 == 3 else "Enlace"


def _email(stay: Stay) -> str:
    return f"u{stay.number}.{stay.email or 'sin@example.org'}"


def _registered(stay: Stay) -> Planted:
    return Planted(stay.name, _email(stay), str(stay.number), submitted=instant(stay.registered))


def _present(stay: Stay) -> Planted:
    return Planted(stay.name, _email(stay), str(stay.number))
