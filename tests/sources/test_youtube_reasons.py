"""Every row of the table of failures, brought about over real HTTP and seen in the ledger."""

import csv
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assets.sources.audience import AudienceSource, record_audience
from assets.sources.youtube import errors
from assets.sources.youtube.errors import read_failures, unavailable
from pipelines.audience_sources import Google
from pipelines.sample.youtube_api import Fault, Refusal, RunningApi, youtube_api
from tests.sources.youtube_counters import VIDEO, Server, Waits, ledger_tables, make_workspace

TABLE = Path(errors.__file__).with_name("failures.csv")
NOON = datetime(2021, 6, 15, 18, tzinfo=UTC)
MIDNIGHT = datetime(2021, 6, 16, 7, tzinfo=UTC)


class Killed(Waits):
    """A clock that does not come back: somebody ended the run while it waited."""

    def __call__(self, seconds: float) -> None:
        super().__call__(seconds)
        raise KeyboardInterrupt


@dataclass
class Trouble:
    """How a reason comes about, and how many calls are sent until it stands."""

    calls: int
    fault: Refusal | Fault | None = None
    spent_before: int = 0
    source: Callable[[RunningApi], AudienceSource] = field(default=Server)


TROUBLES = {
    "quotaExceeded": Trouble(2, Refusal(403, "quotaExceeded")),
    "budgetSpent": Trouble(0, spent_before=100),
    "rateLimitExceeded": Trouble(4, Refusal(403, "rateLimitExceeded")),
    "userRateLimitExceeded": Trouble(4, Refusal(403, "userRateLimitExceeded")),
    "backendError": Trouble(4, Refusal(503, "backendError")),
    "unreachable": Trouble(4, Fault(reset=True)),
    "malformed_answer": Trouble(1, Fault(keep=40)),
    "interrupted": Trouble(1, Refusal(503, "backendError"), source=lambda api: Server(api, Killed())),
    "keyMissing": Trouble(0, source=lambda _: Google(key=None)),
    "keyInvalid": Trouble(1, Refusal(400, "badRequest", detail="API_KEY_INVALID")),
    "accessNotConfigured": Trouble(1, Refusal(403, "accessNotConfigured")),
    "forbidden": Trouble(1, Refusal(403, "forbidden")),
    "videoNotFound": Trouble(1, Refusal(404, "videoNotFound")),
    "invalidFilters": Trouble(1, Refusal(400, "invalidFilters")),
    "missingRequiredParameter": Trouble(1, Refusal(400, "missingRequiredParameter")),
    "badRequest": Trouble(1, Refusal(400, "badRequest")),
}


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["reason"])
def test_each_reason_comes_about_and_is_told_in_the_ledger(row: Mapping[str, str], tmp_path: Path) -> None:
    trouble = TROUBLES[row["reason"]]
    workspace = make_workspace(tmp_path, ["EkwubVWQRcc"], NOON, daily_units=100)
    with ledger_tables() as connection, youtube_api([VIDEO], faults=lambda _: trouble.fault) as server:
        for bucket in ("default", "batch_get_stats"):
            connection.execute(
                "insert into raw.quota_spent values (?, ?, 'before', ?)", [NOON, bucket, trouble.spent_before]
            )
        with suppress(KeyboardInterrupt):
            assert record_audience(connection, workspace, trouble.source(server)) == 0
        request = connection.execute("select * exclude not_before from raw.audience_requests").fetchall()
        [(not_before,)] = connection.execute("select not_before from raw.audience_requests").fetchall()
        [(units,)] = connection.execute(
            "select coalesce(sum(units), 0) from raw.quota_spent where method <> 'before'"
        ).fetchall()
        assert connection.execute("from raw.video_observations").fetchall() == []
    assert request == [(NOON, NOON, 1, row["reason"], row["remedy"])]
    assert not_before == (MIDNIGHT if row["action"] == "wait_until" else None)
    assert units == server.units == trouble.calls
    if row["action"] == "retry":
        assert trouble.calls == 4


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["reason"])
def test_each_reason_reads_as_one_sentence_with_something_to_do(row: Mapping[str, str]) -> None:
    sentence = str(unavailable(row["reason"]))
    assert sentence == (
        f"YouTube's public counters could not be read ({row['reason']}): {row['meaning']}; {row['remedy']}."
    )
    for half in (row["meaning"], row["remedy"]):
        assert half == half.strip()
        assert not half.endswith(".")


def test_a_wish_to_be_left_alone_for_longer_than_we_wait_is_heeded_by_the_ticks_that_follow(
    tmp_path: Path,
) -> None:
    busy = Refusal(503, "backendError", headers=(("Retry-After", "3600"),), calls=1)
    videos = ["EkwubVWQRcc"]
    with ledger_tables() as connection, youtube_api([VIDEO], refusal=busy) as server:
        counts = [
            record_audience(
                connection,
                make_workspace(tmp_path, videos, NOON + timedelta(minutes=minutes)),
                Server(server),
            )
            for minutes in (0, 30, 59, 60)
        ]
        requests = connection.execute(
            "select reason, not_before from raw.audience_requests order by tick"
        ).fetchall()
    refused = ("backendError", NOON + timedelta(hours=1))
    assert counts == [0, 0, 0, 1]
    assert requests == [refused, refused, refused, (None, None)]
    assert server.units == 2


HEADER = "reason,action,meaning,remedy\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("reason,meaning,remedy\n", "the header is not reason,action,meaning,remedy"),
        (
            HEADER + "a,later,it broke,mend it\n",
            "line 2: the action 'later' is not one of retry, wait_until, stop",
        ),
        (HEADER + "a,stop,it broke,\n", "line 2: a row has 4 cells, and none is empty"),
        (HEADER + "a,stop,it broke\n", "line 2: a row has 4 cells, and none is empty"),
        (HEADER + "a,stop,it broke,mend it,again\n", "line 2: a row has 4 cells, and none is empty"),
        (HEADER + "a,stop,b,c\na,retry,b,c\n", "line 3: the reason a stands twice"),
    ],
)
def test_a_table_that_is_not_in_form_says_where(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "failures.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=sentence):
        read_failures(path)
