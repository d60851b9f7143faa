"""Zoom webinars: every section of the attendee report gets its role, and unknown columns are never taken for nobody."""

import csv
import io
from collections.abc import Sequence

import pytest

from assets.sources.exports.outline import Export, Record
from assets.sources.readers import zoom_meeting, zoom_registration, zoom_webinar
from tests.sources.reading import Read, read_text

Lines = list[list[str]]

CREW_EN = [
    "Attended",
    "User Name (Original Name)",
    "Email",
    "Join Time",
    "Leave Time",
    "Time in Session (minutes)",
    "Is Guest",
    "Country/Region Name",
]
CREW_ES = [
    "Asistió",
    "Nombre de usuario (nombre original)",
    "Correo electrónico",
    "Hora para unirse",
    "Hora de salida",
    "Tiempo en la sesión (minutos)",
    "Es invitado",
    "Nombre de país/región",
]
CREW_KO = [
    "참석함",
    "사용자 이름(원래 이름)",
    "이메일",
    "참가 시간",
    "나간 시간",
    "세션 기간(분)",
    "게스트",
    "국가/지역 이름",
]
CREW_DE = [
    "Teilgenommen",
    "Benutzername (Originalname)",
    "E-Mail",
    "Beitritt um",
    "Verlassen um",
    "Zeit in der Sitzung (Minuten)",
    "Ist Gast",
    "Land/Region",
]
ATTENDEES_EN = [
    "Attended",
    "User Name (Original Name)",
    "First Name",
    "Last Name",
    "Email",
    "Phone",
    "Registration Time",
    "Approval Status",
    "Join Time",
    "Leave Time",
    "Time in Session (minutes)",
    "Is Guest",
    "Country/Region Name",
]
ATTENDEES_ES = [
    "Asistió",
    "Nombre de usuario (nombre original)",
    "Nombre",
    "Apellido",
    "Correo electrónico",
    "Teléfono",
    "Hora de registro",
    "Estado de aprobación",
    "Hora de entrada",
    "Hora de salida",
    "Tiempo en la sesión (minutos)",
    "Es invitado",
    "Nombre de país/región",
]
ATTENDEES_KO = [
    "참석함",
    "사용자 이름(원래 이름)",
    "이름",
    "성",
    "이메일",
    "전화",
    "등록 시간",
    "승인 상태",
    "참가 시간",
    "나간 시간",
    "세션 기간(분)",
    "게스트",
    "국가/지역 이름",
]
ATTENDEES_DE = [
    "Teilgenommen",
    "Benutzername (Originalname)",
    "Vorname",
    "Nachname",
    "E-Mail",
    "Telefon",
    "Registrierungszeit",
    "Status",
    "Beitritt um",
    "Verlassen um",
    "Zeit in der Sitzung (Minuten)",
    "Ist Gast",
    "Land/Region",
]
OTHERS_EN = ["User Name", "Join Time", "Leave Time", "Time in Session (minutes)", "Country/Region Name"]
OTHERS_ES = [
    "Nombre de usuario",
    "Hora de entrada",
    "Hora de salida",
    "Tiempo en la sesión (minutos)",
    "Nombre de país/región",
]
OTHERS_DE = [
    "Benutzername (Originalname)",
    "Beitritt um",
    "Verlassen um",
    "Zeit in der Sitzung (Minuten)",
    "Land/Region",
]

HOST = [
    "Sí",
    "Quien Organiza",
    "organiza@example.org",
    "may. 4, 2021 09:34:17",
    "may. 4, 2021 12:21:30",
    "168",
    "No",
    "México",
]
PANELIST = [
    "Sí",
    "Quien Habla",
    "habla@example.org",
    "may. 4, 2021 09:50:00",
    "may. 4, 2021 12:00:00",
    "130",
    "Sí",
    "México",
]
ANA = [
    "Sí",
    "Ana P.",
    "Ana",
    "Pérez",
    "ana@example.org",
    "",
    "may. 1, 2021 08:00:00",
    "aprobado",
    "may. 4, 2021 10:00:00",
    "may. 4, 2021 11:00:00",
    "60",
    "Sí",
    "México",
]
LUIS = [
    "No",
    "Luis",
    "Luis",
    "Ruiz",
    "luis@example.org",
    "",
    "may. 2, 2021 08:00:00",
    "aprobado",
    "--",
    "--",
    "--",
    "--",
    "--",
]
TELEPHONE = ["5215500000000", "may. 4, 2021 10:00:00", "may. 4, 2021 11:00:00", "60", "México"]

CREW_FIELDS = {"attended": 0, "name": 1, "email": 2, "joined": 3, "left": 4, "minutes": 5}
ATTENDEE_FIELDS = {
    "attended": 0,
    "name": 1,
    "first_name": 2,
    "last_name": 3,
    "email": 4,
    "joined": 8,
    "left": 9,
    "minutes": 10,
}
FACTS = {
    "generated_at": "may. 5, 2021 10:24:13",
    "title": "Conversatorio",
    "meeting_id": "845 9558 6656",
    "started_at": "may. 4, 2021 09:34:00",
    "registered": "412",
    "cancelled": "3",
    "unique_viewers": "251",
    "total_users": "306",
    "peak_concurrent": "198",
}
VALUES = [
    "Conversatorio",
    "845 9558 6656",
    "may. 4, 2021 09:34:00",
    "168",
    "412",
    "3",
    "251",
    "306",
    "198",
    "Sí",
]
PREAMBLE_EN = [
    ["Attendee Report"],
    ["Report Generated:", "may. 5, 2021 10:24:13"],
    [
        "Topic",
        "Webinar ID",
        "Actual Start Time",
        "Actual Duration (minutes)",
        "# Registered",
        "# Cancelled",
        "Unique Viewers",
        "Total Users",
        "Max Concurrent Views",
        "Enable Registration",
    ],
    VALUES,
]
PREAMBLE_ES = [
    ["Informe de asistentes"],
    ["Informe generado:", "may. 5, 2021 10:24:13"],
    [
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
    ],
    VALUES,
]
PREAMBLE_KO = [
    ["참석자 보고서"],
    ["생성된 보고서:", "may. 5, 2021 10:24:13"],
    [
        "주제",
        "웨비나 ID",
        "실제 시작 시간",
        "실제 기간(분)",
        "등록자 수",
        "취소됨",
        "고유 시청자",
        "총 사용자",
        "최대 동시 보기",
        "등록 사용",
    ],
    VALUES,
]
PREAMBLE_DE = [
    ["Teilnehmerbericht"],
    ["Bericht erstellt:", "may. 5, 2021 10:24:13"],
    [
        "Thema",
        "Webinar-ID",
        "Tatsächliche Startzeit",
        "Tatsächliche Dauer (Minuten)",
        "Registriert",
        "Storniert",
    ],
    VALUES[:6],
]
EN: Lines = [
    *PREAMBLE_EN,
    ["Host Details"],
    CREW_EN,
    HOST,
    ["Panelist Details"],
    CREW_EN,
    PANELIST,
    ["Attendee Details"],
    ATTENDEES_EN,
    ANA,
    LUIS,
    ["Other Attended"],
    OTHERS_EN,
    TELEPHONE,
]
ES: Lines = [
    *PREAMBLE_ES,
    ["Detalles de anfitrión"],
    CREW_ES,
    HOST,
    ["Detalles de panelista"],
    CREW_ES,
    PANELIST,
    ["Detalles de asistente"],
    ATTENDEES_ES,
    ANA,
    LUIS,
    ["Otros asistentes"],
    OTHERS_ES,
    TELEPHONE,
]
KO: Lines = [
    *PREAMBLE_KO,
    ["호스트 세부 정보"],
    CREW_KO,
    HOST,
    ["패널리스트 세부 정보"],
    CREW_KO,
    PANELIST,
    ["참석자 세부 정보"],
    ATTENDEES_KO,
    ANA,
    LUIS,
    ["기타 참석자"],
    ["사용자 이름", *CREW_KO[3:6], "국가/지역 이름"],
    TELEPHONE,
]
DE: Lines = [
    *PREAMBLE_DE,
    ["Host-Angaben"],
    CREW_DE,
    HOST,
    ["Podium"],
    CREW_DE,
    PANELIST,
    ["Angaben zu Teilnehmern"],
    ATTENDEES_DE,
    ANA,
    LUIS,
    ["Weitere"],
    OTHERS_DE,
    TELEPHONE,
]


def lines(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue()


def roles(read: Read) -> list[tuple[str, str | None, int]]:
    return [(section.name, section.role, len(read.rows(section))) for section in read.known.sections]


def fields(read: Read) -> list[dict[str, int]]:
    return [dict(section.fields) for section in read.known.sections]


def export_of(rows: Lines) -> Export:
    return Export(tuple(Record(line, tuple(cells)) for line, cells in enumerate(rows, 1)))


@pytest.mark.parametrize(("language", "report"), [("en", EN), ("es", ES), ("ko", KO)])
def test_every_section_has_its_role_rows_and_columns(language: str, report: Lines) -> None:
    read = read_text(lines(report))
    assert (read.known.platform, read.known.kind, read.known.language) == ("zoom", "attendance", language)
    assert roles(read) == [
        ("preamble", None, 1),
        ("host", "host", 1),
        ("panelist", "panelist", 1),
        ("attendee", "attendee", 2),
        ("other attended", "attendee", 1),
    ]
    assert [(section.starts_at, section.rows_from) for section in read.known.sections] == [
        (1, 4),
        (5, 7),
        (8, 10),
        (11, 13),
        (15, 17),
    ]
    assert fields(read) == [
        {},
        CREW_FIELDS,
        CREW_FIELDS,
        ATTENDEE_FIELDS,
        {"name": 0, "joined": 1, "left": 2, "minutes": 3},
    ]
    assert dict(read.known.facts) == FACTS


def test_people_are_read_as_they_stand() -> None:
    read = read_text(lines(ES))
    host, panelist, ana, luis, telephone = read.data
    assert (host["name"], panelist["name"], telephone["name"]) == (
        "Quien Organiza",
        "Quien Habla",
        "5215500000000",
    )
    assert ana == {
        "attended": "Sí",
        "name": "Ana P.",
        "first_name": "Ana",
        "last_name": "Pérez",
        "email": "ana@example.org",
        "joined": "may. 4, 2021 10:00:00",
        "left": "may. 4, 2021 11:00:00",
        "minutes": "60",
    }
    assert (luis["attended"], luis["joined"], luis["minutes"]) == ("No", "--", "--")


def test_a_report_of_no_known_language_is_read_by_how_it_is_built() -> None:
    read = read_text(lines(DE))
    assert read.known.language == "und"
    assert [role for _, role, _ in roles(read)] == [None, "host", "panelist", "attendee", "attendee"]
    assert fields(read)[1] == CREW_FIELDS
    assert fields(read)[3] == {"attended": 0, "name": 1, "email": 4, "joined": 8, "left": 9, "minutes": 10}
    assert fields(read)[4] == {"name": 0, "joined": 1, "left": 2, "minutes": 3}
    assert dict(read.known.facts) == {fact: FACTS[fact] for fact in ("title", "meeting_id", "started_at")}


def test_the_title_of_a_report_of_no_known_language_is_no_fact() -> None:
    assert read_text(lines([*PREAMBLE_DE[:2], ["A"], ATTENDEES_DE, ANA])).known.facts == {}


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ([["A"], ATTENDEES_DE, ANA], ["attendee"]),
        ([["A"], CREW_DE, HOST, ["B"], ATTENDEES_DE, ANA], ["host", "attendee"]),
        (
            [["A"], CREW_DE, HOST, ["B"], ATTENDEES_DE, ANA, ["C"], OTHERS_DE, TELEPHONE],
            ["host", "attendee", "attendee"],
        ),
        (
            [["A"], CREW_DE, HOST, ["B"], CREW_DE, PANELIST, ["C"], CREW_DE, PANELIST],
            ["host", "panelist", "attendee"],
        ),
    ],
)
def test_without_known_titles_the_place_tells_the_role(sections: Lines, expected: list[str]) -> None:
    read = read_text(lines([*PREAMBLE_DE, *sections]))
    assert [role for _, role, _ in roles(read)[1:]] == expected


@pytest.mark.parametrize(
    "sections",
    [
        [["A"], CREW_DE, HOST, ["B"], CREW_DE, PANELIST],
        [["A"], CREW_DE, HOST, ["B"], CREW_DE, HOST, ["C"], CREW_DE, PANELIST, ["D"], ATTENDEES_DE, ANA],
    ],
)
def test_a_report_that_does_not_tell_hosts_from_attendees_is_not_read(sections: Lines) -> None:
    assert read_text(lines([*PREAMBLE_DE, *sections])).reading is None


def test_an_unknown_title_among_known_ones_is_told_by_its_place() -> None:
    report = [["Quienes vinieron"] if row == ["Detalles de asistente"] else row for row in ES]
    assert roles(read_text(lines(report))) == roles(read_text(lines(ES)))


def test_an_unknown_title_that_does_not_fit_its_place_is_not_guessed() -> None:
    titles = {"Detalles de anfitrión": "Detalles de panelista", "Detalles de panelista": "Quienes vinieron"}
    report = [[titles.get(row[0], row[0]), *row[1:]] for row in ES]
    assert read_text(lines(report)).reading is None


@pytest.mark.parametrize("title", ["Weitere", "Otros"])
def test_a_section_that_nobody_recognises_does_not_become_rows_of_the_one_above(title: str) -> None:
    german = [*PREAMBLE_DE, ["A"], ATTENDEES_DE, ANA, [title], ["Benutzer", *OTHERS_DE[1:]], TELEPHONE]
    spanish = [
        *PREAMBLE_ES,
        ["Detalles de asistente"],
        ATTENDEES_ES,
        ANA,
        [title],
        ["Usuario", *OTHERS_ES[1:]],
        TELEPHONE,
    ]
    assert read_text(lines(german)).reading is None
    assert read_text(lines(spanish)).reading is None


def test_a_report_may_have_no_sections_for_hosts_and_panelists() -> None:
    read = read_text(lines([*PREAMBLE_EN, ["Attendee Details"], ATTENDEES_EN, ANA, LUIS]))
    assert roles(read) == [("preamble", None, 1), ("attendee", "attendee", 2)]


def test_a_section_of_nobody_has_no_rows() -> None:
    read = read_text(
        lines(
            [
                *PREAMBLE_EN,
                ["Host Details"],
                CREW_EN,
                HOST,
                ["Panelist Details"],
                ["Attendee Details"],
                ATTENDEES_EN,
                ANA,
                ["Other Attended"],
            ]
        )
    )
    assert [rows for _, _, rows in roles(read)] == [1, 1, 0, 1, 0]


def test_the_report_of_2020_has_users_names_of_hosts_and_halves_of_attendees_names() -> None:
    attended_2020 = [
        "Attended",
        "First Name",
        "Last Name",
        "Email",
        "Registration Time",
        "Approval Status",
        "Join Time",
        "Leave Time",
        "Time in Session (minutes)",
        "Country/Region Name",
    ]
    ana = [
        "Yes",
        "Ana",
        "Pérez",
        "ana@example.org",
        "Mar 28, 2020 09:07:11",
        "approved",
        "Mar 28, 2020 09:07:39",
        "Mar 28, 2020 09:26:54",
        "20",
        "Mexico",
    ]
    crew = [
        "Attended",
        "User Name",
        "Email",
        "Join Time",
        "Leave Time",
        "Time in Session (minutes)",
        "Country/Region Name",
    ]
    host = [
        "Yes",
        "Quien Organiza",
        "organiza@example.org",
        "Mar 28, 2020 08:07:27",
        "Mar 28, 2020 17:14:45",
        "548",
        "Mexico",
    ]
    read = read_text(
        lines(
            [
                ["Attendee Report", ""],
                *PREAMBLE_EN[1:],
                ["Host Details", ""],
                crew,
                host,
                ["Attendee Details", ""],
                attended_2020,
                ana,
            ]
        )
    )
    assert roles(read) == [("preamble", None, 1), ("host", "host", 1), ("attendee", "attendee", 1)]
    assert fields(read)[1] == CREW_FIELDS
    assert fields(read)[2] == {
        "attended": 0,
        "first_name": 1,
        "last_name": 2,
        "email": 3,
        "joined": 6,
        "left": 7,
        "minutes": 8,
    }


@pytest.mark.parametrize("generated", ["Report Generated:", "Report generated time"])
@pytest.mark.parametrize("registered", ["# Registered", "# Registrants"])
def test_the_names_of_facts_differ_from_year_to_year(generated: str, registered: str) -> None:
    names = [registered if name == "# Registered" else name for name in PREAMBLE_EN[2]]
    read = read_text(
        lines(
            [
                ["Attendee Report"],
                [generated, FACTS["generated_at"]],
                names,
                VALUES,
                ["Attendee Details"],
                ATTENDEES_EN,
                ANA,
            ]
        )
    )
    assert dict(read.known.facts) == FACTS


def test_facts_of_two_columns_are_names_above_values() -> None:
    preamble = [
        ["Informe de asistentes"],
        ["Informe generado:", FACTS["generated_at"]],
        ["Tema", "ID de seminario web"],
        VALUES[:2],
    ]
    read = read_text(lines([*preamble, ["Detalles de asistente"], ATTENDEES_ES, ANA]))
    assert dict(read.known.facts) == {fact: FACTS[fact] for fact in ("generated_at", "title", "meeting_id")}
    assert roles(read)[0] == ("preamble", None, 1)


@pytest.mark.parametrize(
    "stamps",
    [
        ["mar. 18, 2021 18:40:00", "mar. 18, 2021 19:00:00", "mar. 18, 2021 20:00:00"],
        ["03/18/2021 18:40:00", "03/18/2021 19:00:00", "03/18/2021 20:00:00"],
    ],
)
def test_the_spanish_export_of_march_2021_has_joining_under_the_job(stamps: list[str]) -> None:
    header = [
        "Asistió",
        "Nombre de usuario (nombre original)",
        "Nombre",
        "Apellido",
        "Correo electrónico",
        "Teléfono",
        "Hora de registro",
        "Puesto de trabajo",
        "Hora de salida",
        "Nombre de fuente",
    ]
    ana = ["Sí", "Ana P.", "Ana", "Pérez", "ana@example.org", "", *stamps, "--"]
    luis = ["No", "Luis", "Luis", "Ruiz", "luis@example.org", "", stamps[0], "--", "--", "--"]
    read = read_text(lines([*PREAMBLE_ES, ["Detalles de asistente"], header, ana, luis]))
    assert fields(read)[-1] == {
        "attended": 0,
        "name": 1,
        "first_name": 2,
        "last_name": 3,
        "email": 4,
        "joined": 7,
        "left": 8,
    }
    assert read.data[0]["joined"] == stamps[1]
    assert (
        fields(read_text(lines([*PREAMBLE_ES, ["Detalles de asistente"], header, luis])))[-1]["joined"] == 7
    )


def test_a_job_that_is_a_job_is_no_time_of_joining() -> None:
    header = [*ATTENDEES_ES[:7], "Puesto de trabajo", *ATTENDEES_ES[8:]]
    read = read_text(
        lines([*PREAMBLE_ES, ["Detalles de asistente"], header, [*ANA[:7], "Directora", *ANA[8:]]])
    )
    assert fields(read)[-1] == ATTENDEE_FIELDS
    without = [
        "Asistió",
        "Nombre de usuario (nombre original)",
        "Correo electrónico",
        "Puesto de trabajo",
        "Hora de salida",
    ]
    read = read_text(
        lines(
            [
                *PREAMBLE_ES,
                ["Detalles de asistente"],
                without,
                ["Sí", "Ana", "ana@example.org", "Directora", "may. 4, 2021 11:00:00"],
            ]
        )
    )
    assert fields(read)[-1] == {"attended": 0, "name": 1, "email": 2, "left": 4}


def test_the_organisation_is_taken_where_a_question_asks_for_it() -> None:
    questions = [
        "¿Cómo se enteró de la organización del ciclo?",
        "Nombre de la organización",
        "Edad (años)",
        "Fecha de su última visita",
    ]
    header = [*ATTENDEES_ES[:12], *questions, ATTENDEES_ES[12]]
    ana = [*ANA[:12], "Facebook", "Red Ficticia, A. C.", "41", "may. 4, 2020 11:00:00", ANA[12]]
    read = read_text(lines([*PREAMBLE_ES, ["Detalles de asistente"], header, ana]))
    assert fields(read)[-1] == ATTENDEE_FIELDS | {"organisation": 13}
    assert read.data[0]["organisation"] == "Red Ficticia, A. C."


def test_a_question_over_several_lines_does_not_shift_the_rows() -> None:
    header = [*ATTENDEES_EN[:12], 'Profession (if "Student",\nnot the one you want)', ATTENDEES_EN[12]]
    read = read_text(lines([*PREAMBLE_EN, ["Attendee Details"], header, [*ANA[:12], "Ads", ANA[12]]]))
    assert fields(read)[-1] == ATTENDEE_FIELDS
    assert [row["email"] for row in read.data] == ["ana@example.org"]


def test_rows_wrapped_whole_in_quotes_are_rows() -> None:
    wrapped = [[",".join(f'"{cell}"' if "," in cell else cell for cell in row)] for row in (ANA, LUIS)]
    read = read_text(lines([*PREAMBLE_ES, ["Detalles de asistente"], ATTENDEES_ES, *wrapped]))
    assert [row["email"] for row in read.data] == ["ana@example.org", "luis@example.org"]
    assert read.data[0]["joined"] == "may. 4, 2021 10:00:00"


def test_a_section_per_date_is_a_section_each() -> None:
    first, second = ["Attendee Details"], ["Attendee Details", "May 11, 2021"]
    read = read_text(lines([*PREAMBLE_EN, first, ATTENDEES_EN, ANA, LUIS, second, ATTENDEES_EN, ANA]))
    assert roles(read)[1:] == [("attendee", "attendee", 2), ("attendee", "attendee", 1)]


@pytest.mark.parametrize(
    "above", [[], [["Attendee Report"]], [["Attendee Report"], ["Report Generated:", "May 5, 2021 10:24 AM"]]]
)
def test_a_file_cut_down_to_its_attendees_is_read(above: Lines) -> None:
    read = read_text(lines([*above, ATTENDEES_EN, ANA, LUIS]))
    assert [row["email"] for row in read.data] == ["ana@example.org", "luis@example.org"]
    assert read.known.sections[0].starts_at == 1
    assert read.known.sections[-1].role == "attendee"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_do_not_matter(encoding: str, separator: str) -> None:
    read = read_text(lines(ES, separator), encoding)
    assert [rows for _, _, rows in roles(read)] == [1, 1, 1, 2, 1]
    assert dict(read.known.facts) == FACTS


def test_commas_with_which_excel_fills_up_lines_do_not_matter() -> None:
    padded = [[*row, *[""] * (16 - len(row))] for row in ES]
    read = read_text(lines(padded, ";"))
    assert [rows for _, _, rows in roles(read)] == [1, 1, 1, 2, 1]
    assert fields(read)[3] == ATTENDEE_FIELDS


def test_columns_are_found_in_any_order() -> None:
    read = read_text(lines([*PREAMBLE_ES, ["Detalles de asistente"], ATTENDEES_ES[::-1], ANA[::-1]]))
    assert fields(read)[-1] == {field: 12 - at for field, at in ATTENDEE_FIELDS.items()}


def test_sections_far_below_the_beginning_are_found() -> None:
    many = [[*ANA[:4], f"ana{number}@example.org", *ANA[5:]] for number in range(300)]
    read = read_text(
        lines(
            [
                *PREAMBLE_ES,
                ["Detalles de asistente"],
                ATTENDEES_ES,
                *many,
                ["Otros asistentes"],
                OTHERS_ES,
                TELEPHONE,
            ]
        )
    )
    assert roles(read)[1:] == [("attendee", "attendee", 300), ("other attended", "attendee", 1)]


def test_a_telephone_that_is_called_like_a_section_is_a_row() -> None:
    room = ["Otros asistentes (sala 2)", *TELEPHONE[1:]]
    assert roles(read_text(lines([*ES, room])))[-1] == ("other attended", "attendee", 2)


def test_a_line_that_holds_one_cell_only_is_a_row_and_no_section() -> None:
    read = read_text(lines([*PREAMBLE_ES, ["Detalles de asistente"], ATTENDEES_ES, ["Sí"], ANA]))
    assert roles(read)[1:] == [("attendee", "attendee", 2)]


@pytest.mark.parametrize(
    "header",
    [
        [
            "Asistió",
            "Benutzername",
            "Correo electrónico",
            "Hora para unirse",
            "Hora de salida",
            "Tiempo en la sesión (minutos)",
        ],
        ["Col 1", "Col 2", "Col 3", "Col 4", "Col 5", "Col 6"],
    ],
)
def test_attendees_under_columns_that_nobody_knows_are_not_taken_for_none(header: list[str]) -> None:
    row = ["Sí", "Ana", "ana@example.org", "may. 4, 2021 10:00:00", "may. 4, 2021 11:00:00", "60"]
    report = [*PREAMBLE_ES, ["Detalles de anfitrión"], CREW_ES, HOST, ["Detalles de asistente"], header, row]
    assert read_text(lines(report)).reading is None


def test_a_report_without_its_attendees_is_not_read() -> None:
    assert read_text(lines([*PREAMBLE_ES, ["Detalles de anfitrión"], CREW_ES, HOST])).reading is None
    assert read_text(lines(PREAMBLE_ES)).reading is None


@pytest.mark.parametrize("report", [EN, ES, KO, DE])
def test_the_other_readers_of_zoom_leave_the_report_alone(report: Lines) -> None:
    assert zoom_meeting.read(export_of(report)) is None
    assert zoom_registration.read(export_of(report)) is None


STAYS = ["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest"]
STAY = ["Ana", "ana@example.org", "05/11/2021 10:00:10 AM", "05/11/2021 11:00:00 AM", "60", "Yes"]
OTHERS: dict[str, Lines] = {
    "a meeting": [STAYS, STAY],
    "a meeting below a title that somebody wrote": [["Lista de asistencia"], STAYS, STAY],
    "a numbered meeting in a language without words": [
        ["Elenco"],
        ["Nr.", "Nome (nome originale)", "E-mail", "Ora di accesso", "Ora di uscita", "Durata (minuti)"],
        ["1", *STAY[:5]],
    ],
    "Teams": [
        ["1. Summary"],
        ["Meeting title", "Reunión"],
        ["2. Participants"],
        ["Name", "First join", "Last leave", "In-meeting duration", "Email", "Participant ID (UPN)", "Role"],
        [
            "Ana",
            "14/11/22, 09:30:46",
            "14/11/22, 09:50:12",
            "19m 26s",
            "ana@example.org",
            "ana@example.org",
            "Organizer",
        ],
        ["3. In-Meeting activities"],
        ["Name", "Join time", "Leave time", "Duration", "Email", "Role"],
        ["Ana", "14/11/22, 09:30:46", "14/11/22, 09:50:12", "19m 26s", "ana@example.org", "Organizer"],
    ],
    "a form": [
        ["Marca temporal", "Correo electrónico", "Nombre", "¿Asistió?"],
        ["04/05/2021 09:00:00", "ana@example.org", "Ana", "Sí"],
    ],
    "a list of names": [
        ["Lista de asistencia"],
        ["Nombre", "Apellido", "Correo electrónico", "Asistió"],
        ["Ana", "Pérez", "ana@example.org", "Sí"],
    ],
    "GoToWebinar, whose report has the same titles": [
        ["Attendee Report"],
        ["General Information"],
        ["Webinar Name", "Webinar ID"],
        ["Reunión", "123-456-789"],
        ["Attendee Details"],
        [
            "Attended",
            "Last Name",
            "First Name",
            "Email Address",
            "Registration Date/Time",
            "Join Time - Leave Time (Time in Session)",
            "Time in Session",
        ],
        [
            "Yes",
            "Pérez",
            "Ana",
            "ana@example.org",
            "May 3, 2021 09:15 AM CDT",
            "May 4, 2021 09:58 AM - 12:01 PM CDT (123 minutes)",
            "123 minutes",
        ],
    ],
    "registrations": [
        ["Registration Report"],
        ["Attendee Details"],
        ["First Name", "Last Name", "Email", "Registration Time", "Approval Status"],
        ["Ana", "Pérez", "ana@example.org", "May 1, 2021 08:00:00", "approved"],
    ],
}


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_export_is_taken_for_the_report(name: str) -> None:
    assert zoom_webinar.read(export_of(OTHERS[name])) is None
