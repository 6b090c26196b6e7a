"""The name of an activation: the SHA-256 of what it says, written in one canonical form."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

#: What an activation stores: `{plugin: [terms_version, terms]}`.
Stored = Mapping[str, tuple[int, dict[str, Any]]]


def activation_hash(stored: Stored) -> str:
    """Return the hash of plugins and terms, in hexadecimal; the order of keys makes no difference."""
    return sha256(msgspec.json.encode(stored, order="sorted")).hexdigest()


def json_values(value: Struct) -> dict[str, Any]:
    """Return a struct as plain JSON values, every member stated, sets in a fixed order."""
    return msgspec.json.decode(msgspec.json.encode(value, order="deterministic"))
