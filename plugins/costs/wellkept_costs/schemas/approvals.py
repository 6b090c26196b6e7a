"""Approvals, as callers give and read them."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_costs.terms import CostsUnitAmount
from wellkept_sdk.actor import Actor
from wellkept_sdk.db import Row
from wellkept_sdk.ids import AttachmentId, TicketId, UserId
from wellkept_sdk.money import Money
from wellkept_sdk.records.tickets import EvidenceKind
from wellkept_sdk.text import LongText, Name


class CostsEvidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the customer's word reached us, when somebody else records it."""

    kind: EvidenceKind
    contact_name: Name
    statement: LongText | None = None
    attachment_id: AttachmentId | None = None


class CostsApprovalCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Up to what the customer wants chargeable work on a ticket; the latest one counts.

    Args:
        limit: of all chargeable work on the ticket.
        evidence: required of everybody but the customer itself.
    """

    limit: CostsUnitAmount
    evidence: CostsEvidence | None = None


class CostsApprovalRead(Struct, frozen=True, kw_only=True):
    """
    Up to what the customer wants chargeable work.

    Args:
        actor_id: who has recorded it; outsiders are not told.
    """

    id: UUID
    ticket_id: TicketId
    limit: Money
    evidence: CostsEvidence | None
    actor_id: UserId | None
    created_at: datetime

    @classmethod
    def of(cls, row: Row, *, actor: Actor) -> "CostsApprovalRead":
        """Return a stored approval as a caller is shown it."""
        return cls(
            id=row["id"],
            ticket_id=TicketId(row["ticket_id"]),
            limit=Money(amount_minor=row["limit_minor"], currency=row["currency"]),
            evidence=msgspec.convert(row["evidence"], CostsEvidence | None),
            actor_id=None if actor.is_outside else row["actor_id"],
            created_at=row["created_at"],
        )
