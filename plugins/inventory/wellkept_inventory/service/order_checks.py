"""Whether what a purchase order names is there, in use, and can be bought."""

from collections.abc import Iterator
from uuid import UUID

from wellkept_inventory.errors import LocationArchived, LocationNotReal, PartNotActive, QuantityNotWhole
from wellkept_inventory.queries.names import Names, PartName, parts_by_id, places_by_id
from wellkept_inventory.rules.ordering import value_of_lines
from wellkept_inventory.schemas.orders import InventoryPurchaseOrderCreate, InventoryPurchaseOrderLineWrite
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import (
    FieldError,
    Invalid,
    NotFound,
    ServiceInactive,
    invalid,
    refuse,
    unknown_reference,
)
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import MILLI_PER_UNIT, milli_of
from wellkept_sdk.services.parties import PARTIES, PartyNotFound, PartyRole
from wellkept_sdk.services.stock import PartStatus

_PARTY = "/party_id"
_TICKET = "/ticket_id"


async def require_sound(ctx: Ctx, draft: InventoryPurchaseOrderCreate) -> None:
    """
    Refuse an order that cannot be.

    Raises:
        Invalid: with all mistakes of the lines, or that of the supplier or the ticket.
        Conflict: the supplier, a part or a place is not in use.
    """
    parts = await parts_by_id(ctx, {line.part_id for line in draft.lines})
    places = await places_by_id(ctx, {line.location_id for line in draft.lines})
    names = Names(parts=parts, places=places, lots={})
    found = [mistake for place, line in enumerate(draft.lines) for mistake in _mistakes(draft, line, place, names)]
    refuse([*found, *await _ticket_mistakes(ctx, draft)])
    value_of_lines(
        ((milli_of(line.quantity), line.unit_price.amount_minor) for line in draft.lines), currency=draft.currency
    )
    for place, line in enumerate(draft.lines):
        if places[line.location_id].archived_at is not None:
            raise LocationArchived.at(f"/lines/{place}/location_id")
        require_active(parts[line.part_id], f"/lines/{place}/part_id")
    await require_supplier(ctx, draft.party_id)


def require_active(part: PartName, pointer: str | None = None) -> None:
    """
    Refuse a part that is not bought any more.

    Raises:
        PartNotActive: it is blocked or archived.
    """
    if part.status is not PartStatus.ACTIVE:
        raise PartNotActive(part_id=part.id) if pointer is None else PartNotActive.at(pointer)


async def require_supplier(ctx: Ctx, party_id: UUID) -> None:
    """
    Refuse a party from which nothing is bought.

    Raises:
        Invalid: there is no such party, or it is no supplier.
        Conflict: it is blocked or archived.
    """
    try:
        await ctx.service(PARTIES).require(PartyId(party_id), role=PartyRole.SUPPLIER)
    except PartyNotFound:
        raise unknown_reference(_PARTY, "party") from None
    except Invalid as refusal:
        # The plugin that knows the party points at where its own requests name a role.
        raise Invalid(errors=[FieldError(_PARTY, error.code, error.message) for error in refusal.errors]) from None


def _mistakes(
    draft: InventoryPurchaseOrderCreate, line: InventoryPurchaseOrderLineWrite, place: int, names: Names
) -> Iterator[Invalid]:
    pointer, quantity_milli = f"/lines/{place}", milli_of(line.quantity)
    part, location = names.parts.get(line.part_id), names.places.get(line.location_id)
    if part is None:
        yield unknown_reference(f"{pointer}/part_id", "part")
    if location is None:
        yield unknown_reference(f"{pointer}/location_id", "location")
    elif location.kind.is_virtual:
        yield LocationNotReal.at(f"{pointer}/location_id")
    if quantity_milli <= 0:
        yield invalid(f"{pointer}/quantity", "too_small", "Must be more than zero.")
    elif part is not None and part.whole_units and quantity_milli % MILLI_PER_UNIT:
        yield QuantityNotWhole.at(f"{pointer}/quantity")
    if line.unit_price.currency != draft.currency:
        yield invalid(f"{pointer}/unit_price/currency", "not_a_choice", "An order has one currency.")


async def _ticket_mistakes(ctx: Ctx, draft: InventoryPurchaseOrderCreate) -> list[Invalid]:
    if draft.ticket_id is None:
        return []
    try:
        await ctx.for_record(RecordName.TICKET, draft.ticket_id)
    except NotFound:
        return [unknown_reference(_TICKET, "ticket")]
    except ServiceInactive:
        return [invalid(_TICKET, "plugin_inactive", "Parts are not served to this ticket.")]
    return []
