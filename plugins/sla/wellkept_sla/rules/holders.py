"""Who has the matter in hand: every moment of a ticket belongs to one holder, but those after it was resolved."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.sla import Holder
from wellkept_sla.rules.clocks import Holding
from wellkept_sla.rules.facts import Fact, FactKind, Library
from wellkept_sla.terms import HOLDERS, SlaTerms

_STATES_TERMS = {FactKind.OPENED, FactKind.ACTIVATION_CHANGED}
_ENDS = {FactKind.RESOLVED, FactKind.CANCELLED}
_BEGINS_AGAIN = {FactKind.REJECTED, FactKind.REOPENED}
_HANDS_OVER = {FactKind.HELD, FactKind.HOLDER, FactKind.RESUMED}
_SAYS_WHO = _STATES_TERMS | _ENDS | _BEGINS_AGAIN | _HANDS_OVER


class _Who(Struct, frozen=True):
    """A holder by name; nobody is None."""

    holder: Holder
    party_id: PartyId | None = None


class _Turn(Struct, frozen=True):
    """From a moment on, somebody else has the matter in hand, or nobody."""

    at: datetime
    who: _Who | None
    position: int


_US = _Who(Holder.US)


def holdings(facts: Sequence[Fact], *, library: Library, starts_at: datetime) -> list[Holding]:
    """
    Return who had the matter in hand, in order; neighbours that are the same are one, and none is empty.

    A hold that is resumed at its very moment has never been. While a ticket is resolved or cancelled, nothing but a
    rejection or reopening gives it to anybody.

    Args:
        facts: in order, the opening first; none later than the moment that is asked for.
        library: has the terms that the facts name; those in force at a hold say whose it is.
        starts_at: when the first clock could have started; what happened before it counts from then.
    """
    timeline = _Timeline(facts[0].position, library=library, starts_at=starts_at)
    for fact in facts:
        if fact.kind in _SAYS_WHO:
            timeline.take(fact)
    return timeline.holdings()


class _Timeline:
    """The turns so far, and what the next fact must know about those before it."""

    def __init__(self, position: int, *, library: Library, starts_at: datetime) -> None:
        self._library = library
        self._starts_at = starts_at
        self._terms: SlaTerms | None = None
        self._turns = [_Turn(starts_at, _US, position)]
        self._held_at: datetime | None = None
        self._without_hold = self._turns[0]

    def take(self, fact: Fact) -> None:
        """Let a fact that says something about it decide who has the matter in hand from then on."""
        at = max(fact.occurred_at, self._starts_at)
        if fact.kind in _STATES_TERMS:
            self._terms = self._library.terms.get(fact.data.terms_hash or "", self._terms)
        elif fact.kind in _BEGINS_AGAIN:
            self._held_at = None
            self._turn(_Turn(at, _US, fact.position))
        elif self._turns[-1].who is None:
            return
        elif fact.kind in _ENDS:
            self._turn(_Turn(at, None, fact.position))
        else:
            self._hand_over(fact, at=at)

    def _hand_over(self, fact: Fact, *, at: datetime) -> None:
        if fact.kind is FactKind.HELD:
            if self._held_at is None:
                self._held_at, self._without_hold = at, self._turns[-1]
            self._turn(_Turn(at, self._held_by(fact), fact.position))
        elif fact.kind is FactKind.HOLDER:
            assert fact.data.holder is not None, "A fact about the holder names one."
            self._without_hold = _Turn(at, _Who(fact.data.holder, fact.data.party_id), fact.position)
            self._turn(self._without_hold)
        else:
            back = self._without_hold if self._held_at == at else _Turn(at, _US, fact.position)
            self._held_at = None
            self._turn(_Turn(at, back.who, back.position))

    def _held_by(self, fact: Fact) -> _Who:
        assert fact.data.reason is not None, "A hold has a reason."
        holders = HOLDERS if self._terms is None else self._terms.holders
        holder = holders.get(fact.data.reason, Holder.US)
        return _Who(holder, fact.data.party_id if holder is Holder.PARTY else None)

    def _turn(self, turn: _Turn) -> None:
        # What lasted for no time at all has not been.
        while self._turns and self._turns[-1].at >= turn.at:
            self._turns.pop()
        if not self._turns or self._turns[-1].who != turn.who:
            self._turns.append(turn)

    def holdings(self) -> list[Holding]:
        """Return the turns of somebody, each until the next."""
        ends = [turn.at for turn in self._turns[1:]]
        return [
            Holding(
                starts_at=turn.at,
                ends_at=ends_at,
                holder=turn.who.holder,
                party_id=turn.who.party_id,
                position=turn.position,
            )
            for turn, ends_at in zip(self._turns, [*ends, None], strict=True)
            if turn.who is not None
        ]
