"""Whom the cause of a fault points at: a first proposal of shares, with what it rests on."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from wellkept_liability.rules.shares import WHOLE_BP
from wellkept_sdk.ids import PartyId
from wellkept_sdk.rounding import by_largest_remainder
from wellkept_sdk.services.liability import ShareRole
from wellkept_sdk.services.parties import PartyScope

_SEPARATOR: Final = re.compile(r"[^A-Za-z0-9]+(?=[A-Za-z0-9]*\Z)")
#: Who bears what a kind of cause has done.
RoleFor = Callable[[str], ShareRole | None]

_NEED_NO_PARTY: Final = frozenset(
    {ShareRole.OPERATOR, ShareRole.OWNER, ShareRole.SELF, ShareRole.FORCE_MAJEURE, ShareRole.UNDETERMINED}
)


class Nearness(StrEnum):
    """In which record a party takes part, the nearest first."""

    TICKET = "ticket"  #: In the ticket itself.
    EQUIPMENT = "equipment"  #: In the equipment that the ticket is about.
    PARENT = "parent"  #: In equipment that this belongs to.
    PROJECT = "project"  #: In the project.


class Because(StrEnum):
    """Why a proposal is what it is."""

    ATTRIBUTED = "attributed"  #: The cause points at a role, and somebody plays it.
    DEFAULTED = "defaulted"  #: Who had promised to put it right did not.
    NO_CAUSE = "no_cause"  #: No cause is recorded that points at a role.
    NO_PARTY = "no_party"  #: The cause points at a role that nobody plays.


class Candidate(Struct, frozen=True, kw_only=True):
    """A party that takes part somewhere."""

    party_id: PartyId
    role: ShareRole
    scope: Sequence[str]
    nearness: Nearness


class ProposedShare(Struct, frozen=True, kw_only=True):
    """Who would bear which part."""

    role: ShareRole
    party_id: PartyId | None
    share_bp: int


class Proposal(Struct, frozen=True, kw_only=True):
    """
    Shares that add up to 10,000, and why.

    Args:
        kind: of the cause, as the terms name it; None where none was found.
        nearness: where those who bear it take part; None for who is no party.
    """

    shares: Sequence[ProposedShare]
    because: Because
    kind: str | None = None
    nearness: Nearness | None = None


def cause_kind(cause_code: str | None, role_for: RoleFor) -> str | None:
    """
    Return the kind of a cause that somebody bears: the code itself, or what it begins with.

    `design.seal_groove` is of the kind `design`, unless somebody is named for the longer one as well.
    """
    while cause_code:
        if role_for(cause_code) is not None:
            return cause_code
        found = _SEPARATOR.search(cause_code)
        cause_code = None if found is None else cause_code[: found.start()]
    return None


def defaulted(party_id: PartyId | None, *, role: ShareRole) -> Proposal:
    """Return the proposal where somebody, without a party we, has not put right what it had promised: all of it."""
    return Proposal(shares=[_whole(role, party_id)], because=Because.DEFAULTED)


def proposal(
    cause_code: str | None,
    *,
    role_for: RoleFor,
    candidates: Sequence[Candidate],
    scope: PartyScope | None,
) -> Proposal:
    """
    Return whom a cause points at: those who play the role nearest to the ticket, in equal parts.

    Of several at the same place, those whose scope has what the ticket is about go before the others.

    Args:
        cause_code: of the ticket's resolution.
        role_for: who bears what a kind of cause has done; None for nobody.
        candidates: who takes part in ticket, equipment and project.
        scope: what the ticket is about.
    """
    kind = cause_kind(cause_code, role_for)
    role = None if kind is None else role_for(kind)
    if role is None:
        return Proposal(shares=[_whole(ShareRole.UNDETERMINED)], because=Because.NO_CAUSE)
    found = _nearest([each for each in candidates if each.role is role], scope)
    if found:
        parts = by_largest_remainder(WHOLE_BP, weights=[1] * len(found))
        shares = [
            ProposedShare(role=role, party_id=each.party_id, share_bp=part)
            for each, part in zip(found, parts, strict=True)
        ]
        return Proposal(shares=shares, because=Because.ATTRIBUTED, kind=kind, nearness=found[0].nearness)
    if role in _NEED_NO_PARTY:
        return Proposal(shares=[_whole(role)], because=Because.ATTRIBUTED, kind=kind)
    return Proposal(shares=[_whole(ShareRole.UNDETERMINED)], because=Because.NO_PARTY, kind=kind)


def _nearest(candidates: Sequence[Candidate], scope: PartyScope | None) -> list[Candidate]:
    for nearness in Nearness:
        here = {each.party_id: each for each in candidates if each.nearness is nearness}
        if here:
            fitting = [each for each in here.values() if scope is not None and scope in each.scope]
            return fitting or list(here.values())
    return []


def _whole(role: ShareRole, party_id: PartyId | None = None) -> ProposedShare:
    return ProposedShare(role=role, party_id=party_id, share_bp=WHOLE_BP)
