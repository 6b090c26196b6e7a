"""Milestones, holders and facts: what people record, and what the fold reads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from wellkept_sdk.actor import Actor
from wellkept_sdk.ids import PartyId
from wellkept_sdk.moment import Moment
from wellkept_sdk.services.sla import Holder
from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.terms import MilestoneCode

NOTE_LENGTH_MAX = 2_000

Note = Annotated[str, Meta(min_length=1, max_length=NOTE_LENGTH_MAX)]


class SlaMilestoneCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that happened, which a clock of the ticket names; without `occurred_at`, now."""

    milestone: MilestoneCode
    occurred_at: Moment | None = None
    note: Note | None = None


class SlaMilestone(Struct, frozen=True, kw_only=True):
    """Something that happened; customers and partners do not see its note."""

    id: UUID
    milestone: str
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UUID | None
    note: str | None

    @classmethod
    def of(cls, fact: Fact, *, actor: Actor) -> "SlaMilestone":
        """Return a recorded milestone as the caller sees it."""
        assert fact.id is not None
        assert fact.data.milestone is not None
        return cls(
            id=fact.id,
            milestone=fact.data.milestone,
            occurred_at=fact.occurred_at,
            recorded_at=fact.recorded_at,
            actor_id=fact.actor_id,
            note=None if actor.is_outside else fact.data.note,
        )


class SlaHolderCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who has the matter in hand from a moment on, without `occurred_at` from now on; `party_id` for a party only."""

    holder: Holder
    party_id: PartyId | None = None
    occurred_at: Moment | None = None
    note: Note | None = None


class SlaHolder(Struct, frozen=True, kw_only=True):
    """A statement of who has the matter in hand from a moment on."""

    id: UUID
    holder: Holder
    party_id: PartyId | None
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UUID | None
    note: str | None

    @classmethod
    def of(cls, fact: Fact) -> "SlaHolder":
        """Return a recorded statement as those see it who may record one."""
        assert fact.id is not None
        assert fact.data.holder is not None
        return cls(
            id=fact.id,
            holder=fact.data.holder,
            party_id=fact.data.party_id,
            occurred_at=fact.occurred_at,
            recorded_at=fact.recorded_at,
            actor_id=fact.actor_id,
            note=fact.data.note,
        )


class SlaFact(Struct, frozen=True, kw_only=True):
    """One recorded input of the fold; `data` has every other input that it uses, as it was then."""

    id: UUID
    position: int
    kind: FactKind
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UUID | None
    data: Mapping[str, Any]

    @classmethod
    def of(cls, fact: Fact) -> "SlaFact":
        """Return a fact as our own house sees it."""
        assert fact.id is not None
        return cls(
            id=fact.id,
            position=fact.position,
            kind=fact.kind,
            occurred_at=fact.occurred_at,
            recorded_at=fact.recorded_at,
            actor_id=fact.actor_id,
            data=msgspec.to_builtins(fact.data, builtin_types=(datetime, UUID)),
        )
