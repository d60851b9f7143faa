"""The written files: every layout reads back, every line is somebody's, and the platforms' counts add up."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from .conftest import Sample, table
from .exports import Export, Row, cells_of, read_attendance, stays

SESSIONS = ("s1", "s2", "s3", "s4", "s5", "s6")
LEVELS = (0, 1, 2, 3)


def attendance(workspace: Path, session_id: str) -> Export:
    (path,) = (workspace / "inbox" / session_id / "attendance").iterdir()
    return read_attendance(path)


def audience(export: Export) -> list[Row]:
    return [row for row in stays(export) if row.section == "Detalles de asistente"]


def most_at_once(rows: list[Row]) -> int:
    moments = [row.joined for row in rows if row.joined]
    return max(sum(1 for r in rows if r.joined and r.left and r.joined <= at < r.left) for at in moments)


def test_the_platforms_rotate_over_the_sessions(sample: Sample) -> None:
    kinds = [attendance(sample(1), session_id).kind for session_id in SESSIONS]
    assert kinds == ["webinar", "meeting 2021", "teams 2021", "webinar", "meeting 2023", "teams sections"]


def test_the_two_webinars_write_their_dates_differently(sample: Sample) -> None:
    dates = [cells_of(next((sample(1) / "inbox" / s / "attendance").iterdir()))[3][2] for s in ("s1", "s4")]
    assert dates[0].startswith("may. 4, 2021 09:")
    assert dates[1].startswith("05/25/2021 09:")


@pytest.mark.parametrize("noise", LEVELS)
def test_every_row_of_every_export_is_somebodys_and_no_other_line_is(sample: Sample, noise: int) -> None:
    workspace = sample(noise)
    marked = Counter((row["file"], int(row["line"])) for row in table(workspace, "truth/rows.csv"))
    for session_id in SESSIONS:
        (path,) = (workspace / "inbox" / session_id / "attendance").iterdir()
        file = path.relative_to(workspace).as_posix()
        lines = {line for name, line in marked if name == file}
        assert lines == {row.line for row in read_attendance(path).rows}
    assert set(marked.values()) == {1}


def test_without_noise_every_row_holds_its_persons_name_and_email(sample: Sample) -> None:
    people = {person["person_id"]: person for person in table(sample(0), "truth/people.csv")}
    lines: dict[str, list[list[str]]] = {}
    for row in table(sample(0), "truth/rows.csv"):
        cells = lines.setdefault(row["file"], cells_of(sample(0) / row["file"]))[int(row["line"]) - 1]
        person = people[row["person_id"]]
        assert {person["name"], person["email"]} <= set(cells)
        assert row["organisation_id"] == person["organisation_id"]


@pytest.mark.parametrize("noise", LEVELS)
@pytest.mark.parametrize("session_id", ["s1", "s4"])
def test_a_webinars_own_counts_add_up_with_its_rows(sample: Sample, noise: int, session_id: str) -> None:
    export = attendance(sample(noise), session_id)
    attendees = [row for row in export.rows if row.section == "Detalles de asistente"]
    registered = {row.identity for row in attendees if row.registered != "--"}
    assert int(export.counts["N.º inscritos"]) == len(registered)
    assert int(export.counts["Espectadores exclusivos"]) == len({row.identity for row in audience(export)})
    assert int(export.counts["Usuarios totales"]) == sum(row.came == "Sí" for row in export.rows)
    assert int(export.counts["Vistas simultáneas máximas"]) == most_at_once(audience(export))


def test_a_no_show_has_no_times_and_did_not_attend(sample: Sample) -> None:
    absent = [row for row in attendance(sample(1), "s1").rows if row.came == "No"]
    assert len(absent) > 20
    assert {(row.joined, row.left, row.duration) for row in absent} == {(None, None, "--")}


@pytest.mark.parametrize("noise", LEVELS)
def test_the_counts_of_meetings_and_teams_add_up_with_their_rows(sample: Sample, noise: int) -> None:
    meeting, report, sections = (attendance(sample(noise), s) for s in ("s2", "s3", "s6"))
    assert int(meeting.counts["Participantes"]) == len(meeting.rows)
    people = {row.identity for row in report.rows}
    assert int(report.counts["Número total de participantes"]) == len(people)
    participants = [row for row in sections.rows if row.section == "2."]
    assert int(sections.counts["Attended participants"]) == len(participants)
    assert {row.identity for row in participants} == {row.identity for row in stays(sections)}


@pytest.mark.parametrize("session_id", ["s1", "s2", "s4", "s5"])
def test_zooms_minutes_are_minutes_begun_per_stay(sample: Sample, session_id: str) -> None:
    rows = stays(attendance(sample(1), session_id))
    assert all(int(row.duration) == -(-row.seconds // 60) for row in rows)


def test_only_the_later_meeting_has_people_waiting_and_nobody_waits_while_in(sample: Sample) -> None:
    waiting = {
        session_id
        for session_id in SESSIONS
        for row in attendance(sample(1), session_id).rows
        if row.is_waiting
    }
    assert waiting == {"s5"}


def test_hosts_and_speakers_stand_in_the_exports_with_the_platforms_roles(sample: Sample) -> None:
    webinar = Counter(row.section for row in attendance(sample(1), "s1").rows)
    assert (webinar["Detalles de anfitrión"], webinar["Detalles de panelista"]) == (1, 2)
    spanish = Counter(row.role for row in attendance(sample(1), "s3").rows)
    assert (spanish["Organizador"], spanish["Presentador"]) == (1, 2)
    english = Counter(row.role for row in stays(attendance(sample(1), "s6")))
    assert (english["Organizer"], english["Presenter"]) == (1, 2)


def test_people_rejoin_overlap_and_rename_themselves(sample: Sample) -> None:
    by_person: dict[str, list[Row]] = {}
    for row in stays(attendance(sample(1), "s2")):
        by_person.setdefault(row.email.lower(), []).append(row)
    several = [rows for email, rows in by_person.items() if email and len(rows) > 1]
    assert any(b.joined and a.left and b.joined > a.left for a, b, *_ in several)
    assert any(b.joined and a.left and b.joined < a.left for a, b, *_ in several)
    assert any(len({row.name for row in rows}) > 1 for rows in several)


@pytest.mark.parametrize("session_id", ["cycle", *SESSIONS])
def test_forms_quote_every_cell_and_stamp_day_first(sample: Sample, session_id: str) -> None:
    (path,) = (sample(2) / "inbox" / session_id / "registrations").iterdir()
    lines = path.read_text(encoding="utf-8").splitlines()
    header, *rows = csv.reader(lines)
    assert header[:2] == ["Marca temporal", "Dirección de correo electrónico"]
    assert rows
    for line, cells in zip(lines[1:], rows, strict=True):
        assert line == ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
        assert len(cells) == len(header)
        assert cells[0][2] == cells[0][5] == "/"
        assert cells[0][6:10] == "2021"
