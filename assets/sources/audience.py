"""The audience's source: what YouTube says of the cycle's videos, kept observation by observation.

Here one request is made and recorded, answered or not; how YouTube is asked is `youtube`'s business. Views are
not people: nothing here meets the ledger of people.
"""

from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from typing import Protocol

import duckdb
import pandas as pd

from assets.sources.youtube.errors import AudienceUnavailable
from assets.sources.youtube.public_counters import VideoCounters, YouTubeApi, observe
from assets.warehouse import append_frame, ensure_table, transaction
from assets.workspace import Workspace

OBSERVATIONS = {
    "video_id": "varchar",
    "observed_at": "timestamptz",
    "is_returned": "boolean",
    "title": "varchar",
    "published_at": "timestamptz",
    "duration": "varchar",
    "privacy_status": "varchar",
    "views": "bigint",
    "likes": "bigint",
    "comments": "bigint",
    "views_reason": "varchar",
    "likes_reason": "varchar",
    "comments_reason": "varchar",
    "obtained": "varchar",
}
REQUESTS = {
    "requested_at": "timestamptz",
    "videos": "integer",
    "reason": "varchar",
    "remedy": "varchar",
}


class AudienceSource(Protocol):
    """Where public counters are asked for."""

    def open(self) -> AbstractContextManager[YouTubeApi]:
        """The way to the API for one request; raises AudienceUnavailable where there is none."""


def record_audience(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, source: AudienceSource
) -> int:
    """Ask once for all of the cycle's videos and keep the answer, or the reason why there was none.

    Returns the number of videos observed. An instant asked twice is kept once.
    """
    _ensure_tables(connection)
    video_ids = workspace.cycle.video_ids
    if not video_ids:
        return 0
    try:
        with source.open() as api:
            counters = observe(video_ids, api)
    except AudienceUnavailable as refusal:
        _keep(connection, workspace.as_of, [], (len(video_ids), refusal.reason, refusal.remedy))
        return 0
    _keep(connection, workspace.as_of, counters, (len(video_ids), None, None))
    return len(counters)


def _ensure_tables(connection: duckdb.DuckDBPyConnection) -> None:
    ensure_table(connection, "raw.video_observations", OBSERVATIONS)
    ensure_table(connection, "raw.audience_requests", REQUESTS)


def _keep(
    connection: duckdb.DuckDBPyConnection,
    as_of: datetime,
    counters: list[VideoCounters],
    request: tuple[int, str | None, str | None],
) -> None:
    known = set(OBSERVATIONS) - {"observed_at", "obtained"}
    rows = [
        {"observed_at": as_of, "obtained": "public"} | {name: asdict(video)[name] for name in known}
        for video in counters
    ]
    with transaction(connection):
        connection.execute("delete from raw.audience_requests where requested_at = ?", [as_of])
        append_frame(
            connection, "raw.audience_requests", pd.DataFrame([(as_of, *request)], columns=list(REQUESTS))
        )
        if counters:
            connection.execute("delete from raw.video_observations where observed_at = ?", [as_of])
            append_frame(connection, "raw.video_observations", pd.DataFrame(rows, dtype=object))
