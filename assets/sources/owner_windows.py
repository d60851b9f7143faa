"""Which Pacific days are asked of the owner's history: from the first that may still change to the last that is over.

Here days are counted from what was asked before. Nothing is asked or kept.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import duckdb

from assets.sources.youtube.owner_reports import Report
from assets.sources.youtube.pacific import pacific_day

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """Pacific days, both included."""

    first_day: date
    last_day: date


@dataclass(frozen=True)
class Past:
    """What is known of the requests made so far, and how long a day is still corrected.

    `trailing_days` are Pacific days; answers to an account that was connected before `connected_at` do not count.
    """

    connection: duckdb.DuckDBPyConnection
    trailing_days: int
    connected_at: datetime | None

    def first_day(self, video_id: str, session_date: date) -> date:
        """The Pacific day on which the video was first to be seen, as the public counters tell; else the session's."""
        [(published_at,)] = self.connection.execute(
            "select least(min(published_at), min(live_started_at)) from raw.video_observations where video_id = ?",
            [video_id],
        ).fetchall()
        return pacific_day(published_at) if published_at else session_date

    def first_unsettled(self, video_id: str, first_day: date) -> date:
        """The first day that no answered request covered more than `trailing_days` after it."""
        day = first_day
        for since, until, requested_at in self._answered(video_id):
            settled = min(until, pacific_day(requested_at) - timedelta(days=self.trailing_days + 1))
            if since <= day <= settled:
                day = settled + _DAY
        return day

    def _answered(self, video_id: str) -> list[tuple[date, date, datetime]]:
        # What was removed since it was told is asked for anew.
        return self.connection.execute(
            """
            select first_day, last_day, requested_at
            from raw.owner_requests
            where
                video_id = $video_id
                and report = 'daily'
                and reason is null
                and requested_at >= coalesce($connected_at, requested_at)
                and requested_at > all (
                    select purged_at from raw.purges where source_table = 'raw.owner_daily'
                )
            order by first_day
            """,
            {"video_id": video_id, "connected_at": self.connected_at},
        ).fetchall()


def window_of(
    past: Past, video_id: str, report: Report, session_date: date, as_of: datetime
) -> Window | None:
    """The days to ask for; None where none is over yet.

    Totals are asked for since publication. Days are asked for from the first that is not settled: after weeks
    without an answer the window reaches back to the last day that was.
    """
    first_day = past.first_day(video_id, session_date)
    if report.kind == "daily":
        first_day = past.first_unsettled(video_id, first_day)
    last_day = pacific_day(as_of) - _DAY
    return Window(first_day, last_day) if first_day <= last_day else None
