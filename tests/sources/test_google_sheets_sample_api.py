"""The project's own server against what the Sheets API and the token endpoint are known to answer, over real HTTP."""

import http.client
import json
import threading
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from google.auth import crypt, jwt

from pipelines.sample.sheets_answers import Value, serial_of
from pipelines.sample.sheets_api import Refusal, RunningSheets, SampleAccount, SampleSheet, sheets_api
from tests.sources.sheets import ANSWERS, EMAIL, SPREADSHEET_ID, account, book, form, moment

PATH = f"/v4/spreadsheets/{SPREADSHEET_ID}"
RAW = "valueRenderOption=UNFORMATTED_VALUE"
ROW: list[Value] = [moment("2021-05-04T12:00:00"), "Ana", None, 5512345678, True, "", None]
READ = "https://www.googleapis.com/auth/spreadsheets.readonly"


def get(
    server: RunningSheets, target: str, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    return send(server, "GET", target, {"x-goog-api-key": "any"} if headers is None else headers)


def send(
    server: RunningSheets, method: str, target: str, headers: dict[str, str], body: str | None = None
) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection(urlsplit(server.endpoint).netloc, timeout=5)
    connection.request(method, target, body=body, headers=headers)
    with connection.getresponse() as response:
        answer = response.status, json.load(response)
    connection.close()
    return answer


def values_at(text: str, options: str = RAW) -> str:
    return f"{PATH}/values/{quote(text, safe='')}?{options}"


def test_only_the_fields_asked_for_are_told() -> None:
    with sheets_api(book(form(), SampleSheet("Gráfica", kind="OBJECT"))) as server:
        _, answer = get(
            server, f"{PATH}?fields=properties(title),sheets.properties(title,gridProperties(rowCount))"
        )
    assert answer == {
        "properties": {"title": "Registro (respuestas)"},
        "sheets": [
            {"properties": {"title": ANSWERS, "gridProperties": {"rowCount": 1000}}},
            {"properties": {"title": "Gráfica"}},
        ],
    }


def test_without_a_mask_everything_but_values_is_told() -> None:
    with sheets_api(book(form(ROW))) as server:
        _, answer = get(server, PATH)
    assert answer["properties"]["timeZone"] == "America/Mexico_City"
    assert answer["sheets"][0]["properties"]["sheetType"] == "GRID"
    assert "Ana" not in json.dumps(answer)


def test_a_field_that_does_not_exist_is_a_mistake() -> None:
    with sheets_api(book(form())) as server:
        status, answer = get(server, f"{PATH}?fields=properties(zone)")
    assert (status, answer["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_values_are_told_without_empty_ends_and_moments_as_serial_numbers() -> None:
    with sheets_api(book(form(ROW, [], [None, "Beto"], []))) as server:
        _, answer = get(server, values_at(f"'{ANSWERS}'!2:9"))
    assert answer == {
        "range": f"'{ANSWERS}'!A2:Z9",
        "majorDimension": "ROWS",
        "values": [[44320.5, "Ana", "", 5512345678, True], [], ["", "Beto"]],
    }


def test_rows_that_hold_nothing_have_no_values_at_all() -> None:
    with sheets_api(book(form())) as server:
        _, answer = get(server, values_at(f"'{ANSWERS}'!2:9"))
    assert answer.keys() == {"range", "majorDimension"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("", ["04/05/2021 12:00:00", "Ana", "", "5,512,345,678", "TRUE"]),
        (
            f"{RAW}&dateTimeRenderOption=FORMATTED_STRING",
            ["04/05/2021 12:00:00", "Ana", "", 5512345678, True],
        ),
        (f"{RAW}&dateTimeRenderOption=SERIAL_NUMBER", [44320.5, "Ana", "", 5512345678, True]),
    ],
)
def test_values_are_rendered_as_asked(options: str, told: list[object]) -> None:
    with sheets_api(book(form(ROW))) as server:
        assert get(server, values_at(f"{ANSWERS}!2:2", options))[1]["values"] == [told]


def test_serial_numbers_count_days_from_the_end_of_1899() -> None:
    assert serial_of(moment("1900-01-01T12:00")) == 2.5
    assert serial_of(moment("1900-02-01T15:00")) == 33.625


def test_a_range_ends_where_the_grid_does_and_may_not_begin_below_it() -> None:
    with sheets_api(book(SampleSheet("L'été", [["a"]], row_count=3, column_count=30))) as server:
        assert get(server, values_at("'L''été'!1:9"))[1]["range"] == "'L'été'!A1:AD3"
        status, answer = get(server, values_at("'L''été'!4:9"))
    assert status == 400
    assert "exceeds grid limits. Max rows: 3, max columns: 30" in answer["error"]["message"]


@pytest.mark.parametrize("text", ["'Otra'!1:2", "1:2", f"'{ANSWERS}'!0:2", f"'{ANSWERS}'!A1", "''!1:2"])
def test_a_range_that_cannot_be_parsed_is_refused(text: str) -> None:
    with sheets_api(book(form())) as server:
        status, answer = get(server, values_at(text))
    assert (status, answer["error"]["message"]) == (400, f"Unable to parse range: {text}")


@pytest.mark.parametrize(
    ("target", "headers", "status", "word"),
    [
        (PATH, {}, 403, "PERMISSION_DENIED"),
        (PATH, {"x-goog-api-key": "wrong"}, 400, "INVALID_ARGUMENT"),
        (f"{PATH}?key=wrong", {}, 400, "INVALID_ARGUMENT"),
        (PATH, {"Authorization": "Bearer of-nobody"}, 401, "UNAUTHENTICATED"),
        (PATH, {"x-goog-api-key": "right"}, 403, "PERMISSION_DENIED"),
        ("/v4/spreadsheets/another", {"x-goog-api-key": "right"}, 404, "NOT_FOUND"),
        ("/v4/elsewhere", {"x-goog-api-key": "right"}, 404, "NOT_FOUND"),
    ],
)
def test_a_wrong_request_is_refused_in_googles_shape(
    target: str, headers: dict[str, str], status: int, word: str
) -> None:
    with sheets_api(book(form(), readers=EMAIL), key="right") as server:
        answered, body = get(server, target, headers)
    assert answered == body["error"]["code"] == status
    assert body["error"]["status"] == word
    assert body["error"]["message"]
    assert len(server.calls) == 1


def test_a_refusal_is_a_value_in_either_of_googles_vocabularies_and_may_pass() -> None:
    with sheets_api(
        book(form()), refusal=Refusal(429, "rateLimitExceeded", detail="RATE_LIMIT_EXCEEDED", calls=1)
    ) as server:
        status, older = get(server, PATH)
        assert get(server, PATH)[0] == 200
    assert (status, older["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert older["error"]["errors"][0]["reason"] == "rateLimitExceeded"
    assert older["error"]["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    with sheets_api(book(form()), refusal=Refusal(403, "PERMISSION_DENIED")) as server:
        _, newer = get(server, PATH)
    assert "errors" not in newer["error"]


def grant(server: RunningSheets, signer: SampleAccount, **claims: object) -> tuple[int, dict[str, Any]]:
    now = int(datetime.now(UTC).timestamp())
    usual = {"iss": signer.email, "aud": "https://oauth2.googleapis.com/token", "scope": READ}
    key = crypt.RSASigner.from_string(signer.private_key)  # type: ignore[no-untyped-call]
    assertion = jwt.encode(key, {**usual, "iat": now, "exp": now + 3600, **claims})  # type: ignore[no-untyped-call]
    return ask_token(
        server, {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}
    )


def ask_token(server: RunningSheets, form_: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return send(server, "POST", urlsplit(server.token_endpoint).path, headers, urlencode(form_))


def test_a_signature_is_exchanged_for_a_token_that_reads_what_its_account_may() -> None:
    with sheets_api(book(form(), readers=EMAIL), accounts=[account()]) as server:
        status, answer = grant(server, account())
        assert status == 200
        assert answer["token_type"] == "Bearer"
        assert get(server, PATH, {"Authorization": f"Bearer {answer['access_token']}"})[0] == 200
    assert (len(server.token_calls), len(server.calls)) == (1, 1)


@pytest.mark.parametrize(
    ("claims", "error"),
    [
        ({"iss": "nobody@example.org"}, "invalid_grant"),
        ({"aud": "https://example.org/token"}, "invalid_grant"),
        ({"exp": 1_600_003_600, "iat": 1_600_000_000}, "invalid_grant"),
        ({"scope": "https://www.googleapis.com/auth/calendar"}, "invalid_scope"),
    ],
)
def test_a_signature_that_claims_the_wrong_thing_gets_no_token(claims: dict[str, object], error: str) -> None:
    with sheets_api(accounts=[account()]) as server:
        status, answer = grant(server, account(), **claims)
    assert (status, answer["error"]) == (400, error)


def test_a_signature_by_another_key_gets_no_token() -> None:
    with sheets_api(accounts=[account()]) as server:
        status, answer = grant(server, SampleAccount(EMAIL))
    assert (status, answer["error_description"]) == (400, "Invalid JWT Signature.")


@pytest.mark.parametrize(
    ("form_", "error"),
    [
        ({}, "unsupported_grant_type"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"}, "invalid_grant"),
        (
            {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "a.b.c"},
            "invalid_grant",
        ),
    ],
)
def test_what_is_no_signature_gets_no_token(form_: dict[str, str], error: str) -> None:
    with sheets_api(accounts=[account()]) as server:
        status, answer = ask_token(server, form_)
    assert (status, answer["error"]) == (400, error)


def test_an_accounts_key_is_fresh_and_does_not_show_in_its_repr() -> None:
    assert SampleAccount(EMAIL).private_key != account().private_key
    assert "PRIVATE" not in repr(account())
    assert json.loads(account().key_file)["client_email"] == EMAIL


def test_the_meter_counts_calls_of_several_threads() -> None:
    with sheets_api(book(form())) as server:
        threads = [threading.Thread(target=get, args=(server, PATH)) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [call.target for call in server.calls] == [PATH] * 20


def test_the_server_is_gone_after_its_block_and_has_said_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    with sheets_api(book(form())) as server:
        get(server, PATH)
    with pytest.raises(ConnectionRefusedError):
        get(server, PATH)
    assert threading.active_count() == before
    assert capfd.readouterr() == ("", "")
