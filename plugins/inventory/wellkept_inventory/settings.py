"""What the deployment decides."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


class Bucket(StrEnum):
    """The spans of time over which demand is added up."""

    MONTH = "month"  #: Calendar months.
    WEEK = "week"  #: Weeks that begin on Monday.


class InventorySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How stock is kept.

    Args:
        count_approval_minor: a difference of a count worth more than this, in minor units, needs a second person.
        forecast_bucket: the spans over which demand is forecast where nobody asks for others.
        overstock_months: stock for more than so many months of demand is too much.
    """

    count_approval_minor: Annotated[int, Meta(ge=0, le=1_000_000_000_000)] = 100_000
    forecast_bucket: Bucket = Bucket.MONTH
    overstock_months: Annotated[int, Meta(ge=1, le=600)] = 24
