"""Service accounts of nobody, and the desk that gives them tokens as Google's token endpoint would.

Keys are made anew whenever an account is; none is ever written down here. How requests travel is the business of
`sheets_api`.
"""

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from pipelines.sample.loopback import Call, Response
from pipelines.sample.youtube_answers import Refusal

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_AUDIENCE = "https://oauth2.googleapis.com/token"
_SCOPES = frozenset(
    f"https://www.googleapis.com/auth/{scope}"
    for scope in ("spreadsheets.readonly", "spreadsheets", "drive.readonly", "drive")
)
_BAD_SIGNATURE = Refusal(400, "invalid_grant", "Invalid JWT Signature.")


@dataclass(frozen=True)
class SampleAccount:
    """A service account with a fresh key of its own."""

    email: str
    _key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048), repr=False
    )

    @property
    def private_key(self) -> str:
        """Its private key as PEM text."""
        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    @property
    def public_key(self) -> str:
        """Its public key as PEM text."""
        return (
            self._key.public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            .decode()
        )

    @property
    def key_file(self) -> str:
        """What the Google Cloud console would hand out for it, as JSON text."""
        content = {
            "type": "service_account",
            "project_id": "sample",
            "private_key_id": "0" * 40,
            "private_key": self.private_key,
            "client_email": self.email,
            "client_id": "0",
            "token_uri": _AUDIENCE,
            "universe_domain": "googleapis.com",
        }
        return json.dumps(content, indent=2)


class TokenDesk:
    """Exchanges an account's signature for a token, and knows whose each token is."""

    def __init__(self, accounts: Iterable[SampleAccount]) -> None:
        self._keys = {account.email: account.public_key for account in accounts}
        self._lock = threading.Lock()
        self._emails: dict[str, str] = {}

    def email_of(self, token: str) -> str | None:
        """The account that the token was given to, None where it was given to nobody."""
        with self._lock:
            return self._emails.get(token)

    def respond(self, call: Call) -> Response:
        """Answer one request for a token."""
        form = {name: values[0] for name, values in parse_qs(call.body.decode("latin-1")).items()}
        if call.method != "POST" or form.get("grant_type") != _GRANT:
            return self.refuse(Refusal(400, "unsupported_grant_type", f"Invalid grant_type: {call.method}"))
        email = self._signer(form.get("assertion", ""))
        return self._given(email) if isinstance(email, str) else self.refuse(email)

    def refuse(self, refusal: Refusal) -> Response:
        """The refusal in the token endpoint's shape, or with its own body."""
        body = json.dumps({"error": refusal.reason, "error_description": refusal.message}).encode()
        return Response(
            refusal.status, body if refusal.body is None else refusal.body, tuple(refusal.headers)
        )

    def _signer(self, assertion: str) -> str | Refusal:
        """The account that made the assertion, or why nobody is believed to have."""
        try:
            stated = jwt.decode(assertion, verify=False)  # type: ignore[no-untyped-call]
            key = self._keys[stated["iss"]]
            claims = jwt.decode(assertion, certs=key, audience=_AUDIENCE)  # type: ignore[no-untyped-call]
        except (ValueError, KeyError):
            return _BAD_SIGNATURE
        if not set(str(claims.get("scope", "")).split()) & _SCOPES:
            return Refusal(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        return str(claims["iss"])

    def _given(self, email: str) -> Response:
        with self._lock:
            token = f"ya29.sample-token-{len(self._emails) + 1}-of-{email}"
            self._emails[token] = email
        answer = {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}
        return Response(200, json.dumps(answer).encode())
