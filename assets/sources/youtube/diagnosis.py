"""What a failed call to the YouTube Data API means: one reason of its table, and when to ask again.

Here stand the words and the quota's day that are YouTube's own. How refusals are read is
`google.diagnosis`'s business, and what a reason means to people that of `errors`.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from assets.sources.google import diagnosis
from assets.sources.youtube.errors import FAILURES, AudienceUnavailable, unavailable

_VOCABULARY = diagnosis.Vocabulary(
    reasons=FAILURES.keys(),
    synonyms=diagnosis.SYNONYMS,
    by_status={400: "badRequest", 401: "keyInvalid", 403: "forbidden", 429: "rateLimitExceeded"},
)
_QUOTA_ZONE = ZoneInfo("America/Los_Angeles")


def diagnose(error: BaseException) -> AudienceUnavailable:
    """Name what went wrong; the result quotes neither the address nor anything that the server sent."""
    found = diagnosis.diagnose(error, _VOCABULARY)
    if found.reason == "quotaExceeded" and found.answered_at:
        return unavailable(found.reason, _next_quota_day(found.answered_at))
    failure = unavailable(found.reason, found.retry_after)
    failure.wish = found.wish
    return failure


def _next_quota_day(moment: datetime) -> datetime:
    tomorrow = moment.astimezone(_QUOTA_ZONE).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, _QUOTA_ZONE)
