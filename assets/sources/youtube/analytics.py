"""The connection to the YouTube Analytics API: where it is, with whose token, and how patiently it is asked.

Here Google's own client library sends the calls. What is asked stands in `owner_reports`, and where tokens come
from in `authorisation`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol

from assets.sources.google.diagnosis import LIBRARY_FAILURES
from assets.sources.google.patience import Jitter, Patience, Sleep, no_jitter, patiently
from assets.sources.google.transport import is_header_value, library_kept_silent, service, transport
from assets.sources.youtube.owner_diagnosis import api_failure
from assets.sources.youtube.owner_errors import owner_unavailable
from assets.sources.youtube.owner_reports import Cells, Report, read_rows

GOOGLE = "https://youtubeanalytics.googleapis.com/"

# Longer wishes are left to a later tick: the history is asked for again anyway.
LONGEST_WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class AnalyticsApi:
    """Where to ask (None is Google's own address), and how long one answer may take.

    `token` gives the owner's access token and may raise OwnerUnavailable; `connected_at` is when the owner connected:
    what was answered before was told to another account. `jitter` gives numbers from 0 to 1 that lengthen each
    wait, `sleep` takes seconds.
    """

    endpoint: str | None
    token: Callable[[], str] = field(repr=False)
    connected_at: datetime | None = None
    timeout_seconds: float = 30
    sleep: Sleep = time.sleep
    jitter: Jitter = no_jitter


class OwnerHistory(Protocol):
    """The history of the connected channel's videos."""

    def ask(
        self, report: Report, video_id: str, first_day: date, last_day: date, spend: Callable[[], None]
    ) -> list[Cells]:
        """The report's rows for Pacific days, both included; `spend` is called before each attempt.

        Raises OwnerUnavailable, and what `spend` raises.
        """


@contextmanager
def connect_owner(api: AnalyticsApi) -> Iterator[OwnerHistory]:
    """Identify the owner and open the way to their history; raises OwnerUnavailable."""
    token = api.token()
    if not is_header_value(token):
        raise owner_unavailable("unauthorized")
    http = transport(api.endpoint, api.timeout_seconds)
    # Bodies of refusals may repeat the headers that were sent.
    with library_kept_silent(), service("youtubeAnalytics", "v2", api.endpoint or GOOGLE, http) as analytics:
        patience = Patience(api.sleep, LONGEST_WAIT_SECONDS, api.jitter)
        yield _Connection(analytics.reports(), token, patience)


@dataclass(frozen=True)
class _Connection:
    reports: Any
    token: str = field(repr=False)
    patience: Patience

    def ask(
        self, report: Report, video_id: str, first_day: date, last_day: date, spend: Callable[[], None]
    ) -> list[Cells]:
        query = self._query(report, video_id, first_day, last_day)
        rows = read_rows(patiently(partial(self._send, query, spend), self.patience), report)
        if "day" in report.dimensions and not all(first_day <= row[0] <= last_day for row in rows):
            raise owner_unavailable("malformed_answer")
        return rows

    def _query(self, report: Report, video_id: str, first_day: date, last_day: date) -> dict[str, Any]:
        wanted = {
            "ids": "channel==MINE",
            "startDate": first_day.isoformat(),
            "endDate": last_day.isoformat(),
            "metrics": ",".join(report.metrics),
            "dimensions": ",".join(report.dimensions),
            "filters": f"video=={video_id}",
            "sort": report.sort,
            "maxResults": report.max_results,
        }
        return {name: value for name, value in wanted.items() if value is not None}

    def _send(self, query: dict[str, Any], spend: Callable[[], None]) -> object:
        spend()
        request = self.reports.query(**query)
        request.headers["authorization"] = f"Bearer {self.token}"
        try:
            return request.execute()
        except LIBRARY_FAILURES as error:
            # Without its traceback the error goes at once, and with it the socket of an answer that came too slowly.
            failure = api_failure(error.with_traceback(None))
        # Raised out here, the failure carries no exception of the library's along, with its address and body.
        raise failure
