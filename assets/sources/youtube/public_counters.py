"""Public counters of videos on YouTube, as the Data API tells them to anybody with an API key.

Here it is decided which call is made for which videos, and what to do when its quota is spent. Views are not
people, and nothing here stores, sums or dates them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assets.sources.youtube.answers import VideoCounters, read_batch_get_stats, read_videos_list
from assets.sources.youtube.connection import Connection, Method, YouTubeApi, connect
from assets.sources.youtube.errors import AudienceUnavailable
from assets.sources.youtube.quota import BATCH_GET_STATS, DEFAULT

__all__ = [
    "IDS_PER_CALL",
    "LISTING",
    "STATS",
    "AudienceUnavailable",
    "Observed",
    "Quota",
    "VideoCounters",
    "YouTubeApi",
    "connect",
    "observe",
]

IDS_PER_CALL = 50

# `videos.list` tells everything for one unit: counters, title, privacy and broadcast. `videos.batchGetStats` costs
# the same and tells less, but from a quota of its own: it steps in where the other's is spent, so that counters
# still come.
LISTING = Method(
    "videos.list", DEFAULT, ("snippet", "statistics", "contentDetails", "status", "liveStreamingDetails")
)
STATS = Method("videos.batchGetStats", BATCH_GET_STATS, ("snippet", "statistics", "contentDetails"))

_READERS: dict[Method, Callable[[object, Sequence[str]], list[VideoCounters]]] = {
    LISTING: read_videos_list,
    STATS: read_batch_get_stats,
}
_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]+")


class Quota(Protocol):
    """What may be spent: units by bucket."""

    def refuse_beyond(self, bucket: str, units: int) -> None:
        """Raise AudienceUnavailable where so many units more would be too many."""


@dataclass(frozen=True)
class Observed:
    """One row per video of a batch, in the order asked, and the call that told them.

    `spent` is the refusal for which it was not `videos.list`. An answer of `videos.batchGetStats` may lack a video
    for a passing reason, because each is looked up by itself: its absence there proves nothing.
    """

    counters: list[VideoCounters]
    method: Method
    spent: AudienceUnavailable | None = None


def observe(
    video_ids: Sequence[str], youtube: Connection, quota: Quota, spent: AudienceUnavailable | None = None
) -> Iterator[Observed]:
    """The distinct videos asked for, in that order, batch after batch; one unit of quota per batch of 50.

    `spent` is why `videos.list` is not to be asked at all. Raises AudienceUnavailable before the first call where
    the quota does not suffice for all, and later where a call fails for good: what came before stands. Raises
    ValueError for what cannot be a video's id.
    """
    asked = list(dict.fromkeys(video_ids))
    _refuse_malformed_ids(asked)
    if not asked:
        return
    batches = [asked[start : start + IDS_PER_CALL] for start in range(0, len(asked), IDS_PER_CALL)]
    spent = spent or _refusal(quota, LISTING, len(batches))
    if spent:
        _refuse_without_fallback(youtube, quota, len(batches), spent)
    for batch in batches:
        observed = _observe_batch(batch, youtube, spent)
        spent = observed.spent
        yield observed


def _observe_batch(batch: list[str], youtube: Connection, spent: AudienceUnavailable | None) -> Observed:
    if spent is None:
        try:
            return Observed(_read(LISTING, batch, youtube), LISTING)
        except AudienceUnavailable as refusal:
            if refusal.action != "wait_until" or not youtube.has(STATS):
                raise
            spent = refusal
    try:
        return Observed(_read(STATS, batch, youtube), STATS, spent)
    except AudienceUnavailable as refusal:
        # That the substitute is not to be had either is no news; that it will soon be, is.
        raise (refusal if refusal.is_passing else spent) from None


def _read(method: Method, batch: list[str], youtube: Connection) -> list[VideoCounters]:
    return _READERS[method](youtube.ask(method, batch), batch)


def _refusal(quota: Quota, method: Method, units: int) -> AudienceUnavailable | None:
    try:
        quota.refuse_beyond(method.bucket, units)
    except AudienceUnavailable as refusal:
        return refusal
    return None


def _refuse_without_fallback(
    youtube: Connection, quota: Quota, units: int, spent: AudienceUnavailable
) -> None:
    if not youtube.has(STATS) or _refusal(quota, STATS, units):
        raise spent


def _refuse_malformed_ids(video_ids: Sequence[str]) -> None:
    for video_id in video_ids:
        if not _VIDEO_ID.fullmatch(video_id):
            raise ValueError(
                f"{video_id!r} is no video's id; write the 11 characters after `v=` in its address."
            )
