"""What the deployment decides."""

from typing import Annotated

from msgspec import Meta, Struct


class CalendarsSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Which calendar counts where nobody has named one, and how far calendars are searched.

    Args:
        default: the code of a calendar.
        horizon_years: after how many years without enough working time a moment is unreachable.
    """

    default: Annotated[str, Meta(min_length=1, max_length=64)] = "cn-standard"
    horizon_years: Annotated[int, Meta(ge=1, le=50)] = 20
