"""Microsoft Forms: its own columns are known in five languages, and left aside where the form is anonymous."""

from collections.abc import Sequence

import pytest

from tests.sources.reading import Read, read_text

ES = ("ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre")
ANA = ("1", "4/5/21 9:00:00", "4/5/21 9:03:10", "ana@example.org", "Ana Pérez")
LUIS = ("2", "4/5/21 9:10:00", "4/5/21 9:12:31", "luis@example.org", "Luis Ruiz")
ASKED = ("Organización que representa", "Estado")


def written(*rows: Sequence[str]) -> str:
    """A sheet's rows as they are handed over: one line of comma-separated text each."""
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def fields(file: Read) -> dict[str, int]:
    [answers] = file.known.sections
    return dict(answers.fields)


def test_the_answers_are_one_section_of_registrations() -> None:
    file = read_text(written((*ES, *ASKED), (*ANA, "Red, A.C.", "Jalisco"), (*LUIS, "DIF", "Oaxaca")))
    [answers] = file.known.sections
    assert (file.known.platform, file.known.kind, file.known.language) == (
        "microsoft_forms",
        "registrations",
        "es",
    )
    assert (answers.name, answers.starts_at, answers.rows_from) == ("answers", 1, 2)
    assert file.data[0] == {
        "submitted_at": "4/5/21 9:03:10",
        "email": "ana@example.org",
        "name": "Ana Pérez",
        "organisation": "Red, A.C.",
        "state": "Jalisco",
    }
    assert [row["email"] for row in file.data] == ["ana@example.org", "luis@example.org"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (ES, "es"),
        (("Id", "Start time", "Completion time", "Email", "Name"), "en"),
        (("Id", "Hora de início", "Hora de conclusão", "Email", "Nome"), "pt"),
        (("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"), "fr"),
        (("ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"), "de"),
    ],
)
def test_each_language_s_own_columns_are_known(header: tuple[str, ...], language: str) -> None:
    file = read_text(written((*header, *ASKED), (*ANA, "", ""), (*LUIS, "", "")))
    assert file.known.language == language
    assert fields(file) == {"submitted_at": 2, "email": 3, "name": 4, "organisation": 5, "state": 6}


@pytest.mark.parametrize(
    "modified", ["Última hora de modificación", "Last modified time", "Heure de la dernière modification"]
)
def test_when_an_answer_was_modified_is_nobody_s_field(modified: str) -> None:
    file = read_text(written((*ES, modified, *ASKED), (*ANA, "4/5/21 9:20:00", "Red", "Jalisco")))
    assert fields(file) == {"submitted_at": 2, "email": 3, "name": 4, "organisation": 6, "state": 7}


def test_points_and_feedback_of_a_quiz_are_nobody_s_fields() -> None:
    added = ("Total points", "Quiz feedback", "Points - Nombre completo", "Feedback - Correo")
    assert fields(read_text(written((*ES, *added), (*ANA, "8", "", "1", "")))) == {
        "submitted_at": 2,
        "email": 3,
        "name": 4,
    }


def test_who_answered_an_anonymous_form_stands_in_its_questions() -> None:
    header = (*ES, "Nombre completo", "Correo electrónico2")
    rows = [(str(n), *ANA[1:3], "anonymous", "", f"Ana {n}", f"ana{n}@example.org") for n in range(9)]
    last = ("10", *LUIS[1:], "Luis Ruiz", "luis@example.net")
    assert fields(read_text(written(header, *rows, last)))["email"] == 6
    file = read_text(written(header, *rows))
    assert fields(file) == {"submitted_at": 2, "name": 5, "email": 6}
    assert file.data[0]["name"] == "Ana 0"


@pytest.mark.parametrize("nobody", ["anonymous", "Anónimo", "Anonyme", ""])
def test_an_anonymous_form_that_asks_for_nobody_names_nobody(nobody: str) -> None:
    file = read_text(written((*ES, "Comentarios"), (*ANA[:3], "anonymous", nobody, "Gracias")))
    assert fields(file) == {"submitted_at": 2}
    assert not file.known.names_people


def test_given_names_and_surnames_of_an_anonymous_form_are_two_fields() -> None:
    header = (*ES, "Nombre2", "Apellidos", "Correo")
    file = read_text(written(header, (*ANA[:3], "anonymous", "", "Ana", "Pérez", "ana@example.org")))
    assert fields(file) == {"submitted_at": 2, "first_name": 5, "last_name": 6, "email": 7}


def test_reordered_columns_are_found_where_they_stand() -> None:
    order = [6, 3, 4, 2, 0, 1, 5]
    header, row = (*ES, *ASKED), (*ANA, "Red", "Jalisco")
    moved = written([header[at] for at in order], [row[at] for at in order])
    assert read_text(moved).data == read_text(written(header, row)).data


def test_columns_that_somebody_removed_are_not_missed() -> None:
    file = read_text(
        written((*ES[:3], "Nombre completo", "Correo"), (*ANA[:3], "Ana Pérez", "ana@example.org"))
    )
    assert fields(file) == {"submitted_at": 2, "name": 3, "email": 4}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_workbook_that_was_saved_as_text_reads_the_same(encoding: str, separator: str) -> None:
    text = written((*ES, *ASKED), (*ANA, "Red", "Jalisco"), (*LUIS, "DIF", "Oaxaca"))
    assert read_text(text.replace('","', f'"{separator}"'), encoding).data == read_text(text).data


def test_padding_and_a_title_change_nothing() -> None:
    padded = read_text(written(("Registro",), (*ES, *ASKED, ""), (*ANA, "Red", "Jalisco", ""), ("",) * 8))
    assert padded.data == read_text(written((*ES, *ASKED), (*ANA, "Red", "Jalisco"))).data


def test_a_form_that_nobody_answered_is_a_form() -> None:
    file = read_text(written(ES))
    assert (fields(file), file.data) == ({"submitted_at": 2, "email": 3}, [])


def test_a_call_s_times_make_no_form() -> None:
    header = "ID de reunión,Tema,Hora de inicio,Hora de finalización,Correo electrónico del usuario,Duración (minutos)"
    file = read_text(
        f"{header}\n845,Conversatorio,05/11/2021 09:31:00,05/11/2021 12:20:00,a@example.org,169\n"
    )
    assert file.reading is None or file.reading.platform != "microsoft_forms"
