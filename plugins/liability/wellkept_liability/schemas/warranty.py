"""Warranties, as callers record them and as they are shown."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from wellkept_liability.rules.lengths import Length
from wellkept_liability.rules.replacing import LiabilityReplacementRule
from wellkept_liability.rules.scheduling import LiabilityTermStatus, status_on
from wellkept_liability.rules.starting import LiabilityStartRule
from wellkept_sdk.db import Row
from wellkept_sdk.ids import EquipmentId, PartyId, ProjectId, TicketId, UserId
from wellkept_sdk.services.liability import WarrantySide
from wellkept_sdk.services.parties import PartyScope

EXCLUSIONS_MAX: Final = 100
REFERENCE_LENGTH_MAX: Final = 500
REASON_LENGTH_MAX: Final = 2_000
SERIAL_LENGTH_MAX: Final = 200

CauseCode = Annotated[str, Meta(min_length=1, max_length=64, examples=["misuse"])]
Exclusions = Annotated[tuple[CauseCode, ...], Meta(max_length=EXCLUSIONS_MAX)]
Reference = Annotated[str, Meta(min_length=1, max_length=REFERENCE_LENGTH_MAX, examples=["Contract 2024-17, 8.2"])]
Reason = Annotated[str, Meta(min_length=1, max_length=REASON_LENGTH_MAX, examples=["Entered twice."])]
Serial = Annotated[str, Meta(min_length=1, max_length=SERIAL_LENGTH_MAX, examples=["SN-4711"])]


class LiabilityWarrantyTermCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A promise.

    Args:
        scope: of what.
        side: `given` is ours to the customer, `received` a party's to us.
        obligor_party_id: who promises; null is us. What we receive has one.
        equipment_id: an item of the project, with everything below it; null is the whole project.
        start_rule: which day starts it.
        fixed_on: that day, where no record tells it: with `fixed`, `delivery` and `replacement`.
        length: how long.
        exclusions: codes of causes that it does not cover.
    """

    scope: PartyScope
    side: WarrantySide
    start_rule: LiabilityStartRule
    length: Length
    obligor_party_id: UUID | None = None
    equipment_id: UUID | None = None
    fixed_on: date | None = None
    exclusions: Exclusions = ()
    reference: Reference | None = None


class LiabilityStatutoryFloor(Struct, frozen=True, kw_only=True):
    """
    What the law asks of a warranty.

    Args:
        rule: its code.
        minimum_ends_on: before which day it must not end; null where that is not known, or a design life is asked for.
        satisfied: whether it is long enough; null while its start is not known.
    """

    rule: str
    minimum_ends_on: date | None
    satisfied: bool | None


class LiabilityWarrantyTermRead(Struct, frozen=True, kw_only=True):
    """
    A warranty; `ends_on` is the first day that is not covered any more.

    Args:
        status: `pending` while its start is not known.
        statutory: what the law asks of it; null where no rule of the jurisdiction does.
        replaces_id: the warranty of what was replaced.
        revoked_at: from then on it covers nothing.
        actor_id: who has recorded it; customers and partners are not told.
    """

    id: UUID
    project_id: ProjectId
    equipment_id: EquipmentId | None
    scope: PartyScope
    side: WarrantySide
    obligor_party_id: PartyId | None
    start_rule: LiabilityStartRule
    fixed_on: date | None
    length: Length
    exclusions: list[str]
    reference: str | None
    status: LiabilityTermStatus
    starts_on: date | None
    ends_on: date | None
    statutory: LiabilityStatutoryFloor | None
    replaces_id: UUID | None
    revoked_at: datetime | None
    revoked_reason: str | None
    actor_id: UserId | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: Row, *, today: date, is_outside: bool) -> "LiabilityWarrantyTermRead":
        """Return a stored warranty as the caller sees it on a local day of the site."""
        status = status_on(
            today, starts_on=row["starts_on"], ends_on=row["ends_on"], is_revoked=row["revoked_at"] is not None
        )
        shown: dict[str, Any] = {**row, "status": status, "statutory": _floor(row)}
        if is_outside:
            shown["actor_id"] = None
        return msgspec.convert(shown, cls)


class LiabilityRevocation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a warranty covers nothing any more."""

    reason: Reason


class LiabilityReplacementCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    That an item was replaced, and how its warranties go on.

    Args:
        replaced_on: the first day of what was fitted, in the days of the site.
        ticket_id: the ticket on which it was done.
        rule: how each warranty goes on.
        minimum: of `longer_of`: how long from the replacement at least.
        scope: only the warranties of this scope; null is all that cover the item.
        serial_removed: of what was taken out; by default that of the item.
        serial_fitted: of what was fitted.
    """

    replaced_on: date
    rule: LiabilityReplacementRule
    ticket_id: TicketId | None = None
    minimum: Length | None = None
    scope: PartyScope | None = None
    serial_removed: Serial | None = None
    serial_fitted: Serial | None = None


class LiabilityReplacementRead(Struct, frozen=True, kw_only=True):
    """A replacement with the warranties that it made; each names in `replaces_id` the one whose place it took."""

    id: UUID
    equipment_id: EquipmentId
    ticket_id: TicketId | None
    replaced_on: date
    rule: LiabilityReplacementRule
    minimum: Length | None
    serial_removed: str | None
    serial_fitted: str | None
    items: Sequence[LiabilityWarrantyTermRead]
    created_at: datetime


def _floor(row: Row) -> LiabilityStatutoryFloor | None:
    if row["statutory_rule"] is None:
        return None
    return LiabilityStatutoryFloor(
        rule=row["statutory_rule"], minimum_ends_on=row["minimum_ends_on"], satisfied=row["satisfied"]
    )
