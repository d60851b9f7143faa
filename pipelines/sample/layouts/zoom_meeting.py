"""Zoom's list of a meeting's participants, in Spanish: of 2021 with its preamble, and since 2023.

A meeting knows no roles: hosts and speakers stand among the others. Only the later one tells who was
waiting.
"""

from pipelines.sample.layouts.call import Call
from pipelines.sample.layouts.dates import padded
from pipelines.sample.page import Dialect, Page

DIALECT = Dialect("utf-8-sig", line_end="\r\n")
_MEETING = (
    "ID de reunión",
    "Tema",
    "Hora de inicio",
    "Hora de finalización",
    "E-mail del usuario",
    "Duración (minutos)",
    "Participantes",
    "",
)
_PARTICIPANTS_2021 = (
    "Nombre (nombre original)",
    "E-mail del usuario",
    "Hora para unirse",
    "Hora para salir",
    "Duración (minutos)",
    "Invitado",
)
_PARTICIPANTS_2023 = (
    "Nombre (nombre original)",
    "Correo electrónico",
    "Hora de entrada",
    "Hora de salida",
    "Duración (minutos)",
    "Invitado",
    "Respuesta al descargo de responsabilidad relativa a la grabación",
    "En sala de espera",
)


def participants_2021(call: Call) -> Page:
    """Preamble, an empty line, then one row per stay; `Participantes` counts the rows."""
    page = Page()
    order = call.date_order or "dmy"
    host = next(entry.email for entry in call.entries if entry.role == "host")
    opened, closed = padded(call.opened, order), padded(call.closed, order)
    page.write(*_MEETING)
    page.write(str(call.number), call.title, opened, closed, host, call.minutes, str(len(call.stays)), "")
    page.write()
    page.write(*_PARTICIPANTS_2021)
    for joined, entry in call.stays:
        times = [padded(joined, order), padded(entry.left or joined, order), entry.minutes]
        guest = "No" if entry.role == "host" else "Sí"
        page.write_row([entry.name, entry.email, *times, guest], entry.person_id, entry.organisation_id)
    return page


def participants_2023(call: Call) -> Page:
    """One row per stay and per wait, without a preamble."""
    page = Page()
    order = call.date_order or "dmy"
    page.write(*_PARTICIPANTS_2023)
    for joined, entry in call.stays:
        times = [padded(joined, order), padded(entry.left or joined, order), entry.minutes]
        answers = ["No" if entry.role == "host" else "Sí", "", "Sí" if entry.is_waiting else "No"]
        page.write_row([entry.name, entry.email, *times, *answers], entry.person_id, entry.organisation_id)
    return page


def file_name(call: Call) -> str:
    """`participants_81234567890.csv`."""
    return f"participants_{call.number}.csv"
