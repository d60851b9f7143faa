"""The sample's videos as the YouTube Data API tells them: the bodies of its two calls about videos.

Here values become the API's own shapes. Which request gets which answer is decided in `youtube_answers`.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_COLUMNS = ("video_id", "session_id", "title", "published_at", "duration", "views", "likes", "comments")
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass(frozen=True)
class SampleVideo:
    """A video as the API would tell it; `likes` None: hidden, `comments` None: off; private: left out.

    `published_at` and the live broadcast's times are RFC 3339 text, `duration` is ISO 8601 text. Those who watch
    at the moment are told only between the broadcast's start and its end.
    """

    video_id: str
    title: str
    published_at: str
    duration: str
    views: int
    likes: int | None
    comments: int | None
    privacy_status: str = "public"
    live_started_at: str | None = None
    live_ended_at: str | None = None
    concurrent_viewers: int | None = None

    @property
    def is_live(self) -> bool:
        """Whether the broadcast has begun and not ended."""
        return self.live_started_at is not None and self.live_ended_at is None


def read_videos(path: Path) -> list[SampleVideo]:
    """Read a CSV of videos; empty `likes` are hidden, empty `comments` switched off. Raises ValueError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(
                f"{path.name} lacks the column {missing[0]}; its header is {','.join(_COLUMNS)}."
            )
        return [_video(row, f"{path.name}, line {reader.line_num}") for row in reader]


def videos_answer(videos: Iterable[SampleVideo], parts: set[str]) -> dict[str, Any]:
    """The body of `videos.list` with the parts asked for."""
    items = [_item(video, parts) for video in videos]
    page = {"totalResults": len(items), "resultsPerPage": len(items)}
    return {"kind": "youtube#videoListResponse", "etag": _etag(items), "items": items, "pageInfo": page}


def stats_answer(videos: Iterable[SampleVideo], parts: set[str]) -> dict[str, Any]:
    """The body of `videos.batchGetStats` with the parts asked for."""
    items = [_stat(video, parts) for video in videos]
    return {"kind": "youtube#batchGetStatsResponse", "etag": _etag(items), "items": items}


def _video(row: Mapping[str, str | None], place: str) -> SampleVideo:
    cells = {column: (row[column] or "").strip() for column in _COLUMNS}
    for column in ("video_id", "published_at", "duration", "views"):
        if not cells[column]:
            raise ValueError(f"{place}: `{column}` is empty; fill it in.")
    return SampleVideo(
        video_id=cells["video_id"],
        title=cells["title"],
        published_at=cells["published_at"],
        duration=cells["duration"],
        views=_count(cells, "views", place),
        likes=_count(cells, "likes", place) if cells["likes"] else None,
        comments=_count(cells, "comments", place) if cells["comments"] else None,
    )


def _count(cells: Mapping[str, str], column: str, place: str) -> int:
    text = cells[column]
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{place}: `{column}` is {text!r}; write a whole number.")
    return int(text)


def _item(video: SampleVideo, parts: set[str]) -> dict[str, Any]:
    content = {
        "snippet": {
            "publishedAt": video.published_at,
            "title": video.title,
            "liveBroadcastContent": "live" if video.is_live else "none",
        },
        "contentDetails": {
            "duration": video.duration,
            "dimension": "2d",
            "definition": "hd",
            "caption": "false",
        },
        "status": {"uploadStatus": "processed", "privacyStatus": video.privacy_status, "license": "youtube"},
        "statistics": _statistics(video),
        "liveStreamingDetails": _broadcast(video),
    }
    # A video that was never live has no such part, rather than an empty one.
    asked = {part: values for part, values in content.items() if part in parts and values}
    return {"kind": "youtube#video", "etag": _etag(asked), "id": video.video_id, **asked}


def _stat(video: SampleVideo, parts: set[str]) -> dict[str, Any]:
    statistics = {name: count for name, count in _statistics(video).items() if name != "favoriteCount"}
    content = {
        "snippet": {"publishTime": video.published_at},
        "contentDetails": {"duration": f"{_seconds(video.duration)}s"},
        "statistics": statistics,
    }
    asked = {part: values for part, values in content.items() if part in parts}
    return {"kind": "youtube#videoStats", "etag": _etag(asked), "id": video.video_id, **asked}


def _seconds(duration: str) -> int:
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(f"{duration!r} is no length of a video; write one such as PT1H58M3S.")
    days, hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _statistics(video: SampleVideo) -> dict[str, str]:
    favourites = 0
    names = {"viewCount": video.views, "likeCount": video.likes, "favoriteCount": favourites}
    counts = {**names, "commentCount": video.comments}
    return {name: str(count) for name, count in counts.items() if count is not None}


def _broadcast(video: SampleVideo) -> dict[str, str]:
    told = {"actualStartTime": video.live_started_at, "actualEndTime": video.live_ended_at}
    if video.is_live and video.concurrent_viewers is not None:
        told["concurrentViewers"] = str(video.concurrent_viewers)
    return {name: value for name, value in told.items() if value is not None}


def _etag(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:27]
