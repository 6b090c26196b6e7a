"""Who bears which part: 10,000 hundredths of a percent, all of them, whatever was said."""

from collections.abc import Sequence
from typing import Final, Protocol

from wellkept_liability.errors import (
    SharePartyForbidden,
    SharePartyRequired,
    SharesDuplicate,
    SharesMixed,
    SharesNotWhole,
)
from wellkept_sdk.errors import FieldError, Invalid, invalid
from wellkept_sdk.ids import PartyId
from wellkept_sdk.rounding import by_largest_remainder
from wellkept_sdk.services.liability import ShareRole

WHOLE_BP: Final = 10_000
SHARES_MAX: Final = 32
WEIGHT_MAX: Final = 1_000_000
_PERCENT_BP: Final = 100

#: Nobody of these is a party.
_NO_PARTY: Final = frozenset({ShareRole.SELF, ShareRole.FORCE_MAJEURE, ShareRole.UNDETERMINED})
#: These may be the customer itself.
CUSTOMER_ROLES: Final = frozenset({ShareRole.OWNER, ShareRole.OPERATOR})


class Said(Protocol):
    """A share as somebody says it: in basis points, or as a weight beside the weights of the others."""

    @property
    def role(self) -> ShareRole:
        """As what it is borne."""
        ...

    @property
    def party_id(self) -> PartyId | None:
        """By whom."""
        ...

    @property
    def share_bp(self) -> int | None:
        """Its size, 1 to 10,000."""
        ...

    @property
    def weight(self) -> int | None:
        """Its size beside the others, 1 to 1,000,000."""
        ...


def share_mistakes(shares: Sequence[Said], *, pointer: str) -> list[Invalid]:
    """
    Return what is wrong with shares as far as that can be told without asking who the parties are.

    Args:
        shares: 1 to 32.
        pointer: where the request gives them, such as `/shares`.
    """
    mistakes = [
        *_party_mistakes(shares, pointer=pointer),
        *_duplicates(shares, pointer=pointer),
    ]
    return [*mistakes, *size_mistakes(shares, pointer=pointer)]


def size_mistakes(shares: Sequence[Said], *, pointer: str) -> list[Invalid]:
    """Return what is wrong with the sizes of shares; with their sum only where each has a size."""
    return _unsized(shares, pointer=pointer) or _sum_mistakes(shares, pointer=pointer)


def basis_points(shares: Sequence[Said]) -> list[int]:
    """
    Return the sizes of shares without mistakes, which add up to 10,000.

    Of weights, what is left after rounding down goes to the largest remainders; of equal ones, to the earlier.
    """
    weights = [share.weight for share in shares if share.weight is not None]
    if weights:
        return by_largest_remainder(WHOLE_BP, weights=weights)
    return [share.share_bp for share in shares if share.share_bp is not None]


def percent(share_bp: int) -> str:
    """Return a size as people write it: 3,333 is `33.33`."""
    return f"{share_bp // _PERCENT_BP}.{share_bp % _PERCENT_BP:02d}"


def _party_mistakes(shares: Sequence[Said], *, pointer: str) -> list[Invalid]:
    found: list[Invalid] = []
    for place, share in enumerate(shares):
        at = f"{pointer}/{place}/party_id"
        if share.role in _NO_PARTY:
            found += [] if share.party_id is None else [SharePartyForbidden.at(at)]
        elif share.role not in CUSTOMER_ROLES and share.party_id is None:
            found.append(SharePartyRequired.at(at))
    return found


def _duplicates(shares: Sequence[Said], *, pointer: str) -> list[Invalid]:
    known: set[tuple[ShareRole, PartyId | None]] = set()
    found: list[Invalid] = []
    for place, share in enumerate(shares):
        who = (share.role, share.party_id)
        if who in known:
            found.append(SharesDuplicate.at(f"{pointer}/{place}"))
        known.add(who)
    return found


def _unsized(shares: Sequence[Said], *, pointer: str) -> list[Invalid]:
    weighted = any(share.weight is not None for share in shares)
    if weighted and any(share.share_bp is not None for share in shares):
        return [SharesMixed.at(pointer)]
    missing = "weight" if weighted else "share_bp"
    return [
        invalid(f"{pointer}/{place}/{missing}", "required", "Is required.")
        for place, share in enumerate(shares)
        if share.weight is None and share.share_bp is None
    ]


def _sum_mistakes(shares: Sequence[Said], *, pointer: str) -> list[Invalid]:
    sizes = basis_points(shares)
    if sum(sizes) != WHOLE_BP:
        error = FieldError(pointer, SharesNotWhole.code, SharesNotWhole.title())
        return [SharesNotWhole(errors=(error,), sum_bp=sum(sizes))]
    return [
        invalid(f"{pointer}/{place}/weight", "too_small", "Less than 0.01 % would be left for it.")
        for place, size in enumerate(sizes)
        if size == 0
    ]
