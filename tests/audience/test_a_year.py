"""A year of the audience ledger, tick by tick over real HTTP, and every row of its tables against the truth.

With ALCANCE_PROVE=1 in the environment twenty channels live a whole year each, otherwise one lives some months around
the changes of the clocks in both countries.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from assets.sources.audience_exports import take_in_audience_exports
from assets.sources.cycle_tables import load_cycle_tables
from assets.tables import SqlTable, build, needed_for, sql_tables
from assets.warehouse import open_warehouse
from assets.workspace import Workspace
from tests.audience import tables
from tests.audience.expected_owner import TRAILING, ExpectedOwner, Kept
from tests.audience.expected_public import KEPT_DAYS, ExpectedPublic
from tests.audience.machine import Machine, Oldest
from tests.audience.weather import HOUR, Run, Weather
from tests.audience.world import DAY, Film, World, pacific

PROVING = os.environ.get("ALCANCE_PROVE") == "1"
SEEDS = range(7001, 7021) if PROVING else range(6001, 6002)
FIRST_DAY, DAYS = (date(2021, 1, 4), 365) if PROVING else (date(2021, 2, 22), 72)
CHECKPOINTS = 12 if PROVING else 5
TABLES = (
    "reach.audience",
    "reach.audience_daily",
    "reach.audience_curve",
    "quality.missing_videos",
    "quality.audience_gaps",
    "quality.audience_quota",
    "quality.audience_status",
    "quality.audience_terms",
)


class Year:
    """A machine and what it should know, run by run."""

    def __init__(self, root: Path, seed: int, amendment: date | None = None, days: int = DAYS) -> None:
        self.world = World(seed, FIRST_DAY, days)
        self.weather = Weather(self.world, seed)
        self.machine = Machine(root, self.world, self.weather, amendment)
        self.public = ExpectedPublic(amendment)
        self.owner = ExpectedOwner(self.public)
        self.looks: list[dict[str, list[tables.Row]]] = []
        self.kept_too_long: list[datetime] = []
        self.days_before_the_purge: dict[tuple[Film, date], Kept] = {}

    def live(self) -> None:
        """Every run, and at some of them a look at all tables."""
        runs = list(self.weather.runs())
        numbers = {round(len(runs) * part / CHECKPOINTS) - 1 for part in range(1, CHECKPOINTS + 1)}
        withdrawn = (self.weather.withdrawn + DAY * after for after in (4, 9))
        later = (next((n for n, run in enumerate(runs) if run.as_of >= moment), None) for moment in withdrawn)
        numbers |= {number for number in later if number is not None}
        for number, run in enumerate(runs):
            self._run(run)
            if number in numbers:
                self._compare(run)

    def _run(self, run: Run) -> None:
        self._look_at_what_is_kept(run, self.machine.run(run))
        films = self.world.configured(pacific(run.as_of))
        self.public.ask(run, films, self.weather.trouble("public", run.as_of))
        if run.as_of >= self.weather.connected:
            is_granted = run.as_of < self.weather.withdrawn
            token, reports = (self.weather.trouble(who, run.as_of) for who in ("token", "owner"))
            self.owner.ask(run, films, is_granted, token, reports)
        self.public.purge(run.as_of)
        self.days_before_the_purge = dict(self.owner.days) or self.days_before_the_purge
        self.owner.purge(run.as_of)

    def _look_at_what_is_kept(self, run: Run, oldest: Oldest) -> None:
        first_allowed = pacific(run.as_of) - DAY * KEPT_DAYS
        observed_at, noticed_at = oldest.observed_at, self.owner.withdrawn_at
        has_amendment = self.machine.amendment is not None
        is_too_old = not has_amendment and observed_at is not None and pacific(observed_at) < first_allowed
        # By the calendar a day may have an hour more.
        is_over = noticed_at is not None and run.as_of - noticed_at > DAY * 7 + HOUR
        if is_too_old or (is_over and oldest.owner_days):
            self.kept_too_long.append(run.as_of)

    def _compare(self, run: Run) -> None:
        found = built(self.machine.workspace())
        self.looks.append(found)
        for table, rows in self._expected(run).items():
            differences = difference(found[table], rows)
            assert not differences, f"{table} at {run.as_of} (seed {self.world.seed}): {differences}"

    def _expected(self, run: Run) -> dict[str, Iterable[tables.Row]]:
        today = pacific(run.as_of)
        films = self.world.configured(today)
        return {
            "reach.audience": tables.audience(self.public),
            "reach.audience_daily": tables.audience_daily(self.owner),
            "reach.audience_curve": tables.audience_curve(self.public, self.owner, today),
            "quality.missing_videos": tables.missing_videos(self.public, films),
            "quality.audience_gaps": tables.audience_gaps(self.owner, films, today),
            "quality.audience_quota": tables.audience_quota(self.machine.units),
            "quality.audience_status": tables.audience_status(self.public, self.owner),
            "quality.audience_terms": tables.audience_terms(self.public, self.owner),
        }


def built(workspace: Workspace) -> dict[str, list[tables.Row]]:
    """The ledger's tables as the pipeline's statements make them now."""
    with open_warehouse(workspace) as connection:
        load_cycle_tables(connection, workspace)
        take_in_audience_exports(connection, workspace)
        for table in statements():
            build(connection, table)
        return {table: connection.execute(f"from {table}").fetchall() for table in TABLES}


@cache
def statements() -> tuple[SqlTable, ...]:
    """What makes the ledger's tables, each after those it reads."""
    return tuple(needed_for(TABLES, sql_tables()))


def difference(found: Iterable[tables.Row], expected: Iterable[tables.Row]) -> dict[str, list[str]]:
    """Rows that only one side has, a few of each."""
    there, wanted = (Counter(map(_plain, rows)) for rows in (found, expected))
    sides = {"should not be": there - wanted, "are missing": wanted - there}
    return {side: sorted(map(str, rows))[:5] for side, rows in sides.items() if rows}


def _plain(row: tables.Row) -> tables.Row:
    return tuple(cell.astimezone(UTC) if isinstance(cell, datetime) else cell for cell in row)


@pytest.fixture(scope="module", params=SEEDS)
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Year:
    lived = Year(tmp_path_factory.mktemp("year") / "workspace", request.param)
    lived.live()
    return lived


def test_at_every_look_all_tables_told_the_truth(year: Year) -> None:
    assert len(year.looks) >= CHECKPOINTS
    # A year in which nothing happened would prove nothing.
    assert all(any(look[table] for look in year.looks) for table in TABLES)


def test_nothing_was_told_twice_for_a_tick(year: Year) -> None:
    assert len(year.machine.answered) > DAYS
    assert [asked for asked, times in year.machine.answered.items() if times > 1] == []


def test_nothing_was_kept_past_its_date_at_any_tick(year: Year) -> None:
    assert year.kept_too_long == []
    assert year.public.removed > 0
    assert year.owner.removed > 0


def test_every_settled_day_was_told_as_it_was_in_the_end(year: Year) -> None:
    settled = {
        (film, day): kept
        for (film, day), kept in year.days_before_the_purge.items()
        if (kept.told_on - day).days > TRAILING and not kept.is_withdrawn
    }
    assert len(settled) > DAYS
    for (film, day), kept in settled.items():
        assert {row.mode: row.views for row in kept.rows} == film.days[day].views


def test_no_zero_was_made_up(year: Year) -> None:
    zeros = [row for look in year.looks for row in look["reach.audience_daily"] if row[4] == 0]
    assert zeros == []
    left_out = [row for look in year.looks for row in look["reach.audience"] if row[7] == "not_returned"]
    assert left_out
    assert all(row[4:7] == (None, None, None) for row in left_out)


def test_after_catching_up_no_day_is_missing(year: Year) -> None:
    caught_up = [look for look in year.looks if _is_fresh(look)]
    assert caught_up
    assert all(look["quality.audience_gaps"] == [] for look in caught_up)
    assert any(look["quality.audience_gaps"] for look in year.looks)


def _is_fresh(look: Mapping[str, list[tables.Row]]) -> bool:
    return all(row[1] == "fresh" for row in look["quality.audience_status"])


@pytest.mark.parametrize("seed", SEEDS)
def test_an_accepted_amendment_keeps_what_had_not_expired_by_then(seed: int, tmp_path: Path) -> None:
    """Only public counters: the owner of this channel never connects."""
    days = DAYS if PROVING else 50
    lived = Year(tmp_path / "workspace", seed, FIRST_DAY + DAY * round(days * 0.7), days)
    lived.weather.connected = lived.weather.withdrawn = datetime(2100, 1, 1, tzinfo=UTC)
    lived.live()
    assert lived.public.removed > 0
    kept = lived.looks[-1]["reach.audience"]
    assert {row[-1] for row in kept} == {None}
    observed = [row[3] for row in kept]
    assert min(observed) < max(observed) - DAY * (KEPT_DAYS + 5)
