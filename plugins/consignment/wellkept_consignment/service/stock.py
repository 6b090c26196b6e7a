"""Suppliers' stock comes in, goes back and is bought, through the ledger of parts."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from wellkept_consignment.errors import AgreementNone, ItemUnknown
from wellkept_consignment.queries import agreements as queries
from wellkept_consignment.queries.lines import line_ids, of_moves
from wellkept_consignment.queries.prices import prices_of
from wellkept_consignment.rules.agreements import Agreement, AgreementStatus
from wellkept_consignment.rules.amounts import amount_of
from wellkept_consignment.rules.buying import Shelf, spread
from wellkept_consignment.rules.pricing import price_for
from wellkept_consignment.schemas.stock import (
    ConsignmentBuyOut,
    ConsignmentBuyOutCreate,
    ConsignmentPosting,
    ConsignmentReceiptCreate,
    ConsignmentReceiptLine,
    ConsignmentReturnCreate,
    ConsignmentStockLine,
)
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Conflict, Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.moment import as_utc
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity, milli_of
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.stock import (
    BalanceKey,
    BalanceQuery,
    MoveDraft,
    PartRead,
    PostingKind,
    StockDraft,
    StockPosting,
    Tracking,
)


async def receive(ctx: Ctx, data: ConsignmentReceiptCreate) -> ConsignmentPosting:
    """
    Put a supplier's stock on a shelf; it stays the supplier's, and nothing is owed for it.

    Raises:
        Invalid: the agreement, a part or the place is unknown, or a part is no item of the agreement.
        AgreementNone: the agreement is not active on that day.
        Vetoed: more would lie there than was agreed.
    """
    async with ctx.db.transaction():
        agreement = await _agreement(ctx, data.agreement_id)
        if not agreement.is_in_force(_moment(ctx, data.occurred_at)):
            raise AgreementNone(agreement_status=agreement.status)
        parts = await _parts(ctx, data.lines)
        refuse(
            [
                ItemUnknown.at(f"/lines/{place}/part_id")
                for place, line in enumerate(data.lines)
                if agreement.item_of(line.part_id, data.location_id) is None
            ]
        )
        moves = [
            _move(line, parts, agreement, to_location_id=data.location_id, from_location_id=None) for line in data.lines
        ]
        return await _posted(ctx, PostingKind.RECEIPT, data, moves, agreement)


async def give_back(ctx: Ctx, data: ConsignmentReturnCreate) -> ConsignmentPosting:
    """
    Let a supplier take back its own stock; nothing is owed for it.

    Raises:
        Invalid: the agreement, a part or the place is unknown.
        Conflict: there is less than asked for.
    """
    async with ctx.db.transaction():
        agreement = await _agreement(ctx, data.agreement_id)
        parts = await _parts(ctx, data.lines)
        moves = [
            _move(line, parts, agreement, to_location_id=None, from_location_id=data.location_id) for line in data.lines
        ]
        return await _posted(ctx, PostingKind.SUPPLIER_RETURN, data, moves, agreement)


async def buy_out(ctx: Ctx, data: ConsignmentBuyOutCreate) -> ConsignmentBuyOut:
    """
    Buy a supplier's stock where it lies; it enters our valuation at what is owed for it.

    Raises:
        Invalid: the agreement, a part or the place is unknown.
        Conflict: there is less than asked for.
    """
    moment = _moment(ctx, data.occurred_at)
    async with ctx.db.transaction():
        agreement = await _agreement(ctx, data.agreement_id)
        parts = await _parts(ctx, data.lines)
        refuse(_unexpected(data.lines, parts))
        postings: list[StockPosting] = []
        for place, line in enumerate(data.lines):
            with _pointing_at_what_was_said(place):
                postings.extend(await _bought(ctx, data, line, parts[line.part_id], agreement, moment))
        owed = await of_moves(ctx, [move.id for posting in postings for move in posting.moves])
        for posting in postings:
            await ctx.audit(
                "consignment.stock.bought_out",
                subject=f"consignment/agreements/{agreement.id}",
                after={"posting_id": posting.id, "reason": data.reason, "reference": data.reference},
            )
        shown = [ConsignmentPosting.of(posting) for posting in postings]
        return ConsignmentBuyOut(
            posting=shown[0], postings=shown, lines=await line_ids(ctx, [line.id for line in owed])
        )


async def _bought(
    ctx: Ctx,
    data: ConsignmentBuyOutCreate,
    line: ConsignmentStockLine,
    part: PartRead,
    agreement: Agreement,
    moment: datetime,
) -> list[StockPosting]:
    stock = ctx.service(INVENTORY)
    party_id = PartyId(agreement.party_id)
    found = await stock.balances(
        BalanceQuery(part_ids=[line.part_id], location_ids=[data.location_id], stock_owner_ids=[party_id])
    )
    shelves = [
        Shelf(each.key.lot_id, each.quantity.milli - each.reserved.milli)
        for each in sorted(found, key=lambda each: each.first_in_at)
        if line.lot in {None, each.lot} and line.serial in {None, each.serial}
    ]
    prices = await prices_of(ctx, agreement_ids=[agreement.id], part_ids=[line.part_id])
    price = price_for(prices.get((agreement.id, line.part_id), ()), agreement.day_of(moment))
    postings: list[StockPosting] = []
    for take in spread(shelves, milli_of(line.quantity)):
        amount_minor = None if price is None else amount_of(take.quantity_milli, price.unit_price_minor)
        key = BalanceKey(
            part_id=line.part_id, location_id=data.location_id, lot_id=take.lot_id, stock_owner_id=party_id
        )
        postings.append(
            await stock.change_stock_owner(
                key=key,
                quantity=Quantity(milli=take.quantity_milli, unit=part.unit),
                to=None,
                occurred_at=moment,
                value=None if amount_minor is None else Money(amount_minor=amount_minor, currency=agreement.currency),
            )
        )
    return postings


async def _agreement(ctx: Ctx, agreement_id: UUID) -> Agreement:
    found = await queries.one(ctx, agreement_id)
    if found is None:
        raise unknown_reference("/agreement_id", "agreement")
    if found.status is AgreementStatus.DRAFT:
        raise AgreementNone(agreement_status=found.status)
    return found


def _moment(ctx: Ctx, occurred_at: datetime | None) -> datetime:
    return ctx.at if occurred_at is None else as_utc(occurred_at, pointer="/occurred_at")


async def _parts(ctx: Ctx, lines: Sequence[ConsignmentStockLine]) -> dict[UUID, PartRead]:
    parts = await ctx.service(INVENTORY).parts([line.part_id for line in lines])
    mistakes: list[Invalid] = []
    for place, line in enumerate(lines):
        if line.part_id not in parts:
            mistakes.append(unknown_reference(f"/lines/{place}/part_id", "part"))
        if milli_of(line.quantity) <= 0:
            mistakes.append(invalid(f"/lines/{place}/quantity", "too_small", "Must be more than zero."))
    refuse(mistakes)
    return dict(parts)


def _unexpected(lines: Sequence[ConsignmentStockLine], parts: dict[UUID, PartRead]) -> list[Invalid]:
    return [
        invalid(f"/lines/{place}/{name}", "inventory.lot.unexpected", "The part is not tracked so.")
        for place, line in enumerate(lines)
        for name, tracking in (("lot", Tracking.LOT), ("serial", Tracking.SERIAL))
        if getattr(line, name) is not None and parts[line.part_id].tracking is not tracking
    ]


def _move(
    line: ConsignmentStockLine,
    parts: dict[UUID, PartRead],
    agreement: Agreement,
    *,
    from_location_id: UUID | None,
    to_location_id: UUID | None,
) -> MoveDraft:
    return MoveDraft(
        part_id=line.part_id,
        quantity=Quantity.parse(line.quantity, unit=parts[line.part_id].unit),
        from_location_id=from_location_id,
        to_location_id=to_location_id,
        lot=line.lot,
        serial=line.serial,
        expires_on=line.expires_on if isinstance(line, ConsignmentReceiptLine) else None,
        stock_owner_id=PartyId(agreement.party_id),
    )


async def _posted(
    ctx: Ctx,
    kind: PostingKind,
    data: ConsignmentReceiptCreate | ConsignmentReturnCreate,
    moves: Sequence[MoveDraft],
    agreement: Agreement,
) -> ConsignmentPosting:
    draft = StockDraft(
        kind=kind,
        moves=moves,
        occurred_at=_moment(ctx, data.occurred_at),
        party_id=PartyId(agreement.party_id),
        reference=data.reference,
    )
    with _pointing_at_what_was_said():
        return ConsignmentPosting.of(await ctx.service(INVENTORY).post(draft))


@contextmanager
def _pointing_at_what_was_said(place: int = 0) -> Generator[None]:
    """Let what the ledger refuses point into the caller's body, where lines share one place; `place` is a line's."""
    said = {"/lines": "/location_id", "/quantity": f"/lines/{place}/quantity"}
    try:
        yield
    except (Conflict, Invalid) as refused:
        pointers = [
            "/location_id" if each.pointer.endswith("location_id") else said.get(each.pointer, each.pointer)
            for each in refused.errors
        ]
        moved = [replace(each, pointer=pointer) for each, pointer in zip(refused.errors, pointers, strict=True)]
        refused.errors = tuple(dict.fromkeys(moved))
        raise
