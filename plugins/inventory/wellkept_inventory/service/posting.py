"""Receipts, transfers, scrap and returns to suppliers: one verb, one transaction."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from wellkept_inventory.queries.names import LotName, Names, locked_names
from wellkept_inventory.queries.postings import ORDER
from wellkept_inventory.rules.asked import AskedLine, AskedPosting
from wellkept_inventory.rules.keys import NIL, VIRTUAL_LOCATIONS
from wellkept_inventory.rules.planned import PlannedMove, PlannedPosting
from wellkept_inventory.service import ordering
from wellkept_inventory.service.asking import moment_asked
from wellkept_inventory.service.checking import require_parties, require_sound
from wellkept_inventory.service.ledger import LotWanted, lots_of, record
from wellkept_inventory.service.taking import Allowing, taken
from wellkept_sdk import Ctx
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.services.consignment import CONSIGNMENT
from wellkept_sdk.services.stock import LocationKind, PostingKind, StockPosting

_SUPPLIER: Final = VIRTUAL_LOCATIONS[LocationKind.SUPPLIER]
_TARGETS: Final = {
    PostingKind.TRANSFER: None,
    PostingKind.SCRAP: VIRTUAL_LOCATIONS[LocationKind.SCRAPPED],
    PostingKind.SUPPLIER_RETURN: _SUPPLIER,
}


async def post(ctx: Ctx, asked: AskedPosting, *, ticket_id: TicketId | None = None) -> StockPosting:
    """
    Post what is asked for, all of it or nothing.

    Args:
        ctx: its terms say whose stock goes first where a line does not.
        asked: the lines, which the kind makes moves of.
        ticket_id: for which it is; the context is that ticket's then.

    Raises:
        Invalid: a line is not such, or a part, place, party or lot is unknown; pointers begin at `/lines/<n>`.
        Conflict: there is less than asked for, a serial is in stock already, or a place or part is not in use.
        Vetoed: another plugin refuses it.
    """
    occurred_at = moment_asked(ctx, asked.occurred_at)
    async with ctx.db.transaction():
        places = {end.location_id for line in asked.lines for end in line.ends}
        names = await locked_names(ctx, part_ids={line.part_id for line in asked.lines}, location_ids=places)
        require_sound(asked, names)
        await require_parties(ctx, asked)
        moves = await _moves(ctx, asked, names, occurred_at)
        if asked.purchase_order_id is not None:
            await ordering.receive(ctx, asked.purchase_order_id, _ordered(asked.lines), party_id=asked.party_id)
        plan = PlannedPosting(
            kind=asked.kind,
            occurred_at=occurred_at,
            moves=moves,
            ticket_id=ticket_id,
            party_id=None if asked.party_id is None else PartyId(asked.party_id),
            reference=asked.reference,
            reason=asked.reason,
            document_kind=None if asked.purchase_order_id is None else ORDER,
            document_id=asked.purchase_order_id,
        )
        return await record(ctx, plan, names)


async def _moves(ctx: Ctx, asked: AskedPosting, names: Names, occurred_at: datetime) -> list[PlannedMove]:
    if asked.kind is PostingKind.RECEIPT:
        wanted = [_wanted(line, names, occurred_at, party_id=asked.party_id) for line in asked.lines]
        lots = await lots_of(ctx, wanted, names, creates=True)
        return [_received(line, lot) for line, lot in zip(asked.lines, lots, strict=True)]
    lots = await lots_of(ctx, [_wanted(line, names, occurred_at) for line in asked.lines], names)
    return await taken(ctx, asked.lines, lots, _TARGETS[asked.kind], allowing=_allowing(ctx, asked))


def _wanted(line: AskedLine, names: Names, occurred_at: datetime, *, party_id: UUID | None = None) -> LotWanted:
    return LotWanted(
        part_id=line.part_id,
        quantity_milli=line.quantity_milli,
        lot=line.lot,
        serial=line.serial,
        line=line.line,
        expires_on=line.expires_on,
        expires_on_default=_end_of_shelf_life(line, names, occurred_at),
        party_id=party_id,
    )


def _end_of_shelf_life(line: AskedLine, names: Names, occurred_at: datetime) -> date | None:
    """Return the last day of use of what comes in at a moment, by the day at its place."""
    days = names.parts[line.part_id].shelf_life_days
    if days is None or line.target is None:
        return None
    zone = ZoneInfo(names.places[line.target.location_id].time_zone)
    return occurred_at.astimezone(zone).date() + timedelta(days=days)


def _received(line: AskedLine, lot: LotName | None) -> PlannedMove:
    assert line.target is not None, "a receipt without its place was refused"
    return PlannedMove(
        part_id=line.part_id,
        lot_id=NIL if lot is None else lot.id,
        stock_owner_id=line.stock_owner_id or NIL,
        from_location_id=_SUPPLIER,
        to_location_id=line.target.location_id,
        quantity_milli=line.quantity_milli,
        unit_cost=line.unit_cost,
        line=line.line,
    )


def _allowing(ctx: Ctx, asked: AskedPosting) -> Allowing:
    """Return whose stock may be taken: a transfer changes nothing of that, and a party gets back its own only."""

    async def allowing(party_ids: Collection[UUID]) -> Collection[UUID] | None:
        if asked.kind is PostingKind.TRANSFER:
            return None
        if asked.kind is PostingKind.SUPPLIER_RETURN:
            return [] if asked.party_id is None else [asked.party_id]
        consignment = ctx.service_or_none(CONSIGNMENT)
        if consignment is None or not party_ids:
            return frozenset()
        return await consignment.issuable([PartyId(party_id) for party_id in party_ids])

    return allowing


def _ordered(lines: Sequence[AskedLine]) -> list[tuple[UUID, UUID, UUID, int]]:
    return [
        (line.order_line_id, line.part_id, line.target.location_id, line.quantity_milli)
        for line in lines
        if line.order_line_id is not None and line.target is not None
    ]
