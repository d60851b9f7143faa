"""A sample as a whole: the same arguments give the same bytes, any cycle works, bad arguments are told."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assets.cycle import load_cycle
from assets.cycle_errors import CycleError
from pipelines.sample import SampleError, write_sample

from .conftest import Sample, table
from .cycles import cycle_text
from .exports import read_attendance, stays


def contents(workspace: Path) -> dict[str, bytes]:
    files = (path for path in workspace.rglob("*") if path.is_file())
    return {path.relative_to(workspace).as_posix(): path.read_bytes() for path in files}


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_sample(tmp_path / name, seed=7, scale=0.05, noise=3)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_another_seed_gives_another_world(tmp_path: Path) -> None:
    for seed in (1, 2):
        write_sample(tmp_path / str(seed), seed=seed, scale=0.05)
    names = [{p["email"] for p in table(tmp_path / str(seed), "truth/people.csv")} for seed in (1, 2)]
    assert len(names[0] & names[1]) < len(names[0]) / 10


def test_noise_changes_how_rows_are_written_and_not_who_exists(sample: Sample) -> None:
    for name in ("truth/people.csv", "truth/organisations.csv", "truth/participation.csv"):
        assert contents(sample(0))[name] == contents(sample(1))[name]


@pytest.mark.parametrize("sessions", [1, 3, 40])
def test_a_cycle_of_any_length_is_simulated(tmp_path: Path, sessions: int) -> None:
    summary = write_sample(tmp_path / "w", scale=0.1, cycle_text=cycle_text(sessions))
    cycle = load_cycle(tmp_path / "w" / "cycle.toml")
    rows = table(tmp_path / "w", "truth/participation.csv")
    assert summary.sessions == len(cycle.sessions) == sessions
    assert {row["session_id"] for row in rows if row["attended"] == "true"} == set(cycle.session_ids)
    assert len(list((tmp_path / "w").glob("inbox/s*/attendance/*"))) == sessions
    assert len(set(cycle.video_ids)) == sessions


def test_scale_sizes_the_audience_the_organisations_and_the_register(tmp_path: Path) -> None:
    small, large = (write_sample(tmp_path / str(scale), scale=scale) for scale in (0.1, 0.5))
    assert (small.people, large.people) == (200, 1000)
    assert large.organisations == pytest.approx(5 * small.organisations, rel=0.02)
    sizes = [len((tmp_path / s / "reference" / "osc.csv").read_bytes().splitlines()) for s in ("0.1", "0.5")]
    assert sizes[1] == pytest.approx(5 * sizes[0], rel=0.2)


@pytest.mark.parametrize("scale", [0.0005, 0.001, 0.003])
def test_the_smallest_samples_are_whole_workspaces(tmp_path: Path, scale: float) -> None:
    summary = write_sample(tmp_path / "w", scale=scale, noise=3)
    assert summary.people == round(2000 * scale)
    assert len(contents(tmp_path / "w")) == summary.files


def test_the_cycle_is_marked_as_synthetic_and_looked_at_a_week_after_its_end(sample: Sample) -> None:
    cycle = load_cycle(sample(1) / "cycle.toml")
    text = (sample(1) / "cycle.toml").read_text(encoding="utf-8")
    assert text.splitlines()[0].startswith("# Synthetic")
    assert cycle.synthetic is not None
    assert cycle.synthetic.seed == 2021
    assert cycle.synthetic.clock == datetime(2021, 6, 15, 12, tzinfo=ZoneInfo("America/Mexico_City"))
    assert cycle.registers.osc is not None
    assert (sample(1) / "reference" / cycle.registers.osc.file).is_file()


def test_who_stands_in_an_export_without_a_role_is_named_in_the_exclusions(sample: Sample) -> None:
    cycle = load_cycle(sample(1) / "cycle.toml")
    people = {person["person_id"]: person for person in table(sample(1), "truth/people.csv")}
    meetings = [row for row in table(sample(1), "truth/rows.csv") if "/participants_" in row["file"]]
    crew = {
        people[row["person_id"]]["email"]
        for row in meetings
        if people[row["person_id"]]["role"] != "audience"
    }
    assert set(cycle.exclude.people) == crew
    assert cycle.exclude.domains == ("organizador.example",)


def test_what_the_given_cycle_excludes_stays_excluded(tmp_path: Path) -> None:
    given = '[exclude]\npeople = ["jefa@example.org"]\ndomains = ["otro.example"]\n'
    text = cycle_text(2, end=given)
    write_sample(tmp_path / "w", scale=0.05, cycle_text=text)
    exclude = load_cycle(tmp_path / "w" / "cycle.toml").exclude
    assert "jefa@example.org" in exclude.people
    assert exclude.domains == ("otro.example", "organizador.example")


@pytest.mark.parametrize(
    "videos",
    ['videos = [{ video_id = "sintetico01" }]', '[[sessions.videos]]\nvideo_id = "sintetico01"'],
)
def test_a_made_up_video_stands_beside_the_given_one_however_it_is_written(
    tmp_path: Path, videos: str
) -> None:
    write_sample(tmp_path / "w", scale=0.05, cycle_text=cycle_text(1, session=videos))
    assert load_cycle(tmp_path / "w" / "cycle.toml").video_ids == ["sintetico01", "sintetico02"]
    assert [video["likes"] == "" for video in table(tmp_path / "w", "truth/videos.csv")] == [False, True]


def test_a_samples_own_cycle_can_be_simulated_again(sample: Sample, tmp_path: Path) -> None:
    text = (sample(1) / "cycle.toml").read_text(encoding="utf-8")
    write_sample(tmp_path / "w", seed=5, scale=0.05, cycle_text=text)
    cycle = load_cycle(tmp_path / "w" / "cycle.toml")
    assert cycle.synthetic is not None
    assert cycle.synthetic.seed == 5


def test_the_actual_start_and_end_are_the_window_where_the_cycle_gives_them(tmp_path: Path) -> None:
    actual = "actual_start = 2022-01-01T17:10:00-06:00\nactual_end = 2022-01-01T17:30:00-06:00"
    write_sample(tmp_path / "w", scale=0.1, cycle_text=cycle_text(1, session=actual))
    minutes = [row["minutes"] for row in table(tmp_path / "w", "truth/participation.csv") if row["minutes"]]
    assert max(float(number) for number in minutes) == 20


def test_exports_are_written_in_the_zone_that_the_cycle_gives_them(tmp_path: Path) -> None:
    zone = '[sources.attendance]\ntime_zone = "UTC"\n'
    for name, end in (("local", ""), ("utc", zone)):
        write_sample(tmp_path / name, scale=0.05, noise=0, cycle_text=cycle_text(1, end=end))
    exports = [next((tmp_path / name).glob("inbox/s1/attendance/*")) for name in ("local", "utc")]
    local, utc = (stays(read_attendance(path))[0].joined for path in exports)
    assert local is not None
    assert utc == local + timedelta(hours=6)
    truths = [contents(tmp_path / name)["truth/participation.csv"] for name in ("local", "utc")]
    assert truths[0] == truths[1]


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SampleError, match="already holds something"):
        write_sample(tmp_path)
    assert contents(tmp_path) == {"mine.txt": b"mine"}


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").write_text("mine")
    with pytest.raises(SampleError, match="name a new or an empty folder"):
        write_sample(tmp_path / "w")


@pytest.mark.parametrize(
    ("scale", "noise", "told"), [(0, 1, "above 0"), (-1, 1, "above 0"), (1, 4, "0, 1, 2 or 3")]
)
def test_arguments_out_of_range_are_told(tmp_path: Path, scale: float, noise: int, told: str) -> None:
    with pytest.raises(SampleError, match=told):
        write_sample(tmp_path / "w", scale=scale, noise=noise)
    assert not (tmp_path / "w").exists()


def test_a_cycle_at_fault_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(CycleError):
        write_sample(tmp_path / "w", cycle_text="cycle_id = ")
    assert not (tmp_path / "w").exists()
