"""Answers that are not Google's, and connections that break: one clear error each, and no snapshot."""

import json
import socket
import time
from pathlib import Path

import pytest

from assets.sources.sheets.connection import SheetsApi
from assets.sources.sheets.credentials import ApiKey, read_service_account
from assets.sources.sheets.snapshot import fetch_sheet
from pipelines.sample.sheets_api import Refusal, sheets_api
from tests.sources.sheets import (
    ANSWERS,
    BOOK,
    KEY,
    SOON,
    SPREADSHEET_ID,
    Waits,
    account,
    api_of,
    failure_of,
    failure_under,
    raw_server,
)


def an_outline(**properties: object) -> bytes:
    grid = {"title": ANSWERS, "gridProperties": {"rowCount": 10, "columnCount": 3}}
    stated = {"title": "Registro", "locale": "es_MX", "timeZone": "America/Mexico_City"}
    return json.dumps({"properties": {**stated, **properties}, "sheets": [{"properties": grid}]}).encode()


NOT_THE_APIS = [
    pytest.param(b'{"properties": {"title": "Reg', id="cut JSON"),
    pytest.param(b"<!DOCTYPE html><title>Inicie su sesi\xc3\xb3n</title>", id="a login page"),
    pytest.param(b"", id="nothing"),
    pytest.param(b"\xff\xfe{", id="not UTF-8"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b"null", id="null"),
    pytest.param(b"{}", id="an empty object"),
    pytest.param(b"[" * 100_000, id="nothing but brackets"),
    pytest.param(b'{"sheets": ' + b"1" * 5000 + b"}", id="a number without end"),
]


@pytest.mark.parametrize(
    "body",
    [
        *NOT_THE_APIS,
        pytest.param(an_outline(timeZone=None), id="no time zone"),
        pytest.param(an_outline(title=7), id="a title that is no text"),
        pytest.param(
            b'{"properties": {"title": "a", "timeZone": "UTC"}, "sheets": [{}]}', id="a sheet of nothing"
        ),
        pytest.param(an_outline().replace(b"10", b"0"), id="a sheet without rows"),
    ],
)
def test_an_outline_that_is_not_the_apis_yields_no_snapshot(body: bytes) -> None:
    failure, server, waits = failure_under(Refusal(200, "", body=body))
    assert failure.reason == "malformed_answer"
    assert (len(server.calls), waits) == (1, [])


def some_values(values: object, dimension: str = "ROWS") -> bytes:
    return json.dumps({"range": "A1:C10", "majorDimension": dimension, "values": values}).encode()


@pytest.mark.parametrize(
    "body",
    [
        *NOT_THE_APIS,
        pytest.param(some_values(None), id="null values"),
        pytest.param(some_values({}), id="values that are no list"),
        pytest.param(some_values(["Ana"]), id="a row that is no list"),
        pytest.param(some_values([[["Ana"]]]), id="a cell that is a list"),
        pytest.param(some_values([[{"Ana": 1}]]), id="a cell that is an object"),
        pytest.param(some_values([[float("nan")]]), id="a cell that is no number"),
        pytest.param(some_values([[float("inf")]]), id="a cell without bounds"),
        pytest.param(some_values([["Ana"]], "COLUMNS"), id="columns for rows"),
        pytest.param(some_values([["Ana"]] * 1001), id="more rows than asked for"),
        pytest.param(b'{"values": [["Ana"]]}', id="no range"),
    ],
)
def test_values_that_are_not_the_apis_yield_no_snapshot(body: bytes) -> None:
    def second(call: int) -> Refusal | None:
        return Refusal(200, "", body=body) if call == 2 else None

    waits = Waits()
    with sheets_api(BOOK, refusal=second) as server:
        assert failure_of(api_of(server, waits=waits)).reason == "malformed_answer"
    assert (len(server.calls), waits) == (2, [])


def test_a_compressed_answer_that_is_damaged_yields_no_snapshot() -> None:
    damaged = Refusal(200, "", body=b"\x1f\x8b not gzip", headers=(("Content-Encoding", "gzip"),))
    assert failure_under(damaged)[0].reason == "malformed_answer"


def nowhere(endpoint: str, waits: Waits | None = None, seconds: float = 5) -> SheetsApi:
    sleep = Waits() if waits is None else waits
    return SheetsApi(ApiKey(KEY), lambda: 0.0, endpoint=endpoint, sleep=sleep, timeout_seconds=seconds)


def test_a_closed_port_is_unreachable_and_tried_again_with_bounded_waits() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    waits = Waits()
    failure = failure_of(nowhere(f"http://127.0.0.1:{port}", waits))
    assert failure.reason == "unreachable"
    assert str(port) not in str(failure)
    assert waits == SOON


def test_a_server_that_never_answers_is_unreachable_after_the_timeout() -> None:
    started = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        failure = failure_of(nowhere(f"http://127.0.0.1:{silent.getsockname()[1]}", seconds=0.05))
    assert failure.reason == "unreachable"
    assert 0.05 <= time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", "unreachable"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n500\r\n{", "unreachable"),
        (b"", "unreachable"),
        (b"220 mail.example.org ESMTP\r\n", "malformed_answer"),
    ],
    ids=["cut off in mid-answer", "cut off in mid-chunk", "hung up at once", "another protocol"],
)
def test_a_connection_that_breaks_or_is_not_http_is_one_clear_error(reply: bytes, reason: str) -> None:
    with raw_server(reply) as endpoint:
        assert failure_of(nowhere(endpoint)).reason == reason


def test_without_an_endpoint_google_is_looked_up_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    def resolve(host: str, *_: object, **__: object) -> None:
        looked_up.append(host)
        raise socket.gaierror

    path = tmp_path / "key.json"
    path.write_text(account().key_file, encoding="utf-8")
    # The only name resolution that stands in for the real one: no test may reach Google.
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    for credentials in (ApiKey(KEY), read_service_account(path)):
        api = SheetsApi(credentials, lambda: 0.0, sleep=Waits())
        assert failure_of(api).reason == "unreachable"
    assert list(dict.fromkeys(looked_up)) == ["sheets.googleapis.com", "oauth2.googleapis.com"]


def test_a_proxy_of_the_machine_is_not_asked_for_a_named_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    with sheets_api() as proxy, sheets_api(BOOK) as server:
        monkeypatch.setenv("http_proxy", proxy.endpoint)
        assert fetch_sheet(SPREADSHEET_ID, None, api_of(server)).rows == 2
    assert not proxy.calls


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_so_that_the_key_stays_with_the_endpoint(status: int) -> None:
    with sheets_api(BOOK) as elsewhere:
        away = (("Location", f"{elsewhere.endpoint}/v4/spreadsheets/{SPREADSHEET_ID}"),)
        failure, _, _ = failure_under(Refusal(status, "", body=b"", headers=away))
    assert failure.reason == "malformed_answer"
    assert not elsewhere.calls
