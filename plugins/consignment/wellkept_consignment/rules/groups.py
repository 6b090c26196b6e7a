"""A use with all that changes what it costs: what came back, corrections and claims."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_consignment.rules.amounts import claimed_of
from wellkept_consignment.rules.returns import Member
from wellkept_sdk.services.consignment import LineKind

#: The lines that have a quantity and a price of their own.
PRINCIPAL: Final = (LineKind.WITHDRAWAL, LineKind.LOSS, LineKind.BUY_OUT, LineKind.REVERSAL)


class OwedLine(Struct, frozen=True, kw_only=True):
    """A stored line."""

    id: UUID
    kind: LineKind
    agreement_id: UUID
    party_id: UUID
    part_id: UUID | None
    lot_id: UUID
    lot: str | None
    serial: str | None
    location_id: UUID | None
    move_id: UUID | None
    corrects_line_id: UUID | None
    price_id: UUID | None
    share_percent: int | None
    price_on: date
    quantity_milli: int
    amount_minor: int | None
    currency: str
    ticket_id: UUID | None


class Group:
    """
    A use, what came back of it, and what corrects and claims them.

    Attributes:
        members: the use, and what takes it back, in the order of recording.
        adjustments: corrections and claims of them.
    """

    def __init__(self, use: OwedLine) -> None:
        """Begin with the use."""
        self.members: list[OwedLine] = [use]
        self.adjustments: list[OwedLine] = []

    @property
    def use(self) -> OwedLine:
        """Return the line that began it."""
        return self.members[0]

    @property
    def is_unpriced(self) -> bool:
        """Return whether no price has covered its day yet."""
        return self.use.amount_minor is None

    @property
    def is_borne_by_supplier(self) -> bool:
        """Return whether it costs nothing, whatever the price is."""
        return self.use.amount_minor is not None and self.use.price_id is None

    @property
    def is_agreed_otherwise(self) -> bool:
        """Return whether an amount was agreed that follows from no price."""
        return any(line.kind is LineKind.CORRECTION and line.price_id is None for line in self.adjustments)

    @property
    def left_milli(self) -> int:
        """Return the quantity that has not come back."""
        return sum(line.quantity_milli for line in self.members)

    @property
    def net_minor(self) -> int:
        """Return what it costs, claims left aside."""
        return sum(self.amounts().values())

    @property
    def shares_percent(self) -> list[int]:
        """Return the shares that are claimed, in hundredths."""
        return [line.share_percent for line in self._claims() if line.share_percent]

    def amounts(self) -> dict[UUID, int]:
        """Return what each of its lines costs with corrections, by id; what has no price counts as nothing."""
        amounts = {line.id: line.amount_minor or 0 for line in self.members}
        for line in self.adjustments:
            if line.kind is LineKind.CORRECTION and line.corrects_line_id is not None:
                amounts[line.corrects_line_id] += line.amount_minor or 0
        return amounts

    def claim_due(self, net_minor: int, *, more_percent: Sequence[int] = ()) -> int:
        """
        Return by how much claims have to change so that their shares hold.

        Args:
            net_minor: what the use costs now.
            more_percent: shares that are claimed anew.
        """
        made = sum(line.amount_minor or 0 for line in self._claims())
        return -claimed_of(net_minor, [*self.shares_percent, *more_percent]) - made

    def as_members(self) -> list[Member]:
        """Return its lines as quantities that take each other back."""
        first = self.use.id
        return [
            Member(
                id=line.id,
                undoes_id=None if line.id == first else line.corrects_line_id,
                quantity_milli=line.quantity_milli,
            )
            for line in self.members
        ]

    def _claims(self) -> list[OwedLine]:
        return [line for line in self.adjustments if line.kind is LineKind.CLAIM]


def groups_of(lines: Iterable[OwedLine]) -> list[Group]:
    """Return the groups that lines make, given in the order of recording and without any group's beginning missing."""
    groups: list[Group] = []
    by_line: dict[UUID, Group] = {}
    for line in lines:
        group = None if line.corrects_line_id is None else by_line.get(line.corrects_line_id)
        if group is None:
            group = Group(line)
            groups.append(group)
        elif line.kind in PRINCIPAL:
            group.members.append(line)
        else:
            group.adjustments.append(line)
        by_line[line.id] = group
    return groups
