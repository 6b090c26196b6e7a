"""A supplier's stock in the demo: an agreement, what came in, what of it is owed, and a statement not answered yet."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from msgspec import Struct

from wellkept_consignment.queries.agreements import of_parties
from wellkept_consignment.rules.agreements import Agreement, AgreementAction
from wellkept_consignment.schemas.agreements import (
    ConsignmentAgeing,
    ConsignmentAgeingAction,
    ConsignmentAgreementCreate,
    ConsignmentAgreementTransition,
    ConsignmentItemDraft,
    ConsignmentPeriod,
)
from wellkept_consignment.schemas.prices import ConsignmentPriceCreate, ConsignmentUnitPrice
from wellkept_consignment.schemas.statements import ConsignmentStatementCreate, ConsignmentStatementIssue
from wellkept_consignment.schemas.stock import (
    ConsignmentBuyOutCreate,
    ConsignmentReceiptCreate,
    ConsignmentReceiptLine,
    ConsignmentStockLine,
)
from wellkept_consignment.service import agreements, standing, statements, stock
from wellkept_sdk import Ctx, RecordName, RecordRef
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.demo import Demo, DemoDeed, DemoScene, DemoTicket
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import PartyId
from wellkept_sdk.local_days import local_day
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.stock import BalanceQuery, BalanceRead, MoveDraft, PartRead, PostingKind, StockDraft

_CURRENCY: Final = "CNY"
_ZONE: Final = "Asia/Shanghai"
_DAY: Final = timedelta(days=1)
_AGREED_BEFORE: Final = timedelta(days=170)
_RAISED_BEFORE: Final = timedelta(days=60)
_BOUGHT_BEFORE: Final = timedelta(days=20)
_AFTER_MOVE: Final = timedelta(minutes=50)
_ANY_VERSION: Final = IfMatch()


class Supplied(Struct, frozen=True, kw_only=True):
    """
    A part that the supplier keeps with us.

    Args:
        price_minor: of one, from the first day on.
        raised_minor: of one, since it was raised.
    """

    part: str
    quantity: str
    maximum: str
    price_minor: int
    raised_minor: int


BEARING: Final = Supplied(part="BRG-6314", quantity="8", maximum="12", price_minor=43_800, raised_minor=45_900)
GASKET: Final = Supplied(part="GASKET-DN200", quantity="60", maximum="80", price_minor=1_720, raised_minor=1_790)
SUPPLIED: Final = (BEARING, GASKET)
#: The plant where a bearing is spoiled in the work on a pump; its customer's contract names the supplier.
PROJECT: Final = "DC-CHP-1"
FAMILY: Final = "pump"
SPOILED: Final = "1"
#: How many gaskets are bought for the next shutdown.
BOUGHT: Final = "12"

_AT_WORK: Final = (TicketStatus.IN_PROGRESS, TicketStatus.ON_HOLD)


class Shelf(Struct, frozen=True):
    """Stock of a part at a place, of one owner."""

    part: PartRead
    balance: BalanceRead


def tell(scene: DemoScene) -> Sequence[DemoDeed]:
    """Return what was agreed and came in, what was bought and spoiled of it, and what the supplier is asked."""
    begin, party_id = scene.at - _AGREED_BEFORE, scene.party_id
    owed = [
        DemoDeed(at=scene.at - _BOUGHT_BEFORE, actor=scene.dispatcher, run=partial(_buy, party_id=party_id)),
        *_spoiled(scene),
    ]
    return [
        DemoDeed(at=begin, actor=SYSTEM, run=partial(_agree, party_id=party_id, raised_at=scene.at - _RAISED_BEFORE)),
        DemoDeed(at=begin + _DAY, actor=scene.dispatcher, run=partial(_receive, party_id=party_id)),
        *sorted(owed, key=lambda deed: deed.at),
        DemoDeed(at=scene.at, actor=SYSTEM, run=partial(_ask, party_id=party_id)),
    ]


def _spoiled(scene: DemoScene) -> Iterator[DemoDeed]:
    of_plant = (each for each in scene.tickets if each.project_code == PROJECT and each.family == FAMILY)
    ticket = next((each for each in of_plant if each.status in _AT_WORK), None)
    if ticket is not None:
        yield DemoDeed(
            at=min(ticket.moved_at + _AFTER_MOVE, scene.at),
            actor=scene.engineer,
            record=RecordRef(RecordName.TICKET, ticket.id),
            run=partial(_spoil, party_id=scene.party_id, ticket=ticket),
        )


async def _agree(ctx: Ctx, *, party_id: PartyId, raised_at: datetime) -> None:
    """Agree on parts that the store has of its own too."""
    starts_on, raised_on = local_day(ctx.at, time_zone=_ZONE), local_day(raised_at, time_zone=_ZONE)
    items: list[ConsignmentItemDraft] = []
    prices: list[ConsignmentPriceCreate] = []
    for supplied in SUPPLIED:
        part = (await _shelf(ctx, supplied.part, owner=None)).part
        items.append(ConsignmentItemDraft(part_id=part.id, maximum=supplied.maximum))
        prices.append(_price(part, supplied.price_minor, valid_from=starts_on, valid_to=raised_on))
        prices.append(_price(part, supplied.raised_minor, valid_from=raised_on, valid_to=None))
    draft = ConsignmentAgreementCreate(
        party_id=party_id,
        currency=_CURRENCY,
        starts_on=starts_on,
        items=items,
        time_zone=_ZONE,
        period=ConsignmentPeriod.ON_DEMAND,
        ageing=ConsignmentAgeing(limit_days=365, action=ConsignmentAgeingAction.RETURN),
        prices=prices,
    )
    agreement = await agreements.create(ctx, draft)
    activation = ConsignmentAgreementTransition(action=AgreementAction.ACTIVATE)
    await standing.transition(ctx, agreement.id, activation, if_match=_ANY_VERSION)


def _price(part: PartRead, amount_minor: int, *, valid_from: date, valid_to: date | None) -> ConsignmentPriceCreate:
    return ConsignmentPriceCreate(
        part_id=part.id,
        unit_price=ConsignmentUnitPrice(amount_minor=amount_minor, currency=_CURRENCY),
        valid_from=valid_from,
        valid_to=valid_to,
    )


async def _receive(ctx: Ctx, *, party_id: PartyId) -> None:
    """Put each part where most of our own lies."""
    agreement = await _agreement(ctx, party_id)
    for supplied in SUPPLIED:
        own = await _shelf(ctx, supplied.part, owner=None)
        line = ConsignmentReceiptLine(part_id=own.part.id, quantity=supplied.quantity)
        receipt = ConsignmentReceiptCreate(
            agreement_id=agreement.id,
            location_id=own.balance.key.location_id,
            reference="DN-20417",
            lines=[line],
        )
        await stock.receive(ctx, receipt)


async def _buy(ctx: Ctx, *, party_id: PartyId) -> None:
    shelf = await _shelf(ctx, GASKET.part, owner=party_id)
    purchase = ConsignmentBuyOutCreate(
        agreement_id=(await _agreement(ctx, party_id)).id,
        location_id=shelf.balance.key.location_id,
        reason="为停机检修备货 / Stocked for the next shutdown",
        lines=[ConsignmentStockLine(part_id=shelf.part.id, quantity=BOUGHT)],
    )
    await stock.buy_out(ctx, purchase)


async def _spoil(ctx: Ctx, *, party_id: PartyId, ticket: DemoTicket) -> None:
    shelf = await _shelf(ctx, BEARING.part, owner=party_id)
    move = MoveDraft(
        part_id=shelf.part.id,
        quantity=Quantity.parse(SPOILED, unit=shelf.part.unit),
        from_location_id=shelf.balance.key.location_id,
        stock_owner_id=party_id,
    )
    draft = StockDraft(
        kind=PostingKind.SCRAP,
        moves=[move],
        ticket_id=ticket.id,
        reason="装配时损坏 / Damaged while it was fitted",
    )
    await ctx.service(INVENTORY).post(draft)


async def _ask(ctx: Ctx, *, party_id: PartyId) -> None:
    """Draw up all that is owed until tonight, and show it to the supplier."""
    agreement = await _agreement(ctx, party_id)
    draft = ConsignmentStatementCreate(
        agreement_id=agreement.id,
        period_from=agreement.starts_on,
        period_to=agreement.day_of(ctx.at) + _DAY,
    )
    drawn = await statements.create(ctx, draft)
    await statements.transition(ctx, drawn.id, ConsignmentStatementIssue(), if_match=_ANY_VERSION)


async def _agreement(ctx: Ctx, party_id: PartyId) -> Agreement:
    [agreement] = (await of_parties(ctx, [party_id]))[party_id]
    return agreement


async def _shelf(ctx: Ctx, code: str, *, owner: PartyId | None) -> Shelf:
    """Return where most of a part lies that belongs to a party, or to us."""
    inventory = ctx.service(INVENTORY)
    balances = await inventory.balances(BalanceQuery(stock_owner_ids=None if owner is None else [owner]))
    parts = await inventory.parts(sorted({balance.key.part_id for balance in balances}))
    shelves = [
        Shelf(parts[balance.key.part_id], balance)
        for balance in balances
        if parts[balance.key.part_id].code == code and balance.key.stock_owner_id == owner
    ]
    assert shelves, "the store is taken in first"
    return max(shelves, key=lambda shelf: shelf.balance.quantity.milli)


DEMO: Final = Demo(tell=tell)
