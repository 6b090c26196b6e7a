"""What became of charges, as callers read it."""

from msgspec import Struct


class CostsCollect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing is to be said: plugins state what they charge."""


class CostsSkipped(Struct, frozen=True, kw_only=True):
    """
    A charge that could not become a line.

    Args:
        source: the plugin that states it.
        code: why, such as `costs.line.cost_missing` and `costs.approval.needed`.
    """

    source: str
    source_key: str
    code: str


class CostsCollected(Struct, frozen=True, kw_only=True):
    """
    What became of the charges of a ticket, counted by charges.

    Args:
        added: were new.
        corrected: had changed.
        unchanged: are as they were.
        reversed: are not stated any more.
        skipped: could not become lines; what stood for them before stands.
    """

    added: int
    corrected: int
    unchanged: int
    reversed: int
    skipped: list[CostsSkipped]
