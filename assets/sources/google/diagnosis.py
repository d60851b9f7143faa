"""What a failed call to one of Google's APIs means: from the library's exceptions to one reason of a table.

Here bodies and headers of refusals are read, and nothing of them is quoted. What a reason means to people stands
in each source's table; nothing is asked here.
"""

import http.client
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httplib2
from googleapiclient.errors import HttpError
from pydantic import BaseModel, ValidationError

# The last five are how the library stumbles over answers whose JSON, or its shape, is not Google's.
LIBRARY_FAILURES = (
    HttpError,
    httplib2.HttpLib2Error,
    http.client.HTTPException,
    OSError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
)

_CONNECTION_FAILURES = (OSError, httplib2.HttpLib2Error, http.client.IncompleteRead)

# Google says one thing in two vocabularies, and has renamed some words.
SYNONYMS = {
    "API_KEY_INVALID": "keyInvalid",
    "keyExpired": "keyInvalid",
    "SERVICE_DISABLED": "accessNotConfigured",
    "RATE_LIMIT_EXCEEDED": "rateLimitExceeded",
    "dailyLimitExceeded": "quotaExceeded",
    "internalError": "backendError",
}


@dataclass(frozen=True)
class Vocabulary:
    """The reasons that a source's table knows, other words for them, and what an HTTP status alone says."""

    reasons: Collection[str]
    synonyms: Mapping[str, str]
    by_status: Mapping[int, str]


@dataclass(frozen=True)
class Diagnosis:
    """A reason of the table; by the server's own clock, when it answered and when it wants to be asked again.

    `wish` is for how many seconds it wants to be left alone; None where it says nothing of that.
    """

    reason: str
    answered_at: datetime | None = None
    retry_after: datetime | None = None
    wish: float | None = None


class _Entry(BaseModel):
    reason: str = ""
    metadata: dict[str, Any] = {}


class _Error(BaseModel):
    details: list[_Entry] = []
    errors: list[_Entry] = []
    status: str = ""


class _Refusal(BaseModel):
    # The token endpoint states its reason as a bare word, the APIs inside an object.
    error: _Error | str


def diagnose(error: BaseException, vocabulary: Vocabulary) -> Diagnosis:
    """Name what went wrong; the result quotes neither the address nor anything that the server sent."""
    if isinstance(error, HttpError):
        reason = _refusal_reason(int(error.resp.status), error.content, vocabulary)
        answered_at = _instant(error.resp.get("date", ""))
        return Diagnosis(reason, answered_at, *_wish(error.resp.get("retry-after", ""), answered_at))
    is_damaged = isinstance(error, httplib2.FailedToDecompressContent)
    is_connection = isinstance(error, _CONNECTION_FAILURES) and not is_damaged
    return Diagnosis("unreachable" if is_connection else "malformed_answer")


def _refusal_reason(status: int, body: bytes, vocabulary: Vocabulary) -> str:
    """The first stated reason that the table knows; else what the status alone says."""
    words = (vocabulary.synonyms.get(word, word) for word in _stated_reasons(body))
    known = (word for word in words if word in vocabulary.reasons)
    return next(known, _status_reason(status, vocabulary))


def _stated_reasons(body: bytes) -> Iterator[str]:
    # `details` come first: beside them `errors` often says no more than "badRequest" or "forbidden".
    try:
        error = _Refusal.model_validate_json(body).error
    except ValidationError:
        return
    if isinstance(error, str):
        yield error
        return
    for entry in (*error.details, *error.errors):
        is_day_spent = "PerDay" in str(entry.metadata.get("quota_limit", ""))
        yield "quotaExceeded" if is_day_spent else entry.reason
    yield error.status


def _status_reason(status: int, vocabulary: Vocabulary) -> str:
    if status >= http.client.INTERNAL_SERVER_ERROR:
        return "backendError"
    return vocabulary.by_status.get(status, "malformed_answer")


def _wish(stated: str, answered_at: datetime | None) -> tuple[datetime | None, float | None]:
    """Until when and for how many seconds, by the server's own clock, so that a wrong one here does not matter."""
    if stated.isascii() and stated.isdigit() and len(stated) <= len("604800"):
        seconds = int(stated)
        return (answered_at + timedelta(seconds=seconds) if answered_at else None), float(seconds)
    until = _instant(stated)
    if until is None or answered_at is None:
        return until, None
    return until, max(0.0, (until - answered_at).total_seconds())


def _instant(http_date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(http_date)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
