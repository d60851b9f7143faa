"""The API key shows nowhere, whatever reason of the table of failures comes about: the pages that refuse repeat it."""

import csv
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.sources import youtube
from assets.sources.audience import AudienceSource, record_audience
from assets.sources.youtube.errors import AudienceUnavailable
from assets.sources.youtube.public_counters import connect, observe
from assets.warehouse import open_warehouse
from pipelines.audience_sources import Google
from pipelines.sample.youtube_api import Fault, Refusal, RunningApi, youtube_api
from tests.audience.searching import chain_text, files_with, listening, tables_with
from tests.sources.youtube_counters import KEY, VIDEO, Purse, Server, Waits, make_workspace

NOON = datetime(2021, 6, 15, 18, tzinfo=UTC)


class Killed(Waits):
    """A wait during which somebody ends the run."""

    def __call__(self, seconds: float) -> None:
        raise KeyboardInterrupt(seconds)


@dataclass(frozen=True)
class Case:
    """How a reason comes about."""

    fault: Refusal | Fault | None = None
    daily_units: int = 100
    source: Callable[[RunningApi], AudienceSource] = field(default=Server)


def echo(status: int, reason: str, detail: str | None = None) -> Refusal:
    """A refusal whose page repeats the key that came along."""
    return Refusal(status, reason, f"x-goog-api-key: {KEY}", detail)


CASES = {
    "answered": Case(),
    "quotaExceeded": Case(echo(403, "quotaExceeded")),
    "budgetSpent": Case(echo(503, "backendError"), daily_units=2),
    "rateLimitExceeded": Case(echo(429, "rateLimitExceeded")),
    "userRateLimitExceeded": Case(echo(403, "userRateLimitExceeded")),
    "backendError": Case(echo(503, "backendError")),
    "unreachable": Case(Fault(reset=True)),
    "malformed_answer": Case(Refusal(200, "", body=f"<pre>{KEY}</pre>".encode())),
    "interrupted": Case(echo(503, "backendError"), source=lambda api: Server(api, Killed())),
    "keyMissing": Case(source=lambda _: Google(key=None)),
    "keyInvalid": Case(echo(400, "badRequest", detail="API_KEY_INVALID")),
    "accessNotConfigured": Case(echo(403, "accessNotConfigured")),
    "forbidden": Case(echo(403, "forbidden")),
    "videoNotFound": Case(echo(404, "videoNotFound")),
    "invalidFilters": Case(echo(400, "invalidFilters")),
    "missingRequiredParameter": Case(echo(400, "missingRequiredParameter")),
    "badRequest": Case(echo(400, "badRequest")),
}


def test_every_reason_has_its_case() -> None:
    with (Path(youtube.__path__[0]) / "failures.csv").open(encoding="utf-8", newline="") as file:
        assert CASES.keys() - {"answered"} == {row["reason"] for row in csv.DictReader(file)}


def public_failure(source: AudienceSource) -> str:
    """What is raised to whoever asks by themselves."""
    try:
        with source.open() as api, connect(api, Purse().spend) as counters:
            list(observe([VIDEO.video_id], counters, Purse()))
    except (AudienceUnavailable, KeyboardInterrupt) as failure:
        return chain_text(failure)
    return ""


@pytest.mark.parametrize("reason", CASES)
def test_the_key_shows_nowhere(reason: str, tmp_path: Path) -> None:
    case = CASES[reason]
    root = tmp_path / "w"
    workspace = make_workspace(root, [VIDEO.video_id], NOON, case.daily_units)
    with listening() as heard, youtube_api([VIDEO], key=KEY, faults=lambda _: case.fault) as server:
        with open_warehouse(workspace) as connection:
            with suppress(KeyboardInterrupt):
                record_audience(connection, workspace, case.source(server))
            told = connection.execute("select reason from raw.audience_requests").fetchall()
            # Before anything is tidied up: the warehouse and its log as a killed process would leave them.
            assert (workspace.private / "warehouse.duckdb.wal").stat().st_size > 0
            assert files_with(root, [KEY]) == set()
        raised = public_failure(case.source(server))
        assert KEY not in " ".join(server.targets)
    assert told == [(None if reason == "answered" else reason,)]
    assert KEY not in heard.text + raised
    assert bool(raised) == (reason not in ("answered", "budgetSpent") or case.fault is not None)
    assert files_with(root, [KEY]) == set()
    assert tables_with(workspace.warehouse, [KEY]) == []
