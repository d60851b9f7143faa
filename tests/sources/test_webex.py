"""Webex: the attendee report, one row per connection, of one meeting or of a whole site."""

import pytest

from tests.sources.reading import Read, read_text


def formula(value: str) -> str:
    """As Webex writes stamps, so that spreadsheets leave them alone."""
    return f'="{value}"'


START, END = "2021-05-18 09:40:00", "2021-05-18 12:10:00"
ANA = ("Ana Pérez", "ana@example.org", "2021-05-18 10:00:05", "2021-05-18 10:40:00", "40 mins")
ANA_AGAIN = ("Ana Pérez", "ana@example.org", "2021-05-18 10:50:00", "2021-05-18 12:00:00", "70 mins")
LUIS = ("Luis Ruiz", "luis@example.com", "2021-05-18 10:02:00", "2021-05-18 12:01:10", "120 mins")
CONNECTIONS = (ANA, ANA_AGAIN, LUIS)

HEADERS = {
    "English": (
        "en",
        "Meeting Name|Meeting Start Time|Meeting End Time|Name|Attendee Email|Join Time|Leave Time|Attendance Duration|Connection Type",
    ),
    "Spanish": (
        "es",
        "Nombre de la reunión|Hora de inicio de la reunión|Hora de finalización de la reunión|Nombre|Correo electrónico del asistente|Hora de entrada|Hora de salida|Duración de la asistencia|Tipo de conexión",
    ),
    "Portuguese": (
        "pt",
        "Nome da reunião|Data de início da reunião|Data de término da reunião|Nome de exibição|E-mail do convidado|Hora da entrada|Hora da saída|Duração da presença|Tipo de conexão",
    ),
}
every_header = pytest.mark.parametrize(("language", "header"), HEADERS.values(), ids=HEADERS.keys())


def report_of(header: str, connections: tuple[tuple[str, ...], ...] = CONNECTIONS) -> list[list[str]]:
    rows = [
        [
            "Conversatorio 3",
            formula(START),
            formula(END),
            name,
            email,
            formula(joined),
            formula(left),
            minutes,
            "Desktop app",
        ]
        for name, email, joined, left, minutes in connections
    ]
    return [header.split("|"), *rows]


def read(lines: list[list[str]], encoding: str = "utf-16", separator: str = "\t") -> Read:
    def cell(text: str) -> str:
        quoted = text.replace('"', '""')
        return f'"{quoted}"' if separator in text or '"' in text else text

    return read_text("\r\n".join(separator.join(map(cell, line)) for line in lines) + "\r\n", encoding)


def as_read(connections: tuple[tuple[str, ...], ...]) -> list[dict[str, str]]:
    return [
        {"name": name, "email": email, "joined": formula(joined), "left": formula(left), "minutes": minutes}
        for name, email, joined, left, minutes in connections
    ]


@every_header
def test_each_connection_is_a_row_and_a_stay(language: str, header: str) -> None:
    file = read(report_of(header))
    assert (file.known.platform, file.known.kind, file.known.language) == ("webex", "attendance", language)
    [connections] = file.known.sections
    assert (connections.name, connections.is_span, connections.role, connections.rows_from) == (
        "connections",
        False,
        None,
        2,
    )
    assert file.data == as_read(CONNECTIONS)


@every_header
def test_what_all_rows_say_of_their_meeting_is_a_fact(language: str, header: str) -> None:
    file = read(report_of(header))
    assert file.known.language == language
    assert file.known.facts == {"title": "Conversatorio 3", "started_at": START, "ended_at": END}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_make_no_difference(encoding: str, separator: str) -> None:
    lines = [[*line, "", ""] for line in report_of(HEADERS["Spanish"][1])]
    assert read(lines, encoding, separator).data == as_read(CONNECTIONS)


def test_native_cells_with_bare_quotation_marks_are_whole() -> None:
    text = "\n".join("\t".join(line) for line in report_of(HEADERS["English"][1]))
    assert read_text(text, "utf-16").data == as_read(CONNECTIONS)


def test_a_first_and_a_last_name_stand_beside_the_name_shown() -> None:
    header = [
        "Nome da reunião", "Data de início da reunião", "Data de término da reunião", "Nome de exibição", "Nome", "Sobrenome",
        "Função", "E-mail do convidado", "Hora da entrada", "Hora da saída", "Duração da presença", "Tipo de conexão", "Nome da sessão",
    ]  # fmt: skip
    row = [
        "Conversatorio",
        START,
        END,
        "Ana P.",
        "Ana",
        "Pérez",
        "Convidado",
        *ANA[1:],
        "App",
        "Sessão principal",
    ]
    file = read([header, row])
    assert file.data == [
        {
            "name": "Ana P.", "first_name": "Ana", "last_name": "Pérez", "role": "Convidado",
            "email": "ana@example.org", "joined": ANA[2], "left": ANA[3], "minutes": "40 mins",
        }
    ]  # fmt: skip
    assert file.known.facts["title"] == "Conversatorio"


def test_the_host_s_e_mail_is_nobody_else_s() -> None:
    header = [
        "Meeting Number",
        "Meeting Name",
        "Host Email",
        "Attendee Email",
        "Attendee Name",
        "Join Time",
        "Leave Time",
        "Notas",
    ]
    file = read(
        [
            header,
            [
                "177 000 0000",
                "Conversatorio",
                "host@example.org",
                "ana@example.org",
                "Ana Pérez",
                *ANA[2:4],
                "x",
            ],
        ]
    )
    assert file.data == [{"email": "ana@example.org", "name": "Ana Pérez", "joined": ANA[2], "left": ANA[3]}]
    assert file.known.facts == {
        "meeting_id": "177 000 0000",
        "title": "Conversatorio",
        "host_email": "host@example.org",
    }


def test_a_site_s_report_of_several_meetings_has_no_title_of_its_own() -> None:
    lines = report_of(HEADERS["English"][1])
    lines[2][0] = "Conversatorio 4"
    assert read(lines).known.facts == {"started_at": START, "ended_at": END}


def test_columns_in_another_order_are_found_by_their_names() -> None:
    lines = [line[::-1] for line in report_of(HEADERS["English"][1])]
    assert read(lines).data == as_read(CONNECTIONS)


@pytest.mark.parametrize(
    ("names", "zone"),
    [
        (("Join Time (GMT)", "Leave Time (GMT)", "Meeting Start Time"), "UTC"),
        (("Join Time", "Leave Time", "Meeting Start Time (UTC)"), "UTC"),
        (("Join Time (UTC+00:00)", "Leave Time (UTC+00:00)", "Meeting Start Time"), "UTC"),
        (("Join Time (GMT-05:00)", "Leave Time (GMT-05:00)", "Meeting Start Time"), None),
        (("Join Time", "Leave Time", "Meeting Start Time"), None),
    ],
)
def test_times_are_in_utc_only_where_a_column_says_so(names: tuple[str, str, str], zone: str | None) -> None:
    joined, left, started = names
    header = f"Meeting Name|{started}|Meeting End Time|Name|Attendee Email|{joined}|{left}|Attendance Duration|Connection Type"
    file = read(report_of(header))
    assert file.known.time_zone == zone
    assert file.data == as_read(CONNECTIONS)


@pytest.mark.parametrize(
    ("mark", "zone"), [(" GMT", "UTC"), ("Z", "UTC"), (" UTC", "UTC"), (" GMT-5", None), ("", None)]
)
def test_times_are_in_utc_where_every_one_of_them_says_so(mark: str, zone: str | None) -> None:
    lines = report_of(HEADERS["English"][1])
    for line in lines[1:]:
        line[5] = formula(ANA[2] + mark)
    assert read(lines).known.time_zone == zone


def test_one_stamp_in_utc_says_nothing_of_the_others() -> None:
    lines = report_of(HEADERS["English"][1])
    lines[1][5] = formula(ANA[2] + " GMT")
    assert read(lines).known.time_zone is None


def test_an_older_report_s_own_lines_stand_above_its_connections() -> None:
    file = read(
        [
            ["Meeting Number", "177 000 0000"],
            ["Meeting Topic", "Conversatorio 3"],
            ["Name", "Email", "Invited", "Registered", "Start Time", "End Time", "Duration"],
            ["Ana Pérez", "ana@example.org", "No", "Yes", *ANA[2:]],
        ]
    )
    assert [(section.name, len(file.rows(section))) for section in file.known.sections] == [
        ("preamble", 2),
        ("connections", 1),
    ]
    assert file.known.facts == {"meeting_id": "177 000 0000", "title": "Conversatorio 3"}
    names = ("name", "email", "joined", "left", "minutes")
    assert file.data == [dict(zip(names, ANA, strict=True))]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Join Time,Leave Time,Duration,Email,Role\nAna,5/18/21 10:00:00,5/18/21 11:00:00,1h,ana@example.org,Attendee\n",
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\nAna,ana@example.org,5/18/2021 10:00:00,5/18/2021 11:00:00,60,Yes\n",
        "Nombre,Correo electrónico,Hora de entrada,Hora de salida,Duración (minutos),Invitado\nAna,ana@example.org,18/05/2021 10:00:00,18/05/2021 11:00:00,60,Sí\n",
        "First name,Last name,Email,Duration,Time joined,Time exited\nAna,Pérez,ana@example.org,58 min,10:00,10:58\n",
        "Meeting Name,Meeting Number,Meeting Start Time,Meeting End Time\nConversatorio,177,5/18/2021 10:00:00,5/18/2021 12:00:00\n",
    ],
    ids=[
        "a Teams report",
        "a Zoom meeting",
        "a Spanish Zoom meeting",
        "a Google Meet report",
        "Webex's list of meetings",
    ],
)
def test_what_is_not_of_webex_s_attendees_is_not_taken(text: str) -> None:
    reading = read_text(text).reading
    assert reading is None or reading.platform != "webex"
