"""Why YouTube's counters may be unavailable: a table of reasons, and the one error that carries them.

Here stands what each reason means, whether waiting helps, and what to do. How a reason is recognised is
`diagnosis`'s business.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from assets.sources.google.failures import REPORT, SOON, Failure, GoogleUnavailable, failure_of

_SLOWER = "run again in some minutes, and not from several places at once"

FAILURES: dict[str, Failure] = {
    "quotaExceeded": Failure(
        "the key's quota for today is used up",
        "run again after midnight Pacific time, when the quota returns",
    ),
    "rateLimitExceeded": Failure("the key asks too often", _SLOWER, waits=SOON),
    "userRateLimitExceeded": Failure("this user asks too often", _SLOWER, waits=SOON),
    "backendError": Failure(
        "YouTube has a failure of its own", "run again later; nothing is to be changed here", waits=SOON
    ),
    "unreachable": Failure(
        "the API could not be reached, or broke off in mid-answer",
        "check the network, the proxy and the configured endpoint, and run again",
        waits=SOON,
    ),
    "keyMissing": Failure(
        "no API key is set",
        "set ALCANCE_YOUTUBE_API_KEY to a key of the YouTube Data API v3 and run again",
    ),
    "keyInvalid": Failure(
        "the API key is missing or not valid",
        "copy the key again from the Google Cloud console (APIs & Services, Credentials)",
    ),
    "accessNotConfigured": Failure(
        "the YouTube Data API is not enabled for the key's project",
        "enable YouTube Data API v3 in the Google Cloud console and wait some minutes",
    ),
    "forbidden": Failure(
        "the request is not allowed with this key",
        "let the key's restrictions (Google Cloud console) admit YouTube Data API v3 and this machine",
    ),
    "videoNotFound": Failure("a video does not exist", "check the `video_id`s in cycle.toml"),
    "invalidFilters": Failure("the request selects videos in a way the API refuses", REPORT),
    "missingRequiredParameter": Failure("the request lacks a parameter", REPORT),
    "badRequest": Failure("the API does not understand the request", "check the `video_id`s in cycle.toml"),
    "malformed_answer": Failure(
        "what answered is not the YouTube API, or its answer is damaged",
        "check the configured endpoint and that no proxy or login page stands in between, and run again",
    ),
}


class AudienceUnavailable(GoogleUnavailable):
    """YouTube's public counters could not be read; the text is one sentence, without address and key.

    `reason` is the API's own word (quotaExceeded ...), `unreachable` or `malformed_answer`; `remedy` says
    what to do; `retry_after` is the instant from which asking again makes sense, where the answer tells.
    """

    what: ClassVar[str] = "YouTube's public counters"
    failures: ClassVar[Mapping[str, Failure]] = FAILURES


def unavailable(reason: str, retry_after: datetime | None = None) -> AudienceUnavailable:
    """The error for a reason, with the remedy that the table gives."""
    return AudienceUnavailable(reason, failure_of(FAILURES, reason).remedy, retry_after)
