"""Zoom registrations: who signed up is found below however many lines, and never taken for who came."""

import csv
import io
from collections.abc import Sequence

import pytest

from assets.sources.exports.outline import Export, Record
from assets.sources.readers import zoom_meeting, zoom_registration, zoom_webinar
from tests.sources.reading import read_text

Lines = list[list[str]]

HEADER_EN = ["First Name", "Last Name", "Email", "Registration Time", "Approval Status", "Source Name"]
HEADER_ES = [
    "Nombre",
    "Apellido",
    "Correo electrónico",
    "Hora de registro",
    "Estado de aprobación",
    "Nombre de fuente",
]
ANA = ["Ana", "Pérez", "ana@example.org", "05/13/2021 08:00:00 AM", "approved", "Boletín"]
LUIS = ["Luis", "", "luis@example.org", "05/14/2021 09:30:00 AM", "denied", ""]
FIELDS = {"first_name": 0, "last_name": 1, "email": 2, "submitted_at": 3, "approval": 4}
FACTS = {
    "generated_at": "05/19/2021 10:00:00 AM",
    "title": "Conversatorio",
    "meeting_id": "845 9558 6656",
    "started_at": "05/18/2021 10:00:00 AM",
    "registered": "412",
    "cancelled": "3",
}
VALUES = ["Conversatorio", "845 9558 6656", "05/18/2021 10:00:00 AM", "120", "412", "3", "405", "4"]
PREAMBLE_EN = [
    ["Registration Report"],
    ["Report Generated:", "05/19/2021 10:00:00 AM"],
    [
        "Topic",
        "Webinar ID",
        "Scheduled Time",
        "Duration (minutes)",
        "# Registered",
        "# Cancelled",
        "# Approved",
        "# Denied",
    ],
    VALUES,
]
PREAMBLE_ES = [
    ["Informe de inscripción"],
    ["Informe generado:", "05/19/2021 10:00:00 AM"],
    [
        "Tema",
        "ID de seminario web",
        "Hora programada",
        "Duración (minutos)",
        "N.º inscritos",
        "N.º cancelados",
        "N.º aprobados",
        "N.º rechazados",
    ],
    VALUES,
]


def lines(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue()


def export_of(rows: Lines) -> Export:
    return Export(tuple(Record(line, tuple(cells)) for line, cells in enumerate(rows, 1)))


@pytest.mark.parametrize(
    ("language", "preamble", "title", "header"),
    [
        ("en", PREAMBLE_EN, ["Attendee Details"], HEADER_EN),
        ("es", PREAMBLE_ES, ["Detalles de asistente"], HEADER_ES),
        (
            "es",
            [["Informe de registro"], *PREAMBLE_ES[1:]],
            ["Detalles del asistente"],
            [*HEADER_ES[:3], "Hora de inscripción", *HEADER_ES[4:]],
        ),
    ],
)
def test_registrants_are_found_below_the_report_s_own_lines(
    language: str, preamble: Lines, title: list[str], header: list[str]
) -> None:
    read = read_text(lines([*preamble, title, header, ANA, LUIS]))
    assert (read.known.platform, read.known.kind, read.known.language) == ("zoom", "registrations", language)
    above, registrants = read.known.sections
    assert (above.name, above.starts_at, above.rows_from, dict(above.fields)) == ("preamble", 1, 4, {})
    assert (registrants.name, registrants.starts_at, registrants.rows_from, registrants.role) == (
        "registrants",
        6,
        7,
        None,
    )
    assert dict(registrants.fields) == FIELDS
    assert dict(read.known.facts) == FACTS
    assert read.data == [dict(zip(FIELDS, row, strict=False)) for row in (ANA, LUIS)]


@pytest.mark.parametrize(
    "above",
    [
        [],
        [["Registration Report"]],
        [["Attendee Details"]],
        PREAMBLE_EN[:2],
        PREAMBLE_EN,
        [
            *PREAMBLE_EN,
            [""],
            ["Registration Information"],
            ["Enable Registration", "Yes"],
            ["Approve", "Automatically"],
            ["Attendee Details"],
        ],
        [["Topic", "Conversatorio"], ["Webinar ID", "845 9558 6656"], ["# Registered", "412"]],
    ],
)
def test_the_lines_above_may_be_few_or_many(above: Lines) -> None:
    read = read_text(lines([*above, HEADER_EN, ANA, LUIS]))
    registrants = read.known.sections[-1]
    assert read.known.sections[0].starts_at == 1
    assert dict(registrants.fields) == FIELDS
    assert [record.cells[0] for record in read.rows(registrants)] == ["Ana", "Luis"]


def test_facts_may_stand_each_beside_its_name() -> None:
    above = [
        ["Registration Report"],
        ["Topic", "Conversatorio"],
        ["Meeting ID", "845 9558 6656"],
        ["# Registered", "412"],
    ]
    read = read_text(lines([*above, HEADER_EN, ANA]))
    assert dict(read.known.facts) == {
        "title": "Conversatorio",
        "meeting_id": "845 9558 6656",
        "registered": "412",
    }
    assert [record.line for record in read.rows(read.known.sections[0])] == [2, 3, 4]


def test_zooms_standard_questions_become_fields() -> None:
    asked = [
        "Address",
        "City",
        "Country/Region",
        "State/Province",
        "Phone",
        "Industry",
        "Organization",
        "Job Title",
    ]
    header = [*HEADER_EN[:3], *asked, *HEADER_EN[3:]]
    answers = [
        "Calle 1",
        "Zapopan",
        "México",
        "Jalisco",
        "33 1234 5678",
        "Gobierno",
        "Municipio de X",
        "Directora",
    ]
    read = read_text(lines([*PREAMBLE_EN, ["Attendee Details"], header, [*ANA[:3], *answers, *ANA[3:]]]))
    assert dict(read.known.sections[-1].fields) == {
        "first_name": 0,
        "last_name": 1,
        "email": 2,
        "state": 6,
        "telephone": 7,
        "organisation": 9,
        "position": 10,
        "submitted_at": 11,
        "approval": 12,
    }


@pytest.mark.parametrize(
    "title",
    ["Registration Report", "Meeting Registration Report", "Informe de inscripción", "Reporte de registro"],
)
def test_the_report_s_title_stands_in_for_the_column_of_approval(title: str) -> None:
    header = HEADER_ES[:4] if title.endswith(("ción", "registro")) else HEADER_EN[:4]
    assert read_text(lines([[title], header, ANA[:4]])).known.kind == "registrations"
    assert read_text(lines([header, ANA[:4]])).reading is None


def test_the_organiser_s_questions_become_fields_and_zooms_own_columns_answer_none() -> None:
    asked = [
        "Organización",
        "Tipo de organización",
        "Entidad federativa",
        "Municipio o alcaldía",
        "CLUNI",
        "Género",
        "¿Cómo se enteró del ciclo?",
        "He leído y acepto el aviso de privacidad",
        "Nombre completo como debe aparecer en su constancia",
    ]
    read = read_text(lines([*PREAMBLE_ES, ["Detalles de asistente"], [*HEADER_ES, *asked], [*ANA, *asked]]))
    assert dict(read.known.sections[-1].fields) == FIELDS | {
        "organisation": 6,
        "actor_type": 7,
        "state": 8,
        "municipality": 9,
        "cluni": 10,
        "gender": 11,
        "how_heard": 12,
        "privacy_accepted": 13,
    }


def test_a_row_shorter_or_longer_than_the_header_is_a_row() -> None:
    read = read_text(lines([*PREAMBLE_EN, ["Attendee Details"], HEADER_EN, ANA[:4], [*LUIS, "más", "y más"]]))
    assert [row["email"] for row in read.data] == ["ana@example.org", "luis@example.org"]


def test_columns_are_found_in_any_order() -> None:
    read = read_text(lines([*PREAMBLE_EN, ["Attendee Details"], HEADER_EN[::-1], ANA[::-1]]))
    assert dict(read.known.sections[-1].fields) == {field: 5 - at for field, at in FIELDS.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_separator_and_padding_do_not_matter(encoding: str, separator: str) -> None:
    report = [*PREAMBLE_ES, ["Detalles de asistente"], HEADER_ES, ANA, LUIS]
    padded = [[*row, *[""] * (11 - len(row))] for row in report]
    for text in (lines(report, separator), lines(padded, separator)):
        read = read_text(text, encoding)
        assert dict(read.known.facts) == FACTS
        assert [row["last_name"] for row in read.data] == ["Pérez", ""]


def test_nobody_registered_yet_is_a_report_without_rows() -> None:
    read = read_text(lines([*PREAMBLE_EN, ["Attendee Details"], HEADER_EN]))
    assert (read.known.kind, read.data) == ("registrations", [])


def test_the_other_readers_of_zoom_leave_registrations_alone() -> None:
    for report in ([*PREAMBLE_EN, ["Attendee Details"], HEADER_EN, ANA], [HEADER_ES, ANA]):
        assert zoom_webinar.read(export_of(report)) is None
        assert zoom_meeting.read(export_of(report)) is None


OTHERS: dict[str, Lines] = {
    "who came to a webinar": [
        ["Attendee Report"],
        ["Attendee Details"],
        [
            "Attended",
            "User Name (Original Name)",
            "First Name",
            "Last Name",
            "Email",
            "Registration Time",
            "Approval Status",
            "Join Time",
            "Leave Time",
        ],
        ["Yes", "Ana", *ANA[:5], "05/18/2021 10:00:00 AM", "05/18/2021 11:00:00 AM"],
    ],
    "who came to a webinar, in Spanish": [
        ["Asistió", "Nombre", "Apellido", "Correo electrónico", "Hora de registro", "Estado de aprobación"],
        ["Sí", *ANA[:5]],
    ],
    "a form": [
        ["Marca temporal", "Nombre", "Apellido", "Correo electrónico"],
        ["04/05/2021 09:00:00", *ANA[:3]],
    ],
    "a form that asks for a time": [
        ["Nombre", "Apellido", "Correo electrónico", "Hora de registro"],
        ANA[:4],
    ],
    "a list of people": [["First Name", "Last Name", "Email", "Approval Status"], [*ANA[:3], "approved"]],
}


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_export_is_taken_for_registrations(name: str) -> None:
    assert zoom_registration.read(export_of(OTHERS[name])) is None
