"""What the tests of Google Sheets share: a spreadsheet of nobody's answers, who may read it, and a clock that waits not.

The server they talk to is the sample's own; what is expected of the answers stands in the tests.
"""

import csv
import io
import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from assets.sources.sheets.connection import SheetsApi
from assets.sources.sheets.credentials import ApiKey, Credentials, ServiceAccount, read_service_account
from assets.sources.sheets.errors import SheetUnavailable
from assets.sources.sheets.snapshot import SheetSnapshot, fetch_sheet
from pipelines.sample.sheets_answers import Value
from pipelines.sample.sheets_api import (
    Refusal,
    RunningSheets,
    SampleAccount,
    SampleSheet,
    SampleSpreadsheet,
    sheets_api,
)

SPREADSHEET_ID = "1AbCdEf-ghIjKl_MnOpQrStUvWxYz0123456789abcde"
KEY = "AIzaSy-sample-key-0123456789"
EMAIL = "alcance@sample-project.iam.gserviceaccount.example"
ANSWERS = "Respuestas de formulario 1"
PERSON = "ana.lopez@example.org"
SOON, MINUTE = [1.0, 2.0, 4.0], [5.0, 15.0, 45.0]
HEADER: Sequence[Value] = [
    "Marca temporal",
    "Nombre completo",
    "Correo electrónico",
    "Teléfono",
    "¿Asistirá?",
]


class Waits(list[float]):
    """Stands for the clock: takes the seconds that would have been slept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@cache
def account() -> SampleAccount:
    """One service account for all tests: making a key takes a while."""
    return SampleAccount(EMAIL)


def moment(text: str) -> datetime:
    """A moment local to the spreadsheet, as a cell holds it."""
    return datetime.fromisoformat(text)


def form(*rows: Sequence[Value], header: Sequence[Value] = HEADER) -> SampleSheet:
    """A form's sheet with these answers."""
    return SampleSheet(ANSWERS, [list(row) for row in (header, *rows)])


def crowd(last: int) -> SampleSheet:
    """A form's sheet with a person in every row from 2 to `last`, and room for no more."""
    sheet = form(*([None, f"persona {number}"] for number in range(2, last + 1)))
    sheet.row_count = last
    return sheet


def book(
    *sheets: SampleSheet, time_zone: str = "America/Mexico_City", readers: str = "anyone"
) -> SampleSpreadsheet:
    """A spreadsheet with these sheets."""
    return SampleSpreadsheet(
        SPREADSHEET_ID, list(sheets), time_zone=time_zone, readers=frozenset(readers.split())
    )


BOOK = book(form([None, "Ana López", PERSON]))


def service_account(folder: Path, token_endpoint: str) -> ServiceAccount:
    """The service account, read from a key file as a person would have it."""
    path = folder / "key.json"
    path.write_text(account().key_file, encoding="utf-8")
    return read_service_account(path, token_endpoint)


def api_of(
    server: RunningSheets,
    credentials: Credentials | None = None,
    *,
    waits: Waits | None = None,
    rows_per_call: int = 20_000,
) -> SheetsApi:
    """The way to the server, by API key unless told otherwise, without jitter and without sleeping."""
    return SheetsApi(
        credentials or ApiKey(KEY),
        jitter=lambda: 0.0,
        endpoint=server.endpoint,
        sleep=Waits() if waits is None else waits,
        timeout_seconds=10,
        rows_per_call=rows_per_call,
    )


def snapshot_of(
    *rows: Sequence[Value],
    header: Sequence[Value] = HEADER,
    time_zone: str = "America/Mexico_City",
    rows_per_call: int = 20_000,
) -> SheetSnapshot:
    """The snapshot of a form's sheet with these answers."""
    with sheets_api(book(form(*rows, header=header), time_zone=time_zone)) as server:
        return fetch_sheet(SPREADSHEET_ID, None, api_of(server, rows_per_call=rows_per_call))


def records_of(snapshot: SheetSnapshot) -> list[list[str]]:
    """The snapshot's records."""
    return csv_records(snapshot.content)


def csv_records(content: bytes) -> list[list[str]]:
    """The records of a CSV file's bytes."""
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@contextmanager
def raw_server(reply: bytes) -> Iterator[str]:
    """Sends `reply` to whoever connects, whatever they ask, and hangs up."""

    class Hanger(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            self.request.sendall(reply)

    with socketserver.TCPServer(("127.0.0.1", 0), Hanger) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def failure_of(
    api: SheetsApi, sheet: str | None = None, spreadsheet_id: str = SPREADSHEET_ID
) -> SheetUnavailable:
    with pytest.raises(SheetUnavailable) as caught:
        fetch_sheet(spreadsheet_id, sheet, api)
    return caught.value


def failure_under(refusal: Refusal) -> tuple[SheetUnavailable, RunningSheets, Waits]:
    waits = Waits()
    with sheets_api(BOOK, refusal=refusal) as server:
        failure = failure_of(api_of(server, waits=waits))
    return failure, server, waits


def chain_text(failure: BaseException | None) -> str:
    text = ""
    while failure is not None:
        text += f"{failure!s} {failure!r} {failure.args} {vars(failure)}"
        failure = failure.__cause__ or failure.__context__
    return text
