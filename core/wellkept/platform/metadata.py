"""The free documents of a record: how a PATCH changes them and who sees them."""

from collections.abc import Mapping
from typing import Any

from wellkept.platform.merge_patch import merged
from wellkept_sdk.actor import Actor
from wellkept_sdk.json import require_document_size


def merged_document(document: dict[str, Any], patch: dict[str, Any] | None) -> dict[str, Any]:
    """Return the document after a merge patch; null empties it."""
    result: dict[str, Any] = merged(document, patch) or {}
    return result


def patched(document: dict[str, Any], patch: dict[str, Any] | None, *, pointer: str) -> dict[str, Any]:
    """
    Return the document after a merge patch; null empties it.

    Raises:
        Invalid: the result is longer than a document may be.
    """
    result = merged_document(document, patch)
    require_document_size(result, pointer=pointer)
    return result


def shown_to(actor: Actor, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row as the actor may see it: `metadata` belongs to our own house, others find it empty."""
    return {**row, "metadata": {}} if actor.is_outside else dict(row)
