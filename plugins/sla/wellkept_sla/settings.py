"""What the deployment decides."""

from typing import Annotated

from msgspec import Meta, Struct


class SlaSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How clocks are kept.

    Args:
        recompute_batch: how many tickets are counted again in one transaction after a calendar was revised.
    """

    recompute_batch: Annotated[int, Meta(ge=1, le=5_000)] = 500
