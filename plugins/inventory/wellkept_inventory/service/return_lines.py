"""What a body says comes back, checked."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.errors import LocationNotReal
from wellkept_inventory.queries.names import LotName, Names, locked_names
from wellkept_inventory.queries.uses import issues_of
from wellkept_inventory.rules.returns import BackWish, Condition, IssuedStock
from wellkept_inventory.schemas.issues import InventoryReturnCreate, InventoryReturnLine
from wellkept_inventory.service import ticket_lines
from wellkept_inventory.service.ledger import LotWanted, lots_of
from wellkept_inventory.service.ticket_lines import pointer_of
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import TicketId
from wellkept_sdk.quantity import milli_of

Numbered = tuple[int, InventoryReturnLine]


class UnusedLine(Struct, frozen=True, kw_only=True):
    """What comes back as it was issued."""

    line: int
    wish: BackWish


class OldLine(Struct, frozen=True, kw_only=True):
    """An old part that was taken out of the equipment."""

    line: int
    part_id: UUID
    quantity_milli: int
    lot: LotName | None
    condition: Condition


class ReturnRequest(Struct, frozen=True, kw_only=True):
    """What comes back, and what is out."""

    names: Names
    unused: Sequence[UnusedLine]
    old: Sequence[OldLine]
    issued: IssuedStock


async def read_request(ctx: Ctx, ticket_id: TicketId, data: InventoryReturnCreate) -> ReturnRequest:
    """
    Lock the parts of a body and return what it brings.

    Raises:
        Invalid: the place or a line is wrong.
    """
    places = [] if data.location_id is None else [data.location_id]
    names = await locked_names(ctx, part_ids=ticket_lines.part_ids_of(data.lines), location_ids=places)
    issued = IssuedStock(move.out() for move in await issues_of(ctx, [ticket_id]))
    unused = [(at, line) for at, line in enumerate(data.lines) if line.condition is Condition.UNUSED]
    old = [(at, line) for at, line in enumerate(data.lines) if line.condition is not Condition.UNUSED]
    lots = await ticket_lines.named_lots(ctx, [line for _, line in unused])
    refuse(
        [
            *_place_mistakes(data, names),
            *ticket_lines.line_mistakes(unused, names, lots, any_serial=False),
            *_move_mistakes(unused, issued),
            *_old_mistakes(old, names),
        ]
    )
    return ReturnRequest(
        names=names,
        unused=[
            UnusedLine(
                line=read.position,
                wish=BackWish(
                    part_id=read.part.id,
                    quantity_milli=read.quantity_milli,
                    lot_id=read.lot_id,
                    move_id=line.issue_move_id,
                ),
            )
            for (_, line), read in zip(unused, ticket_lines.read(unused, names, lots), strict=True)
        ],
        old=await _old_lines(ctx, old, names),
        issued=issued,
    )


async def _old_lines(ctx: Ctx, lines: Sequence[Numbered], names: Names) -> list[OldLine]:
    """Old parts may have lots and serial numbers that nobody here has seen before."""
    wanted = [
        LotWanted(
            part_id=line.part_id,
            quantity_milli=milli_of(line.quantity),
            lot=line.lot,
            serial=line.serial,
            line=position,
        )
        for position, line in lines
    ]
    lots = await lots_of(ctx, wanted, names, creates=True)
    return [
        OldLine(
            line=position,
            part_id=line.part_id,
            quantity_milli=milli_of(line.quantity),
            lot=lot,
            condition=line.condition,
        )
        for (position, line), lot in zip(lines, lots, strict=True)
    ]


def _place_mistakes(data: InventoryReturnCreate, names: Names) -> Iterator[Invalid]:
    if data.location_id is None:
        if any(line.condition is Condition.USED for line in data.lines):
            yield invalid("/location_id", "required", "Where used parts are put must be said.")
        return
    place = names.places.get(data.location_id)
    if place is None:
        yield unknown_reference("/location_id", "location")
    elif place.kind.is_virtual:
        yield LocationNotReal.at("/location_id")


def _move_mistakes(lines: Iterable[Numbered], issued: IssuedStock) -> Iterator[Invalid]:
    for position, line in lines:
        if line.issue_move_id is not None and not issued.knows(line.issue_move_id, part_id=line.part_id):
            yield unknown_reference(f"{pointer_of(position)}/issue_move_id", "issue of this part for this ticket")


def _old_mistakes(lines: Iterable[Numbered], names: Names) -> Iterator[Invalid]:
    for position, line in lines:
        pointer = pointer_of(position)
        if line.part_id not in names.parts:
            yield unknown_reference(f"{pointer}/part_id", "part")
        if milli_of(line.quantity) <= 0:
            yield invalid(f"{pointer}/quantity", "too_small", "Must be more than zero.")
        if line.issue_move_id is not None:
            yield invalid(f"{pointer}/issue_move_id", "unexpected", "Only unused parts take an issue back.")
