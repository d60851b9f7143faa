"""When the jobs run, in the cycle's own time, and which instant their runs are told.

Daylight saving is Mexico City's: it began on 4 April 2021, ended on 31 October 2021 and was abolished on 30 October
2022, so that nothing changed in April 2023.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.remote_origin import InProcessCodeLocationOrigin
from dagster._core.storage.tags import SCHEDULED_EXECUTION_TIME_TAG
from dagster._core.test_utils import freeze_time, instance_for_test
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import InProcessWorkspaceLoadTarget
from dagster._scheduler.scheduler import launch_scheduled_runs
from dagster._utils.schedules import schedule_execution_time_iterator

from assets.cycle import Cycle, load_cycle
from assets.sources.ticks import SCHEDULED_AT, tick_of
from assets.workspace import SHIPPED_CYCLE
from pipelines.jobs import jobs
from pipelines.schedules import schedules

# The daemon reads a property of every schedule that Dagster itself calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:Property `ScheduleDefinition.environment_vars` is deprecated")

CYCLE = load_cycle(SHIPPED_CYCLE)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TIMES = {"audience": time(6), "expired_statistics": time(6, 30)}


def schedule(name: str, cycle: Cycle = CYCLE) -> dg.ScheduleDefinition:
    return {schedule.name: schedule for schedule in schedules(cycle)}[name]


def ticks(name: str, first: date, last: date) -> list[datetime]:
    """Dagster's own ticks of the schedule from the first local day to the last."""
    found = schedule(name)
    start = datetime.combine(first, time(0), CYCLE.zone).timestamp()
    fired = schedule_execution_time_iterator(start, str(found.cron_schedule), found.execution_timezone)
    return list(takewhile(lambda tick: tick.astimezone(CYCLE.zone).date() <= last, fired))


@pytest.mark.parametrize("name", TIMES)
@pytest.mark.parametrize(
    ("change", "hours_utc"),
    [
        (date(2021, 4, 4), (12, 11)),
        (date(2021, 10, 31), (11, 12)),
        (date(2022, 10, 30), (11, 12)),
        (date(2023, 4, 2), (12, 12)),
    ],
    ids=["summer time begins", "summer time ends", "summer time ends for good", "summer time is abolished"],
)
def test_a_schedule_fires_once_a_day_at_its_local_time_whatever_the_clocks_do(
    name: str, change: date, hours_utc: tuple[int, int]
) -> None:
    days = [change + timedelta(days=offset) for offset in range(-2, 3)]
    found = ticks(name, days[0], days[-1])
    assert [tick.astimezone(CYCLE.zone).replace(tzinfo=None) for tick in found] == [
        datetime.combine(day, TIMES[name]) for day in days
    ]
    assert [tick.astimezone(UTC).hour for tick in found] == [hours_utc[0]] * 2 + [hours_utc[1]] * 3


def test_a_real_cycles_schedules_run_and_a_synthetic_ones_stand_still() -> None:
    synthetic = CYCLE.model_copy(update={"synthetic": {"seed": 7}})
    status = {found.name: found.default_status for found in schedules(CYCLE)}
    assert status == dict.fromkeys(TIMES, dg.DefaultScheduleStatus.RUNNING)
    assert {found.default_status for found in schedules(synthetic)} == {dg.DefaultScheduleStatus.STOPPED}


def test_the_schedules_follow_the_cycles_own_time_zone() -> None:
    elsewhere = CYCLE.model_copy(update={"time_zone": "America/Tijuana"})
    assert {found.execution_timezone for found in schedules(elsewhere)} == {"America/Tijuana"}


# A project with the keys that the jobs choose by, and with others beside them; an asset notes its tick in a file.
PROJECT_TEXT = """
from pathlib import Path
import dagster as dg
from assets.cycle import load_cycle
from assets.sources.ticks import tick_of
from assets.workspace import SHIPPED_CYCLE, now
from pipelines.jobs import jobs
from pipelines.schedules import schedules

NOTES = Path(__file__).with_name("ticks.txt")


def plain(key, *deps, notes=False):
    @dg.asset(key=key.split("/"), deps=[dep.split("/") for dep in deps])
    def made(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        if notes:
            with NOTES.open("a") as file:
                print(tick_of(context.run.tags, now()).isoformat(), file=file)
        return dg.MaterializeResult()
    return made


SOURCES = ("raw/audience", "raw/owner_history", "raw/audience_exports")
defs = dg.Definitions(
    assets=[
        plain("raw/cycle"),
        plain("raw/registrations"),
        plain("raw/audience", notes=True),
        plain("raw/owner_history"),
        plain("raw/audience_exports"),
        plain("raw/expired_statistics", *SOURCES, notes=True),
        plain("core/people", "raw/registrations"),
        plain("reach/audience", "raw/audience", "raw/expired_statistics"),
        plain("published/release", "reach/audience", "core/people"),
    ],
    jobs=jobs(),
    schedules=schedules(load_cycle(SHIPPED_CYCLE)),
    executor=dg.in_process_executor,
)
"""
FOLLOWING = {"raw/cycle", "raw/expired_statistics", "reach/audience", "published/release"}
SOURCES = {"raw/audience", "raw/owner_history", "raw/audience_exports"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    file = tmp_path / "scheduled_project.py"
    file.write_text(PROJECT_TEXT, encoding="utf-8")
    return file


@contextmanager
def daemons_view(project: Path) -> Iterator[WorkspaceProcessContext]:
    """What the scheduler sees of the project; its runs are made in this process at once."""
    at_once = {
        "run_launcher": {
            "module": "dagster._core.launcher.sync_in_memory_run_launcher",
            "class": "SyncInMemoryRunLauncher",
        },
        "run_coordinator": {"module": "dagster._core.run_coordinator", "class": "DefaultRunCoordinator"},
    }
    origin = LoadableTargetOrigin(executable_path=sys.executable, python_file=str(project))
    target = InProcessWorkspaceLoadTarget(InProcessCodeLocationOrigin(origin))
    with instance_for_test(overrides=at_once) as instance, WorkspaceProcessContext(instance, target) as view:
        yield view


def let_the_scheduler_look(view: WorkspaceProcessContext, moment: datetime) -> None:
    with freeze_time(moment):
        problems = list(launch_scheduled_runs(view, logging.getLogger("scheduler"), moment, {}))
    assert not [problem for problem in problems if problem]


def test_a_scheduled_run_is_told_the_instant_for_which_its_schedule_asked(project: Path) -> None:
    with daemons_view(project) as view:
        let_the_scheduler_look(view, datetime(2021, 5, 11, 10, 0, tzinfo=UTC))
        # The daemon comes late, and to one schedule only: six o'clock in summer is eleven in UTC.
        let_the_scheduler_look(view, datetime(2021, 5, 11, 11, 17, 5, tzinfo=UTC))
        [run] = view.instance.get_runs()
        assert run.is_success
        assert run.job_name == "audience"
        assert run.tags[SCHEDULED_AT] == "2021-05-11T11:00:00+00:00"
        told = project.with_name("ticks.txt").read_text(encoding="utf-8").split()
        assert told == ["2021-05-11T11:00:00+00:00"] * 2


def test_a_tick_is_launched_once_however_often_the_scheduler_looks(project: Path) -> None:
    with daemons_view(project) as view:
        for minute in (0, 1, 31, 32, 59):
            let_the_scheduler_look(view, datetime(2021, 5, 11, 11, minute, tzinfo=UTC))
        runs = view.instance.get_runs()
        assert sorted((run.job_name, run.tags[SCHEDULED_AT]) for run in runs) == [
            ("audience", "2021-05-11T11:00:00+00:00"),
            ("expired_statistics", "2021-05-11T11:30:00+00:00"),
        ]


def test_the_tag_is_the_one_that_dagster_writes() -> None:
    assert SCHEDULED_AT == SCHEDULED_EXECUTION_TIME_TAG


@pytest.mark.parametrize(
    ("job", "made"), [("audience", FOLLOWING | SOURCES), ("expired_statistics", FOLLOWING)]
)
def test_a_job_makes_what_it_is_named_for_and_all_that_follows_and_nothing_else(
    project: Path, job: str, made: set[str]
) -> None:
    names: dict[str, Any] = {"__file__": str(project)}
    exec(compile(project.read_text(encoding="utf-8"), str(project), "exec"), names)
    keys = names["defs"].resolve_job_def(job).asset_layer.executable_asset_keys
    assert {key.to_user_string() for key in keys} == made
    assert {found.name for found in jobs()} == set(TIMES)


def test_a_scheduled_runs_tick_is_the_instant_for_which_the_schedule_asked() -> None:
    tags = {SCHEDULED_AT: "2021-05-11T11:00:00+00:00", "dagster/schedule_name": "audience"}
    assert tick_of(tags, NOW) == datetime(2021, 5, 11, 11, tzinfo=UTC)


def test_a_run_by_hand_has_the_tick_of_the_workspace() -> None:
    assert tick_of({"dagster/schedule_name": "audience"}, NOW) == NOW


@pytest.mark.parametrize("written", ["", "tomorrow", "2021-05-11T11:00:00"])
def test_a_tick_that_is_no_instant_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no instant with an offset"):
        tick_of({SCHEDULED_AT: written}, NOW)
