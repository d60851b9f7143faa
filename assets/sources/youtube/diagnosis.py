"""What a failed call to the YouTube Data API means: one reason of its table, and when to ask again.

Here stand the words that are YouTube's own. How refusals are read is `google.diagnosis`'s business, and what a
reason means to people that of `errors`.
"""

from assets.sources.google import diagnosis
from assets.sources.youtube.errors import FAILURES, AudienceUnavailable, unavailable
from assets.sources.youtube.pacific import pacific_midnight_after

# What only this side can know; a server that says such a word says nothing.
_OURS = {"budgetSpent", "interrupted", "keyMissing", "unreachable", "malformed_answer"}
_VOCABULARY = diagnosis.Vocabulary(
    reasons=FAILURES.keys() - _OURS,
    synonyms=diagnosis.SYNONYMS,
    by_status={400: "badRequest", 401: "keyInvalid", 403: "forbidden", 429: "rateLimitExceeded"},
)


def diagnose(error: BaseException) -> AudienceUnavailable:
    """Name what went wrong; the result quotes neither the address nor anything that the server sent."""
    found = diagnosis.diagnose(error, _VOCABULARY)
    if found.reason == "quotaExceeded" and found.answered_at:
        return unavailable(found.reason, pacific_midnight_after(found.answered_at))
    failure = unavailable(found.reason, found.retry_after)
    failure.wish = found.wish
    return failure
