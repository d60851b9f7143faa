"""The truth against the exports: presence counted second by second, registration counted row by row."""

import csv
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.cycle import Cycle, load_cycle
from pipelines.sample import write_sample

from .conftest import Sample, table
from .cycles import cycle_text
from .exports import read_attendance, stays


def seconds_present(workspace: Path, cycle: Cycle) -> dict[tuple[str, str], set[int]]:
    """For each person on a call of a session, the session's seconds at which a row has them present."""
    persons = {(r["file"], int(r["line"])): r["person_id"] for r in table(workspace, "truth/rows.csv")}
    present: dict[tuple[str, str], set[int]] = defaultdict(set)
    for session in cycle.sessions:
        start = datetime.combine(session.session_date, session.starts, UTC)
        length = int((datetime.combine(session.session_date, session.ends, UTC) - start).total_seconds())
        (path,) = (workspace / "inbox" / session.session_id / "attendance").iterdir()
        for row in stays(read_attendance(path)):
            person_id = persons[path.relative_to(workspace).as_posix(), row.line]
            assert row.joined is not None
            assert row.left is not None
            joined, left = (int((at - start).total_seconds()) for at in (row.joined, row.left))
            present[person_id, session.session_id].update(range(max(0, joined), min(length, left)))
    return present


def assert_minutes_are_those_of_the_exports(workspace: Path) -> None:
    cycle = load_cycle(workspace / "cycle.toml")
    present = seconds_present(workspace, cycle)
    roles = {person["person_id"]: person["role"] for person in table(workspace, "truth/people.csv")}
    told = {(row["person_id"], row["session_id"]): row for row in table(workspace, "truth/participation.csv")}
    on_call = {key for key in present if roles[key[0]] == "audience"}
    assert on_call == {key for key, row in told.items() if row["minutes"]}
    for key in on_call:
        assert told[key]["minutes"] == f"{len(present[key]) / 60:.6f}"
        assert (
            told[key]["attended"] == str(len(present[key]) / 60 >= cycle.thresholds.attended_minutes).lower()
        )


@pytest.mark.parametrize("noise", [0, 3])
def test_minutes_are_the_union_of_stays_clipped_to_the_session(sample: Sample, noise: int) -> None:
    assert_minutes_are_those_of_the_exports(sample(noise))


def test_minutes_hold_in_other_cycles_with_another_threshold(tmp_path: Path) -> None:
    text = cycle_text(12, end="[thresholds]\nattended_minutes = 30\n")
    write_sample(tmp_path / "w", noise=0, scale=0.1, cycle_text=text)
    assert_minutes_are_those_of_the_exports(tmp_path / "w")


def test_some_on_a_call_did_not_attend_and_nobody_attended_without_being_on_one(sample: Sample) -> None:
    rows = table(sample(1), "truth/participation.csv")
    assert any(row["minutes"] and row["attended"] == "false" for row in rows)
    assert not any(row["attended"] == "true" for row in rows if not row["minutes"])
    assert any(row["minutes"] == "0.000000" for row in rows)


def registered_in_the_forms(workspace: Path, cycle: Cycle) -> set[tuple[str, str]]:
    persons = {(r["file"], int(r["line"])): r["person_id"] for r in table(workspace, "truth/rows.csv")}
    found: set[tuple[str, str]] = set()
    for path in sorted(workspace.glob("inbox/*/registrations/*.csv")):
        form = path.parent.parent.name
        with path.open(encoding="utf-8", newline="") as lines:
            for line, cells in enumerate(csv.reader(lines), start=1):
                if line > 1:
                    person_id = persons[path.relative_to(workspace).as_posix(), line]
                    found |= {(person_id, session_id) for session_id in covered(form, cells[0], cycle)}
    return found


def covered(form: str, stamp: str, cycle: Cycle) -> list[str]:
    if form != "cycle":
        return [form]
    at = datetime.strptime(stamp, "%d/%m/%Y %H:%M:%S").replace(tzinfo=cycle.zone)
    return [session.session_id for session in cycle.sessions if at < cycle.scheduled_end(session)]


@pytest.mark.parametrize("noise", [0, 2])
def test_registered_are_those_who_sent_a_form_for_the_session_or_for_the_cycle_before_its_end(
    sample: Sample, noise: int
) -> None:
    rows = table(sample(noise), "truth/participation.csv")
    told = {(row["person_id"], row["session_id"]) for row in rows if row["registered"] == "true"}
    assert told == registered_in_the_forms(sample(noise), load_cycle(sample(noise) / "cycle.toml"))


def test_when_every_registration_is_for_the_whole_cycle_there_is_only_its_form(tmp_path: Path) -> None:
    write_sample(tmp_path / "w", scale=0.1, cycle_text=cycle_text(3, top='registration_scope = "cycle"'))
    rows = table(tmp_path / "w", "truth/participation.csv")
    told = {(row["person_id"], row["session_id"]) for row in rows if row["registered"] == "true"}
    assert told == registered_in_the_forms(tmp_path / "w", load_cycle(tmp_path / "w" / "cycle.toml"))
    session_forms = (tmp_path / "w").glob("inbox/s*/registrations/*.csv")
    assert {len(path.read_text(encoding="utf-8").splitlines()) for path in session_forms} == {1}


def test_everybody_of_the_audience_takes_part_and_nobody_else_does(sample: Sample) -> None:
    people = table(sample(1), "truth/people.csv")
    audience = {person["person_id"] for person in people if person["role"] == "audience"}
    assert {row["person_id"] for row in table(sample(1), "truth/participation.csv")} == audience
    assert len(audience) == 400


def test_a_persons_type_is_their_organisations_and_individuals_have_none(sample: Sample) -> None:
    types = {one["organisation_id"]: one["actor_type"] for one in table(sample(1), "truth/organisations.csv")}
    homes = {one["person_id"]: one["organisation_id"] for one in table(sample(1), "truth/people.csv")}
    for row in table(sample(1), "truth/participation.csv"):
        assert row["actor_type"] == types.get(homes[row["person_id"]], "individual")


def test_local_governments_are_one_place_each_and_known_to_the_register(sample: Sample) -> None:
    governments = [
        o for o in table(sample(1), "truth/organisations.csv") if o["actor_type"] == "local_government"
    ]
    municipalities = table(sample(1), "reference/municipios.csv")
    places = [one["cvegeo"] for one in governments]
    assert len(places) == len(set(places))
    assert {o["cvegeo"] for o in governments if o["government_level"] == "municipal"} <= {
        one["cvegeo"] for one in municipalities
    }
    states = {o["cvegeo"] for o in governments if o["government_level"] == "state"}
    assert states
    assert states <= {one["cve_ent"] for one in municipalities}


def test_hidden_likes_and_closed_comments_are_empty_in_one_video_each(sample: Sample) -> None:
    videos = table(sample(1), "truth/videos.csv")
    cycle = load_cycle(sample(1) / "cycle.toml")
    assert [video["video_id"] for video in videos] == cycle.video_ids
    assert sum(video["likes"] == "" for video in videos) == 1
    assert sum(video["comments"] == "" for video in videos) == 1
    assert all(video["title"].startswith("[Sintético]") for video in videos)
    assert all(datetime.fromisoformat(video["published_at"]).utcoffset() is not None for video in videos)
