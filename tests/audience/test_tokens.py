"""The owner's tokens and the client's secret show nowhere, whatever reason of the owner's table of failures comes about.

The only file that holds them is `private/youtube_owner.json`, which is its owner's alone.
"""

import csv
import stat
import threading
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import pytest

from assets.sources import youtube
from assets.sources.audience_tables import ensure_audience_tables
from assets.sources.youtube.analytics import connect_owner
from assets.sources.youtube.authorisation import FILE, grant_file
from assets.sources.youtube.consent import Asking, ask_owner, read_client
from assets.sources.youtube.owner_errors import OwnerUnavailable
from assets.warehouse import open_warehouse
from pipelines.commands.youtube import connect_and_say, disconnect_and_say
from pipelines.sample.analytics_api import Fault, Plan, Refusal
from tests.audience.searching import chain_text, files_with, listening, tables_with
from tests.sources.owner import CYCLE, MINE, NOON, PUBLISHED, Owner, connected_owner, report

Wrong = Refusal | Fault | None
# Stands for everything secret in what the servers say.
EVERYTHING = "{secrets}"


class Browser:
    """Opens addresses in the background, as a browser would."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def open(self, url: str, **_: object) -> bool:
        self.threads.append(threading.Thread(target=self._visit, args=(url,)))
        self.threads[-1].start()
        return True

    def _visit(self, url: str) -> None:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with suppress(OSError), direct.open(url, timeout=10) as page:
            page.read()


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    stands_in = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda _name=None: stands_in)
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    yield stands_in
    for thread in stands_in.threads:
        thread.join()


def connected_again(owner: Owner) -> None:
    client = owner.workspace.root.parent / "client.json"
    client.write_text(owner.server.desk.client_file, encoding="utf-8")
    grant_file(owner.workspace).unlink()
    connect_and_say(owner.workspace, client, opens_browser=True, endpoints=owner.endpoints)


def connected_and_asked(owner: Owner) -> None:
    connected_again(owner)
    owner.record()


def lost(owner: Owner) -> None:
    grant_file(owner.workspace).unlink()
    owner.record()


def declined(owner: Owner) -> None:
    owner.server.desk.consents = False
    connected_again(owner)


def without_refresh_token(owner: Owner) -> None:
    owner.server.desk.gives_refresh_tokens = False
    connected_again(owner)


def unanswered(owner: Owner) -> None:
    client = owner.workspace.root.parent / "client.json"
    client.write_text(owner.server.desk.client_file, encoding="utf-8")
    ask_owner(read_client(client), Asking(False, "{url}", timeout_seconds=1), owner.endpoints, NOON)


def damage(owner: Owner) -> None:
    path = grant_file(owner.workspace)
    path.write_text(path.read_text(encoding="utf-8")[:-9], encoding="utf-8")
    owner.record()


@dataclass(frozen=True)
class OwnerCase:
    """How a reason comes about: by the reports, by the desk of tokens, or by what is done."""

    of_reports: Wrong = None
    of_tokens: Wrong = None
    action: Callable[[Owner], object] = field(default=Owner.record)
    cycle: str = CYCLE


CASES = {
    "answered": OwnerCase(action=connected_and_asked),
    "quotaExceeded": OwnerCase(Refusal(403, "quotaExceeded", EVERYTHING)),
    "budgetSpent": OwnerCase(cycle=CYCLE + "[audience]\ndaily_units = 3\n"),
    "rateLimitExceeded": OwnerCase(Refusal(429, "rateLimitExceeded", EVERYTHING)),
    "userRateLimitExceeded": OwnerCase(Refusal(403, "userRateLimitExceeded", EVERYTHING)),
    "backendError": OwnerCase(of_tokens=Refusal(503, EVERYTHING)),
    "unreachable": OwnerCase(Fault(reset=True)),
    "malformed_answer": OwnerCase(of_tokens=Refusal(200, "", body=EVERYTHING.encode())),
    "badRequest": OwnerCase(Refusal(400, "badRequest", EVERYTHING)),
    "forbidden": OwnerCase(Refusal(403, "forbidden", EVERYTHING)),
    "insufficientPermissions": OwnerCase(of_tokens=Refusal(400, "invalid_scope", EVERYTHING)),
    "accessNotConfigured": OwnerCase(Refusal(403, "accessNotConfigured", EVERYTHING)),
    "unauthorized": OwnerCase(Refusal(401, "authError", EVERYTHING)),
    "invalid_grant": OwnerCase(of_tokens=Refusal(400, "invalid_grant", EVERYTHING)),
    "clientRefused": OwnerCase(of_tokens=Refusal(401, "invalid_client", EVERYTHING)),
    "notConnected": OwnerCase(action=lost),
    "authorisationDamaged": OwnerCase(action=damage),
    "access_denied": OwnerCase(action=declined),
    "refreshTokenMissing": OwnerCase(action=without_refresh_token),
    "consentMissing": OwnerCase(action=unanswered),
    "disconnected": OwnerCase(action=lambda owner: disconnect_and_say(owner.workspace, owner.endpoints)),
}


def test_every_reason_has_its_case() -> None:
    with (Path(youtube.__path__[0]) / "owner_failures.csv").open(encoding="utf-8", newline="") as file:
        assert CASES.keys() - {"answered"} == {row["reason"] for row in csv.DictReader(file)}


def telling(owners: list[Owner], wrong: Wrong) -> Plan:
    """A plan by which every call goes wrong, and refusals repeat all secrets that there are."""

    def plan(_: int) -> Wrong:
        if not isinstance(wrong, Refusal):
            return wrong
        secrets = " ".join(sorted(owners[0].server.desk.secrets))
        body = secrets.encode() if wrong.body is not None else None
        told = secrets if EVERYTHING in wrong.message else wrong.message
        return replace(wrong, message=told, body=body)

    return plan


def raised_by(act: Callable[[], object]) -> tuple[str, list[str]]:
    """What an action raises, with everything that came along, and the reasons of that."""
    try:
        act()
    except (OwnerUnavailable, click.ClickException) as failure:
        return chain_text(failure), [getattr(failure, "reason", str(failure))]
    return "", []


def ask_for_a_day(owner: Owner) -> None:
    with owner.open_owner() as api, connect_owner(api) as history:
        history.ask(report("daily"), MINE, PUBLISHED, PUBLISHED, lambda: None)


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("reason", CASES)
def test_the_owners_secrets_show_nowhere_but_in_one_private_file(reason: str, tmp_path: Path) -> None:
    case, owners = CASES[reason], list[Owner]()
    plans = telling(owners, case.of_reports), telling(owners, case.of_tokens)
    with (
        listening() as heard,
        connected_owner(tmp_path, plan=plans[0], token_plan=plans[1], cycle=case.cycle) as owner,
    ):
        owners.append(owner)
        with open_warehouse(owner.workspace) as connection:
            ensure_audience_tables(connection)
        acted, reasons = raised_by(lambda: case.action(owner))
        asked, more = raised_by(lambda: ask_for_a_day(owner))
        rows = owner.rows("select reason from raw.owner_requests where reason is not null") + owner.rows(
            "select reason from raw.owner_authorisations where reason is not null"
        )
        secrets = owner.server.desk.secrets
        addresses = [call.target for call in owner.server.calls]
    assert is_met(reason, {*reasons, *more, *(str(row[0]) for row in rows)})
    assert secrets
    assert not [secret for secret in secrets if secret in heard.text + acted + asked]
    assert not [secret for secret in secrets if secret in " ".join(addresses)]
    root = owner.workspace.root
    assert files_with(root, secrets) <= {FILE}
    assert tables_with(owner.workspace.warehouse, secrets) == []
    if grant_file(owner.workspace).exists():
        assert files_with(root, secrets) == {FILE}
        assert stat.S_IMODE(grant_file(owner.workspace).stat().st_mode) == 0o600


def is_met(reason: str, met: set[str]) -> bool:
    """Whether the case did what it is for: a sentence names its reason in brackets."""
    return any(one == reason or f"({reason})" in one for one in met) if reason != "answered" else not met
