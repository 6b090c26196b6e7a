"""Offers as callers make, answer and see them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from wellkept_sdk.ids import TicketId
from wellkept_sdk.moment import Moment
from wellkept_sdk.text import ShortText
from wellkept_stations.rules.offers import OfferAnswer, OfferStatus

ASKED_MAX: Final = 20
MINUTES_MAX: Final = 1_440


class StationsOfferWaveCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Whom to ask next; what is absent is as the terms say.

    Args:
        engineer_ids: these, who must be eligible; without them the best who were not asked for this ticket.
        size: how many of the best; not beside `engineer_ids`.
        expires_after_minutes: how long they have for an answer.
    """

    engineer_ids: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=ASKED_MAX)] | None = None
    size: Annotated[int, Meta(ge=1, le=ASKED_MAX)] | None = None
    expires_after_minutes: Annotated[int, Meta(ge=1, le=MINUTES_MAX)] | None = None


class StationsOfferAnswerCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to an offer; who accepts may say when he arrives."""

    answer: OfferAnswer
    eta: Moment | None = None
    reason: ShortText | None = None


class StationsOfferRead(Struct, frozen=True, kw_only=True):
    """A question to one engineer whether he takes a ticket."""

    id: UUID
    ticket_id: TicketId
    wave: int
    engineer_id: UUID
    engineer_code: str
    status: OfferStatus
    offered_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    eta: datetime | None
    reason: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "StationsOfferRead":
        """Return a stored offer with its engineer's code."""
        return msgspec.convert(row, cls)


class StationsOfferWave(Struct, frozen=True, kw_only=True):
    """The offers that were made at once, the best engineer first."""

    wave: int
    items: Sequence[StationsOfferRead]
