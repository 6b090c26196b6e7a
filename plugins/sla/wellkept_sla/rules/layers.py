"""Laying terms over the deployment's own, as core does for plans: what the simulation counts by."""

from collections.abc import Mapping
from typing import Any, Final

_MAPS: Final = frozenset({"clocks", "holders"})

Document = Mapping[str, Any]


def laid_over(base: Document, given: Document) -> dict[str, Any]:
    """
    Return terms with others laid over them, as JSON values; neither is changed.

    A clock is stated whole, because it has a `kind`. Null removes a clock or a holder, and restores any other member.

    Args:
        base: of the deployment, whole.
        given: as in a plan: only what is said.
    """
    result = dict(base)
    for name, value in given.items():
        if value is None:
            result[name] = base[name]
        elif name in _MAPS:
            result[name] = _merged(base[name], value)
        else:
            result[name] = value
    return result


def _merged(base: Document, given: Document) -> dict[str, Any]:
    named = {**base, **given}
    return {name: value for name, value in named.items() if value is not None}
