"""API keys as text: how they look, how they are made, and the digest that is all we store of them."""

import re
import secrets
from collections.abc import Iterable
from hashlib import sha256

from wellkept_sdk.errors import Unauthenticated

KEY_MARK = "wk_"
KEY_BYTES = 32
PREFIX_LENGTH = len(KEY_MARK) + 8
TOKEN_LENGTH_MAX = 8192

_KEY = re.compile(rf"{KEY_MARK}[0-9a-f]{{{2 * KEY_BYTES}}}")


def new_key() -> str:
    """Return a fresh API key of 256 random bits."""
    return KEY_MARK + secrets.token_hex(KEY_BYTES)


def is_key(token: str) -> bool:
    """Return whether the token has the form of an API key."""
    return _KEY.fullmatch(token) is not None


def digest(key: str) -> str:
    """Return what is stored instead of the key; its 256 random bits need no salt and no slow hash."""
    return sha256(key.encode()).hexdigest()


def prefix(key: str) -> str:
    """Return the beginning of the key, by which people tell keys apart."""
    return key[:PREFIX_LENGTH]


def bearer_token(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """
    Return the token of the request's one `Authorization: Bearer` header.

    Raises:
        Unauthenticated: there is no such header, more than one, or it is no bearer token.
    """
    values = [value for name, value in headers if name.lower() == b"authorization"]
    if len(values) != 1:
        raise Unauthenticated
    scheme, _, token = values[0].strip().partition(b" ")
    token = token.strip()
    if scheme.lower() != b"bearer" or not token or len(token) > TOKEN_LENGTH_MAX or not token.isascii():
        raise Unauthenticated
    return token.decode("ascii")
