"""Google Forms: the stamp that Google adds makes a file a form's, and its own columns are told from questions."""

from collections.abc import Sequence

import pytest

from pipelines.sample.layouts.google_forms import registration_file
from tests.sources.reading import Read, read_bytes, read_text

QUESTIONS = ("Nombre completo", "Tipo de organización", "Nombre de la organización", "Entidad federativa")
HEADER = ("Marca temporal", "Dirección de correo electrónico", *QUESTIONS)
ANA = ("04/05/2021 09:00:00", "ana@example.org", "Ana Pérez", "OSC", "Red, A.C.", "Jalisco")
LUIS = ("04/05/2021 09:12:31", "luis@example.org", "Luis Ruiz", "Gobierno municipal", "DIF", "Oaxaca")


def written(*rows: Sequence[str], separator: str = ",") -> str:
    cells = ('"' + cell.replace('"', '""') + '"' for row in rows for cell in row)
    return "".join(separator.join(next(cells) for _ in row) + "\r\n" for row in rows)


def fields(file: Read) -> dict[str, int]:
    [answers] = file.known.sections
    return dict(answers.fields)


def test_the_answers_are_one_section_of_registrations() -> None:
    file = read_text(written(HEADER, ANA, LUIS))
    [answers] = file.known.sections
    assert (file.known.platform, file.known.kind, file.known.language) == (
        "google_forms",
        "registrations",
        "es",
    )
    assert (answers.name, answers.starts_at, answers.rows_from, answers.header) == ("answers", 1, 2, HEADER)
    assert file.data == [
        {
            "submitted_at": "04/05/2021 09:00:00",
            "email": "ana@example.org",
            "name": "Ana Pérez",
            "actor_type": "OSC",
            "organisation": "Red, A.C.",
            "state": "Jalisco",
        },
        {
            "submitted_at": "04/05/2021 09:12:31",
            "email": "luis@example.org",
            "name": "Luis Ruiz",
            "actor_type": "Gobierno municipal",
            "organisation": "DIF",
            "state": "Oaxaca",
        },
    ]
    assert file.known.facts == {}
    assert file.known.time_zone is None


@pytest.mark.parametrize(
    ("stamp", "address", "language"),
    [
        ("Marca temporal", "Dirección de correo electrónico", "es"),
        ("Marca temporal", "Nombre de usuario", "es"),
        ("Timestamp", "Email Address", "en"),
        ("Timestamp", "Username", "en"),
        ("Carimbo de data/hora", "Endereço de e-mail", "pt"),
        ("Horodateur", "Adresse e-mail", "fr"),
        ("Zeitstempel", "E-Mail-Adresse", "de"),
    ],
)
def test_each_language_s_own_columns_are_known(stamp: str, address: str, language: str) -> None:
    file = read_text(written((stamp, address, "Nombre completo"), ANA[:3]))
    assert file.known.language == language
    assert fields(file) == {"submitted_at": 0, "email": 1, "name": 2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encoding_and_separator_change_nothing(encoding: str, separator: str) -> None:
    file = read_text(written(HEADER, ANA, LUIS, separator=separator), encoding)
    assert file.data == read_text(written(HEADER, ANA, LUIS)).data


def test_a_sheet_that_excel_has_padded_reads_the_same() -> None:
    padded = [(*row, "", "", "") for row in (HEADER, ANA, LUIS)] + [("",) * 9]
    assert read_text(written(*padded)).data == read_text(written(HEADER, ANA, LUIS)).data


@pytest.mark.parametrize(
    "stamp", ["2021/05/04 3:58:12 p. m. CST", "2021/05/04 3:58:12 PM GMT-5", "44320.66542"]
)
def test_the_form_s_own_download_is_read_as_its_sheet_is(stamp: str) -> None:
    assert read_text(written(HEADER, (stamp, *ANA[1:]))).data[0]["submitted_at"] == stamp


def test_a_question_of_several_lines_is_one_question() -> None:
    header = (
        "Marca temporal",
        "Nombre completo\n(como desea que aparezca,\nen su constancia)",
        "Correo\nelectrónico",
    )
    file = read_text(written(header, ("04/05/2021 09:00:00", "Ana Pérez", "ana@example.org")))
    assert fields(file) == {"submitted_at": 0, "name": 1, "email": 2}
    assert [row.line for row in file.rows(file.known.sections[0])] == [5]


def test_the_address_that_google_took_is_preferred_to_the_one_that_was_asked() -> None:
    header = (
        "Marca temporal",
        "Correo electrónico institucional",
        "Nombre",
        "Dirección de correo electrónico",
    )
    row = ("04/05/2021 09:00:00", "oficina@example.net", "Ana", "ana@example.org")
    assert fields(read_text(written(header, row)))["email"] == 3


def test_the_address_that_was_asked_counts_where_google_took_none() -> None:
    header = ("Marca temporal", "Dirección de correo electrónico", "Nombre", "Correo electrónico de contacto")
    row = ("04/05/2021 09:00:00", "", "Ana", "ana@example.org")
    assert fields(read_text(written(header, row)))["email"] == 3
    assert fields(read_text(written(("Marca temporal", "Nombre", "Correo"), row[1:])))["email"] == 2


def test_the_score_of_a_quiz_is_nobody_s_field() -> None:
    file = read_text(written(("Timestamp", "Score", "Full name"), ("04/05/2021 09:00:00", "8 / 10", "Ana")))
    assert fields(file) == {"submitted_at": 0, "name": 2}


def test_reordered_and_added_columns_are_found_where_they_stand() -> None:
    order = [5, 0, 3, 2, 1, 4]
    header = ("Folio", *(HEADER[at] for at in order), "Observaciones")
    rows = [(str(n), *(row[at] for at in order), "") for n, row in enumerate((ANA, LUIS))]
    assert read_text(written(header, *rows)).data == read_text(written(HEADER, ANA, LUIS)).data


def test_a_title_above_the_header_is_no_answer() -> None:
    file = read_text(written(("Registro al conversatorio 1",), HEADER, ANA))
    [answers] = file.known.sections
    assert (answers.starts_at, answers.rows_from, len(file.data)) == (1, 3, 1)


def test_a_form_that_nobody_answered_is_a_form() -> None:
    file = read_text(written(HEADER))
    assert (fields(file)["email"], file.data) == (1, [])


def test_a_list_of_events_with_stamps_is_no_form() -> None:
    text = written(
        ("Full Name", "User Action", "Timestamp"),
        ("Ana Pérez", "Joined", "5/4/2021, 10:00:00 AM"),
        separator="\t",
    )
    file = read_text(text, "utf-16")
    assert file.reading is None or file.reading.platform != "google_forms"


@pytest.mark.parametrize("session_id", ["s1", None])
def test_the_sample_s_forms_ask_for_every_field(session_id: str | None) -> None:
    form = registration_file(session_id, [], "dmy")
    names = (
        "submitted_at email name organisation actor_type cluni state municipality position gender how_heard"
        " telephone privacy_accepted"
    )
    file = read_bytes(form.dialect.encode(form.page), form.path.name)
    assert fields(file) == {name: at for at, name in enumerate(names.split())}
