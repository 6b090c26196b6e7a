"""What plans and contracts decide."""

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from wellkept_sdk import Terms

_KMH_PER_MPS = 3.6


class WeatherHoldTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Up to which wind work is done outdoors.

    Version 1 had the limit as `wind_max_kmh`.

    Args:
        wind_max_mps: the limit, in metres per second.
        calm_minutes: how long the wind must stay below it before work goes on.
        outdoor_kinds: the kinds of project whose tickets are outdoor unless they say otherwise.
    """

    version: ClassVar[int] = 2
    wind_max_mps: Annotated[int, Meta(ge=1, le=60)] = 12
    calm_minutes: Annotated[int, Meta(ge=1, le=1440)] = 30
    outdoor_kinds: tuple[str, ...] = ("crane", "mast", "wind_farm")

    @classmethod
    def migrated(cls, document: dict[str, Any], *, from_version: int) -> dict[str, Any]:
        """Return terms of version 1 with their limit in metres per second, rounded to the safe side."""
        if from_version > 1 or "wind_max_kmh" not in document:
            return document
        others = {name: value for name, value in document.items() if name != "wind_max_kmh"}
        return {**others, "wind_max_mps": max(1, int(document["wind_max_kmh"] / _KMH_PER_MPS))}
