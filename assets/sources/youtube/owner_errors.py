"""Why the owner's history may be unavailable: the table `owner_failures.csv`, and the one error that carries it.

Here stands which reasons concern a single report. How a reason is recognised is `owner_diagnosis`'s business.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from assets.sources.google.failures import Failure, GoogleUnavailable, failure_of
from assets.sources.youtube.errors import read_failures

OWNER_FAILURES: Mapping[str, Failure] = read_failures(Path(__file__).with_name("owner_failures.csv"))

# What is wrong with one video or report says nothing about the next one; everything else ends the step.
OF_THE_VIDEO = "forbidden"
OF_ONE_REPORT = frozenset({OF_THE_VIDEO, "badRequest", "malformed_answer", "backendError"})
WITHDRAWN = "invalid_grant"
NOT_CONNECTED = "notConnected"


class OwnerUnavailable(GoogleUnavailable):
    """The owner's history could not be read; the text is one sentence, without address, token or secret.

    `reason` is a word of the table: Google's own (quotaExceeded, invalid_grant ...) or one of ours; `remedy` says
    what to do; `retry_after` is the instant from which asking again makes sense, where known.
    """

    what: ClassVar[str] = "The channel owner's history on YouTube"
    failures: ClassVar[Mapping[str, Failure]] = OWNER_FAILURES


def owner_unavailable(reason: str, retry_after: datetime | None = None) -> OwnerUnavailable:
    """The error for a reason, with the remedy that the table gives."""
    return OwnerUnavailable(reason, failure_of(OWNER_FAILURES, reason).remedy, retry_after)
