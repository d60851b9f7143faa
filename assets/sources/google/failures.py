"""Why a source at Google may be unavailable: what a reason means, whether waiting helps, and what to do.

Each source has a table of its own reasons. How a reason is recognised is `diagnosis`'s business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

# How long to wait before asking again what will soon pass: in seconds, one number per further attempt.
SOON = (1.0, 2.0, 4.0)

REPORT = "run again, and if it happens again report it together with the reason"


@dataclass(frozen=True)
class Failure:
    """Meaning and remedy as halves of a sentence; `waits` in seconds where asking again soon may help."""

    meaning: str
    remedy: str
    waits: tuple[float, ...] = ()


_UNKNOWN = Failure("the API failed for a reason of its own", REPORT)


class GoogleUnavailable(Exception):  # noqa: N818  # a state of the source, as the rest of the code names it
    """A source at Google could not be read; the text is one sentence, without address and key.

    `reason` is the API's own word or one of ours (`unreachable`, `malformed_answer` ...); `remedy` says what to
    do; `retry_after` is the instant from which asking again makes sense, where the answer tells. `wish` is the
    number of seconds for which the server asked to be left alone, None where it did not.
    """

    what: ClassVar[str]
    failures: ClassVar[Mapping[str, Failure]]

    def __init__(self, reason: str, remedy: str, retry_after: datetime | None = None) -> None:
        super().__init__(reason, remedy, retry_after)
        self.reason = reason
        self.remedy = remedy
        self.retry_after = retry_after
        self.wish: float | None = None

    def __str__(self) -> str:
        return f"{self.what} could not be read ({self.reason}): {self._failure.meaning}; {self.remedy}."

    @property
    def waits(self) -> tuple[float, ...]:
        """The seconds to wait before each further attempt; none where asking again soon does not help."""
        return self._failure.waits

    @property
    def is_passing(self) -> bool:
        """Whether asking again within seconds may help."""
        return bool(self.waits)

    @property
    def _failure(self) -> Failure:
        return failure_of(self.failures, self.reason)


def failure_of(failures: Mapping[str, Failure], reason: str) -> Failure:
    """What the table says of a reason, or that nobody foresaw it."""
    return failures.get(reason, _UNKNOWN)
