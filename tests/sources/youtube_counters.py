"""What the tests of YouTube's public counters share: a video, a key, a clock that waits not, and a warehouse.

The server they talk to is the sample's own; what is expected of the answers stands in the tests.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from assets.sources.audience_tables import ensure_audience_tables
from assets.sources.youtube.public_counters import VideoCounters, YouTubeApi, connect, observe
from assets.warehouse import prepare
from assets.workspace import Workspace
from pipelines.sample.youtube_api import RunningApi, SampleVideo

KEY = "AIzaSy-sample-key-0123456789"
VIDEO = SampleVideo("EkwubVWQRcc", "Conversatorio 1", "2021-05-04T17:05:30Z", "PT1H58M3S", 4321, 87, 5)
NOON_IN_MEXICO = (("Date", "Tue, 04 May 2021 17:00:00 GMT"),)

_CYCLE = """
cycle_id = "prueba-2021"
title = "Prueba"
time_zone = "America/Mexico_City"

[audience]
daily_units = {daily_units}

[[sessions]]
session_id = "s1"
title = "Uno"
session_date = 2021-05-04
starts = 10:00:00
ends = 12:00:00
videos = [{videos}]
"""


class Waits(list[float]):
    """Stands for the clock: takes the seconds that would have been slept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@dataclass
class Purse:
    """A quota without limit that notes what it is charged."""

    spent: list[tuple[str, str]] = field(default_factory=list)

    def refuse_beyond(self, bucket: str, units: int) -> None:
        """Refuse nothing."""

    def spend(self, bucket: str, method: str) -> None:
        """Note one unit."""
        self.spent.append((bucket, method))


def observe_all(video_ids: Sequence[str], api: YouTubeApi, purse: Purse | None = None) -> list[VideoCounters]:
    """All videos asked for, in one list."""
    purse = purse or Purse()
    with connect(api, purse.spend) as youtube:
        return [row for batch in observe(video_ids, youtube, purse) for row in batch.counters]


def video(number: int, views: int | None = None, **said: Any) -> SampleVideo:
    """A public video of that number, with as many views unless told otherwise."""
    counts = {"views": number if views is None else views, "likes": 0, "comments": 0}
    return SampleVideo(
        **{
            "video_id": id_of(number),
            "title": "Sesión",
            "published_at": "2021-05-04T17:00:00Z",
            "duration": "PT2H",
            **counts,
            **said,
        }
    )


def id_of(number: int) -> str:
    """The id of the video of that number."""
    return f"video{number:06}"


@dataclass
class Server:
    """An audience source that asks a running server; `opened` counts how often."""

    running: RunningApi
    waits: Waits = field(default_factory=Waits)
    key: str = KEY
    timeout_seconds: float = 5
    opened: int = 0

    @contextmanager
    def open(self) -> Iterator[YouTubeApi]:
        """The way to the server."""
        self.opened += 1
        yield YouTubeApi(self.running.endpoint, self.key, self.timeout_seconds, self.waits)


def make_workspace(
    root: Path, video_ids: Sequence[str], as_of: datetime, daily_units: int = 10_000
) -> Workspace:
    """The workspace of a cycle with these videos, looked at at an instant."""
    root.mkdir(exist_ok=True)
    videos = ", ".join(f'{{ video_id = "{video_id}" }}' for video_id in video_ids)
    text = _CYCLE.format(videos=videos, daily_units=daily_units)
    (root / "cycle.toml").write_text(text, encoding="utf-8")
    return Workspace(root, clock=lambda: as_of)


@contextmanager
def ledger_tables() -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in memory, with the ledger's tables."""
    with duckdb.connect() as connection:
        prepare(connection, "America/Mexico_City")
        ensure_audience_tables(connection)
        yield connection
