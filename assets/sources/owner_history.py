"""The owner's history of the cycle's videos: asked for report by report, and each answer kept at once.

Here it is decided what is asked at a tick and what a failure means for the rest of it. How YouTube is asked is
`youtube`'s business, which days `owner_windows`', and how rows are kept `owner_keeping`'s. Views are not people:
nothing here meets the ledger of people.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import product
from typing import Protocol

import duckdb

from assets.cycle import Cycle
from assets.sources.audience_tables import ensure_audience_tables
from assets.sources.google.failures import GoogleUnavailable
from assets.sources.owner_keeping import (
    Asked,
    is_authorised,
    keep_answer,
    keep_authorisation,
    keep_refusal,
)
from assets.sources.owner_windows import Past, Window, window_of
from assets.sources.youtube.analytics import LONGEST_WAIT_SECONDS, AnalyticsApi, OwnerHistory, connect_owner
from assets.sources.youtube.owner_errors import (
    NOT_CONNECTED,
    OF_ONE_REPORT,
    OF_THE_VIDEO,
    WITHDRAWN,
    OwnerUnavailable,
    owner_unavailable,
)
from assets.sources.youtube.owner_reports import REPORTS, Report
from assets.sources.youtube.quota import ANALYTICS, QuotaLedger
from assets.workspace import Workspace

_METHOD = "reports.query"


class OwnerSource(Protocol):
    """Where the owner's history is asked for."""

    def open_owner(self) -> AbstractContextManager[AnalyticsApi]:
        """The way to the API for one step; raises OwnerUnavailable, `notConnected` where nobody connected."""


@dataclass(frozen=True)
class _Step:
    """One look at the owner's history: for which tick, when, and what is paid from."""

    connection: duckdb.DuckDBPyConnection
    cycle: Cycle
    tick: datetime
    as_of: datetime
    quota: QuotaLedger = field(repr=False)

    def asked(self, due: "_Due") -> Asked:
        """What a row about this request says of it."""
        return Asked(self.tick, self.as_of, due.video_id, due.report, due.window)


@dataclass(frozen=True)
class _Due:
    video_id: str
    report: Report
    window: Window


def record_owner_history(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    source: OwnerSource,
    tick: datetime | None = None,
) -> int:
    """Ask for what the tick (None: now) still lacks of each video's reports, and keep answers and refusals.

    Returns the number of rows that were told. What was answered at a tick is not asked again at that tick. Where
    nobody has connected, nothing is recorded.
    """
    ensure_audience_tables(connection)
    as_of = workspace.as_of
    quota = QuotaLedger(connection, as_of, workspace.cycle.audience.daily_units, owner_unavailable)
    step = _Step(connection, workspace.cycle, tick or as_of, as_of, quota)
    try:
        with source.open_owner() as api:
            return _ask_what_is_due(step, api)
    except OwnerUnavailable as failure:
        _refuse_all(step, list(_due(step, None)), failure)
        return 0


def _ask_what_is_due(step: _Step, api: AnalyticsApi) -> int:
    due = list(_due(step, api.connected_at))
    if not due:
        return 0
    try:
        _refuse_too_early(step)
        step.quota.refuse_beyond(ANALYTICS, len(due))
        with connect_owner(api) as history:
            keep_authorisation(step.connection, step.as_of, is_granted=True)
            return _ask_for_all(step, due, history)
    except GoogleUnavailable as failure:
        _refuse_all(step, due, failure)
        return 0


def _due(step: _Step, connected_at: datetime | None) -> Iterator[_Due]:
    """What the tick still lacks; a video that can have no day of history yet lacks nothing."""
    answered = set(
        step.connection.execute(
            "select video_id, report from raw.owner_requests where tick = ? and reason is null", [step.tick]
        ).fetchall()
    )
    past = Past(step.connection, step.cycle.audience.trailing_days, connected_at)
    for session in step.cycle.sessions:
        for video, report in product(session.videos, REPORTS):
            window = window_of(past, video.video_id, report, session.session_date, step.as_of)
            if window and (video.video_id, report.name) not in answered:
                yield _Due(video.video_id, report, window)


def _ask_for_all(step: _Step, due: list[_Due], history: OwnerHistory) -> int:
    rows, waiting = 0, due
    while waiting:
        try:
            rows += _ask(step, waiting[0], history)
            waiting = waiting[1:]
        except GoogleUnavailable as failure:
            concerned = _concerned(step, waiting, failure)
            _refuse_all(step, concerned, failure)
            waiting = [one for one in waiting if one not in concerned]
    return rows


def _concerned(step: _Step, waiting: list[_Due], failure: GoogleUnavailable) -> list[_Due]:
    """What else would fail as the first of them did: its video's reports, all, or nothing."""
    if failure.reason not in OF_ONE_REPORT or _not_before(step, failure):
        return waiting
    if failure.reason == OF_THE_VIDEO:
        return [one for one in waiting if one.video_id == waiting[0].video_id]
    return waiting[:1]


def _ask(step: _Step, due: _Due, history: OwnerHistory) -> int:
    spend = partial(step.quota.spend, ANALYTICS, _METHOD)
    rows = history.ask(due.report, due.video_id, due.window.first_day, due.window.last_day, spend)
    keep_answer(step.connection, step.asked(due), rows)
    return len(rows)


def _refuse_all(step: _Step, due: Iterable[_Due], failure: GoogleUnavailable) -> None:
    """Note for all of them why they are not answered; nothing is noted where nobody has ever connected."""
    if failure.reason == NOT_CONNECTED:
        # Whoever deleted the file took back what lets us keep what it told.
        if is_authorised(step.connection):
            keep_authorisation(step.connection, step.as_of, is_granted=False, failure=failure)
        return
    if failure.reason == WITHDRAWN:
        keep_authorisation(step.connection, step.as_of, is_granted=False, failure=failure)
    not_before = _not_before(step, failure)
    for one in due:
        keep_refusal(step.connection, step.asked(one), failure, not_before)


def _refuse_too_early(step: _Step) -> None:
    """Raise again what was refused with a time that has not come; the own budget is counted anew instead."""
    rows = step.connection.execute(
        "select reason, not_before from raw.owner_requests"
        " where not_before > ? and reason <> 'budgetSpent' order by not_before desc, reason limit 1",
        [step.as_of],
    ).fetchall()
    for reason, not_before in rows:
        raise owner_unavailable(reason, not_before)


def _not_before(step: _Step, failure: GoogleUnavailable) -> datetime | None:
    """When asking again makes sense, by the workspace's clock and not the server's; None where at any time."""
    if failure.action == "wait_until":
        return step.quota.next_day()
    if failure.action != "retry":
        return None
    if failure.wish is None:
        # Refused once more before its time, which stays; or the server named an instant without telling its own time.
        return failure.retry_after
    # Shorter wishes were granted before the failure came here.
    is_long = failure.wish > LONGEST_WAIT_SECONDS
    return step.as_of + timedelta(seconds=failure.wish) if is_long else None
