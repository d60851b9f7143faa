"""Patience: how a call that failed for a passing reason is made again, later and not for ever.

Which reasons pass stands in each source's table; what is called is the source's business.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from assets.sources.google.failures import GoogleUnavailable

Sleep = Callable[[float], None]
Answer = TypeVar("Answer")


def _no_jitter() -> float:
    return 0.0


@dataclass(frozen=True)
class Patience:
    """How to wait: `sleep` takes seconds, no wait is longer than `longest`, and `jitter` (0 to 1) lengthens each.

    Several machines that were refused at once would otherwise all come back at once.
    """

    sleep: Sleep
    longest: float
    jitter: Callable[[], float] = _no_jitter

    def seconds(self, failure: GoogleUnavailable, attempt: int) -> float:
        """The wait after this attempt (from 0): our own, or the server's wish where that is longer."""
        own = failure.waits[attempt] * (1 + self.jitter())
        return min(self.longest, max(own, failure.wish or 0.0))


def patiently(call: Callable[[], Answer], patience: Patience) -> Answer:
    """The call's result, asked again as often as its failures allow; raises the last GoogleUnavailable."""
    attempt = 0
    while True:
        try:
            return call()
        except GoogleUnavailable as failure:
            if attempt >= len(failure.waits):
                raise
            seconds = patience.seconds(failure, attempt)
        patience.sleep(seconds)
        attempt += 1
