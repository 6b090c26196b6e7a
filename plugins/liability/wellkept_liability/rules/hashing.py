"""Digests by which it can be shown that evidence is what it was."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return sha256(content).hexdigest()


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8."""
    return digest(text.encode())


def canonical_json(document: Any) -> bytes:  # noqa: ANN401 - any JSON value, and structs of such
    """Return a document as UTF-8 that is the same for equal documents: names in order, and no blanks."""
    return msgspec.json.encode(document, order="sorted")


def evidence_root(evidence: Iterable[tuple[UUID, str]]) -> str:
    """
    Return the one digest of all evidence: of the lines `<sha256> <id>`, each with its line break, in order of ids.

    Args:
        evidence: id and SHA-256 of each, in any order.
    """
    lines = [f"{sha} {evidence_id}\n" for evidence_id, sha in sorted(evidence, key=lambda each: each[0])]
    return text_digest("".join(lines))
