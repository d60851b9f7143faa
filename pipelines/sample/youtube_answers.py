"""What the YouTube Data API would answer to `videos.list`: the sample's videos, and Google's refusals.

Here a request's target and key become a status and a body. How they travel is the business of `youtube_api`.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

VIDEOS_PATH = "/youtube/v3/videos"
MAX_IDS = 50

_COLUMNS = ("video_id", "session_id", "title", "published_at", "duration", "views", "likes", "comments")
_PARTS = frozenset({"id", "snippet", "statistics", "contentDetails", "status", "liveStreamingDetails"})
_NO_KEY = "Method doesn't allow unregistered callers (callers without established identity)."
_NO_FILTER = "No filter selected. Expected one of: id, chart, myRating"
_DOMAINS = {
    "quotaExceeded": "youtube.quota",
    "keyInvalid": "usageLimits",
    "accessNotConfigured": "usageLimits",
}


@dataclass(frozen=True)
class SampleVideo:
    """A video as the API would tell it; `likes` None: hidden, `comments` None: off; private: left out.

    `published_at` and the live broadcast's times are RFC 3339 text, `duration` is ISO 8601 text.
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


@dataclass(frozen=True)
class Refusal:
    """How the server refuses: its status, the reason under `errors`, and perhaps one under `details`.

    `body` is sent instead of Google's JSON where given, and `headers` replace the usual ones or add to them.
    Only the first `calls` calls are refused; None refuses all.
    """

    status: int
    reason: str
    message: str = "The request was refused."
    detail: str | None = None
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    calls: int | None = None


@dataclass(frozen=True)
class Response:
    """A status, a body in bytes, and headers beyond the usual ones."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


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


def respond(
    videos: Mapping[str, SampleVideo], target: str, stated_key: str | None, key: str | None
) -> Response:
    """Answer one GET: `target` is path and query, `stated_key` the header's key, `key` the only valid one."""
    complaint = _complaint(target, stated_key or "".join(listed(target, "key")), key)
    return refuse(complaint) if complaint else _found(videos, listed(target, "id"), listed(target, "part"))


def refuse(refusal: Refusal) -> Response:
    """The refusal in Google's shape, or with its own body."""
    entry = {
        "message": refusal.message,
        "domain": _DOMAINS.get(refusal.reason, "global"),
        "reason": refusal.reason,
    }
    error: dict[str, Any] = {"code": refusal.status, "message": refusal.message, "errors": [entry]}
    if refusal.detail:
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": refusal.detail}
        error["details"] = [
            {**info, "domain": "googleapis.com", "metadata": {"service": "youtube.googleapis.com"}}
        ]
    body = json.dumps({"error": error}).encode() if refusal.body is None else refusal.body
    return Response(refusal.status, body, refusal.headers)


def listed(target: str, parameter: str) -> list[str]:
    """A query parameter's values, whether comma-joined or repeated."""
    values = parse_qs(urlsplit(target).query).get(parameter, [])
    return [value for joined in values for value in joined.split(",") if value]


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


def _complaint(target: str, stated_key: str, key: str | None) -> Refusal | None:
    if urlsplit(target).path != VIDEOS_PATH:
        return Refusal(404, "notFound", "Not Found")
    if not stated_key:
        return Refusal(403, "forbidden", _NO_KEY)
    if key is not None and stated_key != key:
        return Refusal(
            400, "keyInvalid", "API key not valid. Please pass a valid API key.", "API_KEY_INVALID"
        )
    return _complaint_about_parameters(listed(target, "part"), listed(target, "id"))


def _complaint_about_parameters(parts: list[str], video_ids: list[str]) -> Refusal | None:
    if not parts:
        return Refusal(400, "missingRequiredParameter", "Required parameter: part")
    if unknown := sorted(set(parts) - _PARTS):
        return Refusal(400, "unknownPart", f"'{unknown[0]}'")
    if not video_ids:
        return Refusal(400, "missingRequiredParameter", _NO_FILTER)
    if len(video_ids) > MAX_IDS:
        return Refusal(400, "invalidFilters", "The request specifies an invalid filter parameter.")
    return None


def _found(videos: Mapping[str, SampleVideo], video_ids: Iterable[str], parts: Iterable[str]) -> Response:
    asked = [videos[video_id] for video_id in dict.fromkeys(video_ids) if video_id in videos]
    items = [_item(video, set(parts)) for video in asked if video.privacy_status != "private"]
    page = {"totalResults": len(items), "resultsPerPage": len(items)}
    answer = {"kind": "youtube#videoListResponse", "etag": _etag(items), "items": items, "pageInfo": page}
    return Response(200, json.dumps(answer, ensure_ascii=False).encode())


def _item(video: SampleVideo, parts: set[str]) -> dict[str, Any]:
    content = {
        "snippet": {"publishedAt": video.published_at, "title": video.title, "liveBroadcastContent": "none"},
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


def _statistics(video: SampleVideo) -> dict[str, str]:
    favourites = 0
    names = {"viewCount": video.views, "likeCount": video.likes, "favoriteCount": favourites}
    counts = {**names, "commentCount": video.comments}
    return {name: str(count) for name, count in counts.items() if count is not None}


def _broadcast(video: SampleVideo) -> dict[str, str]:
    times = {"actualStartTime": video.live_started_at, "actualEndTime": video.live_ended_at}
    return {name: moment for name, moment in times.items() if moment is not None}


def _etag(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:27]
