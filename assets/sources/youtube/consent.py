"""Consent: how a channel's owner is asked, once and in their own browser, whether their history may be read.

Here Google's installed-application flow is run and gives a grant, or says why there is none. How the grant is kept
and used stands in `authorisation`.
"""

import logging
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError
from oauthlib.oauth2 import OAuth2Error
from pydantic import BaseModel, SecretStr, ValidationError
from requests import ConnectionError as RequestsConnectionError
from requests import Timeout

from assets.sources.google.diagnosis import LIBRARY_FAILURES
from assets.sources.google.transport import library_kept_silent, service, transport
from assets.sources.youtube.authorisation import SCOPES, Endpoints, Grant
from assets.sources.youtube.connection import GOOGLE as DATA_API
from assets.sources.youtube.owner_diagnosis import OF_TOKENS
from assets.sources.youtube.owner_errors import OWNER_FAILURES, owner_unavailable

_TAKES_PLACE_ON = "127.0.0.1"
_DONE = "Alcance: listo, ya puede cerrar esta ventana. / Done, you may close this window."
_NEW_CLIENT = (
    "In the Google Cloud console (APIs & Services, Credentials) create an OAuth client ID of the type"
    " `Desktop app`, download its JSON file and name it with --client-secrets."
)


class ClientFileError(Exception):
    """The file of the OAuth client cannot be used; the text says what to do and quotes nothing of it."""


@dataclass(frozen=True)
class Asking:
    """How the owner is asked: whether a browser is opened here, what shows them the address, and for how long."""

    opens_browser: bool
    prompt: str
    timeout_seconds: int = 600


class _Client(BaseModel):
    client_id: str
    client_secret: SecretStr


class _ClientFile(BaseModel):
    installed: _Client | None = None
    web: dict[str, Any] | None = None


def read_client(path: Path) -> _Client:
    """The OAuth client of a file as the Google Cloud console writes it; raises ClientFileError."""
    try:
        client = _ClientFile.model_validate_json(path.read_bytes())
    except OSError:
        problem = (
            f"{path} cannot be opened: there is no such file, or this user may not read it. {_NEW_CLIENT}"
        )
    except ValidationError:
        problem = f"{path} is no file of an OAuth client. {_NEW_CLIENT}"
    else:
        if client.installed:
            return client.installed
        kind = "a web application, which cannot be connected from here" if client.web else "something else"
        problem = f"{path} is the file of {kind}. {_NEW_CLIENT}"
    raise ClientFileError(problem)


def ask_owner(client: _Client, asking: Asking, endpoints: Endpoints, as_of: datetime) -> tuple[Grant, str]:
    """The owner's grant and a first access token; the channel is not known yet. Raises OwnerUnavailable."""
    granted = _run(_flow(client, endpoints), asking)
    if not granted.refresh_token:
        raise owner_unavailable("refreshTokenMissing")
    grant = Grant(
        refresh_token=granted.refresh_token,
        client_id=client.client_id,
        client_secret=client.client_secret,
        scopes=SCOPES,
        connected_at=as_of,
    )
    return grant, str(granted.token)


def own_channel(token: str, endpoints: Endpoints, timeout_seconds: float = 30) -> tuple[str, str] | None:
    """Id and title of the channel that the token is for, None where YouTube does not tell; one unit of `default`."""
    http = transport(endpoints.apis, timeout_seconds)
    with library_kept_silent(), service("youtube", "v3", endpoints.apis or DATA_API, http) as youtube:
        request = youtube.channels().list(part="snippet", mine=True)
        request.headers["authorization"] = f"Bearer {token}"
        try:
            [channel] = request.execute()["items"]
            return str(channel["id"]), str(channel["snippet"]["title"])
        except LIBRARY_FAILURES:
            return None


def _flow(client: _Client, endpoints: Endpoints) -> Any:
    # The console's file names endpoints, too; the secret goes to those we know.
    installed = {
        "client_id": client.client_id,
        "client_secret": client.client_secret.get_secret_value(),
        "auth_uri": endpoints.consent,
        "token_uri": endpoints.tokens,
    }
    flow: Any = InstalledAppFlow.from_client_config({"installed": installed}, SCOPES)
    # A redirect would carry the secret to another host.
    flow.oauth2session.max_redirects = 0
    flow.oauth2session.trust_env = endpoints.apis is None
    return flow


def _run(flow: Any, asking: Asking) -> Any:
    try:
        # The libraries log tokens, and the address that stands for the owner's answer.
        with _nothing_logged():
            return flow.run_local_server(
                host=_TAKES_PLACE_ON,
                port=0,
                open_browser=asking.opens_browser and _has_browser(),
                authorization_prompt_message=asking.prompt,
                success_message=_DONE,
                timeout_seconds=asking.timeout_seconds,
                prompt="consent",
            )
    except (OAuth2Error, Warning, *LIBRARY_FAILURES) as error:
        reason = _reason(error)
    # Raised out here, the failure carries no exception of the library's along, with its code and secret.
    raise owner_unavailable(reason)


def _reason(error: BaseException) -> str:
    if isinstance(error, OAuth2Error):
        word = OF_TOKENS.get(error.error, error.error)
        return word if word in OWNER_FAILURES else "malformed_answer"
    if isinstance(error, Warning):
        # The library's way of saying that other scopes were granted than were asked for.
        return "insufficientPermissions"
    if isinstance(error, WSGITimeoutError):
        return "consentMissing"
    return "unreachable" if isinstance(error, RequestsConnectionError | Timeout) else "malformed_answer"


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


@contextmanager
def _nothing_logged() -> Iterator[None]:
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
