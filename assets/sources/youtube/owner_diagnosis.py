"""What a failed call to the YouTube Analytics API or to Google's token endpoint means: one reason of the table.

Here stand the words that the two have for it. How refusals are read is `google.diagnosis`'s business, and what a
reason means to people that of `owner_errors`.
"""

from assets.sources.google.diagnosis import SYNONYMS, Diagnosis, Vocabulary, diagnose
from assets.sources.youtube.owner_errors import OWNER_FAILURES, OwnerUnavailable, owner_unavailable

_OF_THE_API = {
    "RESOURCE_EXHAUSTED": "rateLimitExceeded",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "insufficientPermissions",
    "authError": "unauthorized",
    "UNAUTHENTICATED": "unauthorized",
    "INVALID_ARGUMENT": "badRequest",
    "invalid": "badRequest",
    "PERMISSION_DENIED": "forbidden",
    "INTERNAL": "backendError",
    "UNAVAILABLE": "backendError",
    "DEADLINE_EXCEEDED": "backendError",
}
# What the token endpoint's words mean; those of revocations call what no longer stands an `invalid_token`.
OF_TOKENS = {
    "invalid_token": "invalid_grant",
    "invalid_client": "clientRefused",
    "unauthorized_client": "clientRefused",
    "deleted_client": "clientRefused",
    "disabled_client": "clientRefused",
    "invalid_scope": "insufficientPermissions",
    "temporarily_unavailable": "backendError",
    "server_error": "backendError",
    "internal_failure": "backendError",
}
_API = Vocabulary(
    OWNER_FAILURES.keys(),
    SYNONYMS | _OF_THE_API,
    {400: "badRequest", 401: "unauthorized", 403: "forbidden", 429: "rateLimitExceeded"},
)
_TOKENS = Vocabulary(OWNER_FAILURES.keys(), OF_TOKENS, {401: "clientRefused", 429: "rateLimitExceeded"})


def api_failure(error: BaseException) -> OwnerUnavailable:
    """What a failed call to the API means; quotes neither the address nor anything that the server sent."""
    return _failure(diagnose(error, _API))


def token_failure(error: BaseException) -> OwnerUnavailable:
    """What a failed call to the token endpoint means; only `invalid_grant` is a withdrawal."""
    return _failure(diagnose(error, _TOKENS))


def _failure(found: Diagnosis) -> OwnerUnavailable:
    failure = owner_unavailable(found.reason, found.retry_after)
    failure.wish = found.wish
    return failure
