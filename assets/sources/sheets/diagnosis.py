"""What a failed call to the Sheets API or to Google's token endpoint means: one reason of the table.

Here stand the words that the two have for it. How refusals are read is `google.diagnosis`'s business, and what a
reason means to people that of `errors`.
"""

from assets.sources.google.diagnosis import SYNONYMS, Diagnosis, Vocabulary, diagnose
from assets.sources.sheets.errors import FAILURES, SheetUnavailable, unavailable

_OF_THE_API = {
    "userRateLimitExceeded": "rateLimitExceeded",
    "RESOURCE_EXHAUSTED": "rateLimitExceeded",
    "API_KEY_SERVICE_BLOCKED": "keyRestricted",
    "API_KEY_IP_ADDRESS_BLOCKED": "keyRestricted",
    "API_KEY_HTTP_REFERRER_BLOCKED": "keyRestricted",
    "API_KEY_ANDROID_APP_BLOCKED": "keyRestricted",
    "API_KEY_IOS_APP_BLOCKED": "keyRestricted",
    "CONSUMER_INVALID": "projectRefused",
    "CONSUMER_SUSPENDED": "projectRefused",
    "failedPrecondition": "notAGoogleSheet",
    "FAILED_PRECONDITION": "notAGoogleSheet",
    "PERMISSION_DENIED": "forbidden",
    "NOT_FOUND": "notFound",
    "INVALID_ARGUMENT": "badRequest",
    "authError": "unauthenticated",
    "UNAUTHENTICATED": "unauthenticated",
    "INTERNAL": "backendError",
    "UNAVAILABLE": "backendError",
    "DEADLINE_EXCEEDED": "backendError",
}
_OF_TOKENS = {
    "invalid_grant": "credentialsRefused",
    "invalid_client": "credentialsRefused",
    "unauthorized_client": "credentialsRefused",
    "access_denied": "credentialsRefused",
    "temporarily_unavailable": "backendError",
    "server_error": "backendError",
    "internal_failure": "backendError",
}

_API = Vocabulary(
    FAILURES.keys(),
    SYNONYMS | _OF_THE_API,
    {400: "badRequest", 401: "unauthenticated", 403: "forbidden", 429: "rateLimitExceeded"},
)
_TOKENS = Vocabulary(FAILURES.keys(), _OF_TOKENS, {401: "credentialsRefused", 429: "rateLimitExceeded"})


def api_failure(error: BaseException, *, forbidden_remedy: str) -> SheetUnavailable:
    """What a failed call to the API means; what to do where it is forbidden depends on who asks."""
    found = diagnose(error, _API)
    return _failure(found, forbidden_remedy if found.reason == "forbidden" else None)


def token_failure(error: BaseException) -> SheetUnavailable:
    """What a failed request for a token means."""
    return _failure(diagnose(error, _TOKENS), None)


def _failure(found: Diagnosis, remedy: str | None) -> SheetUnavailable:
    failure = unavailable(found.reason, remedy, found.retry_after)
    failure.wish = found.wish
    return failure
