"""The connection to the Sheets API: where it is, who asks, and how patiently.

Here Google's own client library sends the calls for one spreadsheet. How it is kept from carrying keys elsewhere
stands in `google.transport`, and what the answers say is read in `answers`.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from assets.sources.google.diagnosis import LIBRARY_FAILURES
from assets.sources.google.patience import Patience, Sleep, patiently
from assets.sources.google.tokens import post
from assets.sources.google.transport import library_kept_silent, service, transport
from assets.sources.sheets.credentials import Credentials
from assets.sources.sheets.diagnosis import api_failure, token_failure

GOOGLE = "https://sheets.googleapis.com/"

# The quota is counted by the minute, so nothing is gained by waiting longer.
_LONGEST_WAIT_SECONDS = 60.0
_FIELDS = "properties(title,locale,timeZone),sheets.properties(title,sheetType,gridProperties(rowCount,columnCount))"


@dataclass(frozen=True)
class SheetsApi:
    """Who asks, and how: `jitter` gives numbers from 0 to 1 that lengthen each wait, `sleep` takes seconds.

    `endpoint` None is Google's own address; `timeout_seconds` is how long one answer may take, and
    `rows_per_call` how many of a sheet's rows are asked for at once.
    """

    credentials: Credentials
    jitter: Callable[[], float]
    endpoint: str | None = None
    sleep: Sleep = time.sleep
    timeout_seconds: float = 60
    rows_per_call: int = 20_000


class Spreadsheet(Protocol):
    """One spreadsheet that can be asked; answers are decoded from their JSON and not yet checked."""

    def outline(self) -> object:
        """Its title, locale and time zone, and its sheets' names and sizes; raises SheetUnavailable."""

    def rows(self, sheet: str, first: int, last: int) -> object:
        """The values of a sheet's rows, both numbers included, counted from 1; raises SheetUnavailable."""


@contextmanager
def connect(spreadsheet_id: str, api: SheetsApi) -> Iterator[Spreadsheet]:
    """Identify the asker and open the way to one spreadsheet; raises SheetUnavailable."""
    patience = Patience(api.sleep, _LONGEST_WAIT_SECONDS, api.jitter)
    http = transport(api.endpoint, api.timeout_seconds)
    with library_kept_silent(), service("sheets", "v4", api.endpoint or GOOGLE, http) as sheets:
        headers = patiently(
            partial(api.credentials.headers, partial(post, http, diagnose=token_failure)), patience
        )
        ask = partial(_ask, headers, api.credentials.forbidden_remedy)
        yield _Connection(
            sheets.spreadsheets(), spreadsheet_id, lambda request: patiently(partial(ask, request), patience)
        )


@dataclass(frozen=True)
class _Connection:
    calls: Any
    spreadsheet_id: str
    ask: Callable[[Any], object]

    def outline(self) -> object:
        return self.ask(self.calls.get(spreadsheetId=self.spreadsheet_id, fields=_FIELDS))

    def rows(self, sheet: str, first: int, last: int) -> object:
        quoted = sheet.replace("'", "''")
        request = self.calls.values().get(
            spreadsheetId=self.spreadsheet_id,
            range=f"'{quoted}'!{first}:{last}",
            majorDimension="ROWS",
            valueRenderOption="UNFORMATTED_VALUE",
            dateTimeRenderOption="SERIAL_NUMBER",
        )
        return self.ask(request)


def _ask(headers: Mapping[str, str], forbidden_remedy: str, request: Any) -> object:
    request.headers.update(headers)
    try:
        return request.execute()
    except LIBRARY_FAILURES as error:
        failure = api_failure(error, forbidden_remedy=forbidden_remedy)
    # Raised out here, the failure carries no exception of the library's along, with its address and body.
    raise failure
