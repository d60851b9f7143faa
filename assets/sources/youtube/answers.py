"""What the YouTube Data API's answers say of videos: from decoded JSON to one typed row per video asked for.

Here shapes are checked and gaps get their reason. Which call is made, and what becomes of the rows, is decided
elsewhere.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AwareDatetime, BaseModel, StringConstraints, ValidationError, model_validator

from assets.sources.youtube.errors import unavailable

Reason = Literal["hidden", "disabled", "not_returned"]
_Count = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]
_Seconds = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,9})?s$")]


@dataclass(frozen=True)
class VideoCounters:
    """One video as observed: counters are totals since publication, None with a reason where there is none.

    `duration` is ISO 8601 text (PT1H58M3S); `live_started_at` and `live_ended_at` are the broadcast's actual
    times, None where the video was not broadcast live; `concurrent_viewers` are those who watch at this instant,
    None where it is not live. A video that the API leaves out (deleted, private, or no such id: it does not say
    which) has `is_returned` False, no values, and the reason `not_returned`.
    """

    video_id: str
    is_returned: bool
    title: str | None = None
    published_at: datetime | None = None
    duration: str | None = None
    privacy_status: str | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    views_reason: Reason | None = None
    likes_reason: Reason | None = None
    comments_reason: Reason | None = None
    live_started_at: datetime | None = None
    live_ended_at: datetime | None = None
    concurrent_viewers: int | None = None


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
    concurrentViewers: _Count | None = None  # noqa: N815

    @property
    def is_live(self) -> bool:
        return self.actualStartTime is not None and self.actualEndTime is None


class _Video(BaseModel):
    id: str
    statistics: _Statistics
    snippet: _Snippet = _Snippet()
    contentDetails: _ContentDetails = _ContentDetails()  # noqa: N815
    status: _Status = _Status()
    liveStreamingDetails: _LiveStreamingDetails = _LiveStreamingDetails()  # noqa: N815


class _StatSnippet(BaseModel):
    publishTime: AwareDatetime | None = None  # noqa: N815


class _StatDetails(BaseModel):
    duration: _Seconds | None = None


class _VideoStat(BaseModel):
    id: str
    statistics: _Statistics
    snippet: _StatSnippet = _StatSnippet()
    contentDetails: _StatDetails = _StatDetails()  # noqa: N815


class _Videos(BaseModel):
    items: list[_Video]


class _VideoStats(BaseModel):
    items: list[_VideoStat] = []
    kind: str = ""

    @model_validator(mode="after")
    def _may_be_empty_only_where_it_is_the_apis(self) -> Self:
        # This call may leave out a list that would be empty; then its kind is all that tells it from anything else.
        if "items" not in self.model_fields_set and self.kind != "youtube#batchGetStatsResponse":
            raise ValueError("neither items nor kind")
        return self


_Item = TypeVar("_Item", _Video, _VideoStat)
_Shape = TypeVar("_Shape", _Videos, _VideoStats)


def read_videos_list(answer: object, asked: Sequence[str]) -> list[VideoCounters]:
    """One row per video asked for, in that order; raises AudienceUnavailable for what is not the API's answer."""
    found = _by_id(_checked(_Videos, answer).items, asked)
    return [_of_video(found[each]) if each in found else _left_out(each) for each in asked]


def read_batch_get_stats(answer: object, asked: Sequence[str]) -> list[VideoCounters]:
    """The same from `videos.batchGetStats`: counters, publication and length, and nothing else."""
    found = _by_id(_checked(_VideoStats, answer).items, asked)
    return [_of_stat(found[each]) if each in found else _left_out(each) for each in asked]


def _checked(shape: type[_Shape], answer: object) -> _Shape:
    with suppress(ValidationError):
        return shape.model_validate(answer)
    # Raised out here, the failure carries nothing of the answer along, which may repeat the key.
    raise unavailable("malformed_answer")


def _by_id(items: Sequence[_Item], asked: Sequence[str]) -> dict[str, _Item]:
    found = {item.id: item for item in items}
    if not found.keys() <= set(asked):
        raise unavailable("malformed_answer")
    return found


def _of_video(item: _Video) -> VideoCounters:
    broadcast = item.liveStreamingDetails
    return VideoCounters(
        item.id,
        True,
        item.snippet.title,
        item.snippet.publishedAt,
        item.contentDetails.duration,
        item.status.privacyStatus,
        *_counts(item.statistics),
        *_reasons(item.statistics),
        live_started_at=broadcast.actualStartTime,
        live_ended_at=broadcast.actualEndTime,
        concurrent_viewers=_number(broadcast.concurrentViewers) if broadcast.is_live else None,
    )


def _of_stat(item: _VideoStat) -> VideoCounters:
    return VideoCounters(
        item.id,
        True,
        None,
        item.snippet.publishTime,
        _iso_duration(item.contentDetails.duration),
        None,
        *_counts(item.statistics),
        *_reasons(item.statistics),
    )


def _left_out(video_id: str) -> VideoCounters:
    reason: Reason = "not_returned"
    return VideoCounters(
        video_id, is_returned=False, views_reason=reason, likes_reason=reason, comments_reason=reason
    )


def _counts(statistics: _Statistics) -> tuple[int | None, int | None, int | None]:
    return _number(statistics.viewCount), _number(statistics.likeCount), _number(statistics.commentCount)


def _reasons(statistics: _Statistics) -> tuple[Reason | None, Reason | None, Reason | None]:
    return (
        None if statistics.viewCount else "hidden",
        None if statistics.likeCount else "hidden",
        None if statistics.commentCount else "disabled",
    )


def _number(count: str | None) -> int | None:
    return None if count is None else int(count)


def _iso_duration(seconds: str | None) -> str | None:
    """`7086s` as the other call would write it: PT1H58M6S."""
    if seconds is None:
        return None
    minutes, second = divmod(int(re.split(r"[.s]", seconds)[0]), 60)
    hour, minute = divmod(minutes, 60)
    parts = "".join(
        f"{number}{unit}" for number, unit in ((hour, "H"), (minute, "M"), (second, "S")) if number
    )
    return f"PT{parts or '0S'}"
