"""The sample's audience: its truth adds up to the public counters, and the API tells that truth in the end."""

import csv
import shutil
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.sources.owner_history import record_owner_history
from assets.sources.youtube.pacific import pacific_day
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
from pipelines.owner_sources import SampleOwner
from pipelines.sample import write_sample
from pipelines.sample.audience_history import shared_out

OPENING = "EkwubVWQRcc"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sample") / "w"
    write_sample(root, seed=7, scale=0.01)
    return root


@pytest.fixture
def workspace(sample: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(sample, tmp_path / "w")))


def table(workspace: Path, name: str) -> list[dict[str, str]]:
    with (workspace / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def later(workspace: Workspace, days: int) -> Workspace:
    """The workspace as it is looked at so many days later."""
    file = workspace.root / "cycle.toml"
    clock = workspace.as_of
    file.write_text(
        file.read_text(encoding="utf-8").replace(
            clock.isoformat(), (clock + timedelta(days=days)).isoformat()
        ),
        encoding="utf-8",
    )
    moved = Workspace(workspace.root)
    assert moved.as_of == clock + timedelta(days=days)
    return moved


def record(workspace: Workspace) -> None:
    with open_warehouse(workspace) as connection:
        record_owner_history(connection, workspace, SampleOwner(workspace))


def rows(workspace: Workspace, query: str) -> list[tuple[object, ...]]:
    with open_warehouse(workspace) as connection:
        return connection.execute(query).fetchall()


def test_the_days_add_up_to_the_public_counter(sample: Path) -> None:
    views = Counter[str]()
    for row in table(sample, "audience_daily"):
        views[row["video_id"]] += int(row["views"])
    assert views == {row["video_id"]: int(row["views"]) for row in table(sample, "videos")}


@pytest.mark.parametrize("dimension", ["traffic_source", "device", "country", "city"])
def test_each_breakdown_adds_up_to_the_days(sample: Path, dimension: str) -> None:
    days, shares = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in table(sample, "audience_daily"):
        for unit in ("views", "estimated_minutes_watched"):
            days[row["video_id"], unit] += int(row[unit])
    for row in table(sample, "audience_breakdown"):
        for unit in ("views", "estimated_minutes_watched"):
            shares[row["video_id"], unit] += int(row[unit]) if row["dimension"] == dimension else 0
    assert shares == days


def test_days_run_from_publication_to_the_clock_and_are_live_only_on_the_first(sample: Path) -> None:
    clock = pacific_day(Workspace(sample).as_of)
    published = {
        row["video_id"]: pacific_day(datetime.fromisoformat(row["published_at"]))
        for row in table(sample, "videos")
    }
    for row in table(sample, "audience_daily"):
        day = date.fromisoformat(row["day_pacific"])
        assert published[row["video_id"]] <= day <= clock
        assert (row["live_or_on_demand"] == "on_demand") or day == published[row["video_id"]]
        assert int(row["views"]) > 0
    assert {row["live_or_on_demand"] for row in table(sample, "audience_daily")} == {"live", "on_demand"}


def test_the_opening_video_is_not_the_sample_owners(sample: Path) -> None:
    owned = {row["video_id"] for row in table(sample, "audience_owned")}
    assert owned == {row["video_id"] for row in table(sample, "videos")} - {OPENING}


def test_the_last_days_are_missing_or_smaller_and_the_others_are_the_truth(workspace: Workspace) -> None:
    record(workspace)
    clock = pacific_day(workspace.as_of)
    told = {
        row[:3]: row[3]
        for row in rows(
            workspace, "select video_id, day_pacific, live_or_on_demand, views from raw.owner_daily"
        )
    }
    for row in table(workspace.root, "audience_daily"):
        day = date.fromisoformat(row["day_pacific"])
        shown = told.get((row["video_id"], day, row["live_or_on_demand"]), 0)
        assert isinstance(shown, int)
        if row["video_id"] == OPENING or clock - day < timedelta(days=2):
            assert shown == 0
        elif clock - day == timedelta(days=2):
            assert shown < int(row["views"])
        else:
            assert shown == int(row["views"])


def test_in_the_end_the_api_has_told_the_whole_truth(workspace: Workspace) -> None:
    record(workspace)
    workspace = later(workspace, 4)
    record(workspace)
    owned = {row["video_id"] for row in table(workspace.root, "audience_owned")}
    for name, columns in {
        "daily": "video_id, day_pacific, live_or_on_demand, views, estimated_minutes_watched, average_view_duration_s::int",
        "concurrent": "video_id, livestream_position, average_concurrent_viewers, peak_concurrent_viewers",
        "retention": "video_id, elapsed_ratio, audience_watch_ratio",
    }.items():
        told = rows(workspace, f"select {columns} from raw.owner_{name}")
        true = [
            tuple(row.values())
            for row in table(workspace.root, f"audience_{name}")
            if row["video_id"] in owned
        ]
        assert sorted(tuple(map(str, row)) for row in told) == sorted(true)


def test_in_the_end_breakdowns_are_the_truth_but_for_small_cities(workspace: Workspace) -> None:
    workspace = later(workspace, 4)
    record(workspace)
    told = set(
        rows(
            workspace,
            "select video_id, dimension, value, views, estimated_minutes_watched from raw.owner_breakdown",
        )
    )
    owned = {row["video_id"] for row in table(workspace.root, "audience_owned")}
    true = {
        (
            row["video_id"],
            row["dimension"],
            row["value"],
            int(row["views"]),
            int(row["estimated_minutes_watched"]),
        )
        for row in table(workspace.root, "audience_breakdown")
        if row["video_id"] in owned
    }
    assert told <= true
    assert all(dimension == "city" and views < 3 for _, dimension, _, views, _ in true - told)


def test_a_sample_of_before_has_no_owner(workspace: Workspace) -> None:
    for file in (workspace.root / "truth").glob("audience_*.csv"):
        file.unlink()
    record(workspace)
    assert rows(workspace, "select count(*) from raw.owner_requests") == [(0,)]


def test_a_damaged_truth_is_named(workspace: Workspace) -> None:
    (workspace.root / "truth" / "audience_daily.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"audience_daily\.csv has other columns"):
        record(workspace)


@given(st.integers(0, 10_000), st.lists(st.floats(0, 1000), min_size=1, max_size=40))
def test_what_is_shared_out_adds_up_and_nobody_gets_a_unit_too_many(total: int, weights: list[float]) -> None:
    shares = shared_out(total, weights)
    of_all = sum(weights)
    if of_all > 0:
        assert sum(shares) == total
        for share, weight in zip(shares, weights, strict=True):
            assert abs(share - total * weight / of_all) < 1 + 1e-6
    assert min(shares) >= 0
