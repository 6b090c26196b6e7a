"""Whether what a posting names is there, in use, and where it can be."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from wellkept_inventory.errors import (
    LocationArchived,
    LocationNotReal,
    OrderLineMismatch,
    PartNotActive,
    TransferSameLocation,
)
from wellkept_inventory.queries.names import Names
from wellkept_inventory.rules.asked import AskedEnd, AskedPosting
from wellkept_inventory.rules.keys import NIL
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PARTIES
from wellkept_sdk.services.stock import PartStatus, PostingKind, Tracking


def require_sound(asked: AskedPosting, names: Names) -> None:
    """
    Refuse lines whose parts or places are not there, or cannot be what the kind makes of them.

    Raises:
        Invalid: with all mistakes.
        Conflict: a place or part is not in use any more.
    """
    refuse([*_unknown_parts(asked, names)])
    refuse([*_misplaced(asked), *_unfit_places(asked, names), *_mispriced(asked, names)])
    for end in _ends(asked):
        if names.places[end.location_id].archived_at is not None:
            raise LocationArchived.at(end.pointer)
    if asked.kind is PostingKind.RECEIPT:
        _require_active(asked, names)


async def require_parties(ctx: Ctx, asked: AskedPosting) -> None:
    """
    Refuse parties that are not there.

    Raises:
        Invalid: with all mistakes.
    """
    named = {PartyId(party_id): pointer for party_id, pointer in _parties(asked)}
    if named:
        known = await ctx.service(PARTIES).names(list(named))
        refuse([unknown_reference(pointer, "party") for party_id, pointer in named.items() if party_id not in known])


def _parties(asked: AskedPosting) -> Iterator[tuple[UUID, str]]:
    owner_pointer = "/stock_owner_id" if asked.kind is PostingKind.RECEIPT else None
    for line in asked.lines:
        if line.stock_owner_id is not None and line.stock_owner_id != NIL:
            yield line.stock_owner_id, owner_pointer or f"{line.pointer}/stock_owner_id"
    owners = {line.stock_owner_id for line in asked.lines}
    if asked.party_id is not None and asked.party_id not in owners:
        yield asked.party_id, "/party_id"


def _ends(asked: AskedPosting) -> Sequence[AskedEnd]:
    """Return the places that are named, each once."""
    return list(dict.fromkeys(end for line in asked.lines for end in line.ends))


def _unknown_parts(asked: AskedPosting, names: Names) -> Iterator[Invalid]:
    for line in asked.lines:
        if line.part_id not in names.parts:
            yield unknown_reference(f"{line.pointer}/part_id", "part")


def _unfit_places(asked: AskedPosting, names: Names) -> Iterator[Invalid]:
    for end in _ends(asked):
        place = names.places.get(end.location_id)
        if place is None:
            yield unknown_reference(end.pointer, "location")
        elif place.kind.is_virtual:
            yield LocationNotReal.at(end.pointer)


def _misplaced(asked: AskedPosting) -> Iterator[Invalid]:
    for line in asked.lines:
        wanted = {"from_location_id": line.source, "to_location_id": line.target}
        for name in _NEEDED[asked.kind]:
            if wanted[name] is None:
                yield invalid(f"{line.pointer}/{name}", "required", "Must be named.")
    same = (
        line.target
        for line in asked.lines
        if line.source is not None and line.target is not None and line.source.location_id == line.target.location_id
    )
    for pointer in dict.fromkeys(end.pointer for end in same):
        yield TransferSameLocation.at(pointer)


_NEEDED = {
    PostingKind.RECEIPT: ("to_location_id",),
    PostingKind.TRANSFER: ("from_location_id", "to_location_id"),
    PostingKind.SCRAP: ("from_location_id",),
    PostingKind.SUPPLIER_RETURN: ("from_location_id",),
}


def _mispriced(asked: AskedPosting, names: Names) -> Iterator[Invalid]:
    for line in asked.lines:
        if line.unit_cost is not None and line.stock_owner_id != NIL:
            yield invalid(f"{line.pointer}/unit_cost", "unexpected", "A party's stock has no value in our books.")
        if line.unit_cost is not None and line.unit_cost.amount_minor < 0:
            yield invalid(f"{line.pointer}/unit_cost/amount_minor", "too_small", "A cost is not below zero.")
        if line.expires_on is not None and names.parts[line.part_id].tracking is Tracking.NONE:
            yield invalid(f"{line.pointer}/expires_on", "unexpected", "Only lots and serial numbers expire.")
        if (line.order_line_id is None) is (asked.purchase_order_id is not None):
            yield OrderLineMismatch.at(f"{line.pointer}/purchase_order_line_id")


def _require_active(asked: AskedPosting, names: Names) -> None:
    for line in asked.lines:
        if names.parts[line.part_id].status is not PartStatus.ACTIVE:
            pointer = f"{line.pointer}/part_id"
            raise PartNotActive.at(pointer)
