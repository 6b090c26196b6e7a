"""What a body wants issued, checked."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.errors import EquipmentElsewhere, ReservationMismatch, ReservationNeeded
from wellkept_inventory.queries import reservations as reading
from wellkept_inventory.queries.names import Names, locked_names
from wellkept_inventory.queries.shelves import free_stock
from wellkept_inventory.queries.tickets import TicketState, project_of_equipment
from wellkept_inventory.rules.free_stock import Allowance, FreeStock, Wish, by_key
from wellkept_inventory.rules.issuing import IssueWish
from wellkept_inventory.rules.picking import Shelf, Take
from wellkept_inventory.rules.reservations import Hold, Reservation, by_reservation
from wellkept_inventory.schemas.issues import InventoryIssueCreate, InventoryIssueLine
from wellkept_inventory.schemas.ticket_lines import stock_owner_wish
from wellkept_inventory.service import sources, ticket_lines
from wellkept_inventory.service.allowing import allowance_of
from wellkept_inventory.service.ticket_lines import ReadLine, pointer_of
from wellkept_inventory.terms import InventoryTerms
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, refuse, unknown_reference
from wellkept_sdk.local_days import local_day
from wellkept_sdk.quantity import milli_of


class IssueRequest(Struct, frozen=True, kw_only=True):
    """
    What is wanted, and from what it may be taken.

    Args:
        names: of the parts and the place.
        stock: what is free at the place.
        reservations: those that lines name, by id.
        held: what is held for them, by id.
        allowance: what the ticket may have.
    """

    names: Names
    lines: list[IssueWish]
    stock: FreeStock
    reservations: Mapping[UUID, Reservation]
    held: Mapping[UUID, FreeStock]
    allowance: Allowance


async def read_request(ctx: Ctx, ticket: TicketState, data: InventoryIssueCreate) -> IssueRequest:
    """
    Lock the parts of a body and return what it wants of them.

    Raises:
        Invalid: the place, the equipment or a line is wrong.
        LotExpired: a named lot has expired.
        LocationArchived: the place is archived.
        LocationNotInTerms: the place does not serve the contract.
        StockOwnerNotAllowed: the stock of a party may not be used.
        ReservationNeeded: the contract asks for a reservation.
    """
    part_ids = ticket_lines.part_ids_of(data.lines)
    names = await locked_names(ctx, part_ids=part_ids, location_ids=[data.location_id])
    lots = await ticket_lines.named_lots(ctx, data.lines)
    reserved_ids = {line.reservation_id for line in data.lines if line.reservation_id is not None}
    reservations = await reading.of_ticket(ctx, ticket.id, ids=reserved_ids) if reserved_ids else {}
    refuse(
        [
            *ticket_lines.line_mistakes(enumerate(data.lines), names, lots, any_serial=False),
            *sources.source_mistakes({"/location_id": data.location_id}, names.places),
            *_reservation_mistakes(data, reservations),
            *await sources.party_mistakes(ctx, data.lines),
            *await _equipment_mistakes(ctx, ticket, data),
        ]
    )
    stock = await free_stock(ctx, part_ids, location_ids=[data.location_id])
    held = await _held(ctx, reserved_ids)
    parties = set(sources.named_parties(data.lines).values())
    owners = stock.party_ids.union(parties, *(found.party_ids for found in held.values()))
    allowance = await allowance_of(ctx, owners)
    sources.require_allowed(allowance, places=[names.places[data.location_id]], party_ids=parties)
    if ctx.terms(InventoryTerms).issue_needs_reservation:
        _require_reserved(data, reservations)
    read = ticket_lines.read(enumerate(data.lines), names, lots)
    return IssueRequest(
        names=names,
        lines=[_wish(ctx, line, found, names, data.location_id) for line, found in zip(data.lines, read, strict=True)],
        stock=stock,
        reservations=reservations,
        held=held,
        allowance=allowance,
    )


def _wish(ctx: Ctx, line: InventoryIssueLine, read: ReadLine, names: Names, location_id: UUID) -> IssueWish:
    allow_expired = line.allow_expired and read.lot is not None
    if read.lot is not None and not allow_expired:
        ticket_lines.require_usable(ctx, read.lot, place=names.places[location_id], pointer=read.pointer)
    wish = Wish(
        part_id=read.part.id,
        quantity_milli=read.quantity_milli,
        lot_id=read.lot_id,
        stock_owner_id=stock_owner_wish(line.stock_owner_id),
        location_id=location_id,
    )
    return IssueWish(line=read.position, wish=wish, reservation_id=line.reservation_id, allow_expired=allow_expired)


def _reservation_mistakes(data: InventoryIssueCreate, reservations: Mapping[UUID, Reservation]) -> Iterator[Invalid]:
    for position, line in enumerate(data.lines):
        if line.reservation_id is None:
            continue
        pointer = f"{pointer_of(position)}/reservation_id"
        reservation = reservations.get(line.reservation_id)
        if reservation is None:
            yield unknown_reference(pointer, "reservation")
        elif reservation.part_id != line.part_id or reservation.status.has_ended:
            yield ReservationMismatch.at(pointer)


async def _equipment_mistakes(ctx: Ctx, ticket: TicketState, data: InventoryIssueCreate) -> list[Invalid]:
    if data.equipment_id is None:
        return []
    project_id = await project_of_equipment(ctx, data.equipment_id)
    if project_id is None:
        return [unknown_reference("/equipment_id", "equipment")]
    return [] if project_id == ticket.project_id else [EquipmentElsewhere.at("/equipment_id")]


def _require_reserved(data: InventoryIssueCreate, reservations: Mapping[UUID, Reservation]) -> None:
    left = {found.id: found.quantity_milli - found.issued_milli for found in reservations.values()}
    for position, line in enumerate(data.lines):
        quantity_milli = milli_of(line.quantity)
        if line.reservation_id is None or quantity_milli > left[line.reservation_id]:
            raise ReservationNeeded(line=position, part_id=line.part_id)
        left[line.reservation_id] -= quantity_milli


async def _held(ctx: Ctx, reservation_ids: Collection[UUID]) -> dict[UUID, FreeStock]:
    found = by_reservation(await reading.holds_of(ctx, reservation_ids)) if reservation_ids else {}
    return {reservation_id: _stock_of(ctx, found.get(reservation_id, [])) for reservation_id in reservation_ids}


def _stock_of(ctx: Ctx, holds: Collection[Hold]) -> FreeStock:
    quantities = by_key(Take(hold.key, hold.quantity_milli) for hold in holds)
    shelves = {hold.key: _shelf(hold, quantities[hold.key]) for hold in holds}
    today_at: dict[UUID, date] = {hold.key.location_id: local_day(ctx.at, time_zone=hold.time_zone) for hold in holds}
    return FreeStock(shelves.values(), today_at=today_at)


def _shelf(hold: Hold, quantity_milli: int) -> Shelf:
    return Shelf(
        key=hold.key,
        available_milli=quantity_milli,
        lot=hold.lot,
        expires_on=hold.expires_on,
        first_in_at=hold.first_in_at,
        sourcing_priority=0,
    )
