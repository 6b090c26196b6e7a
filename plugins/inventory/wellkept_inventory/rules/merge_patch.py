"""JSON merge patch (RFC 7396) of free documents."""

from collections.abc import Mapping
from typing import Any, cast


def patched(target: Mapping[str, Any], patch: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the document after a patch; null empties it."""
    return {} if patch is None else merged(target, patch)


def merged(target: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object that the patch makes of the target: null removes, objects are patched, all else replaces."""
    members = {name: value for name, value in target.items() if name not in patch or patch[name] is not None}
    for name, value in patch.items():
        if isinstance(value, dict):
            present = members.get(name)
            inner = cast("dict[str, Any]", present) if isinstance(present, dict) else {}
            members[name] = merged(inner, cast("dict[str, Any]", value))
        elif value is not None:
            members[name] = value
    return members
