"""What a failed call to the API means: from the library's exceptions to one reason of the table.

Here bodies and headers of refusals are read. What a reason means to people stands in `errors`; nothing is
asked here.
"""

import http.client
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

import httplib2
from googleapiclient.errors import HttpError
from pydantic import BaseModel, ValidationError

from assets.sources.youtube.errors import FAILURES, AudienceUnavailable, unavailable

# The last three are how the library stumbles over a refusal whose JSON has another shape than Google's.
LIBRARY_FAILURES = (
    HttpError,
    httplib2.HttpLib2Error,
    http.client.HTTPException,
    OSError,
    UnicodeDecodeError,
    AttributeError,
    LookupError,
    TypeError,
)

_CONNECTION_FAILURES = (OSError, httplib2.HttpLib2Error, http.client.IncompleteRead)

# Google says one thing in two vocabularies, and has renamed some words.
_SYNONYMS = {
    "API_KEY_INVALID": "keyInvalid",
    "keyExpired": "keyInvalid",
    "SERVICE_DISABLED": "accessNotConfigured",
    "RATE_LIMIT_EXCEEDED": "rateLimitExceeded",
    "dailyLimitExceeded": "quotaExceeded",
    "internalError": "backendError",
}

_QUOTA_ZONE = ZoneInfo("America/Los_Angeles")


class _Entry(BaseModel):
    reason: str = ""
    metadata: dict[str, Any] = {}


class _Error(BaseModel):
    details: list[_Entry] = []
    errors: list[_Entry] = []


class _Refusal(BaseModel):
    error: _Error


def diagnose(error: BaseException) -> AudienceUnavailable:
    """Name what went wrong; the result quotes neither the address nor anything that the server sent."""
    if isinstance(error, HttpError):
        reason = _refusal_reason(int(error.resp.status), error.content)
        return unavailable(reason, _retry_after(reason, error.resp))
    is_damaged = isinstance(error, httplib2.FailedToDecompressContent)
    is_connection = isinstance(error, _CONNECTION_FAILURES) and not is_damaged
    return unavailable("unreachable" if is_connection else "malformed_answer")


def _refusal_reason(status: int, body: bytes) -> str:
    """The first stated reason that the table knows; else what the status alone says."""
    known = (reason for reason in _stated_reasons(body) if reason in FAILURES)
    return next(known, _status_reason(status))


def _stated_reasons(body: bytes) -> Iterator[str]:
    # `details` come first: beside them `errors` often says no more than "badRequest" or "forbidden".
    try:
        error = _Refusal.model_validate_json(body).error
    except ValidationError:
        return
    for entry in (*error.details, *error.errors):
        is_day_spent = "PerDay" in str(entry.metadata.get("quota_limit", ""))
        yield "quotaExceeded" if is_day_spent else _SYNONYMS.get(entry.reason, entry.reason)


def _status_reason(status: int) -> str:
    if status >= http.client.INTERNAL_SERVER_ERROR:
        return "backendError"
    by_status = {400: "badRequest", 401: "keyInvalid", 403: "forbidden", 429: "rateLimitExceeded"}
    return by_status.get(status, "malformed_answer")


def _retry_after(reason: str, headers: Mapping[str, str]) -> datetime | None:
    """By the server's own clock, so that a wrong one here does not matter; None where it tells none."""
    answered_at = _instant(headers.get("date", ""))
    if answered_at and reason == "quotaExceeded":
        return _next_quota_day(answered_at)
    wish = headers.get("retry-after", "")
    if answered_at and wish.isascii() and wish.isdigit() and len(wish) <= len("604800"):
        return answered_at + timedelta(seconds=int(wish))
    return _instant(wish)


def _next_quota_day(moment: datetime) -> datetime:
    tomorrow = moment.astimezone(_QUOTA_ZONE).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, _QUOTA_ZONE)


def _instant(http_date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(http_date)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
