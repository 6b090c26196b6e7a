"""A small OIDC issuer: its keys, its two documents, and tokens that it would sign."""

from datetime import timedelta
from typing import Any

import httpx
import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from wellkept_sdk.now import now

ISSUER = "https://login.example"
AUDIENCE = "wellkept"


class OidcIssuer:
    """Serves discovery document and keys; may be told to be down, and counts what it was asked."""

    def __init__(self) -> None:
        self.signing: dict[str, Any] = {
            "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
            "ec": ec.generate_private_key(ec.SECP256R1()),
            "ed": ed25519.Ed25519PrivateKey.generate(),
        }
        self.published = {"rsa", "ec", "ed"}
        self.is_down = False
        self.padding = 0
        self.broken: set[str] = set()
        self.names_itself = ISSUER
        self.keys_at = f"{ISSUER}/keys"
        self.asked: list[str] = []
        self.transport = httpx.MockTransport(self._answer)

    def token(self, *, kid: str | None = "rsa", algorithm: str = "RS256", **claims: object) -> str:
        at = now()
        lasting = {"iat": at, "exp": at + timedelta(minutes=5), "iss": ISSUER, "aud": AUDIENCE}
        stated = {**lasting, "email": "li@example.com", **claims}
        stated = {name: value for name, value in stated.items() if value is not None}
        headers = {"kid": kid} if kid else None
        return jwt.encode(stated, self.signing[kid or "rsa"], algorithm=algorithm, headers=headers)

    def jwk(self, kid: str) -> dict[str, Any]:
        public = self.signing[kid].public_key()
        kinds: dict[str, Any] = {"rsa": RSAAlgorithm, "ec": ECAlgorithm, "ed": OKPAlgorithm}
        document: dict[str, Any] = kinds[kid].to_jwk(public, as_dict=True)
        document.pop("key_ops", None)
        member = {"n": "!"} if kid in self.broken else {}
        return {**document, "kid": kid, "use": "sig", **member}

    def public_forms(self) -> list[bytes]:
        public = self.signing["rsa"].public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return [pem, pem.strip(), msgspec.json.encode(self.jwk("rsa"))]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if self.is_down:
            raise httpx.ConnectError("down")
        if request.url.path == "/.well-known/openid-configuration":
            return httpx.Response(200, content=msgspec.json.encode(self._discovery()))
        return httpx.Response(200, content=msgspec.json.encode({"keys": [self.jwk(k) for k in sorted(self.published)]}))

    def _discovery(self) -> dict[str, Any]:
        return {"issuer": self.names_itself, "jwks_uri": self.keys_at, "padding": "x" * self.padding}
