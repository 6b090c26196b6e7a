"""Which weights could never work."""

from collections.abc import Mapping
from typing import Final

from wellkept_sdk.errors import FieldError
from wellkept_stations.errors import WeightsInvalid
from wellkept_stations.terms import Criterion

_WEIGHTS: Final = "/weights"
_KNOWN: Final = frozenset(map(str, Criterion))


def weight_mistakes(weights: Mapping[str, int]) -> list[FieldError]:
    """Return what is wrong with the weights of criteria, with pointers that begin at the terms."""
    found = [
        _mistake(f"{_WEIGHTS}/{_escaped(name)}", message)
        for name, weight in weights.items()
        for message in _against(name, weight)
    ]
    if not found and not any(weights.values()):
        return [_mistake(_WEIGHTS, "At least one criterion has a weight above zero.")]
    return found


def _against(name: str, weight: int) -> list[str]:
    unknown = [] if name in _KNOWN else [f"The criteria are {', '.join(Criterion)}."]
    return [*unknown, *(["A weight is not negative."] if weight < 0 else [])]


def _mistake(pointer: str, message: str) -> FieldError:
    return FieldError(pointer, WeightsInvalid.code, message)


def _escaped(name: str) -> str:
    """Return a name as one step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
