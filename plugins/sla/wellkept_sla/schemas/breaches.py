"""Breaches and their pardons as callers see them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.ids import PartyId
from wellkept_sdk.iso_duration import write_duration
from wellkept_sdk.services.sla import Holder
from wellkept_sdk.text import RequiredText
from wellkept_sla.rules.clocks import Breach, Share
from wellkept_sla.rules.stored import StoredBreach

ATTACHMENTS_MAX = 20


class ExcuseReason(StrEnum):
    """Why a breach is pardoned."""

    CUSTOMER = "customer"  #: The customer kept us waiting.
    ACCESS = "access"  #: The site could not be entered.
    WEATHER = "weather"  #: The weather forbade the work.
    PARTY = "party"  #: An outside party failed.
    AGREED = "agreed"  #: The customer has agreed to it.
    OTHER = "other"  #: Anything else; the note says what.


class SlaShare(Struct, frozen=True, kw_only=True):
    """How long one holder had the matter in hand, and how much of that counted."""

    holder: Holder
    party_id: PartyId | None
    elapsed: str
    counted: str

    @classmethod
    def of(cls, share: Share, *, actor: Actor) -> "SlaShare":
        """Return a share as the caller sees it."""
        return cls(
            holder=share.holder,
            party_id=party_shown(share.party_id, actor=actor),
            elapsed=written(share.elapsed_us),
            counted=written(share.counted_us),
        )


class SlaExcuseCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pardon with its reason; attachments of the ticket are its evidence."""

    reason_code: ExcuseReason
    note: RequiredText
    attachment_ids: Annotated[tuple[UUID, ...], Meta(max_length=ATTACHMENTS_MAX)] = ()


class SlaExcuse(Struct, frozen=True, kw_only=True):
    """The pardon of a breach; customers and partners do not see its note."""

    id: UUID
    reason_code: ExcuseReason
    note: str | None
    attachment_ids: list[UUID]
    actor_id: UUID | None
    recorded_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any], *, actor: Actor) -> "SlaExcuse":
        """Return a pardon as the caller sees it, from its stored columns."""
        return cls(
            id=row["id"],
            reason_code=ExcuseReason(row["reason_code"]),
            note=None if actor.is_outside else row["note"],
            attachment_ids=msgspec.convert(row["evidence"] or [], list[UUID]),
            actor_id=row["actor_id"],
            recorded_at=row["recorded_at"],
        )


class SlaBreach(Struct, frozen=True, kw_only=True):
    """A due that passed while the clock ran; `id` and `detected_at` are null until a worker has written it down."""

    id: UUID | None
    due_at: datetime
    breached_at: datetime
    detected_at: datetime | None
    on_attach: bool
    holder: Holder
    party_id: PartyId | None
    attribution: list[SlaShare]
    excused: SlaExcuse | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, breach: StoredBreach, *, actor: Actor) -> "SlaBreach":
        """Return a breach as it was written down."""
        shares = msgspec.convert(breach.attribution, list[Share])
        return cls(
            id=breach.id,
            due_at=breach.due_at,
            breached_at=breach.breached_at,
            detected_at=breach.detected_at,
            on_attach=breach.on_attach,
            holder=breach.holder,
            party_id=party_shown(breach.party_id, actor=actor),
            attribution=[SlaShare.of(share, actor=actor) for share in shares],
            excused=None if breach.excuse is None else SlaExcuse.of(breach.excuse, actor=actor),
            withdrawn_at=breach.withdrawn_at,
        )

    @classmethod
    def unwritten(cls, breach: Breach, *, actor: Actor) -> "SlaBreach":
        """Return a breach that follows from the facts, and that no worker has written down yet."""
        return cls(
            id=None,
            due_at=breach.due_at,
            breached_at=breach.due_at,
            detected_at=None,
            on_attach=breach.on_attach,
            holder=breach.holder,
            party_id=party_shown(breach.party_id, actor=actor),
            attribution=[SlaShare.of(share, actor=actor) for share in breach.attribution],
            excused=None,
            withdrawn_at=None,
        )


class SlaBreachListed(Struct, frozen=True, kw_only=True):
    """A breach in the list of all, with the clock that it is of."""

    id: UUID
    ticket_id: UUID
    clock_id: UUID
    code: str
    number: int
    kind: str
    grade: int
    due_at: datetime
    breached_at: datetime
    detected_at: datetime
    on_attach: bool
    holder: Holder
    party_id: PartyId | None
    attribution: list[SlaShare]
    excused: SlaExcuse | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, row: Mapping[str, Any], *, actor: Actor) -> "SlaBreachListed":
        """Return a row of the list as the caller sees it."""
        shares = msgspec.convert(row["attribution"], list[Share])
        excuse = {name.removeprefix("excuse_"): value for name, value in row.items() if name.startswith("excuse_")}
        own = {name: row[name] for name in cls.__struct_fields__ if name in row}
        return msgspec.convert(
            {
                **own,
                "party_id": party_shown(row["party_id"], actor=actor),
                "attribution": [SlaShare.of(share, actor=actor) for share in shares],
                "excused": None if excuse["id"] is None else SlaExcuse.of(excuse, actor=actor),
            },
            cls,
        )


def written(microseconds: int) -> str:
    """Return a length as the API prints it: `PT2H30M`."""
    return write_duration(timedelta(microseconds=microseconds))


def party_shown(party_id: PartyId | None, *, actor: Actor) -> PartyId | None:
    """Return a party as the caller may know it: partners know themselves only."""
    return None if actor.role is Role.PARTNER and party_id != actor.party_id else party_id
