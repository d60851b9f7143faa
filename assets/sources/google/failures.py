"""Why a source at Google may be unavailable: what a reason means, whether waiting helps, and what to do.

Each source has a table of its own reasons. How a reason is recognised is `diagnosis`'s business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

# How long to wait before asking again what will soon pass: in seconds, one number per further attempt.
SOON = (1.0, 2.0, 4.0)

REPORT = "run again, and if it happens again report it together with the reason"

# `retry`: ask again within seconds; `wait_until`: ask nothing before an instant that is known; `stop`: asking again
# changes nothing until somebody has done what the remedy says.
Action = Literal["retry", "wait_until", "stop"]


@dataclass(frozen=True)
class Failure:
    """Meaning and remedy as halves of a sentence, and what is done about it; `waits` in seconds where it is `retry`.

    `is_wish_cut` where the source is known to recover sooner than its server may ask for: a longer wish of the
    server's is then cut to our longest wait, instead of ending the attempts.
    """

    meaning: str
    remedy: str
    action: Action = "stop"
    waits: tuple[float, ...] = ()
    is_wish_cut: bool = False

    def __post_init__(self) -> None:
        if (self.action == "retry") != bool(self.waits):
            raise ValueError(f"a failure has waits where its action is retry, and only there: {self.meaning}")


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
    def action(self) -> Action:
        """What is done about it: `retry`, `wait_until` or `stop`."""
        return self._failure.action

    @property
    def waits(self) -> tuple[float, ...]:
        """The seconds to wait before each further attempt; none where asking again soon does not help."""
        return self._failure.waits

    @property
    def is_wish_cut(self) -> bool:
        """Whether a wish of the server's beyond our longest wait is cut to it."""
        return self._failure.is_wish_cut

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
