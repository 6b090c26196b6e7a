"""What the deployment decides."""

from typing import Annotated

from msgspec import Meta, Struct

from wellkept_sdk.time_zones import is_time_zone

DAYS_MAX = 3_660


class PartiesSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How long parties see tickets that are over, and what counts for parties that say nothing.

    Args:
        access_days_after_close: how many days after a ticket was closed or cancelled its involvements end.
        locale: the language of parties that name none.
        time_zone: the zone of parties that name none.
    """

    access_days_after_close: Annotated[int, Meta(ge=0, le=DAYS_MAX)] = 30
    locale: Annotated[str, Meta(min_length=2, max_length=35)] = "zh-CN"
    time_zone: Annotated[str, Meta(min_length=1, max_length=64)] = "Asia/Shanghai"

    def __post_init__(self) -> None:
        """Refuse a zone that there is not."""
        if not is_time_zone(self.time_zone):
            raise ValueError(f"time_zone {self.time_zone!r} is no IANA time zone")
