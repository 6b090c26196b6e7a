"""The public keys of an OIDC issuer: fetched, cached, and served from the cache while the issuer is down."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec
import structlog
from jwt import PyJWK, PyJWTError
from msgspec import Struct

from wellkept_sdk.errors import Unavailable

REFRESH_SECONDS = 3600.0
RETRY_SECONDS_MIN = 10.0
TIMEOUT_SECONDS = 5.0
DOCUMENT_BYTES_MAX = 512 * 1024
KEYS_MAX = 100
DISCOVERY_PATH = "/.well-known/openid-configuration"

#: What each accepted algorithm demands of its key: type and, where there is one, curve. HS* and none are not here.
KEY_FOR_ALGORITHM: dict[str, tuple[str, frozenset[str | None]]] = {
    "RS256": ("RSA", frozenset({None})),
    "PS256": ("RSA", frozenset({None})),
    "ES256": ("EC", frozenset({"P-256"})),
    "EdDSA": ("OKP", frozenset({"Ed25519", "Ed448"})),
}

_DocumentT = TypeVar("_DocumentT")

log = structlog.stdlib.get_logger(__name__)


class IssuerUnusableError(Exception):
    """The issuer's documents cannot be fetched or understood."""


class _Discovery(Struct, frozen=True):
    issuer: str
    jwks_uri: str


class _KeySet(Struct, frozen=True):
    keys: list[dict[str, Any]]


class IssuerKeys:
    """
    The signing keys of one issuer.

    A known key is answered from memory; a set older than an hour is renewed in the background. An unknown key id
    makes us ask the issuer once, at most every ten seconds, so that forged ids cannot be turned into load on it.
    """

    def __init__(
        self,
        issuer: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Remember the issuer; nothing is fetched before the first token asks."""
        self._issuer = issuer
        self._transport = transport
        self._clock = clock
        self._jwks: list[dict[str, Any]] = []
        self._built: dict[tuple[str | None, str], PyJWK] = {}
        self._renewed_at = -REFRESH_SECONDS
        self._tried_at = -RETRY_SECONDS_MIN
        self._lock = asyncio.Lock()
        self._renewal: asyncio.Task[None] | None = None

    async def find(self, key_id: str | None, *, algorithm: str) -> PyJWK | None:
        """
        Return the key that verifies tokens with this id and algorithm, or None when the issuer has none.

        Raises:
            Unavailable: the issuer has never been reached, so that nothing can be said about the token.
        """
        key = self._cached(key_id, algorithm)
        if key is None:
            await self._renew()
            if not self._jwks:
                raise Unavailable(detail="The keys of the OIDC issuer cannot be fetched.")
            return self._cached(key_id, algorithm)
        if self._is_stale() and (self._renewal is None or self._renewal.done()):
            self._renewal = asyncio.create_task(self._renew())
        return key

    async def close(self) -> None:
        """End a renewal that is under way."""
        if self._renewal is not None:
            self._renewal.cancel()
            await asyncio.gather(self._renewal, return_exceptions=True)

    def _is_stale(self) -> bool:
        return self._clock() - self._renewed_at >= REFRESH_SECONDS

    def _cached(self, key_id: str | None, algorithm: str) -> PyJWK | None:
        built = self._built.get((key_id, algorithm))
        if built is None:
            built = _build(self._jwks, key_id, algorithm)
            if built is not None:
                self._built[key_id, algorithm] = built
        return built

    async def _renew(self) -> None:
        async with self._lock:
            # Whoever waited for the lock finds the attempt of the one before it and does not repeat it.
            if self._clock() - self._tried_at < RETRY_SECONDS_MIN:
                return
            self._tried_at = self._clock()
            try:
                self._jwks = await self._fetch()
            except IssuerUnusableError as error:
                log.warning("oidc_issuer_unusable", issuer=self._issuer, reason=str(error))
                return
            self._built = {}
            self._renewed_at = self._clock()

    async def _fetch(self) -> list[dict[str, Any]]:
        async with httpx.AsyncClient(transport=self._transport, timeout=TIMEOUT_SECONDS) as client:
            try:
                async with asyncio.timeout(2 * TIMEOUT_SECONDS):
                    found = await _document(client, self._issuer.rstrip("/") + DISCOVERY_PATH, _Discovery)
                    self._require_own(found)
                    keys = await _document(client, found.jwks_uri, _KeySet)
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, msgspec.MsgspecError, ValueError) as error:
                raise IssuerUnusableError(f"{type(error).__name__}: {error}") from error
        return keys.keys[:KEYS_MAX]

    def _require_own(self, found: _Discovery) -> None:
        if found.issuer != self._issuer:
            raise IssuerUnusableError(f"its document names another issuer: {found.issuer}")
        if urlsplit(found.jwks_uri).scheme not in {"https", urlsplit(self._issuer).scheme}:
            raise IssuerUnusableError("its keys are not served over https")


async def _document(client: httpx.AsyncClient, url: str, kind: type[_DocumentT]) -> _DocumentT:
    async with client.stream("GET", url, headers={"Accept": "application/json"}) as response:
        response.raise_for_status()
        body = b""
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > DOCUMENT_BYTES_MAX:
                raise IssuerUnusableError(f"{url} is longer than {DOCUMENT_BYTES_MAX} bytes")
    return msgspec.json.decode(body, type=kind)


def _build(jwks: list[dict[str, Any]], key_id: str | None, algorithm: str) -> PyJWK | None:
    fitting = [jwk for jwk in jwks if jwk.get("kid") == key_id and _fits(jwk, algorithm)]
    if key_id is None and not fitting:
        # A token without a key id is clear only when the issuer has a single key.
        fitting = [jwk for jwk in jwks if _fits(jwk, algorithm)] if len(jwks) == 1 else []
    if len(fitting) != 1:
        return None
    try:
        return PyJWK(fitting[0], algorithm=algorithm)
    except (PyJWTError, ValueError, TypeError):
        return None


def _fits(jwk: dict[str, Any], algorithm: str) -> bool:
    key_type, curves = KEY_FOR_ALGORITHM[algorithm]
    return (
        jwk.get("kty") == key_type
        and jwk.get("crv") in curves
        and jwk.get("use", "sig") == "sig"
        and jwk.get("alg", algorithm) == algorithm
    )
