"""Why YouTube's counters may be unavailable: a table of reasons, and the one error that carries them.

Here stands what each reason means, whether waiting helps, and what to do. How a reason is recognised is
`diagnosis`'s business.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Failure:
    """Meaning and remedy as halves of a sentence; `is_passing` where asking again soon may help."""

    meaning: str
    remedy: str
    is_passing: bool = False


_SLOWER = "run again in some minutes, and not from several places at once"
_REPORT = "run again, and if it happens again report it together with the reason"

FAILURES: dict[str, Failure] = {
    "quotaExceeded": Failure(
        "the key's quota for today is used up",
        "run again after midnight Pacific time, when the quota returns",
    ),
    "rateLimitExceeded": Failure("the key asks too often", _SLOWER, is_passing=True),
    "userRateLimitExceeded": Failure("this user asks too often", _SLOWER, is_passing=True),
    "backendError": Failure(
        "YouTube has a failure of its own", "run again later; nothing is to be changed here", is_passing=True
    ),
    "unreachable": Failure(
        "the API could not be reached, or broke off in mid-answer",
        "check the network, the proxy and the configured endpoint, and run again",
        is_passing=True,
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
    "invalidFilters": Failure("the request selects videos in a way the API refuses", _REPORT),
    "missingRequiredParameter": Failure("the request lacks a parameter", _REPORT),
    "badRequest": Failure("the API does not understand the request", "check the `video_id`s in cycle.toml"),
    "malformed_answer": Failure(
        "what answered is not the YouTube API, or its answer is damaged",
        "check the configured endpoint and that no proxy or login page stands in between, and run again",
    ),
}

_UNKNOWN = Failure("the API failed for a reason of its own", _REPORT)


class AudienceUnavailable(Exception):  # noqa: N818  # the state of the ledger, as the rest of the code names it
    """YouTube's public counters could not be read; the text is one sentence, without address and key.

    `reason` is the API's own word (quotaExceeded ...), `unreachable` or `malformed_answer`; `remedy` says
    what to do; `retry_after` is the instant from which asking again makes sense, where the answer tells.
    """

    def __init__(self, reason: str, remedy: str, retry_after: datetime | None = None) -> None:
        super().__init__(reason, remedy, retry_after)
        self.reason = reason
        self.remedy = remedy
        self.retry_after = retry_after

    def __str__(self) -> str:
        meaning = FAILURES.get(self.reason, _UNKNOWN).meaning
        return f"YouTube's public counters could not be read ({self.reason}): {meaning}; {self.remedy}."

    @property
    def is_passing(self) -> bool:
        """Whether asking again within seconds may help."""
        return FAILURES.get(self.reason, _UNKNOWN).is_passing


def unavailable(reason: str, retry_after: datetime | None = None) -> AudienceUnavailable:
    """The error for a reason, with the remedy that the table gives."""
    return AudienceUnavailable(reason, FAILURES.get(reason, _UNKNOWN).remedy, retry_after)
