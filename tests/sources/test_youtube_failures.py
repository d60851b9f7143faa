"""Every way in which YouTube may refuse or fail, over real HTTP, and that the key never shows."""

import json
import logging
import pickle
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assets.sources.youtube.errors import FAILURES, AudienceUnavailable, unavailable
from assets.sources.youtube.public_counters import YouTubeApi
from pipelines.sample.youtube_api import Refusal, RunningApi, youtube_api
from tests.sources.youtube_counters import KEY, NOON_IN_MEXICO, VIDEO, Purse, Waits, observe_all

REFUSALS = [
    (403, "quotaExceeded"),
    (403, "rateLimitExceeded"),
    (403, "userRateLimitExceeded"),
    (429, "rateLimitExceeded"),
    (403, "forbidden"),
    (403, "accessNotConfigured"),
    (400, "keyInvalid"),
    (400, "invalidFilters"),
    (400, "missingRequiredParameter"),
    (400, "badRequest"),
    (404, "videoNotFound"),
    (500, "backendError"),
    (503, "backendError"),
]
# One call, or four of a failure that passes; a spent quota is asked for in another bucket.
CALLS = {"stop": 1, "retry": 4, "wait_until": 2}


def failure_of(api: YouTubeApi, waits: Waits) -> AudienceUnavailable:
    with pytest.raises(AudienceUnavailable) as caught:
        observe_all(["EkwubVWQRcc"], replace(api, sleep=waits))
    return caught.value


def failure_under(refusal: Refusal) -> tuple[AudienceUnavailable, RunningApi, Waits]:
    waits = Waits()
    with youtube_api([VIDEO], refusal=refusal) as server:
        failure = failure_of(YouTubeApi(server.endpoint, KEY), waits)
    return failure, server, waits


@contextmanager
def raw_server(reply: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Sends `reply` to whoever connects, whatever they ask, and hangs up; gives its address and what was asked."""
    asked: list[bytes] = []

    class Hanger(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked.append(self.request.recv(65536))
            self.request.sendall(reply)

    with socketserver.TCPServer(("127.0.0.1", 0), Hanger) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("status", "reason"), REFUSALS)
def test_a_refusal_keeps_the_apis_reason_and_says_what_to_do(status: int, reason: str) -> None:
    failure, server, waits = failure_under(Refusal(status, reason))
    assert failure.reason == reason
    assert failure.remedy == FAILURES[reason].remedy
    assert str(failure).startswith(f"YouTube's public counters could not be read ({reason}): ")
    assert server.units == CALLS[FAILURES[reason].action]
    assert waits == ([1, 2, 4] if FAILURES[reason].action == "retry" else [])


@pytest.mark.parametrize(
    ("status", "detail", "reason"),
    [
        (400, "API_KEY_INVALID", "keyInvalid"),
        (403, "SERVICE_DISABLED", "accessNotConfigured"),
        (429, "RATE_LIMIT_EXCEEDED", "rateLimitExceeded"),
        (403, "API_KEY_SERVICE_BLOCKED", "forbidden"),
        (403, "quotaExceeded", "quotaExceeded"),
    ],
)
def test_a_reason_among_the_details_says_more_than_a_general_one(
    status: int, detail: str, reason: str
) -> None:
    general = "badRequest" if status == 400 else "forbidden"
    failure, _, _ = failure_under(Refusal(status, general, detail=detail))
    assert failure.reason == reason


def test_a_daily_limit_is_a_quota_whatever_the_api_calls_it() -> None:
    info = {"reason": "RATE_LIMIT_EXCEEDED", "metadata": {"quota_limit": "defaultPerDayPerProject"}}
    error = {"code": 429, "errors": [{"reason": "rateLimitExceeded"}], "details": [info]}
    failure, server, _ = failure_under(Refusal(429, "", body=json.dumps({"error": error}).encode()))
    assert failure.reason == "quotaExceeded"
    assert server.units_by_bucket == {"default": 1, "batch_get_stats": 1}


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (302, "malformed_answer"),
        (400, "badRequest"),
        (401, "keyInvalid"),
        (403, "forbidden"),
        (404, "malformed_answer"),
        (429, "rateLimitExceeded"),
        (502, "backendError"),
    ],
)
@pytest.mark.parametrize(
    "body", [b"<html>no</html>", b"", b'{"error": {"errors": [{"reason": "somethingNew"}]}}']
)
def test_a_refusal_without_a_known_reason_is_told_by_its_status(
    status: int, reason: str, body: bytes
) -> None:
    assert failure_under(Refusal(status, "", body=body))[0].reason == reason


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'"no"',
        b"null",
        b'{"no": 1}',
        b'{"error": null}',
        b'{"error": "access_denied"}',
        b'{"error": "no message"}',
        b'{"error": {"errors": 7, "message": 7}}',
        b'{"error": {"errors": [[]], "message": "no"}}',
    ],
)
@pytest.mark.parametrize("status", [400, 403])
def test_a_refusal_in_a_shape_unlike_googles_is_still_one_clear_error(status: int, body: bytes) -> None:
    failure, _, _ = failure_under(Refusal(status, "", body=body))
    assert failure.reason in {"badRequest", "forbidden", "malformed_answer"}


def test_a_wish_is_understood_though_the_answer_bears_no_date() -> None:
    refusal = Refusal(503, "backendError", headers=(("Date", ""), ("Retry-After", "31")))
    failure, server, waits = failure_under(refusal)
    assert (failure.wish, failure.retry_after) == (31, None)
    assert (server.units, waits) == (1, [])


@pytest.mark.parametrize(
    "ours", ["budgetSpent", "interrupted", "keyMissing", "unreachable", "malformed_answer"]
)
def test_a_word_that_only_we_may_say_is_not_taken_from_a_server(ours: str) -> None:
    assert failure_under(Refusal(403, ours))[0].reason == "forbidden"


@pytest.mark.parametrize("status", [403, 500])
def test_a_passing_failure_is_overcome_by_asking_again(status: int) -> None:
    waits = Waits()
    with youtube_api([VIDEO], refusal=Refusal(status, "rateLimitExceeded", calls=2)) as server:
        [row] = observe_all(["EkwubVWQRcc"], YouTubeApi(server.endpoint, KEY, sleep=waits))
    assert row.views == 4321
    assert server.units == 3
    assert waits == [1, 2]


def test_a_spent_quota_returns_at_the_next_midnight_pacific_by_the_servers_clock() -> None:
    failure, _, _ = failure_under(Refusal(403, "quotaExceeded", headers=NOON_IN_MEXICO))
    assert failure.retry_after == datetime(2021, 5, 5, 7, tzinfo=UTC)
    assert "midnight Pacific time" in str(failure)


def test_the_quota_day_is_the_pacific_one_and_not_utcs() -> None:
    late = (("Date", "Wed, 05 May 2021 06:59:00 GMT"),)
    failure, _, _ = failure_under(Refusal(403, "quotaExceeded", headers=late))
    assert failure.retry_after == datetime(2021, 5, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wish", "retry_after"),
    [
        ("120", datetime(2021, 5, 4, 17, 2, tzinfo=UTC)),
        ("Tue, 04 May 2021 18:00:00 GMT", datetime(2021, 5, 4, 18, tzinfo=UTC)),
        ("soon", None),
        ("99999999999999", None),
    ],
)
def test_a_wish_to_be_asked_later_is_handed_on(wish: str, retry_after: datetime | None) -> None:
    refusal = Refusal(503, "backendError", headers=(*NOON_IN_MEXICO, ("Retry-After", wish)))
    failure, server, _ = failure_under(refusal)
    assert failure.retry_after == retry_after
    # Who wants to be left alone for longer than we wait is, and at once.
    assert server.units == (4 if retry_after is None else 1)


@pytest.mark.parametrize(("wish", "waited"), [("30", [30, 30, 30]), ("3", [3, 3, 4]), ("0", [1, 2, 4])])
def test_a_wish_that_is_not_too_long_is_waited_for(wish: str, waited: list[float]) -> None:
    refusal = Refusal(429, "rateLimitExceeded", headers=(*NOON_IN_MEXICO, ("Retry-After", wish)))
    assert failure_under(refusal)[2] == waited


def test_the_first_second_beyond_our_longest_wait_is_not_waited_for() -> None:
    refusal = Refusal(503, "backendError", headers=(*NOON_IN_MEXICO, ("Retry-After", "31")))
    failure, server, waits = failure_under(refusal)
    assert (server.units, waits) == (1, [])
    assert failure.retry_after == datetime(2021, 5, 4, 17, 0, 31, tzinfo=UTC)
    assert failure.wish == 31


def test_a_wrong_key_is_named_as_such() -> None:
    with youtube_api([VIDEO], key="the-right-key") as server:
        failure = failure_of(YouTubeApi(server.endpoint, KEY), Waits())
    assert failure.reason == "keyInvalid"
    assert "copy the key again" in failure.remedy


@pytest.mark.parametrize(
    "key", ["", " ", "two words", "pasted-with-newline\n", "clave-ñ", "a\r\nX-Injected: b"]
)
def test_a_key_that_no_header_can_carry_is_refused_before_any_call(key: str) -> None:
    with youtube_api([VIDEO]) as server:
        failure = failure_of(YouTubeApi(server.endpoint, key), Waits())
    assert failure.reason == "keyInvalid"
    assert server.units == 0


def test_a_closed_port_is_unreachable_and_tried_again_with_bounded_waits() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    waits = Waits()
    failure = failure_of(YouTubeApi(f"http://127.0.0.1:{port}", KEY), waits)
    assert failure.reason == "unreachable"
    assert "check the network" in failure.remedy
    assert str(port) not in str(failure)
    assert waits == [1, 2, 4]


def test_a_server_that_never_answers_is_unreachable_after_the_timeout() -> None:
    started = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        failure = failure_of(YouTubeApi(endpoint, KEY, timeout_seconds=0.05), Waits())
    assert failure.reason == "unreachable"
    assert 0.05 <= time.monotonic() - started < 2


def test_an_endpoint_without_scheme_is_unreachable() -> None:
    assert failure_of(YouTubeApi("127.0.0.1:9", KEY), Waits()).reason == "unreachable"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", "unreachable"),
        (b"", "unreachable"),
        (b"220 mail.example.org ESMTP\r\n", "malformed_answer"),
    ],
    ids=["cut off in mid-answer", "hung up at once", "another protocol"],
)
def test_a_connection_that_breaks_or_is_not_http_is_one_clear_error(reply: bytes, reason: str) -> None:
    purse = Purse()
    with raw_server(reply) as (endpoint, asked):
        api = YouTubeApi(endpoint, KEY, timeout_seconds=5, sleep=Waits())
        with pytest.raises(AudienceUnavailable) as caught:
            observe_all(["EkwubVWQRcc"], api, purse)
    assert caught.value.reason == reason
    # No attempt is made of which the quota's ledger does not know.
    assert len(asked) == len(purse.spent) == CALLS[FAILURES[reason].action]


def test_a_redirect_is_not_followed_so_that_the_key_stays_with_the_endpoint() -> None:
    with youtube_api([VIDEO]) as elsewhere:
        away = (("Location", f"{elsewhere.endpoint}/youtube/v3/videos"),)
        failure, _, _ = failure_under(Refusal(302, "", body=b"", headers=away))
    assert failure.reason == "malformed_answer"
    assert elsewhere.units == 0


def test_a_proxy_of_the_machine_is_not_asked_for_a_named_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    with youtube_api([]) as proxy, youtube_api([VIDEO]) as server:
        monkeypatch.setenv("http_proxy", proxy.endpoint)
        [row] = observe_all(["EkwubVWQRcc"], YouTubeApi(server.endpoint, KEY))
    assert row.is_returned
    assert proxy.units == 0


def test_without_an_endpoint_google_is_looked_up_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = []

    def nowhere(host: str, *_: object, **__: object) -> None:
        looked_up.append(host)
        raise socket.gaierror

    # The only name resolution that stands in for the real one: no test may reach Google.
    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    assert failure_of(YouTubeApi(None, KEY), Waits()).reason == "unreachable"
    assert set(looked_up) == {"youtube.googleapis.com"}


def test_no_default_credentials_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/credentials.json")
    monkeypatch.setenv("GOOGLE_CLOUD_UNIVERSE_DOMAIN", "universe.example")
    with youtube_api([VIDEO], key=KEY) as server:
        [row] = observe_all(["EkwubVWQRcc"], YouTubeApi(server.endpoint, KEY))
    assert row.is_returned


def chain_text(failure: BaseException | None) -> str:
    text = ""
    while failure is not None:
        text += f"{failure!s} {failure!r} {failure.args} {vars(failure)}"
        failure = failure.__cause__ or failure.__context__
    return text


ECHO = json.dumps({"error": {"code": 403, "message": f"x-goog-api-key: {KEY}", "errors": [{"reason": KEY}]}})


@pytest.mark.parametrize(
    "refusal",
    [
        None,
        *(Refusal(status, reason) for status, reason in REFUSALS),
        Refusal(403, "", body=ECHO.encode()),
        Refusal(403, "", body=f"<pre>x-goog-api-key: {KEY}</pre>".encode()),
        Refusal(200, "", body=f"<pre>x-goog-api-key: {KEY}</pre>".encode()),
        Refusal(200, "", body=json.dumps({"items": [{"id": KEY, "statistics": {}}]}).encode()),
    ],
)
def test_the_key_shows_in_no_error_no_log_and_no_address(
    refusal: Refusal | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with youtube_api([VIDEO], key="the-right-key", refusal=refusal) as server:
        failure = failure_of(YouTubeApi(server.endpoint, KEY), Waits())
    shown = [chain_text(failure), caplog.text, *(record.getMessage() for record in caplog.records)]
    assert "googleapiclient" in caplog.text
    assert server.targets
    for text in (*shown, *server.targets):
        assert KEY not in text


@pytest.mark.parametrize(("status", "reason"), REFUSALS)
def test_the_address_asked_shows_in_no_error(status: int, reason: str) -> None:
    failure, server, _ = failure_under(Refusal(status, reason))
    for part in (server.endpoint, "http", "EkwubVWQRcc", "/youtube/v3"):
        assert part not in chain_text(failure)


def test_the_apis_own_repr_hides_the_key() -> None:
    api = YouTubeApi(None, KEY)
    assert KEY not in f"{api!r} {api}"


def test_the_logs_are_left_as_they_were_found() -> None:
    names = ("googleapiclient.discovery", "googleapiclient.http", "googleapiclient.model")
    before = [(list(logging.getLogger(name).filters), logging.getLogger(name).level) for name in names]
    failure_under(Refusal(403, "quotaExceeded"))
    assert before == [
        (list(logging.getLogger(name).filters), logging.getLogger(name).level) for name in names
    ]


@pytest.mark.parametrize("reason", [*FAILURES, "somethingNew"])
def test_every_reason_is_one_sentence_that_survives_pickling(reason: str) -> None:
    failure = unavailable(reason, datetime(2021, 5, 5, tzinfo=UTC) + timedelta(hours=7))
    text = str(failure)
    assert text.endswith(".")
    assert text.count(". ") == 0
    assert "\n" not in text
    copy = pickle.loads(pickle.dumps(failure))
    assert (str(copy), copy.reason, copy.retry_after) == (text, failure.reason, failure.retry_after)
