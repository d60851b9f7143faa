"""Keys, tokens, ids and people never show: in no error, in no log, in no address."""

import json
import logging
from pathlib import Path

import pytest

from assets.sources.sheets.connection import SheetsApi
from assets.sources.sheets.credentials import ApiKey
from assets.sources.sheets.snapshot import fetch_sheet
from pipelines.sample.sheets_api import Refusal, sheets_api
from tests.sources.sheets import (
    BOOK,
    KEY,
    PERSON,
    SPREADSHEET_ID,
    account,
    api_of,
    chain_text,
    failure_of,
    failure_under,
    service_account,
)

ECHO = f"x-goog-api-key: {KEY} authorization: Bearer ya29.sample-token {SPREADSHEET_ID} {PERSON}"

ECHOES = [
    Refusal(403, "", body=json.dumps({"error": {"code": 403, "message": ECHO, "status": ECHO}}).encode()),
    Refusal(403, "", body=f"<pre>{ECHO}</pre>".encode()),
    Refusal(400, "", body=json.dumps({"error": {"errors": [{"reason": ECHO}]}}).encode()),
    Refusal(200, "", body=f"<pre>{ECHO}</pre>".encode()),
    Refusal(200, "", body=json.dumps({"properties": {"title": ECHO}}).encode()),
    Refusal(403, "forbidden", message=ECHO),
    Refusal(404, "NOT_FOUND", message=ECHO),
    Refusal(429, "RESOURCE_EXHAUSTED", message=ECHO),
    Refusal(500, "backendError", message=ECHO),
]


@pytest.mark.parametrize("refusal", ECHOES)
@pytest.mark.parametrize("is_account", [True, False], ids=["service account", "API key"])
def test_keys_tokens_ids_and_cells_show_in_no_error_and_no_log(
    refusal: Refusal, is_account: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def values(call: int) -> Refusal | None:
        return refusal if call > 1 else None

    with sheets_api(BOOK, accounts=[account()], refusal=values) as server:
        credentials = service_account(tmp_path, server.token_endpoint) if is_account else ApiKey(KEY)
        failure = failure_of(api_of(server, credentials))
    for text in (chain_text(failure), caplog.text):
        for private in (KEY, "ya29", "BEGIN PRIVATE", SPREADSHEET_ID, PERSON, "Ana L", "127.0.0.1"):
            assert private not in text


def test_neither_key_nor_token_is_part_of_an_address(tmp_path: Path) -> None:
    with sheets_api(BOOK, accounts=[account()]) as server:
        for credentials in (ApiKey(KEY), service_account(tmp_path, server.token_endpoint)):
            fetch_sheet(SPREADSHEET_ID, None, api_of(server, credentials))
    for call in (*server.calls, *server.token_calls):
        assert KEY not in call.target
        assert "ya29" not in call.target
        assert "assertion" not in call.target


def test_credentials_own_reprs_hide_their_keys(tmp_path: Path) -> None:
    own = service_account(tmp_path, "http://127.0.0.1:9/token")
    for credentials in (ApiKey(KEY), own):
        shown = f"{credentials!r} {credentials} {SheetsApi(credentials, lambda: 0.0)!r}"
        assert KEY not in shown
        assert "PRIVATE" not in shown


def test_the_logs_are_left_as_they_were_found() -> None:
    names = ("googleapiclient.discovery", "googleapiclient.http", "googleapiclient.model")
    before = [(list(logging.getLogger(name).filters), logging.getLogger(name).level) for name in names]
    failure_under(Refusal(403, "forbidden"))
    assert before == [
        (list(logging.getLogger(name).filters), logging.getLogger(name).level) for name in names
    ]
