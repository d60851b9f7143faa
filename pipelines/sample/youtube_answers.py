"""What the YouTube Data API would answer to a request: a status and a body, or one of Google's refusals.

Here a request's target and key are judged. What is told of a video stands in `youtube_videos`, and how answers
travel is the business of `youtube_api`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pipelines.sample.youtube_videos import SampleVideo, stats_answer, videos_answer

VIDEOS_PATH = "/youtube/v3/videos"
STATS_PATH = "/youtube/v3/videos:batchGetStats"
MAX_IDS = 50

_PARTS = {
    VIDEOS_PATH: frozenset(
        {"id", "snippet", "statistics", "contentDetails", "status", "liveStreamingDetails"}
    ),
    STATS_PATH: frozenset({"id", "snippet", "statistics", "contentDetails"}),
}
_NO_KEY = "Method doesn't allow unregistered callers (callers without established identity)."
_NO_FILTER = "No filter selected. Expected one of: id, chart, myRating"
_DOMAINS = {
    "quotaExceeded": "youtube.quota",
    "keyInvalid": "usageLimits",
    "accessNotConfigured": "usageLimits",
}


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
class Fault:
    """How a true answer is spoilt on its way.

    `keep` is how many bytes of its JSON are left, under their own length, and `cut_at` how many arrive of what was
    announced; `pause_seconds` pass before the body and in its middle; with `reset` nothing arrives at all.
    """

    keep: int | None = None
    cut_at: int | None = None
    pause_seconds: float = 0
    reset: bool = False

    def spoil(self, response: "Response") -> "Response":
        """The answer as it arrives."""
        return replace(
            response,
            body=response.body[: self.keep],
            cut_at=self.cut_at,
            pause_seconds=self.pause_seconds,
            reset=self.reset,
        )


@dataclass(frozen=True)
class Response:
    """A status, a body in bytes, headers beyond the usual ones, and how badly all that travels.

    `cut_at` is how many bytes of the body arrive, whatever its stated length; `pause_seconds` pass before the
    body and again in its middle; with `reset` the connection is torn off without an answer.
    """

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    cut_at: int | None = None
    pause_seconds: float = 0
    reset: bool = False


def respond(
    videos: Mapping[str, SampleVideo], target: str, stated_key: str | None, key: str | None
) -> Response:
    """Answer one GET: `target` is path and query, `stated_key` the header's key, `key` the only valid one."""
    complaint = _complaint(target, stated_key or "".join(listed(target, "key")), key)
    if complaint:
        return refuse(complaint)
    asked = [videos[each] for each in dict.fromkeys(listed(target, "id")) if each in videos]
    public = [video for video in asked if video.privacy_status != "private"]
    answer = stats_answer if urlsplit(target).path == STATS_PATH else videos_answer
    return Response(200, json.dumps(answer(public, set(listed(target, "part"))), ensure_ascii=False).encode())


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


def _complaint(target: str, stated_key: str, key: str | None) -> Refusal | None:
    known_parts = _PARTS.get(urlsplit(target).path)
    if known_parts is None:
        return Refusal(404, "notFound", "Not Found")
    if not stated_key:
        return Refusal(403, "forbidden", _NO_KEY)
    if key is not None and stated_key != key:
        return Refusal(
            400, "keyInvalid", "API key not valid. Please pass a valid API key.", "API_KEY_INVALID"
        )
    return _complaint_about_parameters(listed(target, "part"), known_parts, listed(target, "id"))


def _complaint_about_parameters(
    parts: list[str], known_parts: frozenset[str], video_ids: list[str]
) -> Refusal | None:
    if not parts:
        return Refusal(400, "missingRequiredParameter", "Required parameter: part")
    if unknown := sorted(set(parts) - known_parts):
        return Refusal(400, "unknownPart", f"'{unknown[0]}'")
    if not video_ids:
        return Refusal(400, "missingRequiredParameter", _NO_FILTER)
    if len(video_ids) > MAX_IDS:
        return Refusal(400, "invalidFilters", "The request specifies an invalid filter parameter.")
    return None
