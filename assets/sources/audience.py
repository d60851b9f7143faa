"""The audience's source: what YouTube says of the cycle's videos, kept observation by observation.

Here one tick of a schedule is asked for and recorded, answered or not; how YouTube is asked is `youtube`'s
business. Views are not people: nothing here meets the ledger of people.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

import duckdb

from assets.sources.audience_keeping import AudienceRequest, Standing
from assets.sources.audience_tables import ensure_audience_tables
from assets.sources.youtube.errors import AudienceUnavailable, unavailable
from assets.sources.youtube.public_counters import LISTING, YouTubeApi, connect, observe
from assets.sources.youtube.quota import QuotaLedger
from assets.workspace import Workspace


class AudienceSource(Protocol):
    """Where public counters are asked for."""

    def open(self) -> AbstractContextManager[YouTubeApi]:
        """The way to the API for one request; raises AudienceUnavailable where there is none."""


def record_audience(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    source: AudienceSource,
    tick: datetime | None = None,
) -> int:
    """Ask what a tick's answers still lack of the cycle's videos, and keep them, or the reason why there are none.

    `tick` is the instant for which a schedule asked, the workspace's `as_of` without one; observations bear the
    instant of asking. Returns the number of videos observed now: 0 where the tick was answered before, which
    costs nothing. What was answered before a failure is kept.
    """
    ensure_audience_tables(connection)
    as_of = workspace.as_of
    request = AudienceRequest(connection, tick or as_of, as_of)
    video_ids = request.unanswered(workspace.cycle.video_ids)
    if not video_ids:
        return 0
    standing = request.standing()
    # A budget may have been raised meanwhile, and is held against what was spent in any case.
    if standing and standing.reason not in (None, "budgetSpent"):
        request.note(len(video_ids), standing.reason, standing.remedy, standing.not_before)
        return 0
    ledger = QuotaLedger(connection, as_of, workspace.cycle.audience.daily_units)
    return _ask(request, video_ids, source, ledger, standing)


def _ask(
    request: AudienceRequest,
    video_ids: Sequence[str],
    source: AudienceSource,
    ledger: QuotaLedger,
    standing: Standing | None,
) -> int:
    # A run that is killed leaves this behind.
    interrupted = unavailable("interrupted")
    request.note(len(video_ids), interrupted.reason, interrupted.remedy)
    observed = 0
    try:
        spent = unavailable("quotaExceeded") if standing and standing.reason is None else None
        with source.open() as api, connect(api, ledger.spend) as youtube:
            for batch in observe(video_ids, youtube, ledger, spent):
                request.keep(batch.counters, is_absence_certain=batch.method == LISTING)
                observed, spent = observed + len(batch.counters), batch.spent
    except AudienceUnavailable as refusal:
        request.note(len(video_ids), refusal.reason, refusal.remedy, _not_before(refusal, request, ledger))
        return observed
    # Answered all the same, but by the substitute: until then `videos.list` is left alone.
    is_exceeded = spent is not None and spent.reason == "quotaExceeded"
    request.note(len(video_ids), None, None, ledger.next_day() if is_exceeded else None)
    return observed


def _not_before(
    refusal: AudienceUnavailable, request: AudienceRequest, ledger: QuotaLedger
) -> datetime | None:
    """From when a tick may ask again, by the workspace's clock, which need not be the server's."""
    if refusal.action == "wait_until":
        return ledger.next_day()
    if refusal.wish is not None:
        return request.asked_at + timedelta(seconds=refusal.wish)
    return refusal.retry_after
