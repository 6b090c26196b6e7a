"""Free JSON documents that integrators keep beside our fields."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from wellkept_sdk.errors import Invalid, invalid, refuse

DOCUMENT_BYTES_MAX = 16 * 1024

Metadata = Annotated[
    dict[str, Any], Meta(description=f"An object of the integrator's own, at most {DOCUMENT_BYTES_MAX} bytes as JSON.")
]


def document_mistakes(document: dict[str, Any], *, pointer: str) -> list[Invalid]:
    """Return the mistake of a document that is longer than 16 KiB when written as JSON, or nothing."""
    if len(msgspec.json.encode(document)) <= DOCUMENT_BYTES_MAX:
        return []
    return [invalid(pointer, "too_long", f"The document is longer than {DOCUMENT_BYTES_MAX} bytes of JSON.")]


def require_document_size(document: dict[str, Any], *, pointer: str) -> None:
    """
    Refuse a document that is longer than 16 KiB when written as JSON.

    Raises:
        Invalid: the document is too long; the error points at it.
    """
    refuse(document_mistakes(document, pointer=pointer))
