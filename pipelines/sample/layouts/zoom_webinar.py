"""Zoom's attendee report of a webinar, in Spanish: sections for the host, the panelists and the attendees.

The attendees' section lists everybody whom the webinar knew beforehand, no-shows included. Dates come in
words or month first, as accounts differ.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from pipelines.sample.layouts.call import Call, Entry, most_at_once, unique_people
from pipelines.sample.layouts.dates import month_in_words, padded_24_hours
from pipelines.sample.page import Dialect, Page

DIALECT = Dialect("utf-8-sig")
_MISSING = "--"
_SUMMARY = (
    "Tema",
    "ID de seminario web",
    "Hora de inicio real",
    "Duración real (minutos)",
    "N.º inscritos",
    "N.º cancelados",
    "Espectadores exclusivos",
    "Usuarios totales",
    "Vistas simultáneas máximas",
    "Habilitar inscripción",
)
_CREW = (
    "Asistió",
    "Nombre de usuario (nombre original)",
    "Correo electrónico",
    "Hora para unirse",
    "Hora de salida",
    "Tiempo en la sesión (minutos)",
    "Es invitado",
    "Nombre de país/región",
)
_ATTENDEES = (
    "Asistió",
    "Nombre de usuario (nombre original)",
    "Nombre",
    "Apellido",
    "Correo electrónico",
    "Teléfono",
    "Hora de registro",
    "Estado de aprobación",
    "Hora para unirse",
    "Hora de salida",
    "Tiempo en la sesión (minutos)",
    "Es invitado",
    "Nombre de país/región",
)
_COUNTRY = "México"

Written = Callable[[datetime], str]


def dates_in_words(call: Call) -> Page:
    """The report of an account that writes months in words."""
    return _report(call, month_in_words)


def dates_month_first(call: Call) -> Page:
    """The report of an account that writes dates month first, unless the cycle states another order."""
    return _report(call, lambda moment: padded_24_hours(moment, call.date_order or "mdy"))


def file_name(call: Call) -> str:
    """`attendee_81234567890_2021_05_04.csv`."""
    return f"attendee_{call.number}_{call.opened:%Y_%m_%d}.csv"


def _report(call: Call, written: Written) -> Page:
    page = Page()
    stays = [entry for _, entry in call.stays]
    attendees = [entry for entry in stays if entry.role == "audience"]
    absent = [entry for entry in call.entries if entry.joined is None]
    page.write("Informe de asistentes")
    page.write("Informe generado:", written(call.closed + timedelta(hours=22)))
    page.write(*_SUMMARY)
    page.write(*_summary(call, stays, attendees, absent, written))
    for title, role in (("Detalles de anfitrión", "host"), ("Detalles de panelista", "speaker")):
        page.write(title)
        page.write(*_CREW)
        _write(page, (entry for entry in stays if entry.role == role), written, _crew_cells)
    page.write("Detalles de asistente")
    page.write(*_ATTENDEES)
    _write(page, [*attendees, *absent], written, _attendee_cells)
    return page


def _summary(
    call: Call, stays: list[Entry], attendees: list[Entry], absent: list[Entry], written: Written
) -> list[str]:
    known = unique_people(entry for entry in (*attendees, *absent) if entry.registered_at)
    number = str(call.number)
    return [
        call.title,
        f"{number[:3]} {number[3:7]} {number[7:]}",
        written(call.opened),
        call.minutes,
        str(known),
        "0",
        str(unique_people(attendees)),
        str(len(stays)),
        str(most_at_once(attendees)),
        "Sí",
    ]


def _write(
    page: Page, entries: Iterable[Entry], written: Written, cells: Callable[[Entry, Written], list[str]]
) -> None:
    for entry in entries:
        page.write_row(cells(entry, written), entry.person_id, entry.organisation_id)


def _crew_cells(entry: Entry, written: Written) -> list[str]:
    return ["Sí", entry.name, entry.email, *_times(entry, written), "No", _COUNTRY]


def _attendee_cells(entry: Entry, written: Written) -> list[str]:
    came, known = entry.joined is not None, entry.registered_at
    given, surnames = (entry.given, entry.surnames) if known else (entry.name, "")
    approval = [written(known), "aprobado"] if known else [_MISSING, _MISSING]
    return [
        "Sí" if came else "No",
        entry.name,
        given,
        surnames,
        entry.email,
        "",
        *approval,
        *_times(entry, written),
        "Sí" if came else _MISSING,
        _COUNTRY if came else _MISSING,
    ]


def _times(entry: Entry, written: Written) -> list[str]:
    if entry.joined is None or entry.left is None:
        return [_MISSING, _MISSING, _MISSING]
    return [written(entry.joined), written(entry.left), entry.minutes]
