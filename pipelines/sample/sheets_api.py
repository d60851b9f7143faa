"""A small server on the loopback address that behaves as the Google Sheets API v4 and its token endpoint do.

Here calls are metered and callers told apart. What is answered stands in `sheets_answers`, who gets a token in
`sheets_accounts`; nothing leaves this machine.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from pipelines.sample.loopback import Call, Response, loopback
from pipelines.sample.sheets_accounts import SampleAccount, TokenDesk
from pipelines.sample.sheets_answers import ANYONE, SampleSheet, SampleSpreadsheet, refuse, respond
from pipelines.sample.youtube_answers import Refusal

__all__ = ["Refusal", "RunningSheets", "SampleAccount", "SampleSheet", "SampleSpreadsheet", "sheets_api"]

TOKEN_PATH = "/token"  # noqa: S105  # a path, not a token

# Says, of the number of a call (from 1), whether and how it is refused.
Fault = Callable[[int], Refusal | None]

_NO_CALLER = Refusal(
    403,
    "PERMISSION_DENIED",
    "Method doesn't allow unregistered callers (callers without established identity).",
)
_BAD_TOKEN = Refusal(
    401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", "ACCESS_TOKEN_EXPIRED"
)
_BAD_KEY = Refusal(
    400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", "API_KEY_INVALID"
)


class RunningSheets:
    """A server under way: where it listens, and what it has been asked; safe to read from any thread."""

    def __init__(self) -> None:
        self.endpoint = ""
        self._lock = threading.Lock()
        self._calls: list[Call] = []
        self._token_calls: list[Call] = []

    @property
    def token_endpoint(self) -> str:
        """Where tokens are asked for."""
        return self.endpoint + TOKEN_PATH

    @property
    def calls(self) -> list[Call]:
        """Each call of the API, exactly as it came in; requests for tokens stand apart."""
        with self._lock:
            return list(self._calls)

    @property
    def token_calls(self) -> list[Call]:
        """Each request for a token."""
        with self._lock:
            return list(self._token_calls)

    def meter(self, call: Call) -> int:
        """Note one call; gives its number among its kind, from 1."""
        with self._lock:
            noted = self._token_calls if is_for_token(call) else self._calls
            noted.append(call)
            return len(noted)


def is_for_token(call: Call) -> bool:
    """Whether the call asks for a token and not for a sheet."""
    return urlsplit(call.target).path == TOKEN_PATH


@contextmanager
def sheets_api(
    *spreadsheets: SampleSpreadsheet,
    key: str | None = None,
    accounts: Iterable[SampleAccount] = (),
    refusal: Refusal | Fault | None = None,
    token_refusal: Refusal | Fault | None = None,
) -> Iterator[RunningSheets]:
    """Serve the spreadsheets on 127.0.0.1 until the block ends; where `key` is given, any other is refused.

    A spreadsheet's rows may be changed meanwhile. A fault is asked before each call that it concerns.
    """
    by_id = {spreadsheet.spreadsheet_id: spreadsheet for spreadsheet in spreadsheets}
    desk = TokenDesk(accounts)
    running = RunningSheets()

    def answer(call: Call) -> Response:
        number = running.meter(call)
        if is_for_token(call):
            refused = _fault(token_refusal)(number)
            return desk.refuse(refused) if refused else desk.respond(call)
        refused = _fault(refusal)(number) or _complaint(call, key, desk)
        return refuse(refused) if refused else respond(by_id, call.target, _caller(call, desk))

    with loopback(answer) as running.endpoint:
        yield running


def _fault(refusal: Refusal | Fault | None) -> Fault:
    if refusal is None:
        return lambda _: None
    if isinstance(refusal, Refusal):
        fixed = refusal
        return lambda number: fixed if fixed.calls is None or number <= fixed.calls else None
    return refusal


def _complaint(call: Call, key: str | None, desk: TokenDesk) -> Refusal | None:
    if token := _token(call):
        return None if desk.email_of(token) else _BAD_TOKEN
    stated = call.headers.get("x-goog-api-key") or "".join(
        parse_qs(urlsplit(call.target).query).get("key", [])
    )
    if not stated:
        return _NO_CALLER
    return _BAD_KEY if key is not None and stated != key else None


def _caller(call: Call, desk: TokenDesk) -> str:
    return desk.email_of(_token(call)) or ANYONE


def _token(call: Call) -> str:
    return call.headers.get("authorization", "").removeprefix("Bearer ")
