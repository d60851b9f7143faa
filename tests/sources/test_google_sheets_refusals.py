"""Every way in which Google may refuse a sheet, over real HTTP, and what each one says to do."""

import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assets.sources.sheets.connection import SheetsApi
from assets.sources.sheets.credentials import ApiKey
from assets.sources.sheets.errors import FAILURES, SheetUnavailable, unavailable
from assets.sources.sheets.snapshot import fetch_sheet
from pipelines.sample.sheets_api import Refusal, SampleSheet, SampleSpreadsheet, sheets_api
from tests.sources.sheets import (
    ANSWERS,
    BOOK,
    EMAIL,
    KEY,
    MINUTE,
    SOON,
    SPREADSHEET_ID,
    Waits,
    account,
    api_of,
    book,
    crowd,
    failure_of,
    failure_under,
    form,
    service_account,
)

NOON_IN_MEXICO = (("Date", "Tue, 04 May 2021 17:00:00 GMT"),)

REFUSALS = [
    (403, "forbidden", "forbidden", []),
    (403, "PERMISSION_DENIED", "forbidden", []),
    (404, "notFound", "notFound", []),
    (404, "NOT_FOUND", "notFound", []),
    (400, "failedPrecondition", "notAGoogleSheet", []),
    (400, "FAILED_PRECONDITION", "notAGoogleSheet", []),
    (400, "badRequest", "badRequest", []),
    (400, "INVALID_ARGUMENT", "badRequest", []),
    (401, "authError", "unauthenticated", []),
    (401, "UNAUTHENTICATED", "unauthenticated", []),
    (403, "accessNotConfigured", "accessNotConfigured", []),
    (403, "quotaExceeded", "quotaExceeded", []),
    (403, "userRateLimitExceeded", "rateLimitExceeded", MINUTE),
    (429, "rateLimitExceeded", "rateLimitExceeded", MINUTE),
    (429, "RESOURCE_EXHAUSTED", "rateLimitExceeded", MINUTE),
    (500, "backendError", "backendError", SOON),
    (500, "INTERNAL", "backendError", SOON),
    (503, "UNAVAILABLE", "backendError", SOON),
    (504, "DEADLINE_EXCEEDED", "backendError", SOON),
]


def failure_with(*spreadsheets: SampleSpreadsheet, sheet: str | None = None) -> SheetUnavailable:
    with sheets_api(*spreadsheets) as server:
        return failure_of(api_of(server), sheet)


@pytest.mark.parametrize(("status", "stated", "reason", "waited"), REFUSALS)
def test_a_refusal_has_a_reason_and_says_what_to_do(
    status: int, stated: str, reason: str, waited: list[float]
) -> None:
    failure, server, waits = failure_under(Refusal(status, stated))
    assert failure.reason == reason
    assert str(failure).startswith(
        f"The Google sheet could not be read ({reason}): {FAILURES[reason].meaning}; "
    )
    assert waits == waited
    assert len(server.calls) == 1 + len(waited)


@pytest.mark.parametrize(
    ("status", "detail", "reason"),
    [
        (400, "API_KEY_INVALID", "keyInvalid"),
        (403, "SERVICE_DISABLED", "accessNotConfigured"),
        (403, "API_KEY_SERVICE_BLOCKED", "keyRestricted"),
        (403, "API_KEY_IP_ADDRESS_BLOCKED", "keyRestricted"),
        (403, "API_KEY_HTTP_REFERRER_BLOCKED", "keyRestricted"),
        (403, "CONSUMER_SUSPENDED", "projectRefused"),
        (429, "RATE_LIMIT_EXCEEDED", "rateLimitExceeded"),
    ],
)
@pytest.mark.parametrize("general", ["forbidden", "PERMISSION_DENIED"])
def test_a_reason_among_the_details_says_more_than_a_general_one(
    status: int, detail: str, reason: str, general: str
) -> None:
    assert failure_under(Refusal(status, general, detail=detail))[0].reason == reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (302, "malformed_answer"),
        (400, "badRequest"),
        (401, "unauthenticated"),
        (403, "forbidden"),
        (404, "malformed_answer"),
        (429, "rateLimitExceeded"),
        (502, "backendError"),
    ],
)
@pytest.mark.parametrize(
    "body", [b"<html>no</html>", b"", b'{"error": {"status": "SOMETHING_NEW"}}', b'{"error": "new"}']
)
def test_a_refusal_without_a_known_reason_is_told_by_its_status(
    status: int, reason: str, body: bytes
) -> None:
    failure = failure_under(Refusal(status, "", body=body))[0]
    # The library stumbles over an error that is a bare word: then it says no more than that it is not Google's.
    assert failure.reason in ({reason, "malformed_answer"} if body == b'{"error": "new"}' else {reason})


def test_who_may_not_read_the_sheet_is_told_with_whom_to_share_it(tmp_path: Path) -> None:
    with sheets_api(book(form(), readers="somebody@example.org"), accounts=[account()]) as server:
        failure = failure_of(api_of(server, service_account(tmp_path, server.token_endpoint)))
    assert failure.reason == "forbidden"
    assert f"share the sheet with {EMAIL} as a viewer" in str(failure)


def test_a_private_sheet_and_an_api_key_need_a_service_account() -> None:
    failure = failure_with(book(form(), readers=EMAIL))
    assert failure.reason == "forbidden"
    assert "service account" in str(failure)
    assert "ALCANCE_GOOGLE_CREDENTIALS" in str(failure)


def test_a_sheet_that_does_not_exist_is_not_found() -> None:
    failure = failure_with()
    assert failure.reason == "notFound"
    assert "between /d/ and the next /" in failure.remedy


def test_an_excel_file_on_drive_is_told_from_a_google_sheet() -> None:
    failure = failure_with(SampleSpreadsheet(SPREADSHEET_ID, [form()], is_workbook=True))
    assert failure.reason == "notAGoogleSheet"
    assert "Save as Google Sheets" in failure.remedy


def test_a_sheet_of_another_name_is_told_which_ones_there_are() -> None:
    many = book(form(), SampleSheet("Notas\nde Ana"), SampleSheet("Gráfica", kind="OBJECT"))
    failure = failure_with(many, sheet="Respuestas")
    assert failure.reason == "sheetNotFound"
    assert str(failure).endswith(f"or none for its first: '{ANSWERS}', 'Notas de Ana'.")


def test_of_very_many_sheets_only_some_are_named() -> None:
    many = book(*(SampleSheet(f"Hoja {number}") for number in range(1, 26)))
    assert failure_with(many, sheet="Respuestas").remedy.endswith("'Hoja 19', 'Hoja 20', 5 more")


@pytest.mark.parametrize(
    "empty",
    [
        SampleSheet("Hoja 1"),
        SampleSheet("Hoja 1", [[], [None, ""], []]),
        SampleSheet("Gráfica", kind="OBJECT"),
    ],
)
def test_an_empty_sheet_is_a_failure_and_no_snapshot(empty: SampleSheet) -> None:
    failure = failure_with(book(empty))
    assert failure.reason == "emptySheet"
    assert "the form writes its answers" in failure.remedy


@pytest.mark.parametrize("time_zone", ["Nowhere/Land", "", "GMT+24", "America", "../etc/passwd"])
def test_stamps_of_an_unknown_zone_are_refused_and_not_guessed(time_zone: str) -> None:
    assert failure_with(book(form([44320.5]), time_zone=time_zone)).reason == "timeZoneUnknown"


@pytest.mark.parametrize(
    "wrong",
    ["", " ", "uno dos", f"{SPREADSHEET_ID}/edit", f"https://docs.google.com/d/{SPREADSHEET_ID}", "a" * 201],
)
def test_what_cannot_be_an_id_is_refused_before_any_call(wrong: str) -> None:
    with sheets_api(BOOK) as server:
        failure = failure_of(api_of(server), spreadsheet_id=wrong)
    assert failure.reason == "spreadsheetIdInvalid"
    assert not server.calls


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_passing_failure_is_overcome_by_asking_again(status: int) -> None:
    waits = Waits()
    with sheets_api(BOOK, refusal=Refusal(status, "rateLimitExceeded", calls=2)) as server:
        snapshot = fetch_sheet(SPREADSHEET_ID, None, api_of(server, waits=waits))
    assert snapshot.rows == 2
    assert waits == MINUTE[:2]
    assert len(server.calls) == 4


def test_a_failure_in_the_middle_of_a_big_sheet_loses_no_row() -> None:
    sheet = crowd(8)
    waits = Waits()

    def third(call: int) -> Refusal | None:
        return Refusal(503, "UNAVAILABLE") if call == 3 else None

    with sheets_api(book(sheet)) as server:
        undisturbed = fetch_sheet(SPREADSHEET_ID, None, api_of(server))
    with sheets_api(book(sheet), refusal=third) as server:
        snapshot = fetch_sheet(SPREADSHEET_ID, None, api_of(server, waits=waits, rows_per_call=3))
    assert snapshot == undisturbed
    assert waits == SOON[:1]


def test_waits_are_lengthened_by_chance_and_never_beyond_a_minute() -> None:
    waits, chances = Waits(), iter([0.5, 0.0, 1.0])
    with sheets_api(BOOK, refusal=Refusal(429, "RESOURCE_EXHAUSTED")) as server:
        failure_of(
            SheetsApi(ApiKey(KEY), jitter=lambda: next(chances), endpoint=server.endpoint, sleep=waits)
        )
    assert waits == [7.5, 15, 60]


@pytest.mark.parametrize(
    ("wish", "waited"),
    [
        ("30", [30, 30, 45]),
        ("1", [5, 15, 45]),
        ("3600", [60, 60, 60]),
        ("Tue, 04 May 2021 17:00:20 GMT", [20, 20, 45]),
        ("Tue, 04 May 2021 16:00:00 GMT", [5, 15, 45]),
        ("soon", [5, 15, 45]),
        ("99999999999999", [5, 15, 45]),
    ],
)
def test_a_wish_to_be_asked_later_is_heeded_up_to_a_minute(wish: str, waited: list[float]) -> None:
    headers = (*NOON_IN_MEXICO, ("Retry-After", wish))
    failure, _, waits = failure_under(Refusal(429, "RESOURCE_EXHAUSTED", headers=headers))
    assert waits == waited
    if wish == "3600":
        assert failure.retry_after == datetime(2021, 5, 4, 18, tzinfo=UTC)


def test_rows_that_went_away_meanwhile_are_noticed() -> None:
    sheet = crowd(8)

    def shrink(call: int) -> Refusal | None:
        if call == 3:
            sheet.rows, sheet.row_count = sheet.rows[:2], 2
        return None

    with sheets_api(book(sheet), refusal=shrink) as server:
        assert failure_of(api_of(server, rows_per_call=4)).reason == "changedMeanwhile"


def test_a_sheet_that_is_renamed_meanwhile_is_noticed() -> None:
    sheet = form()

    def rename(call: int) -> Refusal | None:
        sheet.title = ANSWERS if call == 1 else "Otra"
        return None

    with sheets_api(book(sheet), refusal=rename) as server:
        assert failure_of(api_of(server)).reason == "changedMeanwhile"


@pytest.mark.parametrize("reason", [*FAILURES, "somethingNew"])
def test_every_reason_is_one_sentence_that_survives_pickling(reason: str) -> None:
    failure = unavailable(reason, retry_after=datetime(2021, 5, 5, tzinfo=UTC) + timedelta(hours=7))
    text = str(failure)
    assert text.endswith(".")
    assert text.count(". ") == 0
    assert "\n" not in text
    copy = pickle.loads(pickle.dumps(failure))
    assert (str(copy), copy.reason, copy.retry_after) == (text, failure.reason, failure.retry_after)
