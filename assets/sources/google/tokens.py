"""Tokens from Google's token endpoint: asked for by our own transport, and handed to Google's library.

Here answers are checked and refusals become the source's own error. Who asks, and with what, is each source's
business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from googleapiclient.errors import HttpError
from pydantic import BaseModel, StringConstraints, ValidationError

from assets.sources.google.diagnosis import LIBRARY_FAILURES
from assets.sources.google.failures import GoogleUnavailable

TOKENS_OF_GOOGLE = "https://oauth2.googleapis.com/token"

# Takes an address, a body and headers, and gives the body of an answer that is no refusal.
Post = Callable[[str, bytes, Mapping[str, str]], bytes]
Diagnose = Callable[[BaseException], GoogleUnavailable]
_Secret = Annotated[str, StringConstraints(pattern=r"^[!-~]+$")]


class _Token(BaseModel):
    access_token: _Secret
    expires_in: int
    refresh_token: _Secret | None = None


@dataclass(frozen=True)
class _Granted:
    """A token endpoint's answer, as the library wants to see it."""

    data: bytes
    status: int = HTTPStatus.OK


@dataclass(frozen=True)
class TokenRequest:
    """The library's request for a token, made by our own transport; `malformed` is what to raise for no token.

    Refusals are raised before the library sees them: it would ask again by a clock of its own, and quote bodies.
    """

    post: Post
    malformed: Callable[[], GoogleUnavailable]

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str], **_: object) -> _Granted:
        """Exchange what proves who asks for a token; raises the source's GoogleUnavailable."""
        answer = self.post(url, body, headers)
        try:
            token = _Token.model_validate_json(answer)
        except ValidationError:
            token = None
        if token is None:
            raise self.malformed()
        return _Granted(token.model_dump_json(exclude_none=True).encode())


def post(http: Any, address: str, body: bytes, headers: Mapping[str, str], diagnose: Diagnose) -> bytes:
    """The body of the answer to a POST; a refusal or a broken connection raises what `diagnose` makes of it."""
    try:
        response, content = http.request(address, "POST", body=body, headers=dict(headers))
        if response.status == HTTPStatus.OK:
            return bytes(content)
        failure = diagnose(HttpError(response, content))
    except LIBRARY_FAILURES as error:
        # Without its traceback the error goes at once, and with it the socket of an answer that came too slowly.
        failure = diagnose(error.with_traceback(None))
    # Raised out here, the failure carries no exception of the library's along, with its address and body.
    raise failure
