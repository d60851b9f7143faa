"""Microsoft Teams: the list, the report of 2021 and the report in numbered sections, in the languages they come in."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.sources.exports.outline import Export, Record
from assets.sources.readers import teams
from tests.sources.reading import Read, read_text

ANA = ("Ana Pérez", "18/05/21, 10:00:05", "18/05/21, 10:40:00", "39m 55s", "ana@example.org")
ANA_AGAIN = ("Ana Pérez", "18/05/21, 10:50:00", "18/05/21, 12:00:00", "1h 10m", "ana@example.org")
RUIZ = ("Ruiz, Luis (EXT)", "18/05/21, 10:02:00", "18/05/21, 12:01:10", "1h 59m 10s", "luis@example.com")
GUEST = ("Eva (Guest)", "18/05/21, 10:03:00", "18/05/21, 11:00:00", "57m", "")
STAYS = (ANA, ANA_AGAIN, RUIZ, GUEST)


@dataclass(frozen=True)
class Wording:
    """How a language words the two reports; participants' columns end with e-mail, account and role."""

    language: str
    sections: tuple[str, str, str]
    facts: tuple[str, str, str, str, str]
    participants: str
    activities: str
    role: str


WORDINGS = {
    "English of Great Britain": Wording(
        "en",
        ("1. Summary", "2. Participants", "3. In-Meeting activities"),
        ("Meeting title", "Attended participants", "Start time", "End time", "Meeting duration"),
        "Name|First join|Last leave|In-meeting duration|Email|Participant ID (UPN)|Role",
        "Name|Join time|Leave time|Duration|Email|Role",
        "Attendee",
    ),
    "English of the United States": Wording(
        "en",
        ("1. Summary", "2. Participants", "3. In-Meeting Activities"),
        ("Meeting Title", "Attended participants", "Start Time", "End Time", "Meeting Duration"),
        "Name|First Join|Last Leave|In-Meeting Duration|Email|Participant ID (UPN)|Role",
        "Name|Join Time|Leave Time|Duration|Email|Role",
        "Attendee",
    ),
    "Spanish": Wording(
        "es",
        ("1. Resumen", "2. Participantes", "3. Actividades en la reunión"),
        (
            "Título de la reunión",
            "Participantes asistentes",
            "Hora de inicio",
            "Hora de finalización",
            "Duración",
        ),
        "Nombre|Primera entrada|Última salida|Duración de la reunión|Correo electrónico|Id. de participante (UPN)|Rol",
        "Nombre|Hora de unión|Hora de salida|Duración|Correo electrónico|Rol",
        "Asistente",
    ),
    "Spanish in other words": Wording(
        "es",
        ("1. Resumen", "2. Participantes", "3. Actividades en la reunión"),
        (
            "Título de la reunión",
            "Asistieron",
            "Hora de inicio",
            "Hora de finalización",
            "Duración de la reunión",
        ),
        "Nombre|Primera incorporación|Última desconexión|Duración en la reunión|Correo electrónico|UPN|Rol",
        "Nombre|Hora a la que se unió|Hora de abandono|Duración|Correo electrónico|Rol",
        "Asistente",
    ),
    "Portuguese of Brazil": Wording(
        "pt",
        ("1. Resumo", "2. Participantes", "3. Atividades em Reunião"),
        (
            "Título da reunião",
            "Participantes Atendidos",
            "Hora de início",
            "Hora de término",
            "Duração da reunião",
        ),
        "Nome|Primeira Entrada|Última Saída|Duração da Reunião|Email|ID do participante (UPN)|Função",
        "Nome|Horário de Entrada|Horário de Saída|Duração|Email|Função",
        "Participante",
    ),
    "French": Wording(
        "fr",
        ("1. Résumé", "2. Participants", "3. Activités pendant la réunion"),
        (
            "Titre de la réunion",
            "Participants présents",
            "Heure de début",
            "Heure de fin",
            "Durée de la réunion",
        ),
        "Nom|Première connexion|Dernière déconnexion|Durée de la réunion|E-mail|ID du participant (UPN)|Rôle",
        "Nom|Heure d’arrivée|Heure de départ|Durée|E-mail|Rôle",
        "Participant",
    ),
    "German": Wording(
        "de",
        ("1. Zusammenfassung", "2. Teilnehmer", "3. Aktivitäten in der Besprechung"),
        ("Besprechungstitel", "Teilgenommen", "Startzeit", "Endzeit", "Dauer der Besprechung"),
        "Name|Erster Beitritt|Letztes Verlassen|Dauer der Besprechung|E-Mail|Teilnehmer-ID (UPN)|Rolle",
        "Name|Beitrittszeit|Verlassenszeit|Dauer|E-Mail|Rolle",
        "Teilnehmer",
    ),
    "a language without known words": Wording(
        "und",
        ("1. Podsumowanie", "2. Uczestnicy", "3. Aktywności podczas spotkania"),
        ("Temat", "Liczba osób", "Godzina rozpoczęcia", "Godzina zakończenia", "Czas trwania"),
        "Imię i nazwisko|Pierwsze dołączenie|Ostatnie wyjście|Czas|Adres|Konto|Rola",
        "Imię i nazwisko|Godzina dołączenia|Godzina opuszczenia|Czas|Adres|Rola",
        "Uczestnik",
    ),
}
ENGLISH = WORDINGS["English of Great Britain"]
every_wording = pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS.keys())


def table(header: str, rows: Sequence[tuple[str, ...]]) -> list[str]:
    return ["\t".join(cells) for cells in [tuple(header.split("|")), *rows]]


def facts_of(wording: Wording) -> list[str]:
    values = ("Conversatorio 1", "3", "18/05/21, 09:40:00", "18/05/21, 12:10:00", "2h 30m")
    return [f"{name}\t{value}" for name, value in zip(wording.facts, values, strict=True)]


def participants_of(wording: Wording, people: tuple[tuple[str, ...], ...] = (ANA, RUIZ, GUEST)) -> list[str]:
    rows = [(*person, f"{person[4]}#EXT#", wording.role) for person in people]
    return [wording.sections[1], *table(wording.participants, rows)]


def activities_of(wording: Wording, stays: tuple[tuple[str, ...], ...] = STAYS) -> list[str]:
    return [wording.sections[2], *table(wording.activities, [(*stay, wording.role) for stay in stays])]


def sections_of(wording: Wording) -> list[str]:
    summary = [wording.sections[0], *facts_of(wording), ""]
    return [*summary, *participants_of(wording), "", *activities_of(wording)]


def as_read(stays: tuple[tuple[str, ...], ...], role: str) -> list[dict[str, str]]:
    names = ("name", "joined", "left", "minutes", "email")
    return [{**dict(zip(names, stay, strict=True)), "role": role} for stay in stays]


def read(lines: list[str], encoding: str = "utf-16", separator: str = "\t") -> Read:
    cells = [[f'"{cell}"' if separator in cell else cell for cell in line.split("\t")] for line in lines]
    return read_text("\r\n".join(separator.join(line) for line in cells) + "\r\n", encoding)


def names_of(file: Read) -> list[str]:
    return [section.name for section in file.known.sections]


@every_wording
def test_of_numbered_sections_the_activities_are_read_and_nobody_twice(wording: Wording) -> None:
    file = read(sections_of(wording))
    assert (file.known.platform, file.known.kind, file.known.language) == (
        "teams",
        "attendance",
        wording.language,
    )
    assert names_of(file) == ["summary", "participants", "activities"]
    assert [bool(section.fields) for section in file.known.sections] == [False, False, True]
    assert file.data == as_read(STAYS, wording.role)
    assert [len(file.rows(section)) for section in file.known.sections] == [5, 3, 4]
    assert not any(section.is_span for section in file.known.sections)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(categories=("L", "N", "P", "Zs"), exclude_characters='"'), min_size=1)))
def test_whatever_people_call_themselves_every_stay_is_read_once(names: list[str]) -> None:
    stays = tuple((name, *ANA[1:]) for name in names)
    people = participants_of(ENGLISH, stays)
    file = read([ENGLISH.sections[0], *facts_of(ENGLISH), *people, *activities_of(ENGLISH, stays)])
    assert file.data == as_read(stays, "Attendee")


@every_wording
def test_a_summary_gives_the_meeting_s_facts(wording: Wording) -> None:
    assert read(sections_of(wording)).known.facts == {
        "title": "Conversatorio 1",
        "participants": "3",
        "started_at": "18/05/21, 09:40:00",
        "ended_at": "18/05/21, 12:10:00",
    }


@every_wording
def test_without_activities_the_participants_are_read_as_spans(wording: Wording) -> None:
    file = read([wording.sections[0], *facts_of(wording), "", *participants_of(wording)])
    assert names_of(file) == ["summary", "participants"]
    assert file.known.sections[-1].is_span
    assert file.data == as_read((ANA, RUIZ, GUEST), wording.role)


@pytest.mark.parametrize(
    "empty", [[ENGLISH.sections[2]], activities_of(ENGLISH, ())], ids=["its title alone", "its header alone"]
)
def test_activities_without_rows_leave_the_participants_to_be_read(empty: list[str]) -> None:
    file = read([ENGLISH.sections[0], *facts_of(ENGLISH), *participants_of(ENGLISH), "", *empty])
    assert [row["name"] for row in file.data] == ["Ana Pérez", "Ruiz, Luis (EXT)", "Eva (Guest)"]
    assert [section.is_span for section in file.known.sections] == [False, True, False]


def test_the_engagement_is_kept_unread() -> None:
    reactions = [
        "4. Meeting Engagement",
        "Name\tEngagement Type\tTime",
        "Ana Pérez\tRaised hand\t18/05/21, 10:20:00",
    ]
    file = read([*sections_of(ENGLISH), "", *reactions])
    assert names_of(file) == ["summary", "participants", "activities", "engagement"]
    assert file.known.sections[-1].fields == {}
    assert len(file.rows(file.known.sections[-1])) == 1
    assert file.data == as_read(STAYS, "Attendee")


def test_an_engagement_that_stands_third_is_not_taken_for_stays() -> None:
    reactions = [
        "3. Meeting Engagement",
        "Name\tEngagement Type\tTime",
        "Ana Pérez\tRaised hand\t18/05/21, 10:20:00",
    ]
    file = read([ENGLISH.sections[0], *facts_of(ENGLISH), *participants_of(ENGLISH), *reactions])
    assert names_of(file) == ["summary", "participants", "engagement"]
    assert [row["name"] for row in file.data] == ["Ana Pérez", "Ruiz, Luis (EXT)", "Eva (Guest)"]


def test_a_fourth_table_that_repeats_the_stays_is_kept_unread() -> None:
    again = [
        "4. Video and audio consent",
        *table(ENGLISH.activities, [(*stay, "Attendee") for stay in STAYS]),
    ]
    file = read([*sections_of(ENGLISH), "", *again])
    assert file.data == as_read(STAYS, "Attendee")


def test_activities_whose_header_somebody_deleted_leave_the_participants_to_be_read() -> None:
    title, _, *rows = activities_of(ENGLISH)
    file = read([ENGLISH.sections[0], *facts_of(ENGLISH), *participants_of(ENGLISH), "", title, *rows])
    assert file.data == as_read((ANA, RUIZ, GUEST), "Attendee")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_report_saved_again_with_padded_lines_is_read_as_before(encoding: str, separator: str) -> None:
    lines = [line + "\t" * (6 - line.count("\t")) for line in sections_of(WORDINGS["Spanish"])]
    file = read(lines, encoding, separator)
    assert names_of(file) == ["summary", "participants", "activities"]
    assert file.data == as_read(STAYS, "Asistente")
    assert file.known.facts["title"] == "Conversatorio 1"


def test_columns_in_another_order_and_columns_of_one_s_own_are_found_by_their_names() -> None:
    header = "Notas|Rol|Correo electrónico|Nombre|Hora de salida|Hora de unión|Duración"
    row = ("llegó tarde", "Asistente", "ana@example.org", *(ANA[at] for at in (0, 2, 1, 3)))
    spanish = WORDINGS["Spanish"]
    file = read(
        [
            spanish.sections[0],
            *facts_of(spanish),
            *participants_of(spanish),
            spanish.sections[2],
            *table(header, [row]),
        ]
    )
    assert file.data == as_read((ANA,), "Asistente")


def test_the_account_is_the_e_mail_only_where_there_is_no_column_of_e_mails() -> None:
    header = "Name|First join|Last leave|In-meeting duration|Participant ID (UPN)|Role"
    file = read(
        [ENGLISH.sections[0], *facts_of(ENGLISH), ENGLISH.sections[1], *table(header, [(*ANA, "Attendee")])]
    )
    assert [row["email"] for row in file.data] == ["ana@example.org"]


def test_a_person_called_1_ana_who_stands_alone_begins_no_section() -> None:
    lines = sections_of(ENGLISH)
    file = read([*lines[:-2], "1. Ana", *lines[-2:]])
    assert names_of(file) == ["summary", "participants", "activities"]
    assert [row["name"] for row in file.data] == [
        "Ana Pérez",
        "Ana Pérez",
        "1. Ana",
        "Ruiz, Luis (EXT)",
        "Eva (Guest)",
    ]


def test_a_long_list_of_participants_hides_no_activities() -> None:
    crowd = tuple((f"Persona {number}", *ANA[1:]) for number in range(700))
    lines = [
        ENGLISH.sections[0],
        *facts_of(ENGLISH),
        *participants_of(ENGLISH, crowd),
        "",
        *activities_of(ENGLISH, crowd),
    ]
    file = read(lines)
    assert names_of(file) == ["summary", "participants", "activities"]
    assert file.data == as_read(crowd, "Attendee")


def test_two_meetings_in_numbered_sections_are_both_read_and_their_counts_are_nobody_s() -> None:
    later = [line.replace("18/05/21", "25/05/21") for line in sections_of(ENGLISH)]
    file = read([*sections_of(ENGLISH), "", *later])
    assert names_of(file) == ["summary", "participants", "activities"] * 2
    assert [row["joined"][:5] for row in file.data] == ["18/05"] * 4 + ["25/05"] * 4
    assert file.known.facts == {
        "title": "Conversatorio 1",
        "started_at": "18/05/21, 09:40:00",
        "ended_at": "25/05/21, 12:10:00",
    }


def test_each_of_two_meetings_falls_back_on_its_own_participants() -> None:
    bare = [ENGLISH.sections[0], *facts_of(ENGLISH), "", *participants_of(ENGLISH)]
    file = read([*sections_of(ENGLISH), "", *bare])
    assert [section.name for section in file.known.sections if section.fields] == [
        "activities",
        "participants",
    ]
    assert len(file.data) == 4 + 3


def test_a_summary_that_somebody_deleted_is_not_missed() -> None:
    file = read([*participants_of(ENGLISH), "", *activities_of(ENGLISH)])
    assert names_of(file) == ["participants", "activities"]
    assert file.data == as_read(STAYS, "Attendee")
    assert file.known.facts == {}


def test_the_word_null_is_no_title() -> None:
    lines = [line.replace("Conversatorio 1", "null") for line in sections_of(ENGLISH)]
    assert "title" not in read(lines).known.facts


def test_a_title_that_is_a_number_is_not_taken_for_the_participants() -> None:
    facts = read([line.replace("Conversatorio 1", "2021") for line in sections_of(ENGLISH)]).known.facts
    assert (facts["title"], facts["participants"]) == ("2021", "3")


# The report of 2021.

REPORTS = {
    "English": (
        "en",
        "Meeting Summary|Total Number of Participants|Meeting Title|Meeting Start Time|Meeting End Time",
        "Full Name|Join Time|Leave Time|Duration|Email|Role",
        ("5/18/2021, 10:00:05 AM", "5/18/2021, 12:00:00 PM", "1h 59m"),
    ),
    "English of 2022": (
        "en",
        "Meeting Summary|Total Number of Participants|Meeting Title|Meeting Start Time|Meeting End Time|Meeting Id",
        "Full Name|Join Time|Leave Time|Duration|Email|Role|Participant ID (UPN)",
        ("5/18/2021, 10:00:05 AM", "5/18/2021, 12:00:00 PM", "1h 59m"),
    ),
    "Spanish": (
        "es",
        "Resumen de la reunión|Número total de participantes|Título de la reunión|Hora de inicio de la reunión|Hora de finalización",
        "Nombre completo|Hora de unión|Hora de salida|Duración|Correo electrónico|Rol",
        ("18/05/2021, 10:00:05", "18/05/2021, 12:00:00", "1 h 59 min"),
    ),
    "Portuguese": (
        "pt",
        "Resumo da Reunião|Número Total de Participantes|Título da Reunião|Hora de Início da Reunião|Hora de Término da Reunião",
        "Nome Completo|Horário de Entrada|Horário de Saída|Duração|Email|Função",
        ("18/05/2021 10:00:05", "18/05/2021 12:00:00", "1h 59m"),
    ),
    "French": (
        "fr",
        "Résumé de la réunion|Nombre total de participants|Titre de la réunion|Heure de début de la réunion|Heure de fin",
        "Nom complet|Heure d'arrivée|Heure de départ|Durée|E-mail|Rôle",
        ("18/05/2021 à 10:00:05", "18/05/2021 à 12:00:00", "1\u00a0h\u00a059\u00a0m"),
    ),
    "German": (
        "de",
        "Besprechungszusammenfassung|Gesamtzahl der Teilnehmer|Titel der Besprechung|Startzeit|Endzeit",
        "Vollständiger Name|Beitrittszeit|Austrittszeit|Dauer|E-Mail|Rolle",
        ("18.05.2021, 10:00:05", "18.05.2021, 12:00:00", "1 Std. 59 Min."),
    ),
    "Spanish, with the day in words": (
        "es",
        "Resumen de la reunión|Número total de participantes|Asunto|Hora de inicio de la reunión|Hora de finalización",
        "Nombre completo|Hora de unión|Hora de salida|Duración|Correo electrónico|Rol",
        ("martes, 18 de mayo de 2021 10:00:05", "18 de mayo de 2021, 12:00:00", "1 h 59 min"),
    ),
    "a language without known words": (
        "und",
        "Podsumowanie|Liczba osób|Temat|Godzina rozpoczęcia|Godzina zakończenia",
        "Imię i nazwisko|Godzina dołączenia|Godzina opuszczenia|Czas|Adres|Rola",
        ("18.05.2021, 10:00:05", "18.05.2021, 12:00:00", "1 godz. 59 min"),
    ),
}
every_report = pytest.mark.parametrize(
    ("language", "facts", "header", "times"), REPORTS.values(), ids=REPORTS.keys()
)


def report_of(
    facts: str, header: str, times: tuple[str, str, str], title: str = "Conversatorio 3", people: int = 2
) -> list[str]:
    name, *values = facts.split("|")
    said = dict(zip(values, ("2", title, *times[:2], "1b9f1c1e-0000-4000-8000-00000000000d"), strict=False))
    rows = [
        (f"Persona {number}", *times, f"persona{number}@example.org", "Rol", f"p{number}@example.net")[
            : header.count("|") + 1
        ]
        for number in range(people)
    ]
    return [name, *(f"{fact}\t{value}" for fact, value in said.items()), "", *table(header, rows)]


@every_report
def test_the_report_of_2021_is_facts_above_one_row_per_stay(
    language: str, facts: str, header: str, times: tuple[str, str, str]
) -> None:
    file = read(report_of(facts, header, times))
    assert (file.known.platform, file.known.language) == ("teams", language)
    assert names_of(file) == ["preamble", "stays"]
    assert [len(file.rows(section)) for section in file.known.sections] == [facts.count("|"), 2]
    joined, left, minutes = times
    assert file.data == [
        {
            "name": f"Persona {at}",
            "joined": joined,
            "left": left,
            "minutes": minutes,
            "email": f"persona{at}@example.org",
            "role": "Rol",
        }
        for at in range(2)
    ]


@every_report
def test_the_facts_above_a_report_of_2021_are_told_by_what_they_are(
    language: str, facts: str, header: str, times: tuple[str, str, str]
) -> None:
    found = dict(read(report_of(facts, header, times)).known.facts)
    has_id = facts.count("|") == 5
    assert found.pop("meeting_id", None) == ("1b9f1c1e-0000-4000-8000-00000000000d" if has_id else None), (
        language
    )
    assert found == {
        "title": "Conversatorio 3",
        "participants": "2",
        "started_at": times[0],
        "ended_at": times[1],
    }


@every_report
@pytest.mark.parametrize("people", [3, 400])
def test_a_second_meeting_s_facts_are_read_as_nobody(
    language: str, facts: str, header: str, times: tuple[str, str, str], people: int
) -> None:
    first = report_of(facts, header, times, people=people)
    file = read([*first, *report_of(facts, header, times, "null", people=5)])
    assert names_of(file) == ["preamble", "stays", "preamble", "stays"], language
    assert [row["name"] for row in file.data] == [f"Persona {at}" for at in (*range(people), *range(5))]
    assert "participants" not in file.known.facts


def test_a_person_without_a_time_of_leaving_stays_above_the_second_meeting_s_facts() -> None:
    _, facts, header, times = REPORTS["Spanish"]
    first = report_of(facts, header, times)
    file = read([*first, "Eva\t18/05/2021, 10:10:00", *report_of(facts, header, times)])
    assert [row["name"] for row in file.data] == ["Persona 0", "Persona 1", "Eva", "Persona 0", "Persona 1"]


def test_a_report_whose_facts_somebody_deleted_is_known_by_its_columns() -> None:
    _, facts, header, times = REPORTS["Spanish"]
    lines = report_of(facts, header, times)
    file = read(lines[lines.index("") + 1 :], "cp1252", ";")
    assert names_of(file) == ["stays"]
    assert [row["name"] for row in file.data] == ["Persona 0", "Persona 1"]


def test_a_report_that_lost_its_first_line_keeps_all_its_facts() -> None:
    _, facts, header, times = REPORTS["Spanish"]
    file = read(report_of(facts, header, times)[1:])
    assert [len(file.rows(section)) for section in file.known.sections] == [4, 2]


# The list taken during a meeting.

LISTS = {
    "English": ("en", "Full Name|User Action|Timestamp", ("Joined before", "Joined", "Left")),
    "Spanish": (
        "es",
        "Nombre completo|Acción del usuario|Marca de tiempo",
        ("Se unió antes", "Se unió", "Salió"),
    ),
    "Portuguese of Brazil": ("pt", "Nome Completo|Atividade|Data e hora", ("Entrou antes", "Entrou", "Saiu")),
    "Portuguese": (
        "pt",
        "Nome Completo|Atividade|Carimbo de data/hora",
        ("Entrou antes de", "Ingressou", "Saiu"),
    ),
    "French": (
        "fr",
        "Nom complet|Action de l'utilisateur|Horodatage",
        ("A rejoint avant", "A rejoint", "Est parti"),
    ),
    "German": (
        "de",
        "Vollständiger Name|Benutzeraktion|Zeitstempel",
        ("Zuvor beigetreten", "Beigetreten", "Verlassen"),
    ),
    "a language without known words": (
        "und",
        "Imię i nazwisko|Działanie|Znacznik",
        ("Dołączył wcześniej", "Dołączył", "Opuścił"),
    ),
}
every_list = pytest.mark.parametrize(("language", "header", "actions"), LISTS.values(), ids=LISTS.keys())


def list_of(header: str, actions: tuple[str, str, str]) -> list[str]:
    before, joined, left = actions
    rows = [
        ("Ana Pérez", before, "18/05/2021, 10:00:00"),
        ("Ruiz, Luis", joined, "18/05/2021, 10:01:00"),
        ("Ana Pérez", left, "18/05/2021, 10:30:00"),
        ("Ana Pérez", joined, "18/05/2021, 10:31:00"),
    ]
    return table(header, rows)


@every_list
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_the_list_is_read_as_events(
    language: str, header: str, actions: tuple[str, str, str], encoding: str
) -> None:
    file = read(list_of(header, actions), encoding)
    assert (file.known.platform, file.known.language, names_of(file)) == ("teams", language, ["events"])
    before, joined, left = actions
    assert file.data == [
        {"name": "Ana Pérez", "event": before, "event_at": "18/05/2021, 10:00:00"},
        {"name": "Ruiz, Luis", "event": joined, "event_at": "18/05/2021, 10:01:00"},
        {"name": "Ana Pérez", "event": left, "event_at": "18/05/2021, 10:30:00"},
        {"name": "Ana Pérez", "event": joined, "event_at": "18/05/2021, 10:31:00"},
    ]


def test_the_line_by_which_excel_states_the_separator_is_nobody() -> None:
    _, header, actions = LISTS["Spanish"]
    for lines in (list_of(header, actions), sections_of(ENGLISH), report_of(*REPORTS["French"][1:])):
        file = read(["sep=;", *lines], "utf-8", ";")
        assert names_of(file)[0] == "preamble"
        assert file.data == read(lines).data


def test_a_notice_above_the_list_is_nobody() -> None:
    _, header, actions = LISTS["English"]
    file = read(
        [
            "The data could be incomplete due to the large number of meeting participants.",
            *list_of(header, actions),
        ]
    )
    assert names_of(file) == ["preamble", "events"]
    assert len(file.data) == 4


@every_list
def test_the_list_saved_again_with_padded_lines_is_read_as_before(
    language: str, header: str, actions: tuple[str, str, str]
) -> None:
    file = read([line + "\t\t" for line in list_of(header, actions)], "utf-8-sig", ";")
    assert file.known.language == language
    assert len(file.data) == 4


FOREIGN = {
    "a Zoom meeting": """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
845 1111 2222,Conversatorio,05/18/2021 09:31:00 AM,05/18/2021 12:20:00 PM,host@example.org,169,2

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Ana,ana@example.org,05/18/2021 10:00:10 AM,05/18/2021 11:00:00 AM,60,Yes
""",
    "a Zoom webinar": """Informe de asistentes
Informe generado:,"may. 18, 2021 10:24:13"
Detalles de asistente
Asistió,Nombre de usuario (nombre original),Nombre,Apellido,Correo electrónico,Hora de entrada,Hora de salida,Duración,Rol
Sí,Ana,Ana,Pérez,ana@example.org,"may. 18, 2021 10:00:00","may. 18, 2021 11:00:00",60,Asistente
""",
    "a Google Meet report": """Nombre,Correo electrónico,Duración,Hora a la que se unió,Hora a la que salió
Ana,ana@example.org,58 min,10:00,10:58
""",
    "a Google form": """Marca temporal,Dirección de correo electrónico,Nombre completo
18/05/2021 09:00:00,ana@example.org,Ana
""",
    "answers of three columns": """Nombre,Municipio,Fecha
Ana,Zapopan,18/05/2021 09:00:00
Luis,Tepic,18/05/2021 09:01:00
Eva,Colima,18/05/2021 09:02:00
""",
    "answers of four columns": """Imię,Działanie,Znacznik,Uwagi
Ana,sí,18/05/2021 09:00:00,x
Luis,sí,18/05/2021 09:01:00,y
Eva,no,18/05/2021 09:02:00,z
""",
    "stays without roles below three facts": """Session,Conversatorio
Room,12
Start,18/05/2021 09:40:00

Name,Join Time,Leave Time,Duration,Email
Ana,18/05/2021 10:00:00,18/05/2021 10:58:00,58 min,ana@example.org
""",
    "a list of prices": "producto,precio\r\npan,12\r\n",
    "numbered remarks": "1. Ana\n2. Luis\n3. Eva\n",
}


def test_long_answers_are_told_from_stamps_without_delay() -> None:
    essay = "Somos 12 personas, desde 2015/16 y 3-4 veces; " * 60
    header = Record(1, ("Nombre", "¿Qué espera?", essay, "Edad"))
    answers = [Record(line, (f"Persona {line}", essay, essay, "30")) for line in range(2, 40)]
    assert teams.read(Export((header, *answers))) is None


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN.keys())
def test_what_is_not_of_teams_is_not_taken(text: str) -> None:
    reading = read_text(text).reading
    assert reading is None or reading.platform != "teams"
