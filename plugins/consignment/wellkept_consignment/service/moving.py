"""What follows when stock of a party moves: it may not, or it is owed from then on, in the same transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from wellkept_consignment.errors import AgreementNone, StockAboveMaximum
from wellkept_consignment.queries.agreements import of_parties
from wellkept_consignment.queries.lines import groups_with, of_moves
from wellkept_consignment.queries.prices import prices_of
from wellkept_consignment.rules.agreements import Agreement, AgreementStatus, LossRule, receiving, using
from wellkept_consignment.rules.amounts import amount_of
from wellkept_consignment.rules.changes import Taken, claims_held, taken_back
from wellkept_consignment.rules.groups import Group, OwedLine
from wellkept_consignment.rules.lines import NIL, LineDraft, kind_taken, undoes
from wellkept_consignment.rules.maximum import Incoming, exceeds_maximum
from wellkept_consignment.rules.pricing import Price, price_for
from wellkept_consignment.service import lines
from wellkept_sdk import Ctx
from wellkept_sdk.hooks.phases import Veto
from wellkept_sdk.ids import PartyId, uuid7
from wellkept_sdk.money import AMOUNT_MINOR_MAX
from wellkept_sdk.services.consignment import LineKind
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.stock import BalanceQuery, PostingKind, StockDraft, StockMove, StockPosting

_USING: Final = frozenset({PostingKind.ISSUE, PostingKind.SCRAP, PostingKind.COUNT, PostingKind.STOCK_OWNER_CHANGE})
_NO_AGREEMENT: Final = Veto(code=AgreementNone.code, message=AgreementNone.title())
_TOO_MUCH: Final = Veto(code=StockAboveMaximum.code, message=StockAboveMaximum.title())

Prices = Mapping[tuple[UUID, UUID], Sequence[Price]]


async def objection(ctx: Ctx, draft: StockDraft) -> Veto | None:
    """
    Return why stock of a party may not move so; None where it may.

    It comes in under an active agreement that names part, place and day, up to its maximum; and it is not used where
    there is no agreement at all under which the use could be owed.
    """
    parties = {move.stock_owner_id for move in draft.moves if move.stock_owner_id is not None}
    if not parties or (draft.kind is not PostingKind.RECEIPT and draft.kind not in _USING):
        return None
    agreements = await of_parties(ctx, parties, part_ids={move.part_id for move in draft.moves})
    if draft.kind is PostingKind.RECEIPT:
        return await _objection_to_receipt(ctx, draft, agreements)
    standing = {
        party_id
        for party_id, found in agreements.items()
        if any(each.status is not AgreementStatus.DRAFT for each in found)
    }
    return None if parties <= standing else _NO_AGREEMENT


async def moved(ctx: Ctx, posting: StockPosting) -> None:
    """Record what is owed, or not owed any more, since stock of parties has moved."""
    moves = [move for move in posting.moves if undoes(move) is not None or kind_taken(move) is not None]
    if not moves:
        return
    parties = {move.stock_owner_id for move in moves if move.stock_owner_id is not None}
    # From here on nobody records a price or draws up a statement of these: what is read now is what holds.
    agreements = await of_parties(ctx, parties, part_ids={move.part_id for move in moves}, shared=True)
    groups = await _groups(ctx, moves)
    prices = await prices_of(
        ctx,
        agreement_ids={each.id for found in agreements.values() for each in found},
        part_ids={move.part_id for move in moves},
    )
    drafts: list[LineDraft] = []
    for move in moves:
        group = groups.get(undoes(move) or move.id)
        if group is not None:
            drafts.extend(_taken_back(group, move, posting, prices, at=ctx.at))
        elif undoes(move) is None:
            # What was found owes nothing, and neither does taking that back.
            drafts.extend(_owed(move, posting, agreements, prices))
    await lines.record(ctx, drafts)


async def _objection_to_receipt(
    ctx: Ctx, draft: StockDraft, agreements: Mapping[UUID, Sequence[Agreement]]
) -> Veto | None:
    moment = draft.occurred_at or ctx.at
    incoming: list[Incoming] = []
    for move in draft.moves:
        if move.stock_owner_id is None or move.to_location_id is None:
            continue
        found = receiving(
            agreements.get(move.stock_owner_id, ()),
            part_id=move.part_id,
            location_id=move.to_location_id,
            moment=moment,
        )
        item = None if found is None else found.item_of(move.part_id, move.to_location_id)
        if item is None:
            return _NO_AGREEMENT
        incoming.append(Incoming(move.stock_owner_id, item, move.to_location_id, move.quantity.milli))
    bounded = [each for each in incoming if each.item.maximum_milli is not None]
    if bounded and exceeds_maximum(bounded, await _lying(ctx, bounded)):
        return _TOO_MUCH
    return None


async def _lying(ctx: Ctx, incoming: Sequence[Incoming]) -> dict[tuple[UUID, UUID, UUID], int]:
    """Return what lies of parties' parts, by party, part and place."""
    found = await ctx.service(INVENTORY).balances(
        BalanceQuery(
            part_ids=sorted({each.item.part_id for each in incoming}),
            stock_owner_ids=[PartyId(party_id) for party_id in sorted({each.party_id for each in incoming})],
        )
    )
    lying: dict[tuple[UUID, UUID, UUID], int] = {}
    for balance in found:
        if balance.key.stock_owner_id is not None:
            key = (balance.key.stock_owner_id, balance.key.part_id, balance.key.location_id)
            lying[key] = lying.get(key, 0) + balance.quantity.milli
    return lying


async def _groups(ctx: Ctx, moves: Collection[StockMove]) -> dict[UUID, Group]:
    """Return the groups whose lines are taken back, by the move that made the line."""
    undone = {move_id for move in moves if (move_id := undoes(move)) is not None}
    groups = await groups_with(ctx, await of_moves(ctx, undone))
    return {
        line.move_id: group
        for group in groups
        for line in group.members
        if line.move_id is not None and line.move_id in undone
    }


def _taken_back(
    group: Group, move: StockMove, posting: StockPosting, prices: Prices, *, at: datetime
) -> list[LineDraft]:
    undone = next(line for line in group.members if line.move_id == undoes(move))
    kind = kind_taken(move)
    taken = Taken(
        id=uuid7(),
        kind=kind or LineKind.REVERSAL,
        undoes_id=undone.id,
        quantity_milli=move.quantity.milli if kind is not None else -move.quantity.milli,
        move_id=move.id,
        location_id=move.to_location_id if kind is None else move.from_location_id,
        occurred_at=posting.occurred_at,
        ticket_id=posting.ticket_id,
    )
    price = price_for(prices.get((group.use.agreement_id, move.part_id), ()), group.use.price_on)
    draft = taken_back(group, taken, price)
    group.members.append(_as_stored(draft, taken.id))
    held = claims_held(group, group.net_minor, at=at)
    group.adjustments.extend(_as_stored(each, uuid7()) for each in held)
    return [draft, *held]


def _as_stored(draft: LineDraft, line_id: UUID) -> OwedLine:
    """Return a line as the next move of the same posting finds it."""
    return OwedLine(id=line_id, **{name: getattr(draft, name) for name in OwedLine.__struct_fields__ if name != "id"})


def _owed(
    move: StockMove, posting: StockPosting, agreements: Mapping[UUID, Sequence[Agreement]], prices: Prices
) -> list[LineDraft]:
    kind = kind_taken(move)
    if kind is None or move.stock_owner_id is None:
        return []
    moment = posting.occurred_at
    agreement = using(
        agreements.get(move.stock_owner_id, ()), part_id=move.part_id, location_id=move.from_location_id, moment=moment
    )
    assert agreement is not None, "stock of a party without any agreement does not move so"
    day = agreement.day_of(moment)
    is_borne = kind is LineKind.LOSS and agreement.loss_rule is LossRule.SUPPLIER
    found = None if is_borne else price_for(prices.get((agreement.id, move.part_id), ()), day)
    # A price by which it would cost more than can be kept is a mistake: it stops no repair, and waits for a right one.
    price = found if found is not None and abs(_amount_at(move, found)) <= AMOUNT_MINOR_MAX else None
    return [
        LineDraft(
            kind=kind,
            agreement_id=agreement.id,
            party_id=agreement.party_id,
            part_id=move.part_id,
            lot_id=move.lot_id or NIL,
            lot=move.lot,
            serial=move.serial,
            location_id=move.from_location_id,
            move_id=move.id,
            price_id=None if price is None else price.id,
            price_version=None if price is None else price.version,
            price_on=day,
            quantity_milli=move.quantity.milli,
            unit_price_minor=None if price is None else price.unit_price_minor,
            amount_minor=_amount(move, price, is_borne=is_borne),
            currency=agreement.currency,
            ticket_id=posting.ticket_id,
            occurred_at=moment,
        )
    ]


def _amount(move: StockMove, price: Price | None, *, is_borne: bool) -> int | None:
    if is_borne:
        return 0
    return None if price is None else _amount_at(move, price)


def _amount_at(move: StockMove, price: Price) -> int:
    return amount_of(move.quantity.milli, price.unit_price_minor)
