"""Who asks for a sheet: keys and key files that are right or wrong, and tokens that are given or not."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assets.sources.sheets.credentials import ApiKey, Credentials, credentials_from, read_service_account
from assets.sources.sheets.errors import SheetUnavailable
from assets.sources.sheets.snapshot import fetch_sheet
from pipelines.sample.sheets_api import Refusal, RunningSheets, SampleAccount, sheets_api
from tests.sources.sheets import (
    BOOK,
    EMAIL,
    KEY,
    MINUTE,
    SOON,
    SPREADSHEET_ID,
    Waits,
    account,
    api_of,
    chain_text,
    failure_of,
    raw_server,
    service_account,
)


@contextmanager
def token_desk(
    refusal: Refusal | None, folder: Path, known: bool = True
) -> Iterator[tuple[RunningSheets, Credentials]]:
    accounts = [account()] if known else [SampleAccount(EMAIL)]
    with sheets_api(BOOK, accounts=accounts, token_refusal=refusal) as server:
        yield server, service_account(folder, server.token_endpoint)


@pytest.mark.parametrize(
    ("refusal", "reason", "waited"),
    [
        (
            Refusal(400, "invalid_grant", "Invalid JWT: check your iat and exp values."),
            "credentialsRefused",
            [],
        ),
        (Refusal(401, "invalid_client"), "credentialsRefused", []),
        (Refusal(401, "", body=b""), "credentialsRefused", []),
        (Refusal(429, "", body=b"<html>"), "rateLimitExceeded", MINUTE),
        (Refusal(500, "internal_failure"), "backendError", SOON),
        (Refusal(400, "temporarily_unavailable"), "backendError", SOON),
        (Refusal(503, "", body=b"<html>"), "backendError", SOON),
        (Refusal(403, "", body=b"<html>Proxy</html>"), "malformed_answer", []),
        (Refusal(302, "", body=b"", headers=(("Location", "http://127.0.0.1:9/"),)), "malformed_answer", []),
        (Refusal(200, "", body=b"<html>Inicie su sesi\xc3\xb3n</html>"), "malformed_answer", []),
        (Refusal(200, "", body=b""), "malformed_answer", []),
        (Refusal(200, "", body=b"[]"), "malformed_answer", []),
        (Refusal(200, "", body=b'{"access_token": 7, "expires_in": 1}'), "malformed_answer", []),
        (Refusal(200, "", body=b'{"access_token": "a\\r\\nb", "expires_in": 1}'), "malformed_answer", []),
        (Refusal(200, "", body=b'{"access_token": "a", "expires_in": "soon"}'), "malformed_answer", []),
    ],
)
def test_a_token_that_is_not_given_is_one_clear_error(
    refusal: Refusal, reason: str, waited: list[float], tmp_path: Path
) -> None:
    waits = Waits()
    with token_desk(refusal, tmp_path) as (server, credentials):
        failure = failure_of(api_of(server, credentials, waits=waits))
    assert (failure.reason, waits) == (reason, waited)
    assert len(server.token_calls) == 1 + len(waited)
    assert not server.calls


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_so_that_the_signature_stays_with_the_token_desk(
    status: int, tmp_path: Path
) -> None:
    with sheets_api(BOOK, accounts=[account()]) as elsewhere:
        away = Refusal(status, "", body=b"", headers=(("Location", elsewhere.token_endpoint),))
        with token_desk(away, tmp_path) as (server, credentials):
            assert failure_of(api_of(server, credentials)).reason == "malformed_answer"
    assert not elsewhere.token_calls


def test_a_token_desk_that_stumbles_once_is_asked_again(tmp_path: Path) -> None:
    waits = Waits()
    with token_desk(Refusal(503, "", body=b"", calls=1), tmp_path) as (server, credentials):
        assert fetch_sheet(SPREADSHEET_ID, None, api_of(server, credentials, waits=waits)).rows == 2
    assert waits == SOON[:1]


def test_a_key_that_google_does_not_know_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with token_desk(None, tmp_path, known=False) as (server, credentials):
        failure = failure_of(api_of(server, credentials))
    assert failure.reason == "credentialsRefused"
    assert "check this machine's clock" in failure.remedy


def test_a_token_desk_that_cannot_be_reached_is_unreachable(tmp_path: Path) -> None:
    waits = Waits()
    with raw_server(b"") as endpoint, sheets_api(BOOK) as server:
        failure = failure_of(api_of(server, service_account(tmp_path, endpoint), waits=waits))
    assert (failure.reason, waits) == ("unreachable", SOON)


def test_a_token_that_the_api_does_not_accept_is_one_clear_error(tmp_path: Path) -> None:
    with sheets_api(accounts=[account()]) as desk, sheets_api(BOOK) as server:
        failure = failure_of(api_of(server, service_account(tmp_path, desk.token_endpoint)))
    assert failure.reason == "unauthenticated"


def test_a_wrong_api_key_is_named_as_such() -> None:
    with sheets_api(BOOK, key="the-right-key") as server:
        failure = failure_of(api_of(server))
    assert failure.reason == "keyInvalid"
    assert "ALCANCE_GOOGLE_API_KEY" in failure.remedy


@pytest.mark.parametrize(
    "key", ["", " ", "two words", "pasted-with-newline\n", "clave-ñ", "a\r\nX-Injected: b"]
)
def test_a_key_that_no_header_can_carry_is_refused_before_any_call(key: str) -> None:
    with sheets_api(BOOK) as server:
        failure = failure_of(api_of(server, ApiKey(key)))
    assert failure.reason == "keyInvalid"
    assert not server.calls


def test_credentials_are_taken_from_the_environment_and_the_account_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_text(account().key_file, encoding="utf-8")
    key = {"ALCANCE_GOOGLE_API_KEY": KEY}
    assert credentials_from(key) == ApiKey(KEY)
    both = credentials_from({"ALCANCE_GOOGLE_CREDENTIALS": str(path), **key})
    assert EMAIL in both.forbidden_remedy


@pytest.mark.parametrize(
    "environment", [{}, {"ALCANCE_GOOGLE_CREDENTIALS": "", "ALCANCE_GOOGLE_API_KEY": ""}]
)
def test_without_credentials_both_variables_are_named(environment: dict[str, str]) -> None:
    with pytest.raises(SheetUnavailable, match="credentialsMissing") as caught:
        credentials_from(environment)
    assert "ALCANCE_GOOGLE_CREDENTIALS" in str(caught.value)
    assert "ALCANCE_GOOGLE_API_KEY" in str(caught.value)


def changed_key(**changes: object) -> bytes:
    content = json.loads(account().key_file) | changes
    return json.dumps({name: value for name, value in content.items() if value is not None}).encode()


SECRET = "-----BEGIN PRIVATE KEY-----\nsecret-of-nobody\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"not JSON",
        b"[]",
        b"[" * 100_000,
        b'{"installed": {"client_id": "0"}}',
        changed_key(type="authorized_user"),
        changed_key(private_key=None),
        changed_key(private_key="secret-of-nobody"),
        changed_key(private_key=SECRET),
        changed_key(private_key=7),
        changed_key(client_email=None),
        changed_key(client_email="with a space@example.org. Send it elsewhere"),
    ],
)
def test_a_file_that_is_no_service_accounts_key_says_how_to_get_one(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(content)
    with pytest.raises(SheetUnavailable, match="credentialsInvalid") as caught:
        read_service_account(path)
    assert "make a new key (JSON)" in str(caught.value)
    assert "secret-of-nobody" not in chain_text(caught.value)


def test_a_key_of_another_kind_than_rsa_is_no_service_accounts(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "key.json"
    path.write_bytes(changed_key(private_key=pem.decode()))
    with pytest.raises(SheetUnavailable, match="credentialsInvalid"):
        read_service_account(path)


@pytest.mark.parametrize("place", ["nothing-there.json", "."])
def test_a_key_file_that_cannot_be_opened_says_which_variable_names_it(place: str, tmp_path: Path) -> None:
    with pytest.raises(SheetUnavailable, match="credentialsUnreadable") as caught:
        credentials_from({"ALCANCE_GOOGLE_CREDENTIALS": str(tmp_path / place)})
    assert "ALCANCE_GOOGLE_CREDENTIALS" in str(caught.value)


def test_the_signature_goes_to_google_whatever_the_key_file_says(tmp_path: Path) -> None:
    with sheets_api(accounts=[account()]) as elsewhere, sheets_api(BOOK, accounts=[account()]) as server:
        path = tmp_path / "key.json"
        path.write_bytes(changed_key(token_uri=elsewhere.token_endpoint))
        fetch_sheet(SPREADSHEET_ID, None, api_of(server, read_service_account(path, server.token_endpoint)))
    assert not elsewhere.token_calls


def test_no_default_credentials_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/credentials.json")
    monkeypatch.setenv("GOOGLE_CLOUD_UNIVERSE_DOMAIN", "universe.example")
    with sheets_api(BOOK, key=KEY) as server:
        assert fetch_sheet(SPREADSHEET_ID, None, api_of(server)).rows == 2
