"""`cycle.toml`: what the shipped one says, and the sentence that each slip gets."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from assets.cycle import load_cycle
from assets.cycle_errors import CycleError
from assets.sources.cycle_tables import load_cycle_tables
from assets.warehouse import prepare
from assets.workspace import SHIPPED_CYCLE, Workspace

SHIPPED = SHIPPED_CYCLE.read_text(encoding="utf-8")


def refusal(tmp_path: Path, text: str) -> str:
    """What is said of a cycle with this text."""
    file = tmp_path / "cycle.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CycleError) as caught:
        load_cycle(file)
    return str(caught.value)


def line_of(text: str, part: str) -> int:
    """The last line that holds the part."""
    return max(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_the_shipped_cycle_is_six_tuesdays_at_ten_in_mexico_city() -> None:
    cycle = load_cycle(SHIPPED_CYCLE)
    assert cycle.session_ids == ["s1", "s2", "s3", "s4", "s5", "s6"]
    assert [session.session_date for session in cycle.sessions] == [
        date(2021, 5, 4),
        date(2021, 5, 11),
        date(2021, 5, 18),
        date(2021, 5, 25),
        date(2021, 6, 1),
        date(2021, 6, 8),
    ]
    assert {session.session_date.weekday() for session in cycle.sessions} == {1}
    starts = [cycle.scheduled_start(session) for session in cycle.sessions]
    assert all(
        (start.hour, start.minute, start.tzinfo) == (10, 0, ZoneInfo("America/Mexico_City"))
        for start in starts
    )
    assert all(session.is_end_assumed for session in cycle.sessions)


# Mexico had summer time from 4 April to 31 October 2021, and has had none since 30 October 2022.
@pytest.mark.parametrize(
    ("session_date", "hour_utc"),
    [
        (date(2021, 4, 2), 16),
        (date(2021, 4, 6), 15),
        (date(2021, 5, 4), 15),
        (date(2021, 10, 29), 15),
        (date(2021, 11, 9), 16),
        (date(2022, 5, 10), 15),
        (date(2022, 11, 8), 16),
        (date(2023, 5, 9), 16),
    ],
)
def test_ten_in_mexico_city_is_another_hour_in_utc_by_season_until_2022(
    session_date: date, hour_utc: int
) -> None:
    cycle = load_cycle(SHIPPED_CYCLE)
    session = cycle.sessions[0].model_copy(update={"session_date": session_date})
    start, end = (
        moment.astimezone(UTC) for moment in (cycle.scheduled_start(session), cycle.scheduled_end(session))
    )
    assert start == datetime.combine(session_date, time(hour_utc), UTC)
    assert end == datetime.combine(session_date, time(hour_utc + 2), UTC)


def test_sessions_of_several_offsets_are_in_the_warehouse_at_their_instants(tmp_path: Path) -> None:
    """A column whose moments have different offsets is where libraries lose them."""
    text = SHIPPED
    for before, after in {
        "2021-05-11": "2021-11-09",
        "2021-05-18": "2022-05-10",
        "2021-05-25": "2022-11-08",
        "2021-06-01": "2023-05-09",
        "2021-06-08": "2023-11-07",
    }.items():
        text = text.replace(before, after)
    (tmp_path / "cycle.toml").write_text(text, encoding="utf-8")
    with duckdb.connect() as connection:
        prepare(connection, "America/Mexico_City")
        load_cycle_tables(connection, Workspace(tmp_path))
        rows = connection.execute(
            "select (scheduled_start at time zone 'UTC')::varchar, session_date::varchar from raw.sessions"
            " order by session_order"
        ).fetchall()
    assert rows == [
        ("2021-05-04 15:00:00", "2021-05-04"),
        ("2021-11-09 16:00:00", "2021-11-09"),
        ("2022-05-10 15:00:00", "2022-05-10"),
        ("2022-11-08 16:00:00", "2022-11-08"),
        ("2023-05-09 16:00:00", "2023-05-09"),
        ("2023-11-07 16:00:00", "2023-11-07"),
    ]


def test_the_shipped_cycle_knows_one_video_and_says_that_it_is_assumed() -> None:
    cycle = load_cycle(SHIPPED_CYCLE)
    [video] = cycle.sessions[0].videos
    assert (video.video_id, video.is_assumed) == ("EkwubVWQRcc", True)
    assert not any(session.videos for session in cycle.sessions[1:])


# What is written instead of what, on which line the message must point, and what it must say to do.
SLIPS = {
    "a misspelt key": (
        "session_date = 2021-05-18",
        "sesion_date = 2021-05-18",
        "sesion_date",
        "did you mean `session_date`",
    ),
    "a time that is a number": ("starts = 10:00:00", "starts = 10", "starts = 10", "write it as 10:00:00"),
    "a session's name": ('"s3"', '"tercera"', "tercera", 'write "s1", "s2"'),
    "an unknown time zone": ("America/Mexico_City", "America/Mexco", "Mexco", "America/Mexico_City"),
    "an end before the start": ("ends = 12:00:00", "ends = 09:00:00", '"s6"', "set `ends` after `starts`"),
    "sessions out of order": ("2021-06-08", "2021-05-01", '"s6"', "order them by date"),
    "a video's address": ("EkwubVWQRcc", "https://youtu.be/x", "youtu.be", "11 characters"),
    "a share above one": (
        "certificate_share = 0.8",
        "certificate_share = 80",
        "certificate_share",
        "less than or equal to 1",
    ),
    "a date in quotes": (
        "session_date = 2021-05-18",
        'session_date = "2021-05-18"',
        '"2021-05-18"',
        "write it as 2021-05-04",
    ),
    "a name instead of an address": ("people = []", 'people = ["Ana"]', "people =", "e-mail addresses"),
    "a role that no platform has": ('roles = ["host"', 'roles = ["anfitrion"', "roles =", "'host'"),
    "an end without a start": (
        'title = "Conversatorio 6"',
        'title = "6"\nactual_start = 2021-06-08T13:00:00',
        '"s6"',
        "actual_start",
    ),
    "no TOML": ("[thresholds]", "[thresholds", "[thresholds", "not valid TOML"),
    "an unknown order": ('date_order = "dmy"', 'date_order = "dd/mm"', "date_order", "'dmy', 'mdy' or 'ymd'"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_line_and_the_fix(tmp_path: Path, slip: str) -> None:
    written, instead, place, fix = SLIPS[slip]
    text = SHIPPED.replace(written, instead)
    told = refusal(tmp_path, text)
    expected = line_of(text, place) - (1 if place == '"s6"' and "ends" in fix else 0)
    assert f"cycle.toml, line {expected}: " in told
    assert fix in told


def test_a_missing_key_is_told_with_its_table(tmp_path: Path) -> None:
    told = refusal(tmp_path, SHIPPED.replace('title = "Conversatorio 2"\n', ""))
    assert told.endswith("`title` is missing in [[sessions]] number 2. Add a line `title = ...` there.")
    assert f"line {line_of(SHIPPED, 'Conversatorio 1') + 10}" not in told


def test_a_video_of_two_sessions_is_refused_because_its_views_would_count_twice(tmp_path: Path) -> None:
    text = SHIPPED.replace(
        'title = "Conversatorio 2"', 'title = "2"\nvideos = [{ video_id = "EkwubVWQRcc" }]'
    )
    told = refusal(tmp_path, text)
    assert "stands twice" in told
    assert f"line {line_of(text, 'EkwubVWQRcc')}:" in told


def test_a_cycle_without_sessions_is_refused(tmp_path: Path) -> None:
    told = refusal(tmp_path, SHIPPED.split("[[sessions]]")[0])
    assert "`sessions` is missing" in told


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(CycleError, match=r"Copy the project's cycle\.toml there"):
        load_cycle(tmp_path / "cycle.toml")


def test_a_message_never_quotes_an_excluded_persons_address(tmp_path: Path) -> None:
    told = refusal(tmp_path, SHIPPED.replace("people = []", 'people = "ana@example.org"'))
    assert "ana@example.org" not in told
    assert f"line {line_of(SHIPPED, 'people = []')}" in told


def test_a_mark_that_an_editor_left_at_the_beginning_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "cycle.toml"
    file.write_text("\ufeff" + SHIPPED, encoding="utf-8")
    assert len(load_cycle(file).sessions) == 6


def targeted(**more: str) -> str:
    """The shipped cycle with a target, whose further keys are given as TOML."""
    keys = {"indicator_id": '"attended_people"', "target": "1500", **more}
    return SHIPPED + "\n[[targets]]\n" + "\n".join(f"{key} = {value}" for key, value in keys.items()) + "\n"


def test_a_target_becomes_a_row_beside_the_figure_that_it_is_about(tmp_path: Path) -> None:
    file = tmp_path / "cycle.toml"
    file.write_text(targeted(baseline="900", actor_type='"osc"'), encoding="utf-8")
    with duckdb.connect() as connection:
        prepare(connection, "America/Mexico_City")
        load_cycle_tables(connection, Workspace(tmp_path))
        found = connection.execute("from raw.targets").fetchall()
    assert found == [("attended_people", "cycle", "osc", 900, 1500)]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (targeted(indicator_id='"attendees"'), "indicator_id"),
        (targeted(period='"s7"'), "a target is for s7, which is no session"),
        (
            targeted() + targeted().removeprefix(SHIPPED),
            "the target of attended_people cycle all stands twice",
        ),
        (targeted(target="-1"), "target"),
    ],
)
def test_a_target_that_is_about_nothing_is_refused(tmp_path: Path, text: str, part: str) -> None:
    assert part in refusal(tmp_path, text)
