"""Offers: where one stands, when it may still be answered, and who is asked next."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.errors import Invalid, invalid
from wellkept_sdk.records.tickets import Action
from wellkept_stations.errors import OfferExpired, OfferGone


class OfferStatus(StrEnum):
    """Where an offer stands."""

    OPEN = "open"  #: Waits for an answer.
    ACCEPTED = "accepted"  #: The engineer takes the ticket.
    DECLINED = "declined"  #: The engineer does not take it.
    EXPIRED = "expired"  #: No answer came in time.
    WITHDRAWN = "withdrawn"  #: Nobody needs the answer any more.


class OfferAnswer(StrEnum):
    """What an engineer may say to an offer."""

    ACCEPT = "accept"  #: He takes the ticket.
    DECLINE = "decline"  #: He does not.


class Asked(Struct, frozen=True, kw_only=True):
    """Who was asked in which wave, and what has become of it."""

    engineer_id: UUID
    wave: int
    status: OfferStatus


class Askable(Struct, frozen=True, kw_only=True):
    """Somebody who may be asked: at which place of the chain of stations, the nearest being 0."""

    engineer_id: UUID
    depth: int


#: What happens to a ticket after which its open offers have no sense: somebody has it, or nobody needs it.
_SETTLES: Final = frozenset({Action.ASSIGN, Action.START, Action.RESOLVE, Action.CANCEL, Action.CLOSE})
#: How a wave ends that somebody has taken, or that was called off.
_BREAKS: Final = frozenset({OfferStatus.ACCEPTED, OfferStatus.WITHDRAWN})


def is_settled_by(action: Action) -> bool:
    """Return whether nobody else needs to be asked after this action."""
    return action in _SETTLES


def has_expired(*, expires_at: datetime, at: datetime) -> bool:
    """Return whether the time for an answer is over; its last moment does not belong to it."""
    return at >= expires_at


def require_answerable(status: OfferStatus, *, expires_at: datetime, at: datetime) -> None:
    """
    Refuse an answer that comes too late.

    Raises:
        OfferGone: the offer was answered or withdrawn.
        OfferExpired: its time is over, whether that was noted already or not.
    """
    if status is OfferStatus.OPEN and not has_expired(expires_at=expires_at, at=at):
        return
    raise OfferExpired if status in {OfferStatus.OPEN, OfferStatus.EXPIRED} else OfferGone


def answer_mistakes(answer: OfferAnswer, *, eta: datetime | None, at: datetime) -> list[Invalid]:
    """Return what is wrong with an answer: who does not come has no time of arrival, nor does anybody come earlier."""
    if eta is None:
        return []
    if answer is OfferAnswer.DECLINE:
        return [invalid("/eta", "unexpected", "Who declines does not arrive.")]
    return [invalid("/eta", "too_small", "This moment is over.")] if eta < at else []


def wave_mistakes(engineer_ids: Sequence[UUID], *, has_size: bool) -> list[Invalid]:
    """Return what is wrong with a wave that names who is asked: a size beside it, or somebody twice."""
    twice = [
        invalid(f"/engineer_ids/{position}", "duplicate", "This engineer is named already.")
        for position, engineer_id in enumerate(engineer_ids)
        if engineer_id in engineer_ids[:position]
    ]
    if engineer_ids and has_size:
        twice.append(invalid("/size", "unexpected", "Who is asked is named already."))
    return twice


def waves_in_vain(asked: Collection[Asked]) -> int:
    """Return how many waves in a row have ended with nobody taking the ticket, the last one among them."""
    broken = [offer.wave for offer in asked if offer.status in _BREAKS]
    return len({offer.wave for offer in asked if offer.wave > max(broken, default=0)})


def next_asked(best_first: Sequence[Askable], *, asked: Collection[Asked], size: int) -> list[UUID]:
    """
    Return who is asked next: the best of the nearest station that has somebody who was not asked yet.

    Args:
        best_first: whom nothing forbids to send, but perhaps somebody at a nearer station.
        asked: who was asked already.
        size: at most so many.
    """
    known = {offer.engineer_id for offer in asked}
    left = [each for each in best_first if each.engineer_id not in known]
    nearest = min((each.depth for each in left), default=0)
    return [each.engineer_id for each in left if each.depth == nearest][:size]
