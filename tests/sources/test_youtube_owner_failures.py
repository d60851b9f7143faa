"""Every reason in the owner's table of failures, over real HTTP: how it is told, how often it is asked, what is kept."""

import csv
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assets.sources.youtube import owner_errors
from assets.sources.youtube.analytics import connect_owner
from assets.sources.youtube.authorisation import grant_file
from assets.sources.youtube.owner_errors import OWNER_FAILURES, OwnerUnavailable
from pipelines.sample.analytics_api import Fault, Plan, Refusal
from tests.sources.owner import CYCLE, MINE, OTHERS, PUBLISHED, Owner, connected_owner, report

TABLE = Path(owner_errors.__file__).with_name("owner_failures.csv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
# Met in test_youtube_owner_connection.py.
AT_THE_CONSENT_PAGE = {"access_denied", "refreshTokenMissing", "consentMissing", "disconnected"}
NOON_IN_MEXICO = (("Date", "Thu, 20 May 2021 17:00:00 GMT"),)

OF_REPORTS: dict[str, Refusal | Fault] = {
    "quotaExceeded": Refusal(403, "quotaExceeded"),
    "rateLimitExceeded": Refusal(429, "rateLimitExceeded"),
    "userRateLimitExceeded": Refusal(403, "userRateLimitExceeded"),
    "backendError": Refusal(503, "backendError"),
    "unreachable": Fault(reset=True),
    "malformed_answer": Fault(keep=20),
    "badRequest": Refusal(400, "badRequest", "The query is not supported."),
    "forbidden": Refusal(403, "forbidden"),
    "insufficientPermissions": Refusal(403, "forbidden", detail="ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
    "accessNotConfigured": Refusal(403, "accessNotConfigured", detail="SERVICE_DISABLED"),
    "unauthorized": Refusal(401, "authError"),
}
OF_TOKENS: dict[str, Refusal | Fault] = {
    "invalid_grant": Refusal(400, "invalid_grant"),
    "clientRefused": Refusal(401, "invalid_client"),
}


def break_the_file(owner: Owner) -> None:
    grant_file(owner.workspace).write_text(
        '{"refresh_token": "1//secret-in-a-damaged-file"', encoding="utf-8"
    )


def lose_the_file(owner: Owner) -> None:
    grant_file(owner.workspace).unlink()


HERE: dict[str, tuple[str, Callable[[Owner], None]]] = {
    "budgetSpent": (CYCLE + "[audience]\ndaily_units = 3\n", lambda _owner: None),
    "notConnected": (CYCLE, lose_the_file),
    "authorisationDamaged": (CYCLE, break_the_file),
}


def always(wrong: Refusal | Fault | None) -> Plan:
    return lambda _: wrong


def first(calls: int, wrong: Refusal | Fault) -> Plan:
    return lambda number: wrong if number <= calls else None


def failure_of(owner: Owner) -> OwnerUnavailable:
    with pytest.raises(OwnerUnavailable) as caught, owner.open_owner() as api, connect_owner(api) as history:
        history.ask(report("daily"), MINE, PUBLISHED, PUBLISHED + timedelta(days=2), lambda: None)
    return caught.value


def chain_text(failure: BaseException | None) -> str:
    text = ""
    while failure is not None:
        text += f"{failure!s} {failure!r} {failure.args} {vars(failure)}"
        failure = failure.__cause__ or failure.__context__
    return text


def test_every_reason_of_the_table_has_a_test() -> None:
    met = {*OF_REPORTS, *OF_TOKENS, *HERE, *AT_THE_CONSENT_PAGE}
    assert met == {row["reason"] for row in ROWS} == set(OWNER_FAILURES)


@pytest.mark.parametrize("reason", [*OF_REPORTS, *OF_TOKENS, *HERE])
def test_a_reason_of_the_table_met_over_http_is_kept_with_its_remedy(reason: str, tmp_path: Path) -> None:
    [remedy] = [row["remedy"] for row in ROWS if row["reason"] == reason]
    cycle, prepare = HERE.get(reason, (CYCLE, lambda _owner: None))
    plan, token_plan = always(OF_REPORTS.get(reason)), always(OF_TOKENS.get(reason))
    with connected_owner(tmp_path, plan=plan, token_plan=token_plan, cycle=cycle) as owner:
        prepare(owner)
        assert owner.record() == 0
        kept = owner.rows("select distinct reason, remedy from raw.owner_requests")
        asked = owner.rows("select count(*) from raw.owner_requests")
    assert kept == ([] if reason == "notConnected" else [(reason, remedy)])
    assert asked == [(0 if reason == "notConnected" else 14,)]


@pytest.mark.parametrize("reason", OF_REPORTS)
def test_a_refused_report_is_asked_again_only_where_the_table_says_so(reason: str, tmp_path: Path) -> None:
    with connected_owner(tmp_path, plan=always(OF_REPORTS[reason])) as owner:
        failure = failure_of(owner)
    is_retried = OWNER_FAILURES[reason].action == "retry"
    assert failure.reason == reason
    assert owner.server.units == (4 if is_retried else 1)
    assert owner.waits == ([1, 2, 4] if is_retried else [])
    assert str(failure).startswith(f"The channel owner's history on YouTube could not be read ({reason}): ")


@pytest.mark.parametrize("reason", OF_TOKENS)
def test_a_refused_token_is_asked_for_once_and_no_report_after_it(reason: str, tmp_path: Path) -> None:
    with connected_owner(tmp_path, token_plan=always(OF_TOKENS[reason])) as owner:
        assert failure_of(owner).reason == reason
    assert (len(owner.server.calls), owner.server.units) == (1, 0)


@pytest.mark.parametrize(
    ("status", "word", "body", "reason"),
    [
        (400, "invalid_grant", None, "invalid_grant"),
        (401, "deleted_client", None, "clientRefused"),
        (401, "", b"", "clientRefused"),
        (400, "invalid_scope", None, "insufficientPermissions"),
        (429, "", b"<html>", "rateLimitExceeded"),
        (500, "internal_failure", None, "backendError"),
        (503, "", b"<html>", "backendError"),
        (403, "", b"<html>Proxy</html>", "malformed_answer"),
        (302, "", b"", "malformed_answer"),
        (200, "", b"<html>Inicie sesi\xc3\xb3n</html>", "malformed_answer"),
        (200, "", b"", "malformed_answer"),
        (200, "", b"[]", "malformed_answer"),
        (200, "", b'{"access_token": "a\\r\\nb", "expires_in": 1}', "malformed_answer"),
    ],
)
def test_only_invalid_grant_is_a_withdrawal(
    status: int, word: str, body: bytes | None, reason: str, tmp_path: Path
) -> None:
    with connected_owner(tmp_path, token_plan=always(Refusal(status, word, body=body))) as owner:
        owner.record()
        authorisations = owner.rows("select is_granted, reason from raw.owner_authorisations")
        kept = owner.rows("select distinct reason from raw.owner_requests")
    assert kept == [(reason,)]
    assert authorisations == ([(False, "invalid_grant")] if reason == "invalid_grant" else [])


@pytest.mark.parametrize("fault", [Fault(reset=True), Fault(cut_at=10)], ids=["torn off", "cut short"])
def test_a_broken_line_is_overcome_by_asking_again_and_each_attempt_costs_a_unit(
    fault: Fault, tmp_path: Path
) -> None:
    with connected_owner(tmp_path, plan=first(2, fault)) as owner:
        assert owner.record() > 0
        spent = owner.rows("select bucket, sum(units) from raw.quota_spent group by bucket")
        refused = owner.rows("select count(*) from raw.owner_requests where reason is not null")
    assert spent == [("analytics", 14 + 2)]
    assert (owner.server.units, owner.waits, refused) == (16, [1, 2], [(0,)])


def test_a_slow_server_is_unreachable_after_the_timeout(tmp_path: Path) -> None:
    with connected_owner(tmp_path, plan=always(Fault(pause_seconds=5))) as owner:
        owner.timeout_seconds = 0.1
        assert failure_of(owner).reason == "unreachable"


def test_a_withdrawal_is_noted_and_ends_the_step(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        owner.record()
        owner.server.desk.forget()
        owner.later(days=1)
        assert owner.record() == 0
        noted = owner.rows("select is_granted, reason from raw.owner_authorisations order by checked_at")
        spent = owner.rows("select sum(units) from raw.quota_spent")
        days = owner.rows("select count(*) from raw.owner_daily where is_withdrawn")
    assert noted == [(True, None), (False, "invalid_grant")]
    assert (spent, days) == ([(14,)], [(0,)])


def test_a_spent_quota_blocks_until_the_next_pacific_midnight_by_our_own_clock(tmp_path: Path) -> None:
    # The server's clock is another one, and is not believed.
    refusal = Refusal(403, "quotaExceeded", headers=(("Date", "Mon, 23 Nov 2026 17:00:00 GMT"),))
    with connected_owner(tmp_path, plan=first(1, refusal)) as owner:
        owner.record()
        [(until,)] = owner.rows("select distinct not_before from raw.owner_requests")
        owner.later(hours=3)
        owner.record()
        calls, ticks = (
            len(owner.server.calls),
            owner.rows("select distinct reason, tick from raw.owner_requests"),
        )
        owner.clock.now = until
        assert owner.record() > 0
    assert until == datetime(2021, 5, 21, 7, tzinfo=UTC)
    # One token and one report on the first tick, nothing at all on the second.
    assert (calls, len(ticks), {reason for reason, _ in ticks}) == (2, 2, {"quotaExceeded"})


def test_a_long_wish_is_heeded_by_later_ticks(tmp_path: Path) -> None:
    refusal = Refusal(503, "backendError", headers=(*NOON_IN_MEXICO, ("Retry-After", "3600")))
    with connected_owner(tmp_path, plan=first(1, refusal)) as owner:
        owner.record()
        refused = owner.rows("select distinct reason, not_before from raw.owner_requests")
        owner.later(minutes=30)
        owner.record()
        calls = owner.server.units
        owner.later(minutes=31)
        assert owner.record() > 0
    assert refused == [("backendError", datetime(2021, 5, 20, 18, tzinfo=UTC))]
    assert (calls, owner.waits) == (1, [])


def test_a_raised_budget_is_used_at_once(tmp_path: Path) -> None:
    with connected_owner(tmp_path, cycle=CYCLE + "[audience]\ndaily_units = 3\n") as owner:
        owner.record()
        (owner.workspace.root / "cycle.toml").write_text(CYCLE, encoding="utf-8")
        owner.workspace = type(owner.workspace)(owner.workspace.root, owner.clock)
        assert owner.record() > 0
        refused = owner.rows("select count(*) from raw.owner_requests where reason is not null")
    assert refused == [(0,)]


def test_a_video_of_another_channel_stops_neither_the_others_nor_costs_seven_units(tmp_path: Path) -> None:
    # The cycle's first video is asked for first.
    with connected_owner(tmp_path, plan=first(1, Refusal(403, "forbidden"))) as owner:
        owner.record()
        kept = owner.rows(
            "select video_id, reason, count(*) from raw.owner_requests group by all order by video_id desc"
        )
    assert kept == [(MINE, "forbidden", 7), (OTHERS, None, 7)]
    assert owner.server.units == 1 + 7


def test_one_damaged_report_stops_no_other(tmp_path: Path) -> None:
    with connected_owner(tmp_path, plan=first(1, Fault(keep=30))) as owner:
        assert owner.record() > 0
        kept = owner.rows("select report, reason from raw.owner_requests where reason is not null")
        again = owner.record()
    assert kept == [("daily", "malformed_answer")]
    assert again > 0


@pytest.mark.parametrize("reason", [*OF_REPORTS, *OF_TOKENS, *HERE, "echo"])
def test_no_token_secret_or_address_shows_in_errors_logs_or_the_warehouse(
    reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cycle, prepare = HERE.get(reason, (CYCLE, lambda _owner: None))
    plan, token_plan = always(OF_REPORTS.get(reason)), always(OF_TOKENS.get(reason))
    with connected_owner(tmp_path, plan=plan, token_plan=token_plan, cycle=cycle) as owner:
        prepare(owner)
        shown = caplog.text
        owner.record()
        if reason != "budgetSpent" and reason != "echo":
            shown += chain_text(failure_of(owner))
        shown += caplog.text + str(owner.rows("select * from raw.owner_requests"))
        secrets = {*owner.server.desk.secrets, owner.server.endpoint, "secret-in-a-damaged-file"}
    assert len(secrets) >= 3
    assert not [secret for secret in secrets if secret in shown]


def test_a_body_that_repeats_the_token_is_quoted_nowhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with connected_owner(tmp_path) as owner:
        with owner.open_owner() as api:
            token = api.token()
        body = json.dumps(
            {"error": {"code": 403, "message": f"Bearer {token}", "errors": [{"reason": token}]}}
        )
    with connected_owner(tmp_path, plan=always(Refusal(403, "", body=body.encode()))) as echoing:
        failure = failure_of(echoing)
    assert token not in chain_text(failure) + caplog.text


def test_a_redirect_is_not_followed_so_that_the_token_stays_with_the_endpoint(tmp_path: Path) -> None:
    with connected_owner(tmp_path / "elsewhere") as elsewhere:
        away = (("Location", f"{elsewhere.server.endpoint}/v2/reports"),)
        with connected_owner(tmp_path, plan=always(Refusal(302, "", body=b"", headers=away))) as owner:
            assert failure_of(owner).reason == "malformed_answer"
    assert not elsewhere.server.calls
