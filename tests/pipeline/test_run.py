"""A run of the whole cycle: what it gives again, what it survives, and how it says what is missing."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest

from assets.publication.release import current_manifest
from assets.warehouse import open_warehouse
from assets.workspace import SHIPPED_CYCLE, Workspace, WorkspaceBusyError
from pipelines.audience_sources import Google, SampleServer
from pipelines.commands.shortcomings import sentences
from pipelines.commands.status import status
from pipelines.run import Outcome, run_cycle
from pipelines.sample.youtube_api import Refusal
from tests.pipeline.cycles import RefusingServer, copy_of, make_sample, published, run

PEOPLE = "select * exclude (views_latest, views_observed_at, views_day_7, video_status) from reach.session order by all"


# Another run: it takes the lock, says so, and keeps it until its standard input closes.
HOLDER = """
import sys
from pathlib import Path
from assets.workspace import Workspace
with Workspace(Path(sys.argv[1])).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def cycle_of(sessions: int) -> str:
    """The shipped cycle with its first sessions only."""
    head, *tables = SHIPPED_CYCLE.read_text(encoding="utf-8").split("[[sessions]]")
    return "[[sessions]]".join([head, *tables[:sessions]])


@dataclass(frozen=True)
class Again:
    """A second run of the complete workspace, on a Dagster whose log lies on the disk."""

    workspace: Workspace
    outcome: Outcome
    announced: list[int]
    finished: list[str]
    logged: list[str | None]
    log_files: set[str]


@pytest.fixture(scope="module")
def again(complete: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Again:
    folder = tmp_path_factory.mktemp("again")
    workspace = copy_of(complete, folder / "workspace")
    announced: list[int] = []
    finished: list[str] = []
    home = folder / "dagster"
    home.mkdir()
    with dg.DagsterInstance.local_temp(str(home)) as instance:
        outcome = run_cycle(
            workspace,
            SampleServer(workspace),
            instance,
            lambda step, _succeeded: finished.append(step),
            announce=announced.append,
        )
        [made] = instance.get_runs()
        events = [entry.dagster_event for entry in instance.all_logs(made.run_id)]
        logged = [event.step_key for event in events if event and event.is_step_success]
        log_files = {file.name for file in (home / "history" / "runs").iterdir()}
        assert f"{made.run_id}.db" in log_files
    return Again(workspace, outcome, announced, finished, logged, log_files)


def test_a_second_run_publishes_the_same_release(complete: Workspace, again: Again) -> None:
    before = current_manifest(complete)
    assert again.outcome.exit_code == 0
    assert again.outcome.manifest == before
    assert [folder.name for folder in again.workspace.releases.iterdir()] == [
        before.release_id if before else None
    ]


def test_a_run_tells_how_many_steps_it_will_have_and_of_each_that_has_ended(again: Again) -> None:
    assert again.announced == [len(again.finished)]
    assert len(set(again.finished)) == len(again.finished) > 100


def test_every_step_stands_in_dagsters_log_and_no_file_of_it_stays_open(again: Again) -> None:
    assert again.logged == again.finished
    assert [name for name in again.log_files if not name.endswith(".db")] == []


def test_a_run_from_nothing_gives_the_same_tables(complete: Workspace, tmp_path: Path) -> None:
    workspace = copy_of(complete, tmp_path / "anew")
    shutil.rmtree(workspace.private)
    before = current_manifest(workspace)
    after = run(workspace).manifest
    assert before is not None
    assert after is not None
    assert after.tables == before.tables


def test_a_cycle_of_one_session_runs_without_touching_code(tmp_path: Path) -> None:
    workspace = make_sample(tmp_path / "workspace", cycle_of(1))
    assert run(workspace).state == "complete"
    assert published(workspace, "select count(*) from reach.session where status = 'held'") == [(1,)]
    assert published(workspace, "select count(*) from reach.session_reach") == [(11,)]


def test_a_cycle_of_forty_sessions_runs_without_touching_code(tmp_path: Path) -> None:
    session = cycle_of(1).split("[[sessions]]")[1]
    many = [
        session.replace('"s1"', f'"s{number}"')
        .replace("2021-05-04", f"2021-{5 + (number - 1) // 25:02}-{1 + (number - 1) % 25:02}")
        .split("videos =")[0]
        for number in range(1, 41)
    ]
    workspace = make_sample(
        tmp_path / "workspace", cycle_of(0) + "".join(f"[[sessions]]{text}" for text in many)
    )
    assert run(workspace).state == "complete"
    assert published(workspace, "select count(*) from reach.session where attended_people > 0") == [(40,)]


def test_sessions_to_come_have_no_attendance_and_are_no_shortcoming(tmp_path: Path) -> None:
    workspace = make_sample(tmp_path / "workspace")
    for session in ("s5", "s6"):
        shutil.rmtree(workspace.inbox / session / "attendance")
    text = workspace.cycle_file.read_text(encoding="utf-8")
    clock = next(line for line in text.splitlines() if line.startswith("clock"))
    workspace.cycle_file.write_text(
        text.replace(clock, "clock = 2021-05-26T12:00:00-05:00"), encoding="utf-8"
    )
    # It tells of days that are not there yet.
    shutil.rmtree(workspace.inbox / "cycle" / "audience")
    assert run(workspace).state == "complete"
    rows = published(
        workspace, "select session_id, status, attended_people is null from reach.session order by all"
    )
    assert rows[:4] == [(f"s{number}", "held", False) for number in range(1, 5)]
    assert rows[4:] == [("s5", "planned", True), ("s6", "planned", True)]
    assert published(
        workspace, "select completed_people from reach.cycle_reach where actor_type = 'all'"
    ) == [(None,)]


def test_a_session_that_is_over_without_attendance_is_a_shortcoming(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    shutil.rmtree(workspace.inbox / "s4" / "attendance")
    outcome = run(workspace)
    assert outcome.exit_code == 1
    assert any("put its export in inbox/s4/attendance/" in sentence for sentence in sentences(workspace))
    assert published(
        workspace, "select status, attended_people from reach.session where session_id = 's4'"
    ) == [("incomplete", None)]


BAD_FILES = {
    "empty": (b"", "the file is empty; download it again"),
    "header_only": ("Marca temporal,Dirección de correo electrónico\r\n".encode(), "no rows"),
    "wrong_kind": (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 20,
        "the file is a PDF; export the table from the platform as CSV",
    ),
    "wrong_table": (b"producto,precio\r\ncaf\xc3\xa9,12\r\n", "not understood"),
    "wrong_folder": (
        b"Name (Original Name),User Email,Total Duration (Minutes),Guest\r\nAna,ana@example.org,5,\r\n",
        "move it to the folder attendance",
    ),
}


def test_files_that_are_not_understood_are_named_with_their_remedies_and_stop_no_other(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    before = published(workspace, "from reach.cycle_reach")
    for kind, (content, _) in BAD_FILES.items():
        (workspace.inbox / "s2" / "registrations" / f"{kind}.csv").write_bytes(content)
    outcome = run(workspace)
    assert (outcome.state, outcome.exit_code) == ("incomplete", 1)
    told = dict(sentence.split(": ", 1) for sentence in sentences(workspace))
    assert told.keys() == {f"inbox/s2/registrations/{kind}.csv" for kind in BAD_FILES}
    for kind, (_, remedy) in BAD_FILES.items():
        assert remedy in told[f"inbox/s2/registrations/{kind}.csv"]
    assert published(workspace, "from reach.cycle_reach") == before
    refused = published(
        workspace, "select rows = accepted + rejected from quality.files where refused is not null"
    )
    assert refused == [(True,)] * len(BAD_FILES)


def test_a_file_that_breaks_off_keeps_its_whole_rows_and_says_where_it_breaks(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    [file] = (workspace.inbox / "s3" / "registrations").iterdir()
    content = file.read_bytes()
    lines = content.splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:10]) + lines[10][: len(lines[10]) // 2])
    outcome = run(workspace)
    assert outcome.exit_code == 1
    assert [
        sentence
        for sentence in sentences(workspace)
        if "the file breaks off here; download it again" in sentence
    ]
    assert published(workspace, "select line, rows from quality.rejects") == [(11, 1)]
    assert published(
        workspace,
        "select accepted, rejected from quality.files where folder = 's3' and kind = 'registrations'",
    ) == [(9, 1)]


def test_an_unknown_session_folder_is_named_with_the_folders_there_are(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    (workspace.inbox / "s9" / "attendance").mkdir(parents=True)
    (workspace.inbox / "s9" / "attendance" / "list.csv").write_text("x", encoding="utf-8")
    assert run(workspace).exit_code == 1
    [sentence] = sentences(workspace)
    assert sentence == (
        "inbox/s9/attendance/list.csv: unknown session folder: move the file to one of s1 ... s6,"
        " or add the session to cycle.toml"
    )


def test_a_missing_register_leaves_coverage_unknown_and_says_what_to_do(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    (workspace.reference / "osc.csv").unlink()
    assert run(workspace).exit_code == 1
    assert any("put the file in reference/" in sentence for sentence in sentences(workspace))
    assert published(
        workspace, "select eligible, coverage from reach.cycle_reach where actor_type = 'osc'"
    ) == [(None, None)]


def test_without_a_youtube_key_the_ledger_of_people_is_complete(complete: Workspace, tmp_path: Path) -> None:
    workspace = make_sample(tmp_path / "workspace")
    outcome = run(workspace, Google(key=None))
    assert (outcome.state, outcome.exit_code) == ("incomplete", 1)
    [sentence] = sentences(workspace)
    assert "set ALCANCE_YOUTUBE_API_KEY" in sentence
    assert published(workspace, PEOPLE) == published(complete, PEOPLE)
    assert published(workspace, "select distinct video_status, views_latest from reach.session") == [
        ("never_observed", None)
    ]


def test_a_used_up_quota_leaves_the_old_views_and_marks_them_stale(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    views = published(workspace, "select session_id, views_latest from reach.session order by all")
    a_day_later(workspace)
    outcome = run(workspace, RefusingServer(workspace, Refusal(403, "quotaExceeded")))
    assert (outcome.state, outcome.exit_code) == ("incomplete", 1)
    [sentence] = sentences(workspace)
    assert "stale since 2021-06-15" in sentence
    assert "midnight Pacific" in sentence
    assert published(workspace, "select session_id, views_latest from reach.session order by all") == views
    assert published(workspace, PEOPLE) == published(complete, PEOPLE)
    assert published(workspace, "select source, status, reason from quality.audience_status") == [
        ("owner", "fresh", None),
        ("public", "stale", "quotaExceeded"),
    ]


def a_day_later(workspace: Workspace) -> None:
    """A sample's clock stands still, and what was answered at an instant is not asked again."""
    text = workspace.cycle_file.read_text(encoding="utf-8")
    assert text.count("clock = 2021-06-15") == 1
    workspace.cycle_file.write_text(
        text.replace("clock = 2021-06-15", "clock = 2021-06-16"), encoding="utf-8"
    )


def test_a_video_that_the_cycle_does_not_give_is_not_configured_and_no_shortcoming(tmp_path: Path) -> None:
    workspace = make_sample(tmp_path / "workspace")
    text = workspace.cycle_file.read_text(encoding="utf-8")
    assert text.count("sintetico03") == 1
    line = next(line for line in text.splitlines() if "sintetico03" in line)
    workspace.cycle_file.write_text(text.replace(line, ""), encoding="utf-8")
    assert run(workspace).state == "complete"
    assert published(
        workspace, "select video_status, views_latest from reach.session where session_id = 's3'"
    ) == [("not_configured", None)]


def test_the_same_file_twice_counts_once(complete: Workspace, tmp_path: Path) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    [file] = (workspace.inbox / "s1" / "attendance").iterdir()
    shutil.copy(file, file.with_name("again.csv"))
    assert run(workspace).state == "complete"
    assert published(workspace, "from reach.session_reach") == published(complete, "from reach.session_reach")


def test_a_file_taken_away_no_longer_counts_and_comes_back_with_itself(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    [file] = (workspace.inbox / "cycle" / "registrations").iterdir()
    file.rename(tmp_path / file.name)
    run(workspace)
    assert published(workspace, "from reach.cycle_reach") != published(complete, "from reach.cycle_reach")
    (tmp_path / file.name).rename(file)
    run(workspace)
    assert published(workspace, "from reach.cycle_reach") == published(complete, "from reach.cycle_reach")


def test_one_source_can_be_run_alone(complete: Workspace, tmp_path: Path) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    before = current_manifest(workspace)
    outcome = run(workspace, select='key:"raw/attendance"')
    assert outcome.manifest == before


def test_a_second_run_at_the_same_time_is_refused_with_a_sentence(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(workspace.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WorkspaceBusyError, match="Wait until it has ended"):
            run(workspace)
    finally:
        holder.stdin.close()
        holder.wait(timeout=30)
        holder.stdout.close()


def test_status_tells_of_files_that_no_run_has_read_yet(complete: Workspace, tmp_path: Path) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    assert status(workspace)["unread"] == []
    (workspace.inbox / "s1" / "attendance" / "late.csv").write_text("x", encoding="utf-8")
    assert status(workspace)["unread"] == ["inbox/s1/attendance/late.csv"]


def test_attendance_filed_under_a_session_to_come_neither_counts_nor_blocks(tmp_path: Path) -> None:
    workspace = make_sample(tmp_path / "workspace")
    text = workspace.cycle_file.read_text(encoding="utf-8")
    clock = next(line for line in text.splitlines() if line.startswith("clock"))
    workspace.cycle_file.write_text(
        text.replace(clock, "clock = 2021-06-02T12:00:00-05:00"), encoding="utf-8"
    )
    outcome = run(workspace)
    assert (outcome.state, outcome.exit_code) == ("incomplete", 1)
    assert any(
        "session s6 has not started and has attendance" in sentence for sentence in sentences(workspace)
    )
    assert published(
        workspace, "select status, attended_people from reach.session where session_id = 's6'"
    ) == [("planned", None)]
    assert published(workspace, "select count(*) from reach.session where attended_people > 0") == [(5,)]


def test_an_export_of_another_day_is_named_and_its_session_stays_without_figures(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    [right] = (workspace.inbox / "s3" / "attendance").iterdir()
    [wrong] = (workspace.inbox / "s4" / "attendance").iterdir()
    right.unlink()
    shutil.copy(wrong, right.with_name("other.csv"))
    assert run(workspace).exit_code == 1
    assert any(
        "other.csv: " in sentence and "move the file to inbox/s4/attendance/" in sentence
        for sentence in sentences(workspace)
    )
    assert published(
        workspace, "select status, attended_people from reach.session where session_id = 's3'"
    ) == [("incomplete", None)]


def test_a_report_that_holds_the_same_part_twice_stops_nothing(complete: Workspace, tmp_path: Path) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    [file] = (workspace.inbox / "s6" / "attendance").iterdir()
    text = file.read_text(encoding="utf-16")
    file.write_text(text + text, encoding="utf-16")
    assert run(workspace).state == "complete"
    assert published(workspace, "from reach.session_reach") == published(complete, "from reach.session_reach")


def test_a_session_without_registrations_is_a_shortcoming(complete: Workspace, tmp_path: Path) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    shutil.rmtree(workspace.inbox / "cycle" / "registrations")
    shutil.rmtree(workspace.inbox / "s2" / "registrations")
    assert run(workspace).exit_code == 1
    assert any(
        "session s2 has attendance and no registration" in sentence for sentence in sentences(workspace)
    )


def test_links_in_the_inbox_are_not_followed_and_not_passed_over(complete: Workspace, tmp_path: Path) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    outside = tmp_path / "outside.csv"
    outside.write_text("Marca temporal,Correo\n", encoding="utf-8")
    (workspace.inbox / "s1" / "registrations" / "linked.csv").symlink_to(outside)
    assert run(workspace).exit_code == 1
    [sentence] = sentences(workspace)
    assert sentence == "inbox/s1/registrations/linked.csv: a link: copy the file itself into the folder"


def test_a_broken_contract_blocks_publication_even_where_only_the_release_is_asked_for(
    complete: Workspace, tmp_path: Path
) -> None:
    workspace = copy_of(complete, tmp_path / "workspace")
    before = current_manifest(workspace)
    with open_warehouse(workspace) as connection:
        connection.execute("update reach.session_reach set attended_people = attended_people + 1")
    outcome = run(workspace, select='key:"published/release"')
    assert (outcome.state, outcome.exit_code) == ("blocked", 1)
    assert current_manifest(workspace) == before


def test_what_people_type_for_their_organisation_is_published_only_as_a_register_gives_it(
    complete: Workspace,
) -> None:
    with open_warehouse(Workspace(complete.root)) as connection:
        typed = connection.execute(
            "select name from core.organisations where official_name is null"
        ).fetchall()
    shown = str(published(complete, "from reach.session_organisation"))
    assert len(typed) > 5
    assert not [name for (name,) in typed if name and name in shown]
