"""The desk at which a sample channel's owner consents, and that gives and takes back tokens as Google's would.

Tokens are drawn anew for each server and are nobody's. How requests travel is the business of `analytics_api`.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from pipelines.sample.loopback import Call, Response
from pipelines.sample.youtube_answers import Refusal

CONSENT_PATH, TOKEN_PATH, REVOCATION_PATH = "/auth", "/token", "/revoke"
CHANNELS_PATH = "/youtube/v3/channels"

_DENIED = Refusal(401, "invalid_client", "The OAuth client was not found.")
_WITHDRAWN = Refusal(400, "invalid_grant", "Token has been expired or revoked.")


@dataclass
class OwnerDesk:
    """One OAuth client and one owner: whether they consent, to which scopes (None: to all), and with which channel.

    Access tokens are good until the desk is told to forget them; `gives_refresh_tokens` and `channel` may be changed.
    """

    client_id: str = "sample-client.apps.example"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(12), repr=False)
    consents: bool = True
    scopes: str | None = None
    gives_refresh_tokens: bool = True
    channel: Mapping[str, str] | None = field(
        default_factory=lambda: {"id": "UCsintetico", "title": "Canal sintético"}
    )
    _codes: dict[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    _refresh_tokens: set[str] = field(default_factory=set, repr=False)
    _access_tokens: set[str] = field(default_factory=set, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def client_file(self) -> str:
        """What the Google Cloud console would hand out for the client, as JSON text."""
        client = {"client_id": self.client_id, "client_secret": self.client_secret, "project_id": "sample"}
        return json.dumps({"installed": client | {"redirect_uris": ["http://localhost"]}})

    @property
    def secrets(self) -> set[str]:
        """Everything that must show nowhere: the client's secret, codes and tokens given so far."""
        with self._lock:
            return {self.client_secret, *self._codes, *self._refresh_tokens, *self._access_tokens}

    def knows(self, token: str) -> bool:
        """Whether it is an access token that still stands."""
        with self._lock:
            return token in self._access_tokens

    def grant(self) -> str:
        """A refresh token as if the owner had consented."""
        with self._lock:
            return self._drawn(self._refresh_tokens, "1//sample-refresh-")

    def forget(self) -> None:
        """Withdraw everything, as the owner may at any time in their account."""
        with self._lock:
            self._refresh_tokens.clear()
            self._access_tokens.clear()

    def consent(self, call: Call) -> Response:
        """The owner's answer on the consent page: a way back with a code, or with their refusal."""
        query = dict(parse_qsl(urlsplit(call.target).query))
        back = {"state": query.get("state", "")}
        if self.consents:
            with self._lock:
                back["code"] = self._drawn(self._codes, "4/sample-code-", query)
        else:
            back["error"] = "access_denied"
        return Response(302, b"", (("Location", f"{query['redirect_uri']}?{urlencode(back)}"),))

    def token(self, call: Call) -> Response:
        """Exchange a code or a refresh token for an access token."""
        form = dict(parse_qsl(call.body.decode("latin-1")))
        if not self._is_client(form, call.headers):
            return said(_DENIED)
        if form.get("grant_type") == "refresh_token":
            with self._lock:
                is_good = form.get("refresh_token") in self._refresh_tokens
            return self._given(None) if is_good else said(_WITHDRAWN)
        return self._for_code(form)

    def revocation(self, call: Call) -> Response:
        """Take a refresh token back."""
        token = dict(parse_qsl(call.body.decode("latin-1"))).get("token", "")
        with self._lock:
            if token not in self._refresh_tokens:
                return said(Refusal(400, "invalid_token", "Token expired or revoked"))
            self._refresh_tokens.discard(token)
            self._access_tokens.clear()
        return Response(200, b"{}")

    def channels(self) -> Response:
        """The owner's channel, as `channels.list` tells it."""
        items = (
            [{"id": self.channel["id"], "snippet": {"title": self.channel["title"]}}] if self.channel else []
        )
        return Response(200, json.dumps({"kind": "youtube#channelListResponse", "items": items}).encode())

    def _is_client(self, form: Mapping[str, str], headers: Mapping[str, str]) -> bool:
        stated = (form.get("client_id", ""), form.get("client_secret", ""))
        basic = headers.get("authorization", "").removeprefix("Basic ")
        if basic:
            name, _, secret = base64.b64decode(basic).decode().partition(":")
            stated = (unquote(name), unquote(secret))
        return stated == (self.client_id, self.client_secret)

    def _for_code(self, form: Mapping[str, str]) -> Response:
        with self._lock:
            asked = self._codes.get(form.get("code", ""))
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if asked is None or asked.get("code_challenge") != proof:
            return said(Refusal(400, "invalid_grant", "Malformed auth code."))
        if asked.get("redirect_uri") != form.get("redirect_uri"):
            return said(Refusal(400, "redirect_uri_mismatch", "Bad Request"))
        return self._given(self.scopes or asked["scope"])

    def _given(self, scopes: str | None) -> Response:
        with self._lock:
            answer: dict[str, Any] = {
                "access_token": self._drawn(self._access_tokens, "ya29.sample-"),
                "expires_in": 3599,
                "token_type": "Bearer",
            }
            if scopes is not None:
                answer["scope"] = scopes
                if self.gives_refresh_tokens:
                    answer["refresh_token"] = self._drawn(self._refresh_tokens, "1//sample-refresh-")
        return Response(200, json.dumps(answer).encode())

    def _drawn(
        self,
        kept: set[str] | dict[str, Mapping[str, str]],
        prefix: str,
        about: Mapping[str, str] | None = None,
    ) -> str:
        token = prefix + secrets.token_urlsafe(12)
        if isinstance(kept, dict):
            kept[token] = about or {}
        else:
            kept.add(token)
        return token


def said(refusal: Refusal) -> Response:
    """The refusal in the token endpoint's shape, or with its own body."""
    body = json.dumps({"error": refusal.reason, "error_description": refusal.message}).encode()
    return Response(refusal.status, body if refusal.body is None else refusal.body, tuple(refusal.headers))
