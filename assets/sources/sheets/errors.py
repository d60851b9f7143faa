"""Why a Google sheet may be unavailable: a table of reasons, and the one error that carries them.

Here stands what each reason means, whether waiting helps, and what to do. How a reason is recognised is
`diagnosis`'s business.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from assets.sources.google.failures import REPORT, SOON, Failure, GoogleUnavailable, failure_of

# The quota is counted by the minute: together these waits are longer than one, so a longer wish is cut.
_MINUTE = (5.0, 15.0, 45.0)
_NEW_KEY = (
    "make a new key (JSON) for a service account in the Google Cloud console (IAM & Admin, Service Accounts)"
)
_KEY_FILE = "set it to the path of a service account's key (a JSON file) that this user may read"

FAILURES: dict[str, Failure] = {
    "credentialsMissing": Failure(
        "there is nothing to identify with",
        "set ALCANCE_GOOGLE_CREDENTIALS to the path of a service account's key (a JSON file),"
        " or ALCANCE_GOOGLE_API_KEY for a sheet that anybody with the link may read",
    ),
    "credentialsUnreadable": Failure(
        "the file that ALCANCE_GOOGLE_CREDENTIALS names cannot be opened", _KEY_FILE
    ),
    "credentialsInvalid": Failure(
        "the file that ALCANCE_GOOGLE_CREDENTIALS names is no service account's key, or is damaged", _NEW_KEY
    ),
    "credentialsRefused": Failure(
        "Google does not accept the service account's key",
        f"check this machine's clock and that the account still exists, and if both are right {_NEW_KEY}",
    ),
    "keyInvalid": Failure(
        "the API key is not valid",
        "copy ALCANCE_GOOGLE_API_KEY again from the Google Cloud console (APIs & Services, Credentials)",
    ),
    "keyRestricted": Failure(
        "the API key's restrictions exclude this request",
        "let them (Google Cloud console) admit the Google Sheets API and this machine",
    ),
    "accessNotConfigured": Failure(
        "the Google Sheets API is not enabled for the credentials' project",
        "enable Google Sheets API in the Google Cloud console and wait some minutes",
    ),
    "projectRefused": Failure(
        "Google refuses the project that the credentials belong to",
        "see in the Google Cloud console whether the project is suspended or deleted",
    ),
    "unauthenticated": Failure(
        "Google does not accept these credentials for the sheet",
        "run again, and if it happens again renew them",
    ),
    "forbidden": Failure("these credentials may not read the sheet", "share the sheet with them as a viewer"),
    "spreadsheetIdInvalid": Failure(
        "what is given as the sheet's id cannot be one",
        "copy the part between /d/ and the next / in the sheet's address, and nothing else",
    ),
    "notFound": Failure(
        "there is no sheet with the id that is given, or it was deleted",
        "copy its id again from the sheet's address: the part between /d/ and the next /",
    ),
    "notAGoogleSheet": Failure(
        "the document is not a Google sheet but a file of another kind, such as an Excel workbook",
        "open it, choose File, Save as Google Sheets, and give the new sheet's id",
    ),
    "sheetNotFound": Failure(
        "the document has no sheet of that name", "name one that it has, or none for its first"
    ),
    "emptySheet": Failure(
        "the sheet holds nothing, not even a header",
        "check that the form writes its answers to this sheet and not to another one",
    ),
    "timeZoneUnknown": Failure(
        "the time zone of the sheet is not known here, so its stamps would have no meaning",
        "choose a city's time zone in the sheet (File, Settings)",
    ),
    "changedMeanwhile": Failure(
        "the sheet was renamed, sorted or shortened while it was being read",
        "run again when nobody is rearranging it",
    ),
    "quotaExceeded": Failure(
        "the project's quota for today is used up", "run again tomorrow", action="wait_until"
    ),
    "rateLimitExceeded": Failure(
        "the credentials' project asks more often than its quota for a minute allows",
        "run again in some minutes, and not from several places at once",
        action="retry",
        waits=_MINUTE,
        is_wish_cut=True,
    ),
    "badRequest": Failure("the API does not understand the request", REPORT),
    "backendError": Failure(
        "Google has a failure of its own",
        "run again later; nothing is to be changed here",
        action="retry",
        waits=SOON,
    ),
    "unreachable": Failure(
        "Google could not be reached, or broke off in mid-answer",
        "check the network, the proxy and the configured endpoint, and run again",
        action="retry",
        waits=SOON,
    ),
    "malformed_answer": Failure(
        "what answered is not Google, or its answer is damaged",
        "check the configured endpoint and that no proxy or login page stands in between, and run again",
    ),
}


class SheetUnavailable(GoogleUnavailable):
    """A Google sheet could not be read; the text is one sentence, without keys, addresses, ids and cells.

    `reason` is the API's own word (notFound ...) or one of ours (sheetNotFound, `unreachable` ...); `remedy`
    says what to do; `retry_after` is the instant from which asking again makes sense, where the answer tells.
    """

    what: ClassVar[str] = "The Google sheet"
    failures: ClassVar[Mapping[str, Failure]] = FAILURES


def unavailable(
    reason: str, remedy: str | None = None, retry_after: datetime | None = None
) -> SheetUnavailable:
    """The error for a reason, with the remedy that the table gives where there is no better one."""
    return SheetUnavailable(reason, remedy or failure_of(FAILURES, reason).remedy, retry_after)
