"""How cost lines are split over the shares of a case: nothing appears, nothing vanishes."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import PartyId
from wellkept_sdk.rounding import by_largest_remainder
from wellkept_sdk.services.liability import ShareRole

#: Who is settled with otherwise: ourselves, nobody, and the customer, to whom `costs` states what it owes.
NOT_CHARGED = frozenset({ShareRole.SELF, ShareRole.FORCE_MAJEURE, ShareRole.OWNER, ShareRole.OPERATOR})


class Share(Struct, frozen=True, kw_only=True):
    """Who bears which part, in hundredths of a percent."""

    id: UUID
    role: ShareRole
    party_id: PartyId | None
    share_bp: int

    @property
    def charged_to(self) -> PartyId | None:
        """The party that pays the part back to us; None where nobody does."""
        return None if self.role in NOT_CHARGED else self.party_id


class Line(Struct, frozen=True, kw_only=True):
    """What was spent, as it is split: its cost or its price; of a reversal it is negative."""

    cost_line_id: UUID
    amount_minor: int
    currency: str


class Part(Struct, frozen=True, kw_only=True):
    """What one share bears of one line."""

    cost_line_id: UUID
    share: Share
    amount_minor: int
    currency: str


def split(amount_minor: int, *, shares_bp: Sequence[int]) -> list[int]:
    """
    Return what each share bears of an amount; together they are the amount, and a negative one is the mirror image.

    Each gets its part rounded towards zero, and what is left goes to the largest remainders, one minor unit each; of
    equal ones to the earlier share.

    Args:
        amount_minor: of either sign.
        shares_bp: in hundredths of a percent, 10,000 together, in the order of the shares.
    """
    return by_largest_remainder(amount_minor, weights=shares_bp)


def parts_of(lines: Iterable[Line], *, shares: Sequence[Share]) -> list[Part]:
    """Return what each share bears of each line, line by line in the order of the shares."""
    shares_bp = [share.share_bp for share in shares]
    return [
        Part(cost_line_id=line.cost_line_id, share=share, amount_minor=amount_minor, currency=line.currency)
        for line in lines
        for share, amount_minor in zip(shares, split(line.amount_minor, shares_bp=shares_bp), strict=True)
    ]
