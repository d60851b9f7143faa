"""The truth of a sample's audience: its history as tables in `truth/`, written and read back.

Here cells become figures and the other way round. What they say is `audience_history`'s business.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pipelines.sample.audience_history import AudienceHistory, DayOfViews, LiveMinute, Share, WatchedRatio
from pipelines.sample.page import Dialect, File, Page

_DIALECT = Dialect("utf-8")
_COLUMNS = {
    "audience_daily": (
        "video_id",
        "day_pacific",
        "live_or_on_demand",
        "views",
        "estimated_minutes_watched",
        "average_view_duration_s",
    ),
    "audience_breakdown": ("video_id", "dimension", "value", "views", "estimated_minutes_watched"),
    "audience_concurrent": (
        "video_id",
        "livestream_position",
        "average_concurrent_viewers",
        "peak_concurrent_viewers",
    ),
    "audience_retention": ("video_id", "elapsed_ratio", "audience_watch_ratio"),
    "audience_owned": ("video_id",),
}


def audience_files(history: AudienceHistory) -> list[File]:
    """The tables of the videos' history in `truth/`; `audience_owned` lists the connected channel's videos."""
    rows: dict[str, Iterable[tuple[object, ...]]] = {
        "audience_daily": (
            (one.video_id, one.day, one.mode, one.views, one.minutes, one.average_seconds)
            for one in history.days
        ),
        "audience_breakdown": (
            (one.video_id, one.dimension, one.value, one.views, one.minutes) for one in history.shares
        ),
        "audience_concurrent": (
            (one.video_id, one.position, one.average, one.peak) for one in history.minutes
        ),
        "audience_retention": ((one.video_id, one.ratio, one.watched) for one in history.ratios),
        "audience_owned": ((video_id,) for video_id in sorted(history.owned)),
    }
    return [File(Path("truth", f"{name}.csv"), _page(name, rows[name]), _DIALECT) for name in _COLUMNS]


def has_history(truth: Path) -> bool:
    """Whether a sample's `truth/` tells of its videos' owner at all."""
    return any((truth / f"{name}.csv").exists() for name in _COLUMNS)


def read_history(truth: Path) -> AudienceHistory:
    """The history that a sample's `truth/` holds; raises OSError or ValueError where it is not there or damaged."""
    return AudienceHistory(
        days=tuple(
            DayOfViews(video, date.fromisoformat(day), mode, int(views), int(minutes), int(average))
            for video, day, mode, views, minutes, average in _cells(truth, "audience_daily")
        ),
        shares=tuple(
            Share(video, dimension, value, int(views), int(minutes))
            for video, dimension, value, views, minutes in _cells(truth, "audience_breakdown")
        ),
        minutes=tuple(
            LiveMinute(video, int(position), float(average), int(peak))
            for video, position, average, peak in _cells(truth, "audience_concurrent")
        ),
        ratios=tuple(
            WatchedRatio(video, float(ratio), float(watched))
            for video, ratio, watched in _cells(truth, "audience_retention")
        ),
        owned=frozenset(video for (video,) in _cells(truth, "audience_owned")),
    )


def _page(name: str, rows: Iterable[tuple[object, ...]]) -> Page:
    page = Page()
    page.write(*_COLUMNS[name])
    for row in rows:
        page.write(*(str(cell) for cell in row))
    return page


def _cells(truth: Path, name: str) -> Iterator[list[str]]:
    with (truth / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if tuple(next(rows, ())) != _COLUMNS[name]:
            raise ValueError(
                f"{name}.csv has other columns than {','.join(_COLUMNS[name])}; make the sample anew."
            )
        yield from rows
