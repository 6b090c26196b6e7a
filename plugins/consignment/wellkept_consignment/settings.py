"""What the deployment decides."""

from msgspec import Struct


class ConsignmentSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How suppliers' stock is settled.

    Args:
        draft_statements: whether statements of months and weeks that have ended are drafted by themselves.
    """

    draft_statements: bool = True
