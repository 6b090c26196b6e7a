"""
What a use, and what comes back of it, cost together: no cent appears, and a use that came back wholly costs nothing.

A use and all lines that take something of it back, or take that back in turn, are one group.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from wellkept_consignment.rules.amounts import amount_of
from wellkept_sdk.rounding import half_away_from_zero


class Member(Struct, frozen=True, kw_only=True):
    """
    One line of a group.

    Args:
        undoes_id: the line of the group that it takes back; None for the use itself.
        quantity_milli: signed; below zero for what came back.
    """

    id: UUID
    undoes_id: UUID | None
    quantity_milli: int


def amounts_at(members: Sequence[Member], unit_price_minor: int) -> dict[UUID, int]:
    """
    Return what each line of a group costs at a price, by its id.

    Args:
        members: in the order of recording, the use first.
        unit_price_minor: of one unit, not below zero.
    """
    amounts: dict[UUID, int] = {}
    quantity_milli = 0
    for member in members:
        quantity_milli += member.quantity_milli
        amounts[member.id] = _amount(
            member, quantity_milli, amounts, amount_of(member.quantity_milli, unit_price_minor)
        )
    return amounts


def amount_back(member: Member, *, left_milli: int, amounts: Mapping[UUID, int], unit_price_minor: int | None) -> int:
    """
    Return what one more line of a group costs.

    Args:
        member: which.
        left_milli: the quantity of the group without it.
        amounts: what each line of the group costs by now, with its corrections.
        unit_price_minor: of one unit; None where what is left was agreed otherwise and is divided by quantity.
    """
    if unit_price_minor is not None:
        own = amount_of(member.quantity_milli, unit_price_minor)
    else:
        own = half_away_from_zero(sum(amounts.values()) * member.quantity_milli, over=max(left_milli, 1))
    return _amount(member, left_milli + member.quantity_milli, amounts, own)


def _amount(member: Member, quantity_milli: int, amounts: Mapping[UUID, int], own: int) -> int:
    if member.undoes_id is None:
        return own
    if member.quantity_milli > 0:
        # What came back goes out again, at what it came back for.
        return -amounts[member.undoes_id]
    left = sum(amounts.values())
    return -left if quantity_milli == 0 else -min(-own, left)
