"""The owner's authorisation: kept in one private file, exchanged for tokens, and given back.

Here nobody is asked for it; that is `consent`'s business. Nothing in the file ever becomes part of a log, an error
or the warehouse.

Two scopes are asked for: `yt-analytics.readonly` is the one for the reports, and the current reference of
`reports.query` says that access to `youtube.readonly` is needed as well (not verified against a channel); the
latter also tells which channel the owner connected.
"""

import json
import os
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from google.auth.exceptions import GoogleAuthError
from google.oauth2.credentials import Credentials
from pydantic import AwareDatetime, BaseModel, ConfigDict, SecretStr, ValidationError

from assets.sources.google.patience import Jitter, Patience, Sleep, no_jitter, patiently
from assets.sources.google.tokens import TOKENS_OF_GOOGLE, Post, TokenRequest, post
from assets.sources.google.transport import transport
from assets.sources.youtube.analytics import LONGEST_WAIT_SECONDS
from assets.sources.youtube.owner_diagnosis import token_failure
from assets.sources.youtube.owner_errors import WITHDRAWN, OwnerUnavailable, owner_unavailable
from assets.workspace import Workspace

SCOPES = (
    "https://www.googleapis.com/auth/yt-analytics.readonly",
    "https://www.googleapis.com/auth/youtube.readonly",
)
FILE = "private/youtube_owner.json"
_FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Endpoints:
    """Where owners consent, and where tokens are given and taken back; `apis` None is Google's own address of each API.

    Google is asked through the machine's proxy, named endpoints directly.
    """

    consent: str = "https://accounts.google.com/o/oauth2/auth"
    tokens: str = TOKENS_OF_GOOGLE
    revocations: str = "https://oauth2.googleapis.com/revoke"
    apis: str | None = None


GOOGLE = Endpoints()


class Grant(BaseModel):
    """What the owner granted, to which OAuth client, and when; the channel where YouTube told it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refresh_token: SecretStr
    client_id: str
    client_secret: SecretStr
    scopes: tuple[str, ...]
    connected_at: AwareDatetime
    channel_id: str | None = None
    channel_title: str | None = None


@dataclass(frozen=True)
class OwnerAccess:
    """The authorisation in a file, put to use: exchanged for access tokens, and taken back.

    `sleep` takes seconds, `jitter` gives numbers from 0 to 1 that lengthen each wait.
    """

    path: Path
    endpoints: Endpoints = GOOGLE
    sleep: Sleep = time.sleep
    jitter: Jitter = no_jitter
    timeout_seconds: float = 30

    def token(self) -> str:
        """A new access token, good for about an hour; raises OwnerUnavailable, `invalid_grant` where withdrawn."""
        grant = read_grant(self.path)
        credentials: Any = Credentials(  # type: ignore[no-untyped-call]
            token=None,
            refresh_token=grant.refresh_token.get_secret_value(),
            token_uri=self.endpoints.tokens,
            client_id=grant.client_id,
            client_secret=grant.client_secret.get_secret_value(),
        )
        self._patiently(lambda post: _refresh(credentials, post))
        if credentials.refresh_token != grant.refresh_token.get_secret_value():
            renewed = {"refresh_token": SecretStr(credentials.refresh_token)}
            keep_grant(self.path, grant.model_copy(update=renewed))
        return str(credentials.token)

    def revoke(self) -> None:
        """Take the authorisation back at Google; one that no longer stands is no failure. Raises OwnerUnavailable."""
        token = read_grant(self.path).refresh_token.get_secret_value()
        body = urlencode({"token": token}).encode()
        try:
            self._patiently(lambda post: post(self.endpoints.revocations, body, _FORM))
        except OwnerUnavailable as failure:
            if failure.reason != WITHDRAWN:
                raise

    def _patiently(self, ask: Callable[[Post], object]) -> None:
        patience = Patience(self.sleep, LONGEST_WAIT_SECONDS, self.jitter)
        with closing(transport(self.endpoints.apis, self.timeout_seconds)) as http:
            patiently(partial(ask, partial(post, http, diagnose=token_failure)), patience)


def grant_file(workspace: Workspace) -> Path:
    """Where the workspace keeps the owner's authorisation."""
    return workspace.root / FILE


def read_grant(path: Path) -> Grant:
    """The authorisation that the file holds; raises OwnerUnavailable (`notConnected`, `authorisationDamaged`)."""
    try:
        return Grant.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        reason = "notConnected"
    except (OSError, ValidationError):
        reason = "authorisationDamaged"
    # Raised out here, the failure carries nothing of the file along.
    raise owner_unavailable(reason)


def keep_grant(path: Path, grant: Grant) -> None:
    """Write the authorisation aside, for its owner alone, and move it in whole."""
    secrets = {
        "refresh_token": grant.refresh_token.get_secret_value(),
        "client_secret": grant.client_secret.get_secret_value(),
    }
    content = grant.model_dump(mode="json") | secrets
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    # One that a killed process left behind keeps its own permissions.
    aside.unlink(missing_ok=True)
    descriptor = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(descriptor)
    aside.replace(path)


def forget_grant(path: Path) -> None:
    """Delete the authorisation from this machine."""
    path.unlink(missing_ok=True)


def _refresh(credentials: Any, post: Post) -> None:
    # The library's own errors quote bodies.
    with suppress(GoogleAuthError):
        credentials.refresh(TokenRequest(post, partial(owner_unavailable, "malformed_answer")))
        return
    raise owner_unavailable("malformed_answer")
