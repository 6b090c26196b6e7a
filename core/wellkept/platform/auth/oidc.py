"""Bearer tokens of the configured OIDC issuer: verified, and reduced to the e-mail address they vouch for."""

from typing import Any, cast

import jwt

from wellkept.platform.auth.issuer_keys import KEY_FOR_ALGORITHM, IssuerKeys
from wellkept_sdk.errors import Unauthenticated

LEEWAY_SECONDS = 60
REQUIRED_CLAIMS = ("exp", "iss", "aud", "email")


class OidcVerifier:
    """Says whose token it is, for tokens that one issuer made for one audience."""

    def __init__(self, *, issuer: str, audience: str, keys: IssuerKeys | None = None) -> None:
        """Trust this issuer for this audience."""
        self._issuer = issuer
        self._audience = audience
        self._keys = keys or IssuerKeys(issuer)

    async def email(self, token: str) -> str:
        """
        Return the e-mail address of the token's owner.

        Raises:
            Unauthenticated: the token is malformed, forged, expired, for somebody else, or its address unverified.
            Unavailable: the issuer's keys have never been fetched.
        """
        try:
            return _verified_email(await self._claims(token))
        # PyJWT lets errors of the parsers below it through for hostile input.
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise Unauthenticated from error

    async def close(self) -> None:
        """Stop fetching keys."""
        await self._keys.close()

    async def _claims(self, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        algorithm, key_id = header.get("alg"), header.get("kid")
        if not isinstance(algorithm, str) or algorithm not in KEY_FOR_ALGORITHM:
            raise Unauthenticated
        key = await self._keys.find(cast("str | None", key_id), algorithm=algorithm)
        if key is None:
            raise Unauthenticated
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=self._audience,
            issuer=self._issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": list(REQUIRED_CLAIMS)},
        )


def _verified_email(claims: dict[str, Any]) -> str:
    email = claims["email"]
    # Some issuers write the boolean as a word.
    if not isinstance(email, str) or claims.get("email_verified", True) not in (True, "true"):
        raise Unauthenticated
    return email
