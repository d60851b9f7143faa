"""Readers: each platform's layout is recognised by what it holds, and its columns by what they are called."""

import pytest

from assets.sources.readers import read_export
from assets.sources.readers.export import Reading, UnreadableExportError, parse_export

ZOOM_MEETING = """ID de reunión,Tema,Hora de inicio,Hora de finalización,E-mail del usuario,Duración (minutos),Participantes
845 1111 2222,Conversatorio,05/11/2021 09:31:00 AM,05/11/2021 12:20:00 PM,anfitrion@example.org,169,2

Nombre (nombre original),E-mail del usuario,Hora para unirse,Hora para salir,Duración (minutos),Invitado
Ana Pérez,ana@example.org,05/11/2021 10:00:10 AM,05/11/2021 11:00:00 AM,60,Sí
"Ruiz, Luis",,05/11/2021 10:05:00 AM,05/11/2021 12:00:00 PM,115,Sí
"""
ZOOM_WEBINAR = """Informe de asistentes
Informe generado:,"may. 5, 2021 10:24:13"
Tema,ID de seminario web
Conversatorio,845 9558 6656
Detalles de anfitrión
Asistió,Nombre de usuario (nombre original),Correo electrónico,Hora para unirse,Hora de salida,Tiempo en la sesión (minutos)
Sí,Quien Organiza,organiza@example.org,"may. 4, 2021 09:34:17","may. 4, 2021 12:21:30",168
Detalles de asistente
Asistió,Nombre de usuario (nombre original),Correo electrónico,Hora para unirse,Hora de salida,Tiempo en la sesión (minutos)
Sí,Ana Pérez,ana@example.org,"may. 4, 2021 10:00:00","may. 4, 2021 11:00:00",60
No,Luis Ruiz,luis@example.org,--,--,--
"""
TEAMS_2021 = """Resumen de la reunión
Número total de participantes\t1
Título de la reunión\tnull
Hora de inicio de la reunión\t18/05/2021, 09:40:00
Hora de finalización\t18/05/2021, 12:10:00

Nombre completo\tHora de unión\tHora de salida\tDuración\tCorreo electrónico\tRol
Ana Pérez\t18/05/2021, 10:00:00\t18/05/2021, 11:00:00\t1 h\tana@example.org\tAsistente
"""
GOOGLE_FORMS = """Marca temporal,Dirección de correo electrónico,Nombre completo,Tipo de organización,Nombre de la organización,Entidad federativa,Municipio o alcaldía
04/05/2021 09:00:00,ana@example.org,Ana Pérez,"Gobierno municipal","H. Ayuntamiento, de X",Jalisco,Zapopan
"""


def read(text: str, encoding: str = "utf-8") -> Reading:
    reading = read_export(parse_export(text.encode(encoding)))
    assert reading is not None
    return reading


def test_a_zoom_meetings_participants_are_found_below_the_meetings_own_lines() -> None:
    reading = read(ZOOM_MEETING)
    assert (reading.platform, reading.kind, reading.language, reading.data_rows) == (
        "zoom",
        "attendance",
        "es",
        2,
    )
    participants = reading.sections[-1]
    assert [record.line for record in participants.records] == [5, 6]
    assert participants.records[1].cells[0] == "Ruiz, Luis"
    assert set(participants.fields) == {"name", "email", "joined", "left", "minutes"}


def test_a_zoom_webinar_gives_each_section_its_role() -> None:
    reading = read(ZOOM_WEBINAR)
    assert [(section.role, len(section.records)) for section in reading.sections] == [
        (None, 4),
        ("host", 1),
        ("attendee", 2),
    ]
    assert reading.data_rows == 3


def test_a_teams_report_is_read_in_its_native_encoding() -> None:
    reading = read(TEAMS_2021.replace("\n", "\r\n"), "utf-16")
    assert (reading.platform, reading.language, reading.data_rows) == ("teams", "es", 1)
    assert set(reading.sections[-1].fields) == {
        "name",
        "joined",
        "left",
        "email",
        "role",
    }


def test_a_google_form_s_questions_are_found_by_what_they_ask() -> None:
    reading = read(GOOGLE_FORMS)
    [answers] = reading.sections
    assert (reading.platform, reading.kind) == ("google_forms", "registrations")
    assert dict(answers.fields) == {
        "submitted_at": 0,
        "email": 1,
        "name": 2,
        "actor_type": 3,
        "organisation": 4,
        "state": 5,
        "municipality": 6,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_are_found_in_the_file(encoding: str, separator: str) -> None:
    text = ZOOM_MEETING.replace('"Ruiz, Luis"', "Luis Ruiz").replace(",", separator)
    assert read(text, encoding).sections[-1].records[0].cells[0] == "Ana Pérez"


def test_characters_that_nobody_sees_are_removed_and_counted() -> None:
    export = parse_export(ZOOM_MEETING.replace("Ana Pérez", "Ana\u200b P\x00érez").encode())
    assert export.invisible == 2
    assert any(record.cells[0] == "Ana Pérez" for record in export.records)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\r\n", b"\xff\xfe"])
def test_an_empty_file_says_so(content: bytes) -> None:
    with pytest.raises(UnreadableExportError, match="the file is empty"):
        parse_export(content)


def test_a_file_cut_inside_a_quoted_cell_keeps_the_rest_as_one_record() -> None:
    export = parse_export((ZOOM_MEETING + '"Mar').encode())
    assert export.cut_line == 7
    assert export.records[-1].line == 7


def test_a_table_that_nobody_knows_is_nobodys() -> None:
    assert read_export(parse_export(b"producto,precio\r\npan,12\r\n")) is None


def test_a_quote_inside_a_name_loses_no_row_below_it() -> None:
    text = ZOOM_MEETING.replace("Ana Pérez,", '"Ana "Pepa" Pérez",')
    assert read(text).data_rows == 2


def test_somebody_called_1_ana_starts_no_section() -> None:
    reading = read(TEAMS_2021 + TEAMS_2021.splitlines()[-1].replace("Ana", "1. Ana") + "\n", "utf-16")
    assert reading.data_rows == 2


def test_attendees_under_columns_that_nobody_knows_are_not_taken_for_none() -> None:
    text = ZOOM_WEBINAR.replace("Nombre de usuario (nombre original)", "Benutzername")
    assert read_export(parse_export(text.encode())) is None


def test_who_came_to_a_webinar_by_telephone_is_an_attendee_and_the_headers_are_not() -> None:
    more = 'Otros asistentes\nNombre de usuario,Hora para unirse,Hora de salida\n5215500000000,"may. 4, 2021 10:00:00","may. 4, 2021 11:00:00"\n'
    reading = read(ZOOM_WEBINAR + more)
    assert [(section.role, len(section.records)) for section in reading.sections[2:]] == [
        ("attendee", 2),
        ("attendee", 1),
    ]
