"""
Signatures of the Standard Webhooks scheme, version 1 (symmetric).

The source is the specification at standardwebhooks.com: the signed content is `<id>.<timestamp>.<body>`, the signature
HMAC-SHA256 under the decoded secret, written `v1,<base64>`; several are separated by spaces.
"""

import base64
import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import Final

PREFIX: Final = "whsec_"
_SECRET_BYTES: Final = 32


def new_secret() -> str:
    """Return a secret of 256 random bits as the scheme writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def headers(*, message_id: str, timestamp: int, body: bytes, keys: Sequence[str]) -> Mapping[str, str]:
    """
    Return the headers by which the reader knows that a message is ours, new, and the same as before.

    Args:
        message_id: the same at every repetition.
        timestamp: of this try, in seconds since 1970.
        body: as it is sent.
        keys: the secrets that are valid now, at least one.
    """
    content = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(_signature(content, key) for key in keys),
    }


def _signature(content: bytes, key: str) -> str:
    digest = hmac.digest(base64.b64decode(key.removeprefix(PREFIX)), content, "sha256")
    return f"v1,{base64.b64encode(digest).decode()}"
