"""What the deployment decides."""

from typing import Annotated

from msgspec import Meta, Struct


class WeatherHoldSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How readings are treated.

    Args:
        reading_hours_kept: how long readings are kept.
        reading_minutes_valid: after how long a reading tells nothing about the wind now.
    """

    reading_hours_kept: Annotated[int, Meta(ge=48, le=87_600)] = 720
    reading_minutes_valid: Annotated[int, Meta(ge=1, le=1440)] = 120
