"""A first proposal of shares."""

from msgspec import Struct

from wellkept_liability.rules.attribution import Because, Nearness
from wellkept_liability.schemas.cases import LiabilityBasis
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.liability import ShareRole


class LiabilityProposedShare(Struct, frozen=True, kw_only=True):
    """Who would bear which part."""

    role: ShareRole
    party_id: PartyId | None
    share_bp: int


class LiabilityReason(Struct, frozen=True, kw_only=True):
    """
    What a proposal rests on.

    Args:
        cause_kind: what the cause of the ticket's resolution counts as; None where that points at nobody.
        nearness: in which record those who bear it take part; None for who is no party.
        message: the code in words.
    """

    code: Because
    cause_kind: str | None
    nearness: Nearness | None
    message: str


class LiabilityProposal(Struct, frozen=True, kw_only=True):
    """Shares that a case could begin with, and why; nothing is stored."""

    basis: LiabilityBasis
    shares: list[LiabilityProposedShare]
    because: LiabilityReason
