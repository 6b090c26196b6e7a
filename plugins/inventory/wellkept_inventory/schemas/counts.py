"""Stocktakes, as callers say them and as they are shown."""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_inventory.rules.counting import InventoryCountStatus
from wellkept_inventory.schemas.postings import Reason
from wellkept_inventory.schemas.ticket_lines import LINES_MAX, LotNumber
from wellkept_sdk.ids import PartyId, UserId
from wellkept_sdk.quantity import QuantityText

#: A place with more than this is counted in parts.
COUNT_LINES_MAX: Final = 5_000
_PARTS_MAX: Final = 1_000

CountedStockOwner = Annotated[
    PartyId | UnsetType | None,
    Meta(description="Whose stock: null is ours, an id that party's; without it anybody's."),
]


class InventoryCountCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A stocktake of what lies directly at a place.

    Args:
        part_ids: only these parts; all, if absent.
        blind: whether those who count are not told what the book says.
    """

    location_id: UUID
    part_ids: Annotated[list[UUID], Meta(min_length=1, max_length=_PARTS_MAX)] | None = None
    stock_owner_id: CountedStockOwner = UNSET
    blind: bool = False


class InventoryCountEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What was found of one part, lot and owner.

    Args:
        lot: of a part that is tracked by lot.
        serial: of a part that is tracked by serial number; it is there or not: one or zero.
        counted: zero for none.
    """

    part_id: UUID
    counted: QuantityText
    lot: LotNumber | None = None
    serial: LotNumber | None = None
    stock_owner_id: Annotated[
        PartyId | UnsetType | None,
        Meta(
            description="Whose it is: null is ours, an id that party's; without it whose stock is counted, else ours."
        ),
    ] = UNSET


class InventoryCountEntries(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Figures of a count; one that is entered again replaces what was entered before."""

    entries: Annotated[list[InventoryCountEntry], Meta(min_length=1, max_length=LINES_MAX)]


class _CountTransition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action"):
    """What all transitions of a count have."""

    reason: Reason | None = None


class InventoryCountPost(_CountTransition, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="post"):
    """Put the differences into the book; what was not counted stays as it is."""


class InventoryCountApprove(_CountTransition, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="approve"):
    """Put differences into the book that somebody else has found."""


class InventoryCountCancel(_CountTransition, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="cancel"):
    """Leave the book as it is."""


InventoryCountTransition = InventoryCountPost | InventoryCountApprove | InventoryCountCancel


class InventoryCountRead(Struct, frozen=True, kw_only=True):
    """
    A stocktake.

    Args:
        stock_owner_id: of which party, where `stock_owners` is `party`.
        lines: how many balances are counted, `lines_counted` of them so far.
        lines_different: of how many something else was found; null while a blind count is open.
        actor_id: who began it.
        approved_by: who let large differences into the book.
        posting_id: the posting of its differences; null without any.
    """

    id: UUID
    number: str
    location_id: UUID
    part_ids: list[UUID] | None
    stock_owners: Literal["any", "own", "party"]
    stock_owner_id: PartyId | None
    blind: bool
    status: InventoryCountStatus
    lines: int
    lines_counted: int
    lines_different: int | None
    actor_id: UserId | None
    approved_by: UserId | None
    posting_id: UUID | None
    reason: str | None
    created_at: datetime
    updated_at: datetime
    version: int


class InventoryCountLineRead(Struct, frozen=True, kw_only=True):
    """
    One balance of a count.

    Args:
        stock_owner_id: whose it is; null is us.
        expected: what the book said when the figure was entered; null before, and while a blind count is open.
        difference: how much more was found; below zero for less.
    """

    id: UUID
    part_id: UUID
    part_code: str
    lot: str | None
    serial: str | None
    stock_owner_id: PartyId | None
    expected: QuantityText | None
    counted: QuantityText | None
    difference: QuantityText | None
    counted_at: datetime | None
    counted_by: UserId | None


class InventoryCountLines(Struct, frozen=True, kw_only=True):
    """Lines of a count, in the order in which they were asked for."""

    items: list[InventoryCountLineRead]


class InventoryCountDue(Struct, frozen=True, kw_only=True):
    """
    A part that should be counted at a place.

    Args:
        counted_at: when the oldest of its stock there was counted last; null for never.
        due_at: by the policy, since then or since that stock came in.
        being_counted: whether an open count has it.
    """

    policy_id: UUID
    part_id: UUID
    part_code: str
    location_id: UUID
    count_every_days: int
    counted_at: datetime | None
    due_at: datetime
    being_counted: bool
