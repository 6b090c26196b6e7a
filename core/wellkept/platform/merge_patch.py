"""JSON merge patch (RFC 7396): what a PATCH body does to a document and to the columns of a record."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, Struct


def merged(target: Any, patch: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the document that the patch makes of the target; neither of the two is changed."""
    if not isinstance(patch, dict):
        return patch
    members: dict[str, Any] = dict(target) if isinstance(target, dict) else {}  # pyright: ignore[reportUnknownArgumentType] - JSON
    for name, value in patch.items():  # pyright: ignore[reportUnknownVariableType] - JSON
        if value is None:
            members.pop(name, None)  # pyright: ignore[reportUnknownArgumentType] - JSON
        else:
            members[name] = merged(members.get(name), value)  # pyright: ignore[reportUnknownArgumentType] - JSON
    return members


def given(patch: Struct) -> dict[str, Any]:
    """Return the members that the body of a PATCH has, null ones included, absent ones not."""
    return {name: value for name, value in msgspec.structs.asdict(patch).items() if value is not UNSET}


def differing(values: Mapping[str, Any], *, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the new column values that differ from the old: the changes worth writing and announcing."""
    return {name: value for name, value in values.items() if before[name] != value}
