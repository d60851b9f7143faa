"""BigBlueButton: the dashboard's people are read in any language, whatever its polls have asked."""

from collections.abc import Sequence

import pytest

from tests.sources.reading import Read, read_text

EN = "Name,Moderator,Activity Score,Talk Time,Webcam Time,Messages,Reactions,Poll Votes,Raise Hands,Join,Left,Duration"
ES = (
    "Nombre,Moderador,Puntuación de actividad,Tiempo de conversación,Tiempo de uso de cámara web,Mensajes,Emojis,"
    "Votos en la encuesta,Manos levantadas"
)
FIELDS = {"name": 0, "moderator": 1, "joined": 9, "left": 10, "minutes": 11}


def person(name: str, moderator: str = "FALSE", left: str = "5/4/2021, 12:00:00 PM") -> list[str]:
    activity = ["3.5", "00:01:02", "-", "4", "0", "1", "0"]
    return [name, moderator, *activity, "5/4/2021, 10:00:00 AM", left, "01:59:58"]


def written(header: str, *rows: Sequence[str], separator: str = ",", polls: int = 0) -> str:
    """The dashboard's file: cells quoted, the header not, and who answered anonymously in a last row."""
    last = ["Anonymous", *[""] * 11, *["Sí\r\nNo"] * polls]
    lines = [header.replace(",", separator)]
    lines += [separator.join(f'"{cell}"' for cell in row) for row in (*rows, last)]
    return "\r\n".join(lines)


def fields(file: Read) -> dict[str, int]:
    [participants] = file.known.sections
    return dict(participants.fields)


def test_people_are_one_section_of_spans() -> None:
    file = read_text(written(EN, person("Quien Organiza", "TRUE"), person("Ana Pérez", left="-")))
    [participants] = file.known.sections
    assert (file.known.platform, file.known.kind, file.known.language) == (
        "bigbluebutton",
        "attendance",
        "en",
    )
    assert (participants.name, participants.starts_at, participants.rows_from) == ("participants", 1, 2)
    assert participants.is_span
    assert participants.role is None
    assert fields(file) == FIELDS
    assert file.data[1] == {
        "name": "Ana Pérez",
        "moderator": "FALSE",
        "joined": "5/4/2021, 10:00:00 AM",
        "left": "-",
        "minutes": "01:59:58",
    }
    assert file.known.facts == {}


def test_who_answered_anonymously_stays_a_row() -> None:
    file = read_text(written(EN, person("Ana Pérez"), person("Luis Ruiz")))
    assert [row["name"] for row in file.data] == ["Ana Pérez", "Luis Ruiz", "Anonymous"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (EN.replace("Reactions", "Emojis"), "en"),
        (f"{ES},Accedió,Salió,Duración", "es"),
        (f"{ES},Ingreso,Salida,Duration", "es"),
        (f"{ES},Entrada,Salida,Duración", "es"),
        (
            "Nombre,Moderador,Puntuación,Hablando,Cámara,Mensajes,Emojis,Votos,Manos,Unirse,Salida,Duración",
            "es",
        ),
        (
            "Nome,Moderador,Pontuação,Tempo de fala,Tempo de câmera,Mensagens,Emojis,Votos,Mãos,Entrou,Saiu,Duração",
            "pt",
        ),
        ("N,M,P,F,C,B,E,S,H,Z,A,D", "und"),
        ("名前,司会,点,発言,カメラ,文,反応,票,手,参加,退出,時間", "und"),
    ],
)
def test_the_dashboard_is_known_in_any_language(header: str, language: str) -> None:
    file = read_text(written(header, person("Quien Organiza", "TRUE"), person("Ana Pérez")))
    assert (file.known.platform, file.known.language, fields(file)) == ("bigbluebutton", language, FIELDS)


def test_polls_in_the_header_move_no_column() -> None:
    header = f"{EN},¿Qué opina, en general, del marco?,Left or right?"
    rows = [[*person("Ana Pérez"), "Sí", "-"], [*person("Luis, el otro"), "No", "Left"]]
    file = read_text(written(header, *rows, polls=2))
    assert fields(file) == FIELDS
    assert [row["name"] for row in file.data] == ["Ana Pérez", "Luis, el otro", "Anonymous"]
    assert len(file.known.sections[0].header) == 16


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_change_nothing(encoding: str, separator: str) -> None:
    rows = person("Begoña Núñez", "TRUE"), person("José Martínez Peña")
    file = read_text(written(EN, *rows, separator=separator), encoding)
    assert [row["name"] for row in file.data] == ["Begoña Núñez", "José Martínez Peña", "Anonymous"]
    assert file.data == read_text(written(EN, *rows)).data


def test_padding_and_excel_s_own_words_change_nothing() -> None:
    text = written(EN + ",,", [*person("Ana Pérez", "VERDADERO"), "", ""])
    assert [row["moderator"] for row in read_text(text).data] == ["VERDADERO", ""]
    assert (
        fields(read_text(written("N,M,P,F,C,B,E,S,H,Z,A,D,,", [*person("Ana", "FALSO"), "", ""]))) == FIELDS
    )


def test_reordered_columns_with_known_words_are_found_where_they_stand() -> None:
    header, row = EN.split(","), person("Ana Pérez")
    order = [11, 10, 9, 1, 0, 2, 3, 4, 5, 6, 7, 8]
    moved = written(",".join(header[at] for at in order), [row[at] for at in order])
    assert read_text(moved).data[0] == read_text(written(EN, row)).data[0]


def test_nobody_left_yet_where_every_left_is_a_hyphen() -> None:
    file = read_text(written("N,M,P,F,C,B,E,S,H,Z,A,D", person("Ana", left="-"), person("Luis", left="-")))
    assert fields(file) == FIELDS


def test_a_dashboard_of_an_empty_room_is_known_by_its_words() -> None:
    assert read_text(EN + "\r\n").data == []


def test_twelve_columns_of_anything_else_are_no_dashboard() -> None:
    row = [f"{at}" for at in range(12)]
    assert read_text(written("A,B,C,D,E,F,G,H,I,J,K,L", row)).reading is None
