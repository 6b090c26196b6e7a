"""Sending somebody."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_sdk.moment import Moment
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_stations.rules.scoring import Value

REASON_LENGTH_MAX = 2_000


class StationsAssignmentOverride(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why somebody is sent although filters speak against him."""

    reason: Annotated[str, Meta(min_length=1, max_length=REASON_LENGTH_MAX)]


class StationsAssignmentCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Who is sent.

    Args:
        engineer_id: whom; without it, the best candidate.
        override: sends the engineer who is named although filters speak against him.
        at: when the work is to be done; now, if absent.
    """

    engineer_id: UUID | None = None
    override: StationsAssignmentOverride | None = None
    at: Moment | None = None


class StationsAssignmentRead(Struct, frozen=True, kw_only=True):
    """Who was sent; the proposal keeps all candidates as they were seen. Whoever is not eligible has no score."""

    proposal_id: UUID
    engineer_id: UUID
    score: Value | None
    ticket_status: TicketStatus
