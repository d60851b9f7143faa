"""Public counters of videos on YouTube, as the Data API tells them to anybody with an API key.

Here answers become one typed row per video asked for. Views are not people, and nothing here stores, sums or
dates them.
"""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, StringConstraints, ValidationError

from assets.sources.google.patience import Sleep
from assets.sources.youtube.connection import YouTubeApi, list_videos
from assets.sources.youtube.errors import AudienceUnavailable, unavailable

__all__ = ["IDS_PER_CALL", "AudienceUnavailable", "VideoCounters", "YouTubeApi", "observe"]

IDS_PER_CALL = 50
# `videos.batchGetStats` has a quota of its own but tells neither title nor privacy, so `videos.list` it is.
_PARTS = ("snippet", "statistics", "contentDetails", "status", "liveStreamingDetails")
_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]+")

Reason = Literal["hidden", "disabled", "not_returned"]
_Count = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]


@dataclass(frozen=True)
class VideoCounters:
    """One video as observed: counters are totals since publication, None with a reason where there is none.

    `duration` is ISO 8601 text (PT1H58M3S); `live_started_at` and `live_ended_at` are the broadcast's actual
    times, None where the video was not broadcast live. A video that the API leaves out (deleted, private, or
    no such id: it does not say which) has `is_returned` False, no values, and the reason `not_returned`.
    """

    video_id: str
    is_returned: bool
    title: str | None
    published_at: datetime | None
    duration: str | None
    privacy_status: str | None
    views: int | None
    likes: int | None
    comments: int | None
    views_reason: Reason | None
    likes_reason: Reason | None
    comments_reason: Reason | None
    live_started_at: datetime | None = None
    live_ended_at: datetime | None = None


class _Snippet(BaseModel):
    title: str | None = None
    publishedAt: AwareDatetime | None = None  # noqa: N815  # the API's own names, here and below


class _Statistics(BaseModel):
    viewCount: _Count | None = None  # noqa: N815
    likeCount: _Count | None = None  # noqa: N815
    commentCount: _Count | None = None  # noqa: N815


class _ContentDetails(BaseModel):
    duration: str | None = None


class _Status(BaseModel):
    privacyStatus: str | None = None  # noqa: N815


class _LiveStreamingDetails(BaseModel):
    actualStartTime: AwareDatetime | None = None  # noqa: N815
    actualEndTime: AwareDatetime | None = None  # noqa: N815


class _Item(BaseModel):
    id: str
    statistics: _Statistics
    snippet: _Snippet = _Snippet()
    contentDetails: _ContentDetails = _ContentDetails()  # noqa: N815
    status: _Status = _Status()
    liveStreamingDetails: _LiveStreamingDetails = _LiveStreamingDetails()  # noqa: N815


class _Answer(BaseModel):
    items: list[_Item]


def observe(video_ids: Sequence[str], api: YouTubeApi, sleep: Sleep = time.sleep) -> list[VideoCounters]:
    """One row per distinct video asked for, in the order asked; one unit of quota per 50 videos.

    `sleep` takes seconds, and is called between repeated attempts. Raises AudienceUnavailable when any call
    fails, and ValueError for what cannot be a video's id.
    """
    asked = list(dict.fromkeys(video_ids))
    if not asked:
        return []
    _refuse_malformed_ids(asked)
    batches = [asked[start : start + IDS_PER_CALL] for start in range(0, len(asked), IDS_PER_CALL)]
    answers = list_videos(batches, _PARTS, api, sleep)
    items = {
        item.id: item
        for batch, answer in zip(batches, answers, strict=True)
        for item in _items(answer, batch)
    }
    return [_returned(items[video_id]) if video_id in items else _left_out(video_id) for video_id in asked]


def _refuse_malformed_ids(video_ids: Iterable[str]) -> None:
    for video_id in video_ids:
        if not _VIDEO_ID.fullmatch(video_id):
            raise ValueError(
                f"{video_id!r} is no video's id; write the 11 characters after `v=` in its address."
            )


def _items(answer: object, asked: Sequence[str]) -> Iterator[_Item]:
    try:
        items = _Answer.model_validate(answer).items
    except ValidationError:
        items = None
    if items is None or not {item.id for item in items} <= set(asked):
        raise unavailable("malformed_answer")
    yield from items


def _returned(item: _Item) -> VideoCounters:
    statistics = item.statistics
    return VideoCounters(
        video_id=item.id,
        is_returned=True,
        title=item.snippet.title,
        published_at=item.snippet.publishedAt,
        duration=item.contentDetails.duration,
        privacy_status=item.status.privacyStatus,
        views=_number(statistics.viewCount),
        likes=_number(statistics.likeCount),
        comments=_number(statistics.commentCount),
        views_reason=None if statistics.viewCount else "hidden",
        likes_reason=None if statistics.likeCount else "hidden",
        comments_reason=None if statistics.commentCount else "disabled",
        live_started_at=item.liveStreamingDetails.actualStartTime,
        live_ended_at=item.liveStreamingDetails.actualEndTime,
    )


def _left_out(video_id: str) -> VideoCounters:
    return VideoCounters(
        video_id=video_id,
        is_returned=False,
        title=None,
        published_at=None,
        duration=None,
        privacy_status=None,
        views=None,
        likes=None,
        comments=None,
        views_reason="not_returned",
        likes_reason="not_returned",
        comments_reason="not_returned",
    )


def _number(count: str | None) -> int | None:
    return None if count is None else int(count)
