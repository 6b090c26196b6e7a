"""The lines that a new price, a return or a claim adds to a group; those that are there never change their amount."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from wellkept_consignment.rules.groups import Group, OwedLine
from wellkept_consignment.rules.lines import LineDraft
from wellkept_consignment.rules.pricing import Price
from wellkept_consignment.rules.returns import Member, amount_back, amounts_at
from wellkept_sdk.services.consignment import LineKind


class Pricing(Struct, frozen=True):
    """The first price of a line that had none."""

    line: OwedLine
    amount_minor: int


class Repriced(Struct, frozen=True):
    """What a new price changes: lines that get their first price, and lines that are added."""

    priced: Sequence[Pricing]
    added: Sequence[LineDraft]


class Taken(Struct, frozen=True, kw_only=True):
    """A movement that takes a line back, wholly or in part; the quantity is signed, below zero for what came back."""

    id: UUID
    kind: LineKind
    undoes_id: UUID
    quantity_milli: int
    move_id: UUID
    location_id: UUID
    occurred_at: datetime
    ticket_id: UUID | None


def repriced(group: Group, price: Price, *, at: datetime) -> Repriced:
    """
    Return what a price changes that covers the day of a group.

    Args:
        group: whose day it covers.
        price: of its part and agreement, with the highest version.
        at: when it is recorded.
    """
    if group.is_borne_by_supplier:
        return Repriced([], [])
    targets = amounts_at(group.as_members(), price.unit_price_minor)
    amounts = group.amounts()
    priced = [Pricing(line, targets[line.id]) for line in group.members if line.amount_minor is None]
    added = [
        _correction(line, price, targets[line.id] - amounts[line.id], at)
        for line in group.members
        if line.amount_minor is not None and targets[line.id] != amounts[line.id]
    ]
    return Repriced(priced, [*added, *claims_held(group, sum(targets.values()), at=at)])


def taken_back(group: Group, taken: Taken, price: Price | None) -> LineDraft:
    """
    Return the line by which a group is taken back, wholly or in part; it carries the day and the price of the use.

    Args:
        group: the use.
        taken: what moves.
        price: which holds on the day of the use; None where none does yet.
    """
    amount_minor, unit_price_minor = _worth(group, taken, price)
    is_priced = unit_price_minor is not None
    return LineDraft(
        kind=taken.kind,
        agreement_id=group.use.agreement_id,
        party_id=group.use.party_id,
        part_id=group.use.part_id,
        lot_id=group.use.lot_id,
        lot=group.use.lot,
        serial=group.use.serial,
        location_id=taken.location_id,
        move_id=taken.move_id,
        corrects_line_id=taken.undoes_id,
        price_id=price.id if price is not None and is_priced else None,
        price_version=price.version if price is not None and is_priced else None,
        price_on=group.use.price_on,
        quantity_milli=taken.quantity_milli,
        unit_price_minor=unit_price_minor,
        amount_minor=amount_minor,
        currency=group.use.currency,
        ticket_id=taken.ticket_id,
        occurred_at=taken.occurred_at,
    )


def claims_held(group: Group, net_minor: int, *, at: datetime) -> list[LineDraft]:
    """Return the line by which the shares that are claimed hold for a changed amount; none where they do."""
    due = group.claim_due(net_minor)
    if due == 0:
        return []
    return [adjustment(group.use, LineKind.CLAIM, due, at=at, share_percent=0)]


def adjustment(
    line: OwedLine, kind: LineKind, amount_minor: int, *, at: datetime, share_percent: int | None = None
) -> LineDraft:
    """Return a line that changes what another one costs, without a quantity of its own."""
    return LineDraft(
        kind=kind,
        agreement_id=line.agreement_id,
        party_id=line.party_id,
        part_id=line.part_id,
        lot_id=line.lot_id,
        lot=line.lot,
        serial=line.serial,
        location_id=line.location_id,
        corrects_line_id=line.id,
        share_percent=share_percent,
        price_on=line.price_on,
        quantity_milli=0,
        amount_minor=amount_minor,
        currency=line.currency,
        ticket_id=line.ticket_id,
        occurred_at=at,
    )


def _worth(group: Group, taken: Taken, price: Price | None) -> tuple[int | None, int | None]:
    """Return amount and unit price of what is taken back."""
    if group.is_borne_by_supplier:
        return 0, None
    if group.is_unpriced or price is None:
        return None, None
    amount_minor = amount_back(
        Member(id=taken.id, undoes_id=taken.undoes_id, quantity_milli=taken.quantity_milli),
        left_milli=group.left_milli,
        amounts=group.amounts(),
        unit_price_minor=None if group.is_agreed_otherwise else price.unit_price_minor,
    )
    return amount_minor, price.unit_price_minor


def _correction(line: OwedLine, price: Price, delta_minor: int, at: datetime) -> LineDraft:
    draft = adjustment(line, LineKind.CORRECTION, delta_minor, at=at)
    return replace(draft, price_id=price.id, price_version=price.version, unit_price_minor=price.unit_price_minor)
