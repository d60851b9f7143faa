"""Google Meet: its report is known by its words or its shape, and its date by the file's name."""

from collections.abc import Sequence

import pytest

from tests.sources.reading import Read, read_text

NEW = ("First name", "Last name", "Email", "Duration", "Time joined", "Time exited")
OLD = ("Name", "Email", "Duration", "Time Joined", "Time Exited")
ANA = ("Ana", "Pérez", "ana@example.org", "1 hr 2 min", "10:00 AM", "11:02 AM")
LUIS = ("Luis", "Ruiz", "luis@example.org", "58 min", "10:04 AM", "11:02 AM")
SECONDS = ("Invitada", "", "", "40 sec", "10:05 AM", "10:05 AM")
NAME = "2021-05-04 10-00 Conversatorio 1 - Attendance Report.csv"


def written(*rows: Sequence[str], separator: str = ",") -> str:
    return "".join(separator.join(row) + "\r\n" for row in rows)


def fields(file: Read) -> dict[str, int]:
    [participants] = file.known.sections
    return dict(participants.fields)


def test_people_are_one_section_of_spans() -> None:
    file = read_text(written(NEW, ANA, LUIS, SECONDS), name=NAME)
    [participants] = file.known.sections
    assert (file.known.platform, file.known.kind, file.known.language) == ("meet", "attendance", "en")
    assert (participants.name, participants.starts_at, participants.rows_from) == ("participants", 1, 2)
    assert participants.is_span
    assert participants.role is None
    assert file.data == [
        dict(zip(("first_name", "last_name", "email", "minutes", "joined", "left"), row, strict=True))
        for row in (ANA, LUIS, SECONDS)
    ]
    assert file.known.facts == {"file_date": "2021-05-04", "title": "Conversatorio 1"}


def test_the_older_report_has_whole_names() -> None:
    file = read_text(written(OLD, ("Ana Pérez", *ANA[2:])))
    assert fields(file) == {"name": 0, "email": 1, "minutes": 2, "joined": 3, "left": 4}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("Nombre,Apellido,Correo electrónico,Duración,Hora a la que se unió,Hora a la que salió", "es"),
        (
            "Nombre,Apellidos,Correo electrónico,Duración,Hora a la que se unió,Hora a la que abandonó la reunión",
            "es",
        ),
        ("Nombre,Apellidos,Correo,Duración,Hora de entrada,Hora de salida", "es"),
        ("Nome,Sobrenome,E-mail,Duração,Hora de entrada,Hora de saída", "pt"),
        ("Prénom,Nom,Adresse e-mail,Durée,Heure d'arrivée,Heure de départ", "fr"),
        ("Vorname,Nachname,E-Mail-Adresse,Dauer,Beigetreten um,Verlassen um", "de"),
    ],
)
def test_each_language_s_words_are_known(header: str, language: str) -> None:
    file = read_text(written(header.split(","), ANA, LUIS))
    assert file.known.language == language
    assert fields(file) == {"first_name": 0, "last_name": 1, "email": 2, "minutes": 3, "joined": 4, "left": 5}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("Nombre,Correo electrónico,Duración,Hora de unión,Hora de salida", "es"),
        ("Nom,E-mail,Durée,Heure d'arrivée,Heure de départ", "fr"),
        ("Name,E-Mail,Dauer,Beigetreten,Verlassen", "de"),
    ],
)
def test_each_language_has_whole_names_too(header: str, language: str) -> None:
    file = read_text(written(header.split(","), ("Ana Pérez", *ANA[2:])))
    assert file.known.language == language
    assert fields(file) == {"name": 0, "email": 1, "minutes": 2, "joined": 3, "left": 4}


def test_words_that_nobody_knows_are_read_by_the_shape_of_what_stands_below() -> None:
    header = ("名", "姓", "メール", "所要時間", "参加時刻", "退出時刻")
    file = read_text(written(header, ("花子", "山田", "hanako@example.org", "58 分", "10:04", "11:02")))
    assert file.known.language == "und"
    assert fields(file) == {"first_name": 0, "last_name": 1, "email": 2, "minutes": 3, "joined": 4, "left": 5}
    whole = read_text(
        written(("名前", *header[2:]), ("山田花子", "hanako@example.org", "58 分", "10:04", "11:02"))
    )
    assert fields(whole) == {"name": 0, "email": 1, "minutes": 2, "joined": 3, "left": 4}


@pytest.mark.parametrize(
    "times", [("18:02", "19:00"), ("10:00 a. m.", "11:02 a. m."), ("10:00:05 AM", "11:02:00 AM")]
)
def test_a_time_without_a_date_is_meet_s_in_any_writing(times: tuple[str, str]) -> None:
    assert read_text(written(NEW, (*ANA[:4], *times))).data[0]["left"] == times[1]


def test_times_with_a_date_are_another_platform_s() -> None:
    stays = (*ANA[:4], "04/05/2021 10:00:00 AM", "04/05/2021 11:02:00 AM")
    file = read_text(written(NEW, stays))
    assert file.reading is None or file.reading.platform != "meet"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_change_nothing(encoding: str, separator: str) -> None:
    rows = (NEW, ("Begoña", "Núñez Peña", *ANA[2:]), ("José", "Martínez", *LUIS[2:]))
    file = read_text(written(*rows, separator=separator), encoding)
    assert [row["last_name"] for row in file.data] == ["Núñez Peña", "Martínez"]
    assert file.data == read_text(written(*rows)).data


def test_padding_and_a_stated_separator_change_nothing() -> None:
    padded = written(*((*row, "", "") for row in (NEW, ANA, LUIS)), ("",) * 8, separator=";")
    file = read_text("sep=;\r\n" + padded)
    assert file.data == read_text(written(NEW, ANA, LUIS)).data
    assert file.known.sections[0].rows_from == 3


def test_reordered_and_added_columns_are_found_where_they_stand() -> None:
    order = [5, 2, 0, 4, 1, 3]
    moved = [(str(n), *(row[at] for at in order), "x") for n, row in enumerate((NEW, ANA, LUIS))]
    assert read_text(written(*moved)).data == read_text(written(NEW, ANA, LUIS)).data


def test_a_meeting_s_leaving_is_no_joining_though_it_stands_first() -> None:
    header = "Hora a la que abandonó la reunión,Hora a la que se unió,Nombre,Duración"
    file = read_text(written(header.split(","), ("11:02", "10:00", "Ana", "1 h 2 min")))
    assert fields(file) == {"name": 2, "minutes": 3, "joined": 1, "left": 0}


def test_a_report_of_a_meeting_that_nobody_joined_is_meet_s() -> None:
    file = read_text(written(NEW))
    assert (file.known.platform, file.data) == ("meet", [])


def test_guests_without_an_address_are_rows_too() -> None:
    file = read_text(written(NEW, SECONDS, SECONDS))
    assert [row["email"] for row in file.data] == ["", ""]


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        (NAME, {"file_date": "2021-05-04", "title": "Conversatorio 1"}),
        (
            "2021-05-04 10_00 Conversatorio 1 - Informe de asistencia (1).csv",
            {"file_date": "2021-05-04", "title": "Conversatorio 1"},
        ),
        ("2021-05-04 10-00 Conversatorio 1.csv", {"file_date": "2021-05-04", "title": "Conversatorio 1"}),
        ("2021-05-04 10-00 - Attendance Report.csv", {"file_date": "2021-05-04"}),
        (
            "2021-05-11 10-00 Repone el del 2021-05-04.csv",
            {"file_date": "2021-05-11", "title": "Repone el del 2021-05-04"},
        ),
        ("Conversatorio 1 (2021-05-04 at 10:00 GMT-5) - Attendance.csv", {"file_date": "2021-05-04"}),
        ("asistencia_2021_05_04.csv", {"file_date": "2021-05-04"}),
        ("del 2021-05-04 al 2021-05-11.csv", {}),
        ("2021-13-41 10-00 Conversatorio 1.csv", {"title": "Conversatorio 1"}),
        ("asistencia.csv", {}),
        ("12021-05-045.csv", {}),
    ],
)
def test_the_date_stands_in_the_file_s_name_or_nowhere(name: str, facts: dict[str, str]) -> None:
    assert read_text(written(NEW, ANA), name=name).known.facts == facts


def test_a_timetable_is_no_report() -> None:
    table = written(
        ("Tema", "Ponente", "Duración", "Inicio", "Fin"), ("Apertura", "Ana", "20 min", "10:00", "10:20")
    )
    assert read_text(table).reading is None


def test_a_separator_that_slipped_into_the_header_moves_no_time() -> None:
    torn = (*NEW[:-2], "Time", " joined", "Time exited")
    assert fields(read_text(written(torn, ANA))) == fields(read_text(written(NEW, ANA)))
