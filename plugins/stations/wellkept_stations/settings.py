"""What the deployment decides."""

from typing import Annotated

from msgspec import Meta, Struct


class StationsSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How day plans are made, and when certificates are told of.

    Args:
        plan_seconds: how long a plan is searched for that names no time itself.
        certificate_days: how many days before its end a certificate is announced.
    """

    plan_seconds: Annotated[int, Meta(ge=1, le=30)] = 5
    certificate_days: Annotated[int, Meta(ge=1, le=365)] = 30
