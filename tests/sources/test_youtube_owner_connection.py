"""Connecting, showing and disconnecting a channel's owner: the whole of it in a browser of our own, over real HTTP."""

import json
import logging
import os
import stat
import threading
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import click
import pytest
from click.testing import CliRunner

from assets.sources.youtube.authorisation import (
    SCOPES,
    Endpoints,
    OwnerAccess,
    grant_file,
    keep_grant,
    read_grant,
)
from assets.sources.youtube.consent import Asking, ask_owner, read_client
from assets.sources.youtube.owner_errors import OwnerUnavailable
from assets.workspace import Workspace
from pipelines.command_line import alcance
from pipelines.commands.youtube import connect_and_say, disconnect_and_say
from pipelines.commands.youtube_status import show_youtube, youtube_status
from pipelines.owner_sources import ConnectedOwner
from pipelines.sample import write_sample
from pipelines.sample.analytics_api import Fault, OwnerDesk, Refusal, analytics_api
from pipelines.sample.owner_desk import REVOCATION_PATH
from tests.sources.owner import NOON, Clock, Owner, a_history, a_workspace, connected_owner


class Browser:
    """Opens addresses as a browser would, in the background, and follows where they lead."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self._threads: list[threading.Thread] = []

    def open(self, url: str, **_: object) -> bool:
        self.addresses.append(url)
        self._threads.append(threading.Thread(target=self._visit, args=(url,)))
        self._threads[-1].start()
        return True

    def close(self) -> None:
        for thread in self._threads:
            thread.join()

    def _visit(self, url: str) -> None:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with suppress(OSError), direct.open(url, timeout=10) as page:
            page.read()


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """The machine's browser, and leave to speak of consent without TLS, as on loopback there is none."""
    stands_in = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda _name=None: stands_in)
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    yield stands_in
    stands_in.close()


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Owner]:
    """A workspace that nobody has connected, with the client's file where it is looked for."""
    with analytics_api(a_history(), NOON.date(), desk=OwnerDesk()) as server:
        clock = Clock()
        owner = Owner(a_workspace(tmp_path / "w", clock), server, clock)
        (owner.workspace.private / "youtube_client.json").write_text(
            server.desk.client_file, encoding="utf-8"
        )
        yield owner


def connect(owner: Owner) -> int:
    return connect_and_say(owner.workspace, None, opens_browser=True, endpoints=owner.endpoints)


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(click.ClickException) as caught:
        action()
    return caught.value.message


@pytest.mark.usefixtures("browser")
def test_an_owner_who_consents_is_connected_and_their_history_comes(
    stranger: Owner, capsys: pytest.CaptureFixture[str]
) -> None:
    assert connect(stranger) == 0
    assert "connected: Canal sintético (UCsintetico)" in capsys.readouterr().out
    grant = read_grant(grant_file(stranger.workspace))
    assert (grant.connected_at, grant.channel_title) == (NOON, "Canal sintético")
    assert stranger.record() > 0
    assert stranger.rows(
        "select bucket, method, sum(units) from raw.quota_spent group by all order by all"
    ) == [
        ("analytics", "reports.query", 14),
        ("default", "channels.list", 1),
    ]


def test_the_owner_is_asked_to_read_and_no_more_and_for_good(stranger: Owner, browser: Browser) -> None:
    connect(stranger)
    [address] = browser.addresses
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert set(asked["scope"].split()) == set(SCOPES)
    assert all(scope.endswith(".readonly") for scope in SCOPES)
    assert (asked["access_type"], asked["prompt"], asked["code_challenge_method"]) == (
        "offline",
        "consent",
        "S256",
    )
    assert urlsplit(asked["redirect_uri"]).hostname == "127.0.0.1"


@pytest.mark.usefixtures("browser")
def test_the_authorisation_is_its_owners_alone(stranger: Owner) -> None:
    before = os.umask(0)
    try:
        connect(stranger)
    finally:
        os.umask(before)
    path = grant_file(stranger.workspace)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir() if "owner" in file.name] == [path.name]


@pytest.mark.usefixtures("browser")
def test_an_authorisation_that_is_replaced_never_lies_there_in_part(stranger: Owner) -> None:
    connect(stranger)
    path = grant_file(stranger.workspace)
    aside = path.with_suffix(".new")
    aside.write_text("left behind by a killed process", encoding="utf-8")
    aside.chmod(0o644)
    grant = read_grant(path)
    keep_grant(path, grant)
    assert read_grant(path) == grant
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not aside.exists()


@pytest.mark.usefixtures("browser")
def test_no_secret_shows_in_logs_output_or_representations(
    stranger: Owner, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    connect(stranger)
    show_youtube(stranger.workspace, as_json=True)
    show_youtube(stranger.workspace, as_json=False)
    grant = read_grant(grant_file(stranger.workspace))
    with stranger.open_owner() as api:
        token = api.token()
        shown = f"{api!r} {grant!r} {grant} {stranger.server.desk!r}"
    secrets = {*stranger.server.desk.secrets, token}
    stranger.record()
    disconnect_and_say(stranger.workspace, stranger.endpoints)
    output = capsys.readouterr()
    shown += caplog.text + output.out.split("/auth?")[0] + output.err
    assert len(secrets) >= 4
    assert not [secret for secret in secrets if secret in shown]
    logging.getLogger("requests_oauthlib").debug("the logs are as they were")
    assert "the logs are as they were" in caplog.text


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"consents": False}, "access_denied"),
        ({"gives_refresh_tokens": False}, "refreshTokenMissing"),
        ({"scopes": SCOPES[0]}, "insufficientPermissions"),
    ],
)
def test_an_owner_who_does_not_grant_everything_is_not_connected(
    change: dict[str, object], reason: str, stranger: Owner
) -> None:
    for name, value in change.items():
        setattr(stranger.server.desk, name, value)
    sentence = refused(lambda: connect(stranger))
    assert f"({reason})" in sentence
    assert "alcance youtube connect" in sentence
    assert not grant_file(stranger.workspace).exists()


@pytest.mark.usefixtures("browser")
def test_an_owner_who_does_not_answer_is_waited_for_only_so_long(stranger: Owner) -> None:
    client = read_client(stranger.workspace.private / "youtube_client.json")
    with pytest.raises(OwnerUnavailable) as caught:
        ask_owner(client, Asking(False, "", timeout_seconds=1), stranger.endpoints, NOON)
    assert caught.value.reason == "consentMissing"


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (Refusal(401, "invalid_client"), "clientRefused"),
        (Refusal(503, "", body=b"<html>"), "malformed_answer"),
        (Refusal(200, "", body=b"[]"), "malformed_answer"),
        (Refusal(302, "", body=b"", headers=(("Location", "http://127.0.0.1:9/"),)), "malformed_answer"),
        (Fault(reset=True), "unreachable"),
    ],
)
def test_a_desk_that_does_not_take_the_code_is_one_clear_sentence(
    wrong: Refusal | Fault, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk, only_the_desk = OwnerDesk(), [False]

    def plan(_: int) -> Refusal | Fault | None:
        # The consent page is the first to be asked, the desk comes after it.
        was_asked, only_the_desk[0] = only_the_desk[0], True
        return wrong if was_asked else None

    with analytics_api(a_history(), NOON.date(), desk=desk, token_plan=plan) as server:
        clock = Clock()
        owner = Owner(a_workspace(tmp_path / "w", clock), server, clock)
        (owner.workspace.private / "youtube_client.json").write_text(desk.client_file, encoding="utf-8")
        sentence = refused(lambda: connect(owner))
    assert f"({reason})" in sentence
    assert not [secret for secret in desk.secrets if secret in sentence + caplog.text]


def test_a_machine_without_a_browser_shows_the_address_instead(
    stranger: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_here(_name: str | None = None) -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none_here)
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    visitor, printed = Browser(), list[str]()

    def show(text: str) -> None:
        printed.append(text)
        visitor.open(text.split()[-1])

    monkeypatch.setattr("builtins.print", show)
    client = read_client(stranger.workspace.private / "youtube_client.json")
    grant, _ = ask_owner(client, Asking(True, "Abra {url}"), stranger.endpoints, NOON)
    visitor.close()
    assert grant.scopes == SCOPES
    assert printed[0].startswith(f"Abra {stranger.endpoints.consent}?")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file"),
        ("{", "no file of an OAuth client"),
        ('{"installed": {"client_id": "a"}}', "no file of an OAuth client"),
        ('{"web": {"client_id": "a", "client_secret": "web-secret"}}', "a web application"),
        ('{"type": "service_account", "private_key": "web-secret"}', "something else"),
    ],
)
def test_a_file_that_is_no_desktop_client_is_refused_with_what_to_do(
    content: str | None, said: str, tmp_path: Path
) -> None:
    workspace, file = a_workspace(tmp_path / "w", Clock()), tmp_path / "client.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    sentence = refused(lambda: connect_and_say(workspace, file, opens_browser=False))
    assert said in sentence
    assert "`Desktop app`" in sentence
    assert "web-secret" not in sentence


@pytest.mark.usefixtures("browser")
def test_the_endpoints_that_the_clients_file_names_are_not_believed(stranger: Owner) -> None:
    with analytics_api(a_history(), NOON.date()) as elsewhere:
        client = json.loads(stranger.server.desk.client_file)
        client["installed"] |= dict.fromkeys(("auth_uri", "token_uri"), elsewhere.endpoint)
        file = stranger.workspace.private / "youtube_client.json"
        file.write_text(json.dumps(client), encoding="utf-8")
        assert connect(stranger) == 0
        assert not elsewhere.calls


def test_without_endpoints_google_is_the_one_that_is_asked() -> None:
    named = Endpoints()
    addresses = (named.consent, named.tokens, named.revocations)
    assert {urlsplit(address).scheme for address in addresses} == {"https"}
    assert {urlsplit(address).hostname for address in addresses} == {
        "accounts.google.com",
        "oauth2.googleapis.com",
    }
    assert named.apis is None


@pytest.mark.usefixtures("browser")
def test_a_channel_that_is_not_told_is_connected_without_a_name(
    stranger: Owner, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger.server.desk.channel = None
    assert connect(stranger) == 0
    assert "a channel that was not named" in capsys.readouterr().out


@pytest.mark.usefixtures("browser")
def test_a_run_at_work_does_not_lose_the_owners_consent(
    stranger: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assets.workspace import WorkspaceBusyError

    def busy(*_: object, **__: object) -> None:
        raise WorkspaceBusyError("busy")

    monkeypatch.setattr("pipelines.commands.youtube.open_warehouse", busy)
    assert connect(stranger) == 0
    assert read_grant(grant_file(stranger.workspace)).channel_title is None


def test_disconnecting_gives_back_deletes_and_says_what_follows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with connected_owner(tmp_path) as owner:
        owner.record()
        owner.later(days=1)
        assert disconnect_and_say(owner.workspace, owner.endpoints) == 0
        noted = owner.rows("select is_granted, reason from raw.owner_authorisations order by checked_at")
        assert owner.record() == 0
        [call] = owner.server.calls_of(REVOCATION_PATH)
    assert noted == [(True, None), (False, "disconnected")]
    assert call.method == "POST"
    assert "token" not in call.target
    assert not grant_file(owner.workspace).exists()
    assert "within seven days, at the next run" in " ".join(capsys.readouterr().out.split())


def test_an_authorisation_that_stands_no_more_is_deleted_all_the_same(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        owner.server.desk.forget()
        assert disconnect_and_say(owner.workspace, owner.endpoints) == 0
    assert not grant_file(owner.workspace).exists()


def test_what_cannot_be_given_back_is_kept(tmp_path: Path) -> None:
    with connected_owner(tmp_path, token_plan=lambda _: Refusal(403, "", body=b"<html>Proxy")) as owner:
        sentence = refused(lambda: disconnect_and_say(owner.workspace, owner.endpoints))
    assert "is kept" in sentence
    assert "myaccount.google.com/permissions" in sentence
    assert grant_file(owner.workspace).exists()


def test_nobody_can_be_disconnected_who_is_not_connected(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path / "w", Clock())
    assert "nobody is connected" in refused(lambda: disconnect_and_say(workspace))


def test_a_token_that_google_renews_is_kept(tmp_path: Path) -> None:
    body = b'{"access_token": "ya29.sample", "expires_in": 3599, "refresh_token": "1//renewed"}'
    with connected_owner(tmp_path, token_plan=lambda _: Refusal(200, "", body=body)) as owner:
        path = grant_file(owner.workspace)
        assert OwnerAccess(path, owner.endpoints).token() == "ya29.sample"
        assert read_grant(path).refresh_token.get_secret_value() == "1//renewed"


def test_the_state_is_told_without_a_secret_and_before_anything_was_run(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path / "w", Clock())
    state = youtube_status(workspace)
    assert state["connection"]["state"] == "not_connected"
    assert "alcance youtube connect" in state["connection"]["remedy"]
    assert (state["units"], state["sources"], state["terms"]) == ([], [], [])
    assert not (workspace.root / "private").exists()


def test_the_state_tells_since_when_and_what_was_spent(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        owner.record()
        state = youtube_status(owner.workspace)
        assert show_youtube(owner.workspace, as_json=False) == 0
    assert (state["connection"]["state"], state["connection"]["connected_at"]) == ("connected", NOON)
    assert state["connection"]["was_granted"]
    assert [(row["bucket"], row["units"]) for row in state["units"]] == [
        ("default", 0),
        ("batch_get_stats", 0),
        ("analytics", 14),
    ]


def test_a_withdrawn_or_damaged_authorisation_is_a_state_that_needs_somebody(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner:
        owner.server.desk.forget()
        owner.record()
        assert youtube_status(owner.workspace)["connection"]["state"] == "withdrawn"
        assert show_youtube(owner.workspace, as_json=False) == 1
        grant_file(owner.workspace).write_text("{", encoding="utf-8")
        assert youtube_status(owner.workspace)["connection"]["state"] == "damaged"
        assert show_youtube(owner.workspace, as_json=True) == 1


def test_a_connected_owner_of_a_real_cycle_is_asked_at_google(tmp_path: Path) -> None:
    with connected_owner(tmp_path) as owner, ConnectedOwner(owner.workspace).open_owner() as api:
        assert (api.endpoint, api.connected_at) == (None, NOON)
    with pytest.raises(OwnerUnavailable) as caught, ConnectedOwner(Workspace(tmp_path)).open_owner():
        pass
    assert caught.value.reason == "notConnected"


@pytest.mark.parametrize("command", ["connect", "disconnect"])
def test_a_synthetic_workspace_has_nobody_to_connect(command: str, tmp_path: Path) -> None:
    write_sample(tmp_path / "w", scale=0.01)
    result = CliRunner().invoke(alcance, ["youtube", command, "--workspace", str(tmp_path / "w")])
    assert result.exit_code == 1
    assert "synthetic" in result.stderr
    shown = CliRunner().invoke(alcance, ["youtube", "status", "--json", "--workspace", str(tmp_path / "w")])
    assert json.loads(shown.stdout)["connection"] == {"state": "sample"}


@pytest.mark.parametrize("command", ["connect", "status", "disconnect"])
def test_a_workspace_that_is_not_there_is_wrong_usage(command: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(alcance, ["youtube", command, "--workspace", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "there is no workspace" in result.stderr
