"""What lies in an inbox, from the file to the accepted row: forms of attendance, mapped tables, zips, zones, versions."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook as Book

from assets.sources.live_sheets import SheetSource
from assets.workspace import SHIPPED_CYCLE
from tests.build import build_warehouse

ZOOM = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
ANA = "Ana Pérez,ana@example.org,05/04/2021 10:00:00 AM,05/04/2021 11:00:00 AM,60,Yes\n"
LUIS = "Luis Ruiz,luis@example.org,05/04/2021 10:30:00 AM,05/04/2021 11:30:00 AM,60,Yes\n"
FORM = "Marca temporal,Dirección de correo electrónico,Nombre completo\n"

Query = Callable[[str], list[tuple[Any, ...]]]


class Inbox:
    """A workspace whose inbox a test fills, and whose warehouse it then asks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.cycle = SHIPPED_CYCLE.read_text(encoding="utf-8")

    def put(self, place: str, content: str | bytes) -> None:
        """Put a file at a place below the inbox."""
        path = self.root / "inbox" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def ask(self, query: str, sheets: SheetSource | None = None) -> list[tuple[Any, ...]]:
        """Build every table anew and ask the warehouse."""
        (self.root / "cycle.toml").write_text(self.cycle, encoding="utf-8")
        warehouse = build_warehouse(self.root, sheets=sheets).warehouse
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "workspace")


def people(inbox: Inbox) -> list[tuple[Any, ...]]:
    return inbox.ask("select session_id, email from staging.attendance order by all")


def zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "."), text)
    return packed.getvalue()


def test_a_form_of_attendance_makes_its_people_present_for_an_unknown_time(inbox: Inbox) -> None:
    inbox.cycle += '\n[sources.asistencia]\nfiles = ["*asistencia*.csv"]\nkind = "attendance"\n'
    inbox.put(
        "s1/attendance/Lista de asistencia.csv", FORM + "04/05/2021 11:55:00,ana@example.org,Ana Pérez\n"
    )
    assert inbox.ask("select session_id, is_attended, present_seconds from core.attendance") == [
        ("s1", True, None)
    ]


def test_a_form_in_the_folder_of_attendance_says_how_to_make_it_attendance(inbox: Inbox) -> None:
    inbox.put("s1/attendance/form.csv", FORM + "04/05/2021 11:55:00,ana@example.org,Ana Pérez\n")
    [(refused,)] = inbox.ask("select refused from quality.files")
    assert 'kind = "attendance" in cycle.toml' in refused


def test_a_form_filled_in_on_another_day_is_outside_its_session(inbox: Inbox) -> None:
    inbox.cycle += '\n[sources.asistencia]\nplatform = "google_forms"\nkind = "attendance"\n'
    inbox.put("s1/attendance/form.csv", FORM + "18/05/2021 11:55:00,ana@example.org,Ana Pérez\n")
    [(reason,)] = inbox.ask("select reason from quality.rejects")
    assert "they fall into s3" in reason


def test_a_table_that_no_reader_knows_is_read_by_the_columns_that_the_cycle_names(inbox: Inbox) -> None:
    inbox.cycle += (
        '\n[sources.sala]\nfiles = ["s1/attendance/*"]\n'
        'columns = { name = "Quién", email = "Su correo", joined = "Llegó", left = "Se fue" }\n'
    )
    inbox.put(
        "s1/attendance/sala.csv",
        "Lista de la sala\n\nSu correo;Quién;Llegó;Se fue\nana@example.org;Ana;04/05/2021 10:00;04/05/2021 11:00\n",
    )
    assert inbox.ask("select platform, rows, accepted, stays from quality.files") == [("mapped", 1, 1, 1)]


def test_the_cycle_names_a_question_that_no_synonym_finds(inbox: Inbox) -> None:
    inbox.cycle = inbox.cycle.replace(
        "[sources.registrations]",
        '[sources.registrations]\ncolumns = { organisation = "¿A quién trae consigo?" }',
    )
    form = (
        FORM.strip() + ",¿A quién trae consigo?\n30/04/2021 10:00:00,ana@example.org,Ana,Red sintética A.C.\n"
    )
    inbox.put("s1/registrations/form.csv", form)
    assert inbox.ask("select organisation from staging.registrations") == [("Red sintética A.C.",)]


def test_a_cycle_wide_form_registers_for_the_sessions_that_people_choose(inbox: Inbox) -> None:
    form = FORM.strip() + ",¿A qué sesiones desea asistir?\n"
    form += '30/04/2021 10:00:00,ana@example.org,Ana,"Sesión 1 (4 de mayo), Sesión 3 (18 de mayo)"\n'
    form += "30/04/2021 10:00:00,luis@example.org,Luis,Todas\n"
    form += "30/04/2021 10:00:00,eva@example.org,Eva,La que sea\n"
    inbox.put("cycle/registrations/form.csv", form)
    found = inbox.ask(
        "select email, list(session_id order by session_id) from core.registrations inner join core.people using (person_id)"
        " group by email order by email"
    )
    assert found == [
        ("ana@example.org", ["s1", "s3"]),
        ("luis@example.org", ["s1", "s2", "s3", "s4", "s5", "s6"]),
    ]
    assert inbox.ask("select line, reason like 'chosen sessions not understood%' from quality.rejects") == [
        (4, True)
    ]


def test_a_zip_stands_for_the_files_in_it(inbox: Inbox) -> None:
    inbox.put("s1/attendance/descarga.zip", zipped(uno__csv=ZOOM + ANA, dos__txt="nada"))
    assert people(inbox) == [("s1", "ana@example.org")]
    files = inbox.ask("select path, refused is null from raw.files where is_present order by path")
    assert files == [
        ("inbox/s1/attendance/descarga.zip/dos.txt", False),
        ("inbox/s1/attendance/descarga.zip/uno.csv", True),
    ]


def test_a_form_may_be_a_workbook(inbox: Inbox) -> None:
    book = Book()
    sheet = book.worksheets[0]
    sheet.append(
        ["ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre", "Entidad federativa"]
    )
    sheet.append([1, "2021-04-30 10:00:00", "2021-04-30 10:05:00", "ana@example.org", "Ana Pérez", "Jalisco"])
    packed = io.BytesIO()
    book.save(packed)
    inbox.put("s1/registrations/Registro.xlsx", packed.getvalue())
    found = inbox.ask(
        "select email, state_key, strftime(submitted_at at time zone 'America/Mexico_City', '%H:%M') from staging.registrations"
    )
    assert found == [("ana@example.org", "jalisco", "10:05")]


def test_times_in_another_zone_are_refused_with_the_zone_that_fits(inbox: Inbox) -> None:
    inbox.put(
        "s1/attendance/utc.csv",
        ZOOM + ANA.replace("10:00:00 AM", "03:00:00 PM").replace("11:00:00 AM", "05:00:00 PM"),
    )
    [(reason,)] = inbox.ask("select reason from quality.rejects")
    assert "in UTC they would fit" in reason
    inbox.cycle += '\n[sources.attendance]\ntime_zone = "UTC"\n'
    assert people(inbox) == [("s1", "ana@example.org")]


def test_a_file_in_another_sessions_folder_is_refused_with_the_session_that_fits(inbox: Inbox) -> None:
    inbox.put("s2/attendance/s1.csv", ZOOM + ANA + LUIS)
    reasons = inbox.ask("select distinct reason from quality.rejects")
    assert len(reasons) == 1
    assert "move the file to inbox/s1/attendance/" in reasons[0][0]


def test_the_same_file_twice_counts_once(inbox: Inbox) -> None:
    inbox.put("s1/attendance/a.csv", ZOOM + ANA)
    inbox.put("s1/attendance/b.csv", ZOOM + ANA)
    assert people(inbox) == [("s1", "ana@example.org")]


def test_a_later_export_of_the_same_call_supersedes_the_earlier_one_as_a_whole(inbox: Inbox) -> None:
    inbox.put("s1/attendance/a.csv", ZOOM + ANA)
    assert people(inbox) == [("s1", "ana@example.org")]
    inbox.put("s1/attendance/b.csv", ZOOM + ANA + LUIS)
    assert people(inbox) == [("s1", "ana@example.org"), ("s1", "luis@example.org")]
    superseded = inbox.ask(
        "select superseded_by is not null, rows, accepted from quality.files order by rows"
    )
    assert superseded == [(True, 1, 1), (False, 2, 2)]


def test_a_restarted_call_unites_its_files(inbox: Inbox) -> None:
    inbox.put("s1/attendance/a.csv", ZOOM + ANA)
    inbox.put("s1/attendance/b.csv", ZOOM + LUIS.replace("10:30:00", "11:15:00"))
    assert people(inbox) == [("s1", "ana@example.org"), ("s1", "luis@example.org")]


def test_a_newer_version_with_fewer_people_waits_for_somebody_to_decide(inbox: Inbox) -> None:
    inbox.put("s1/attendance/a.csv", ZOOM + ANA + LUIS)
    people(inbox)
    inbox.put("s1/attendance/b.csv", ZOOM + ANA)
    waiting = "select sentence from quality.shortcomings where sentence like 'newer version names 1 people%'"
    [(sentence,)] = inbox.ask(waiting)
    assert people(inbox) == [("s1", "ana@example.org")]
    name = sentence.split(" in decisions")[0].rsplit(" ", 1)[-1].split(",")[0]
    decisions = inbox.root / "decisions" / "files.csv"
    decisions.parent.mkdir()
    decisions.write_text(f"file,decision,decided_by,reason\n{name},confirm,Quien coordina,una prueba\n")
    assert inbox.ask(waiting) == []
    decisions.write_text(f"file,decision,decided_by,reason\n{name},refuse,Quien coordina,una prueba\n")
    assert people(inbox) == [("s1", "ana@example.org"), ("s1", "luis@example.org")]


def test_a_form_exported_again_supersedes_and_two_forms_unite(inbox: Inbox) -> None:
    first = FORM + "29/04/2021 10:00:00,ana@example.org,Ana\n30/04/2021 10:00:00,luis@example.org,Luis\n"
    inbox.put("s1/registrations/a.csv", first)
    inbox.put("s1/registrations/otro.csv", FORM + "30/04/2021 12:00:00,eva@example.org,Eva\n")
    inbox.ask("select 1")
    inbox.put("s1/registrations/b.csv", first + "30/04/2021 13:00:00,iris@example.org,Iris\n")
    counted = inbox.ask("select email from staging.registrations order by email")
    assert counted == [(f"{name}@example.org",) for name in ("ana", "eva", "iris", "luis")]
    assert inbox.ask("select count(*) from staging.registrations") == [(4,)]


def test_a_file_is_read_again_once_the_cycle_says_something_else_of_it(inbox: Inbox) -> None:
    ambiguous = ZOOM + ANA.replace("05/04", "06/07")
    inbox.put("s1/attendance/a.csv", ambiguous)
    assert inbox.ask("select accepted, rejected from quality.files") == [(0, 1)]
    inbox.cycle += '\n[sources.attendance]\ndate_order = "mdy"\n'
    [(reason,)] = inbox.ask("select reason from quality.rejects")
    assert reason.startswith("outside the session")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("archivo,decision\nabcdef12,confirm\n", "no column file"),
        ("file,decision\nabcdef12,quizá\n", "line 2"),
        ("file,decision\nabc,confirm\n", "first 8 digits"),
    ],
)
def test_a_decision_that_decides_nothing_says_so(inbox: Inbox, text: str, sentence: str) -> None:
    (inbox.root / "decisions").mkdir()
    (inbox.root / "decisions" / "files.csv").write_text(text)
    with pytest.raises(ValueError, match=sentence):
        inbox.ask("select 1")
