"""Who asks for a sheet: a service account with which the sheet is shared, or an API key for a public one.

Here keys are read and become the headers of a request. They never become part of an address, a log or an error.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from google.auth.exceptions import GoogleAuthError
from google.oauth2 import service_account
from pydantic import BaseModel, StringConstraints

from assets.sources.google.tokens import TOKENS_OF_GOOGLE, Post, TokenRequest
from assets.sources.google.transport import is_header_value
from assets.sources.sheets.errors import unavailable

CREDENTIALS_VARIABLE = "ALCANCE_GOOGLE_CREDENTIALS"
API_KEY_VARIABLE = "ALCANCE_GOOGLE_API_KEY"
_READ_SHEETS = "https://www.googleapis.com/auth/spreadsheets.readonly"


class Credentials(Protocol):
    """Who asks; `forbidden_remedy` says what lets them read a sheet that they may not."""

    @property
    def forbidden_remedy(self) -> str:
        """Half a sentence, as the errors' remedies are."""

    def headers(self, post: Post) -> dict[str, str]:
        """The headers that identify the asker; raises SheetUnavailable."""


@dataclass(frozen=True)
class ApiKey:
    """A key that names a project and no person: it reads what anybody with the link may read."""

    key: str = field(repr=False)

    @property
    def forbidden_remedy(self) -> str:
        """A key alone is never allowed more than everybody."""
        return (
            "share it with a service account as a viewer and set ALCANCE_GOOGLE_CREDENTIALS to the account's key,"
            " rather than opening registrations to everybody with the link"
        )

    def headers(self, post: Post) -> dict[str, str]:  # noqa: ARG002  # a key needs no token
        """The key itself."""
        if not is_header_value(self.key):
            raise unavailable("keyInvalid")
        return {"x-goog-api-key": self.key}


@dataclass(frozen=True)
class ServiceAccount:
    """An account of a program, with an address that sheets are shared with; made by `read_service_account`."""

    email: str
    google: Any = field(repr=False)

    @property
    def forbidden_remedy(self) -> str:
        """Its address is no secret, and is what people need to type."""
        return f"share the sheet with {self.email} as a viewer"

    def headers(self, post: Post) -> dict[str, str]:
        """A token for reading sheets, which the account's signature is exchanged for."""
        self.google.refresh(TokenRequest(post, partial(unavailable, "malformed_answer")))
        return {"authorization": f"Bearer {self.google.token}"}


def credentials_from(environment: Mapping[str, str]) -> Credentials:
    """The service account whose key ALCANCE_GOOGLE_CREDENTIALS names, else the key in ALCANCE_GOOGLE_API_KEY.

    Raises SheetUnavailable.
    """
    if path := environment.get(CREDENTIALS_VARIABLE):
        return read_service_account(Path(path))
    if key := environment.get(API_KEY_VARIABLE):
        return ApiKey(key)
    raise unavailable("credentialsMissing")


def read_service_account(path: Path, token_endpoint: str = TOKENS_OF_GOOGLE) -> ServiceAccount:
    """Read the key file of a service account as the Google Cloud console writes it; raises SheetUnavailable."""
    key = _read_key(path)
    if key is None:
        raise unavailable("credentialsInvalid")
    signing = _signing(key, token_endpoint)
    if signing is None:
        raise unavailable("credentialsInvalid")
    return ServiceAccount(key.client_email, signing)


class _Key(BaseModel):
    type: Literal["service_account"]
    client_email: Annotated[str, StringConstraints(pattern=r"^[^@\s]{1,100}@[^@\s]{1,100}$")]
    private_key: str
    private_key_id: str | None = None


def _read_key(path: Path) -> _Key | None:
    """The key file's content, None where it is something else; raised errors carry nothing of it along."""
    try:
        return _Key.model_validate(json.loads(path.read_bytes()))
    except OSError:
        pass
    except (ValueError, RecursionError):
        return None
    raise unavailable("credentialsUnreadable")


def _signing(key: _Key, token_endpoint: str) -> Any:
    # The console's file names a token endpoint, too; the signature goes to the one we know.
    info = key.model_dump() | {"token_uri": token_endpoint}
    try:
        signing = service_account.Credentials.from_service_account_info(info, scopes=[_READ_SHEETS])  # type: ignore[no-untyped-call]
        # A key of another kind than RSA is noticed only when it signs.
        signing.sign_bytes(b"")
    except (GoogleAuthError, UnsupportedAlgorithm, ValueError, TypeError):
        return None
    return signing
