"""Folding the facts of a ticket again: what is asked for, and how the stored clocks differ."""

from typing import Any
from uuid import UUID

from msgspec import Struct


class SlaReplayCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether what the facts give is stored where the clocks differ from it, or the difference only told."""

    apply: bool = False


class SlaDifference(Struct, frozen=True, kw_only=True):
    """One field of a clock that is stored otherwise than its facts give; of a clock that is not stored, no id."""

    clock_id: UUID | None
    field: str
    stored: Any
    folded: Any


class SlaReplay(Struct, frozen=True, kw_only=True):
    """Whether the stored clocks are those that the facts give, how they differ, and whether that was put right."""

    identical: bool
    differences: list[SlaDifference]
    applied: bool
