"""Why the clocks of a ticket stand as they do: rule, segments, and who had the matter in hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct, field

from wellkept_sdk.actor import Actor
from wellkept_sdk.ids import PartyId
from wellkept_sdk.iso_duration import write_duration
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import Holder
from wellkept_sla.rules.clocks import Clock, Holding, Segment, SegmentState
from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.schemas.breaches import SlaShare, party_shown
from wellkept_sla.schemas.clocks import Rows, SlaClock
from wellkept_sla.terms import OnReopen, SlaTerms, StartsFrom, TimeZoneFrom

#: By their position in the ticket.
Facts = Mapping[int, Fact]


class SlaCause(Struct, frozen=True, kw_only=True):
    """The fact with which something began; in a simulation it has no id."""

    fact_id: UUID | None
    kind: FactKind

    @classmethod
    def of(cls, position: int, facts: Facts) -> "SlaCause":
        """Return a fact by its position in the ticket."""
        return cls(fact_id=facts[position].id, kind=facts[position].kind)


class SlaRule(Struct, frozen=True, kw_only=True):
    """What the terms say about one clock, beside its target."""

    starts_from: StartsFrom
    starts_on: str | None
    stops_on: str | None
    pauses_on: list[HoldReason]
    on_reopen: OnReopen
    time_zone_from: TimeZoneFrom

    @classmethod
    def of(cls, code: str, terms: SlaTerms) -> "SlaRule":
        """Return what terms say about one of their clocks."""
        clock = terms.clocks[code]
        return cls(
            starts_from=terms.starts_from,
            starts_on=clock.starts_on,
            stops_on=clock.stops_on,
            pauses_on=list(clock.pauses_on),
            on_reopen=terms.on_reopen,
            time_zone_from=terms.time_zone_from,
        )


class SlaSegment(Struct, frozen=True, kw_only=True):
    """A stretch of a clock's time in which nothing changed."""

    starts_at: datetime = field(name="from")
    ends_at: datetime = field(name="to")
    state: SegmentState
    holder: Holder
    party_id: PartyId | None
    elapsed: str
    because: SlaCause

    @classmethod
    def of(cls, segment: Segment, *, facts: Facts, actor: Actor) -> "SlaSegment":
        """Return a stretch as the caller sees it."""
        return cls(
            starts_at=segment.starts_at,
            ends_at=segment.ends_at,
            state=segment.state,
            holder=segment.holder,
            party_id=party_shown(segment.party_id, actor=actor),
            elapsed=write_duration(segment.ends_at - segment.starts_at),
            because=SlaCause.of(segment.position, facts),
        )


class SlaClockExplained(Struct, frozen=True, kw_only=True):
    """One clock with its past: `elapsed` of the attribution adds up to its time, `counted` to what it has consumed."""

    clock: SlaClock
    rule: SlaRule
    segments: list[SlaSegment]
    attribution: list[SlaShare]

    @classmethod
    def of(cls, clock: Clock, *, rule: SlaRule, rows: Rows, facts: Facts, actor: Actor) -> "SlaClockExplained":
        """Return a clock with its past, for the caller's eyes."""
        return cls(
            clock=SlaClock.of(clock, rows=rows, actor=actor),
            rule=rule,
            segments=[SlaSegment.of(segment, facts=facts, actor=actor) for segment in clock.segments],
            attribution=[SlaShare.of(share, actor=actor) for share in clock.attribution],
        )


class SlaExplanation(Struct, frozen=True, kw_only=True):
    """Why the clocks of a ticket stand as they do at a moment; `holder` is null while nobody has the matter in hand."""

    as_of: datetime
    holder: Holder | None
    clocks: list[SlaClockExplained]


class SlaHoldingCause(Struct, frozen=True, kw_only=True):
    """The fact with which somebody got the matter in hand; customers and partners do not see its note."""

    fact_id: UUID | None
    kind: FactKind
    reason: HoldReason | None
    note: str | None


class SlaHolding(Struct, frozen=True, kw_only=True):
    """Who had the matter in hand; `to` is null for who has it now."""

    starts_at: datetime = field(name="from")
    ends_at: datetime | None = field(name="to")
    holder: Holder
    party_id: PartyId | None
    because: SlaHoldingCause

    @classmethod
    def of(cls, holding: Holding, *, facts: Facts, actor: Actor) -> "SlaHolding":
        """Return a stretch of the timeline as the caller sees it."""
        fact = facts[holding.position]
        return cls(
            starts_at=holding.starts_at,
            ends_at=holding.ends_at,
            holder=holding.holder,
            party_id=party_shown(holding.party_id, actor=actor),
            because=SlaHoldingCause(
                fact_id=fact.id,
                kind=fact.kind,
                reason=fact.data.reason,
                note=None if actor.is_outside else fact.data.note,
            ),
        )


def by_position(facts: Sequence[Fact]) -> Facts:
    """Return facts under what segments and holdings name them by."""
    return {fact.position: fact for fact in facts}
