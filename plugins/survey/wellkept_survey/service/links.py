"""Links: each holds a secret that is shown once, of which only the digest is kept."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_survey.settings import SurveySettings

#: Behind it comes the secret; the route of the same path is open to everybody.
PATH: Final = "/v1/survey/public"
_TOKEN_BYTES: Final = 32


class Link(Struct, frozen=True, kw_only=True):
    """A secret, what is kept of it, and where it leads."""

    token: str
    token_sha256: str
    url: str


def new_link(ctx: Ctx, *, origin: str = "") -> Link:
    """
    Return a link with a new secret.

    Args:
        ctx: of any record or none.
        origin: of the request that asks for it, where the deployment names no other.
    """
    token = token_urlsafe(_TOKEN_BYTES)
    prefix = (ctx.settings(SurveySettings).public_url or origin).rstrip("/")
    return Link(token=token, token_sha256=digest_of(token), url=f"{prefix}{PATH}/{token}")


def digest_of(token: str) -> str:
    """Return what is kept of a secret: SHA-256 in hexadecimal."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
