"""Zoom meetings: participants are found in every layout and language, and in no other platform's export."""

import csv
import io

import pytest

from assets.sources.exports.outline import Export, Record
from assets.sources.readers import zoom_meeting
from tests.sources.reading import read_bytes, read_text

MEETING = [
    "845 1111 2222",
    "Conversatorio 2",
    "05/11/2021 09:31:00 AM",
    "05/11/2021 12:20:00 PM",
    "anfitrion@example.org",
    "169",
    "3",
    "",
]
MEETING_EN = [
    "Meeting ID",
    "Topic",
    "Start Time",
    "End Time",
    "User Email",
    "Duration (Minutes)",
    "Participants",
    "",
]
MEETING_ES = [
    "ID de reunión",
    "Tema",
    "Hora de inicio",
    "Hora de finalización",
    "E-mail del usuario",
    "Duración (minutos)",
    "Participantes",
    "",
]
FACTS = {
    "title": "Conversatorio 2",
    "meeting_id": "845 1111 2222",
    "started_at": "05/11/2021 09:31:00 AM",
    "ended_at": "05/11/2021 12:20:00 PM",
    "host_email": "anfitrion@example.org",
    "participants": "3",
}
STAYS_EN = ["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest"]
STAYS_ES = [
    "Nombre (nombre original)",
    "E-mail del usuario",
    "Hora para unirse",
    "Hora para salir",
    "Duración (minutos)",
    "Invitado",
]
STAYS = [
    ["Ana Pérez (Ana)", "ana@example.org", "05/11/2021 10:00:10 AM", "05/11/2021 11:00:00 AM", "60", "Sí"],
    ["Ana Pérez (Ana)", "ana@example.org", "05/11/2021 11:02:00 AM", "05/11/2021 11:59:59 AM", "58", "Sí"],
    ["Ruiz, Luis", "", "05/11/2021 10:05:00 AM", "05/11/2021 12:00:00 PM", "115", "Sí"],
]
TOTALS = [["Ana Pérez", "ana@example.org", "118", "Sí"], ["Ruiz, Luis", "", "115", "No"]]
FIELDS = {"name": 0, "email": 1, "joined": 2, "left": 3, "minutes": 4}


def lines(rows: list[list[str]], separator: str = ",", end: str = "\r\n") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator=end).writerows(rows)
    return written.getvalue()


def stays(rows: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(FIELDS, row, strict=False)) for row in rows]


def export_of(text: str, separator: str = ",") -> Export:
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    records = (Record(line, tuple(cells)) for line, cells in enumerate(rows, 1) if cells)
    return Export(tuple(record for record in records if not record.is_blank))


KNOWN = {
    "en": STAYS_EN,
    "en since 2023": [
        "Name (original name)",
        "Email",
        "Join time",
        "Leave time",
        "Duration (minutes)",
        "Guest",
    ],
    "es of 2021": STAYS_ES,
    "es since 2023": [
        "Nombre (nombre original)",
        "Correo electrónico",
        "Hora de entrada",
        "Hora de salida",
        "Duración (minutos)",
        "Invitado",
    ],
    "pt": [
        "Nome (nome original)",
        "E-mail",
        "Ingressar na hora",
        "Hora de saída",
        "Duração (minutos)",
        "Convidado",
    ],
    "fr": [
        "Nom (nom original)",
        "Adresse e-mail de l’utilisateur",
        "Heure d’arrivée",
        "Heure de départ",
        "Durée (minutes)",
        "Invité",
    ],
    "de": [
        "Name (ursprünglicher Name)",
        "E-Mail",
        "Beitrittszeit",
        "Austrittszeit",
        "Dauer (Minuten)",
        "Gast",
    ],
    "ja": ["名前 (元の名前)", "ユーザーメール", "参加時刻", "退出時刻", "所要時間（分）", "ゲスト"],
    "ko": ["이름(원래 이름)", "사용자 이메일", "참가 시간", "나간 시간", "기간(분)", "게스트"],
}
UNKNOWN = {
    "it": [
        "Nome (nome originale)",
        "E-mail utente",
        "Ora di accesso",
        "Ora di uscita",
        "Durata (minuti)",
        "Ospite",
    ],
    "tr": [
        "Ad (Orijinal Ad)",
        "Kullanıcı E-postası",
        "Katılma Zamanı",
        "Ayrılma Zamanı",
        "Süre (Dakika)",
        "Konuk",
    ],
    "pl": [
        "Nazwa (oryginalna nazwa)",
        "Adres użytkownika",
        "Czas dołączenia",
        "Czas opuszczenia",
        "Czas trwania (minuty)",
        "Gość",
    ],
    "ru": [
        "Имя (настоящее имя)",
        "Адрес пользователя",
        "Время входа",
        "Время выхода",
        "Длительность (минуты)",
        "Гость",
    ],
    "zh": ["姓名（原名）", "用户邮箱", "加入时间", "离开时间", "时长（分钟）", "访客"],
    "nobody's": ["Qa (lo qa)", "Wim", "Zot", "Zut", "Pim (blip)", "Gor"],
}


@pytest.mark.parametrize("layout", KNOWN)
def test_stays_are_found_by_their_words(layout: str) -> None:
    read = read_text(lines([KNOWN[layout], *STAYS]))
    [participants] = read.known.sections
    assert (read.known.platform, read.known.kind, read.known.language) == ("zoom", "attendance", layout[:2])
    assert (participants.name, participants.starts_at, participants.rows_from) == ("participants", 1, 2)
    assert (participants.role, participants.is_span, participants.header) == (
        None,
        False,
        tuple(KNOWN[layout]),
    )
    assert dict(participants.fields) == FIELDS
    assert read.data == stays(STAYS)


@pytest.mark.parametrize("layout", KNOWN)
def test_the_words_alone_are_enough_where_nobody_came_yet(layout: str) -> None:
    [participants] = read_text(lines([KNOWN[layout]])).known.sections
    assert dict(participants.fields) == FIELDS


@pytest.mark.parametrize("language", UNKNOWN)
def test_stays_of_a_language_without_words_are_found_by_their_shape(language: str) -> None:
    read = read_text(lines([UNKNOWN[language], *STAYS]))
    assert (read.known.platform, read.known.language) == ("zoom", "und")
    assert dict(read.known.sections[-1].fields) == FIELDS
    assert read.data == stays(STAYS)


@pytest.mark.parametrize(
    ("language", "header"),
    [
        ("en", ["Name (Original Name)", "User Email", "Total Duration (Minutes)", "Guest"]),
        ("en", ["Name (original name)", "Email", "Total duration (minutes)", "Guest"]),
        ("es", ["Nombre (nombre original)", "E-mail del usuario", "Duración total (minutos)", "Invitado"]),
        ("pt", ["Nome (nome original)", "E-mail", "Duração total (minutos)", "Convidado"]),
        ("fr", ["Nom (nom original)", "E-mail de l'utilisateur", "Durée totale (minutes)", "Invité"]),
        ("de", ["Name (Originalname)", "Benutzer-E-Mail", "Gesamtdauer (Minuten)", "Gast"]),
        ("ja", ["名前（元の名前）", "メールアドレス", "合計所要時間（分）", "ゲスト"]),
        ("ko", ["이름 (원래 이름)", "이메일", "총 기간(분)", "게스트"]),
        ("und", ["Nome (nome originale)", "E-mail utente", "Durata totale (minuti)", "Ospite"]),
        ("und", ["姓名（原名）", "用户邮箱", "总时长（分钟）", "访客"]),
        ("und", ["Tên (tên gốc)", "Email người dùng", "Tổng thời lượng (phút)", "Khách"]),
    ],
)
def test_unique_users_have_total_minutes_and_no_times(language: str, header: list[str]) -> None:
    read = read_text(lines([header, *TOTALS]))
    assert read.known.language == language
    assert dict(read.known.sections[-1].fields) == {"name": 0, "email": 1, "minutes": 2}
    assert [row["minutes"] for row in read.data] == ["118", "115"]


@pytest.mark.parametrize("gap", [[[]], [[""] * 8], [], [[], []]])
def test_the_meetings_own_lines_are_kept_apart_and_give_its_facts(gap: list[list[str]]) -> None:
    read = read_text(lines([MEETING_ES, MEETING, *gap, STAYS_ES, *STAYS]))
    meeting, participants = read.known.sections
    header = 3 + len(gap)
    assert (meeting.name, meeting.starts_at, meeting.rows_from, dict(meeting.fields)) == ("meeting", 1, 2, {})
    assert [record.cells for record in read.rows(meeting)] == [tuple(MEETING)]
    assert (participants.starts_at, participants.rows_from) == (header, header + 1)
    assert [record.line for record in read.rows(participants)] == [header + 1, header + 2, header + 3]
    assert dict(read.known.facts) == FACTS
    assert read.data == stays(STAYS)


@pytest.mark.parametrize(
    ("names", "header"),
    [
        (MEETING_EN, STAYS_EN),
        (
            [
                "ID da reunião",
                "Tópico",
                "Hora de início",
                "Hora de término",
                "E-mail do usuário",
                "Duração (minutos)",
                "Participantes",
                "",
            ],
            KNOWN["pt"],
        ),
        (
            [
                "ID de réunion",
                "Sujet",
                "Heure de début",
                "Heure de fin",
                "E-mail de l'utilisateur",
                "Durée (minutes)",
                "Participants",
                "",
            ],
            KNOWN["fr"],
        ),
        (
            [
                "Meeting-ID",
                "Thema",
                "Startzeit",
                "Endzeit",
                "Benutzer-E-Mail",
                "Dauer (Minuten)",
                "Teilnehmer",
                "",
            ],
            KNOWN["de"],
        ),
        (
            [
                "ミーティングID",
                "トピック",
                "開始時刻",
                "終了時刻",
                "ユーザーのメールアドレス",
                "所要時間（分）",
                "参加者",
                "",
            ],
            KNOWN["ja"],
        ),
        (
            ["회의 ID", "주제", "시작 시간", "종료 시간", "사용자 이메일", "기간(분)", "참가자", ""],
            KNOWN["ko"],
        ),
        (
            [
                "ID riunione",
                "Argomento",
                "Ora di inizio",
                "Ora di fine",
                "E-mail utente",
                "Durata (minuti)",
                "Partecipanti",
                "",
            ],
            UNKNOWN["it"],
        ),
        (["会议号", "主题", "开始时间", "结束时间", "用户邮箱", "时长（分钟）", "参会者", ""], UNKNOWN["zh"]),
    ],
)
def test_the_facts_are_the_same_in_every_language(names: list[str], header: list[str]) -> None:
    read = read_text(lines([names, MEETING, [], header, *STAYS]))
    assert dict(read.known.facts) == FACTS
    assert read.data == stays(STAYS)


@pytest.mark.parametrize(
    "names",
    [
        ["Topic", "ID", "Host", "Duration (minutes)", "Start time", "End time", "Participants"],
        [
            "Tema",
            "ID",
            "Anfitrión",
            "Duración (minutos)",
            "Hora de inicio",
            "Hora de finalización",
            "Participantes",
        ],
        ["Argomento", "ID", "Host", "Durata (minuti)", "Ora di inizio", "Ora di fine", "Partecipanti"],
    ],
)
def test_the_newer_lines_above_name_the_host_with_an_e_mail_in_brackets(names: list[str]) -> None:
    number, title, start, end, host, minutes, count, _ = MEETING
    values = [title, number, f"Quien Organiza ({host})", minutes, start, end, count]
    header = UNKNOWN["it"] if names[0] == "Argomento" else KNOWN["es since 2023"]
    read = read_text(lines([names, values, [], header, *STAYS]))
    assert dict(read.known.facts) == FACTS


def test_a_host_without_an_e_mail_is_no_fact() -> None:
    names = ["Topic", "ID", "Host", "Duration (minutes)", "Start time", "End time", "Participants"]
    values = ["Conversatorio 2", "845 1111 2222", "Quien Organiza", "169", MEETING[2], MEETING[3], "3"]
    read = read_text(lines([names, values, [], STAYS_EN, *STAYS]))
    assert "host_email" not in read.known.facts


def test_a_name_of_facts_among_unknown_ones_is_no_fact() -> None:
    names = ["ID de reunión", "Asunto tratado", "Comienzo", "Cierre", "Responsable", "Lapso", "Gente"]
    assert read_text(lines([names, MEETING, [], STAYS_ES, *STAYS])).known.facts == {}


def test_facts_may_stand_each_beside_its_name() -> None:
    above = [["Tema", "Conversatorio 2"], ["ID de reunión", "845 1111 2222"], ["Participantes", "3"]]
    read = read_text(lines([*above, STAYS_ES, *STAYS]))
    assert dict(read.known.facts) == {fact: FACTS[fact] for fact in ("title", "meeting_id", "participants")}
    assert read.data == stays(STAYS)


USAGE = [
    "Topic",
    "Meeting ID",
    "User Name",
    "User Email",
    "Department",
    "Creation Time",
    "Start Time",
    "End Time",
    "Duration (Minutes)",
    "Participants",
]
MEETING_OF_USAGE = [
    "Conversatorio 2",
    "845 1111 2222",
    "Quien Organiza",
    "anfitrion@example.org",
    "",
    "04/01/2021 08:00:00 AM",
    MEETING[2],
    MEETING[3],
    "169",
    "3",
]


def test_the_account_s_usage_report_is_read_from_the_name_on() -> None:
    header = [*USAGE, *STAYS_EN, "Recording Consent", "In Waiting Room"]
    read = read_text(lines([header, *([*MEETING_OF_USAGE, *stay, "", "No"] for stay in STAYS)]))
    [participants] = read.known.sections
    assert dict(participants.fields) == {
        "name": 10,
        "email": 11,
        "joined": 12,
        "left": 13,
        "minutes": 14,
        "waiting_room": 17,
    }
    assert [row["email"] for row in read.data] == ["ana@example.org", "ana@example.org", ""]
    assert dict(read.known.facts) == FACTS


def test_the_host_s_e_mail_of_a_usage_report_is_nobody_else_s() -> None:
    header = [*USAGE, "Name (Original Name)", "Join Time", "Leave Time", "Duration (Minutes)"]
    rows = [[*MEETING_OF_USAGE, name, joined, left, minutes] for name, _, joined, left, minutes, _ in STAYS]
    [participants] = read_text(lines([header, *rows])).known.sections
    assert dict(participants.fields) == {"name": 10, "joined": 11, "left": 12, "minutes": 13}


def test_a_usage_report_of_a_language_without_words_is_read_from_the_name_on() -> None:
    names = [
        "Argomento",
        "ID riunione",
        "Nome utente",
        "E-mail utente",
        "Reparto",
        "Creazione",
        "Ora di inizio",
        "Ora di fine",
        "Durata (minuti)",
        "Partecipanti",
    ]
    read = read_text(lines([[*names, *UNKNOWN["it"]], *([*MEETING_OF_USAGE, *stay] for stay in STAYS)]))
    [participants] = read.known.sections
    assert dict(participants.fields) == {"name": 10, "email": 11, "joined": 12, "left": 13, "minutes": 14}


def test_a_usage_report_of_several_meetings_has_no_facts_of_one() -> None:
    other = ["Otra reunión", *MEETING_OF_USAGE[1:]]
    rows = [[*MEETING_OF_USAGE, *STAYS[0]], [*other, *STAYS[1]]]
    assert read_text(lines([[*USAGE, *STAYS_EN], *rows])).known.facts == {}


def test_a_usage_report_that_lists_meetings_only_is_nobody_s() -> None:
    assert read_text(lines([USAGE, MEETING_OF_USAGE, MEETING_OF_USAGE])).reading is None


@pytest.mark.parametrize(
    ("header", "at"),
    [
        ([*STAYS_EN, "Recording Consent", "In Waiting Room"], 7),
        (
            [
                *KNOWN["es since 2023"],
                "Respuesta al descargo de responsabilidad relativa a la grabación",
                "En sala de espera",
            ],
            7,
        ),
        ([*KNOWN["pt"], "Na sala de espera"], 6),
        ([*KNOWN["fr"], "Salle d’attente"], 6),
        ([*KNOWN["ja"], "待機室"], 6),
    ],
)
def test_who_was_in_the_waiting_room_is_told(header: list[str], at: int) -> None:
    waiting = [*STAYS[0], "", ""]
    waiting[at] = "Sí"
    read = read_text(lines([header, waiting]))
    assert read.data[0]["waiting_room"] == "Sí"
    assert dict(read.known.sections[0].fields) == FIELDS | {"waiting_room": at}


@pytest.mark.parametrize(
    ("language", "header"),
    [
        ("en", ["Name", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest"]),
        ("en", ["User Name", "User Email", "Join time", "Leave time", "Duration (Minutes)", "Guest"]),
        (
            "es",
            [
                "Nombre de usuario",
                "Correo electrónico",
                "Hora de entrada",
                "Hora de salida",
                "Duración (minutos)",
                "Invitado",
            ],
        ),
        (
            "es",
            [
                "Nombre de usuario",
                "E-mail de usuario",
                "Hora de entrada",
                "Hora de salida",
                "Duración (minutos)",
                "Invitado",
            ],
        ),
        (
            "es",
            [
                "Nombre",
                "E-mail del usuario",
                "Hora para unirse",
                "Hora para salir",
                "Duración (minutos)",
                "Invitado",
            ],
        ),
    ],
)
def test_an_older_export_has_a_plain_name(language: str, header: list[str]) -> None:
    read = read_text(lines([header, *STAYS]))
    assert read.known.language == language
    assert dict(read.known.sections[0].fields) == FIELDS


def test_an_older_list_of_unique_users_has_a_plain_name() -> None:
    read = read_text(
        lines([["Nombre", "Correo electrónico", "Duración total (minutos)", "Invitado"], *TOTALS])
    )
    assert dict(read.known.sections[0].fields) == {"name": 0, "email": 1, "minutes": 2}


@pytest.mark.parametrize(
    "header",
    [
        ["Name", "Email", "Duration", "Time joined", "Time exited"],
        ["Name", "User Email", "Duration (Minutes)", "Guest"],
        ["Name", "Join Time", "Leave Time", "Duration", "Email"],
    ],
)
def test_a_plain_name_without_zooms_other_columns_is_not_zooms(header: list[str]) -> None:
    assert zoom_meeting.read(export_of(lines([header, *STAYS]))) is None


def test_columns_are_found_in_any_order_and_among_others() -> None:
    header = ["Email", "Pronouns", "Leave Time", "Name (Original Name)", "Duration (Minutes)", "Join Time"]
    rows = [[email, "ella", left, name, minutes, joined] for name, email, joined, left, minutes, _ in STAYS]
    read = read_text(lines([header, *rows]))
    assert dict(read.known.sections[0].fields) == {
        "name": 3,
        "email": 0,
        "joined": 5,
        "left": 2,
        "minutes": 4,
    }


def test_a_known_name_is_enough_where_the_other_words_are_new() -> None:
    header = [
        "Nombre (nombre original)",
        "Dirección",
        "Momento de llegada",
        "Momento de partida",
        "Permanencia (minutos)",
        "Invitado",
    ]
    read = read_text(lines([header, *STAYS]))
    assert read.known.language == "es"
    assert dict(read.known.sections[0].fields) == FIELDS


def test_a_new_word_for_joining_does_not_take_the_column_of_leaving() -> None:
    header = [
        "Nombre (nombre original)",
        "Correo electrónico",
        "Hora de salida",
        "Momento de llegada",
        "Duración (minutos)",
    ]
    rows = [[name, email, left, joined, minutes] for name, email, joined, left, minutes, _ in STAYS]
    assert dict(read_text(lines([header, *rows])).known.sections[0].fields) == FIELDS | {
        "joined": 3,
        "left": 2,
    }


def test_months_in_words_are_stamps_too() -> None:
    rows = [["Ana", "ana@example.org", "may. 11, 2021 10:00:10", "may. 11, 2021 11:00:00", "60", "x"]]
    read = read_text(lines([UNKNOWN["it"], *rows]))
    assert dict(read.known.sections[0].fields) == FIELDS


def test_a_meeting_to_which_nobody_signed_in_has_an_empty_column_of_e_mails() -> None:
    rows = [[name, "", *others] for name, _, *others in STAYS]
    assert dict(read_text(lines([UNKNOWN["tr"], *rows])).known.sections[0].fields) == FIELDS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_do_not_matter(encoding: str, separator: str) -> None:
    read = read_text(lines([MEETING_ES, MEETING, [], STAYS_ES, *STAYS], separator), encoding)
    assert read.data == stays(STAYS)
    assert dict(read.known.facts) == FACTS


def test_utf_16_without_a_mark_is_read() -> None:
    assert read_bytes(lines([STAYS_ES, *STAYS], "\t").encode("utf-16-le")).data == stays(STAYS)


def test_commas_with_which_excel_fills_up_lines_do_not_matter() -> None:
    padded = [[*row, *[""] * (12 - len(row))] for row in (MEETING_ES, MEETING, [], STAYS_ES, *STAYS)]
    read = read_text(lines(padded))
    assert [section.name for section in read.known.sections] == ["meeting", "participants"]
    assert dict(read.known.sections[1].fields) == FIELDS
    assert read.data == stays(STAYS)


def test_the_separator_that_excel_states_in_a_first_line_is_no_row() -> None:
    read = read_text("sep=;\r\n" + lines([STAYS_ES, *STAYS], ";"))
    [participants] = read.known.sections
    assert (participants.starts_at, participants.rows_from) == (1, 3)
    assert read.data == stays(STAYS)


def test_every_row_is_a_row_even_one_that_holds_a_name_only() -> None:
    read = read_text(lines([STAYS_ES, *STAYS, ["Participante", "", "", "", "", ""]]))
    assert [record.line for record in read.rows(read.known.sections[0])] == [2, 3, 4, 5]


def test_a_list_below_a_list_is_not_read_as_one() -> None:
    assert read_text(lines([STAYS_ES, *STAYS, STAYS_ES, *STAYS])).reading is None


OTHERS = {
    "a webinar whose names are called as a meeting's": "Attendee Report\nAttendee Details\n"
    "Attended\tName (Original Name)\tEmail\tJoin Time\tLeave Time\tTime in Session (minutes)\n"
    "Yes\tAna\tana@example.org\t5/4/2021 10:00:00 AM\t5/4/2021 11:00:00 AM\t60\n",
    "Teams, sections": "1. Summary\nMeeting title\tReunión\n2. Participants\nName\tFirst join\tLast leave\tIn-meeting duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "Ana\t14/11/22, 09:30:46\t14/11/22, 09:50:12\t19m 26s\tana@example.org\tana@example.org\tOrganizer\n",
    "Teams of 2021": "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\nAna\t5/4/2021, 10:00:00 AM\t5/4/2021, 11:00:00 AM\t1h\tana@example.org\tAttendee\n",
    "Google Meet": "First name\tLast name\tEmail\tDuration\tTime joined\tTime exited\nAna\tPérez\tana@example.org\t58 min\t10:00\t10:58\n",
    "BigBlueButton": "Name\tModerator\tActivity Score\tTalk Time\tJoin\tLeft\tDuration\nAna\tFALSE\t0\t0\t5/4/2021 10:00\t5/4/2021 11:00\t01:00:00\n",
    "Webex": "Attendee Name\tAttendee Email\tJoin Time\tLeave Time\tAttendance Duration\nAna\tana@example.org\t2021-05-04 10:00\t2021-05-04 11:00\t60 mins\n",
    "Google Forms": "Marca temporal\tNombre (completo)\tCorreo electrónico\tEdad (años)\n04/05/2021 09:00:00\tAna Pérez\tana@example.org\t41\n",
    "a list of people": "Nombre (completo)\tCorreo electrónico\tEdad (años)\nAna Pérez\tana@example.org\t41\n",
    "a register": "Municipio (clave)\tNombre (oficial)\tPoblación (personas)\nZapopan\tZapopan\t1476491\n",
}


@pytest.mark.parametrize("platform", OTHERS)
def test_no_other_platforms_export_is_taken(platform: str) -> None:
    assert zoom_meeting.read(export_of(OTHERS[platform], "\t")) is None
