"""Patience: how a call that failed for a passing reason is made again, later and not for ever.

Which reasons pass, and how long to wait for each, stands in each source's table; what is called is the source's
business.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import RetryCallState, Retrying

from assets.sources.google.failures import GoogleUnavailable

Sleep = Callable[[float], None]
Jitter = Callable[[], float]
Answer = TypeVar("Answer")


def no_jitter() -> float:
    """Waits as they stand, for who asks alone."""
    return 0.0


@dataclass(frozen=True)
class Patience:
    """How to wait: `sleep` takes seconds, no wait is longer than `longest`, and `jitter` (0 to 1) lengthens each.

    Several machines that were refused at once would otherwise all come back at once.
    """

    sleep: Sleep
    longest: float
    jitter: Jitter = no_jitter

    def seconds(self, failure: GoogleUnavailable, attempt: int) -> float:
        """The wait after this attempt (from 0): our own, or the server's wish where that is longer; none at the end."""
        # The wait is worked out before it is known whether there will be a further attempt.
        if self.is_at_its_end(failure, attempt):
            return 0.0
        own = failure.waits[attempt] * (1 + self.jitter())
        return min(self.longest, max(own, failure.wish or 0.0))

    def is_at_its_end(self, failure: GoogleUnavailable, attempt: int) -> bool:
        """Whether no further attempt is worth it after this one (from 0).

        So it is where the table foresees none, and where the server wants to be left alone for longer than we
        wait: then the failure's `retry_after` or `wish` tells the caller when to come back.
        """
        is_too_long = (failure.wish or 0.0) > self.longest and not failure.is_wish_cut
        return attempt >= len(failure.waits) or is_too_long


def patiently(call: Callable[[], Answer], patience: Patience) -> Answer:
    """The call's result, asked again as often as its failures allow; raises the last GoogleUnavailable."""
    retrying = Retrying(
        sleep=patience.sleep,
        retry=lambda state: _failure(state) is not None,
        stop=lambda state: patience.is_at_its_end(_certain(state), state.attempt_number - 1),
        wait=lambda state: patience.seconds(_certain(state), state.attempt_number - 1),
        reraise=True,
    )
    return retrying(call)


def _failure(state: RetryCallState) -> GoogleUnavailable | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, GoogleUnavailable) else None


def _certain(state: RetryCallState) -> GoogleUnavailable:
    failure = _failure(state)
    if failure is None:
        raise RuntimeError("only a failed attempt is weighed")
    return failure
