"""What people write down while they count, in the words of the ledger."""

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from msgspec import UNSET, Struct

from wellkept_inventory.errors import CountOutOfScope, LotUnknown
from wellkept_inventory.queries.names import LotName, Names, lots_by_number
from wellkept_inventory.rules.counting import CountScope
from wellkept_inventory.rules.keys import NIL, StockKey
from wellkept_inventory.rules.tracking import Named, mistakes_of
from wellkept_inventory.schemas.counts import InventoryCountEntry
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import MILLI_PER_UNIT, milli_of
from wellkept_sdk.services.parties import PARTIES
from wellkept_sdk.services.stock import Tracking

_Lots = dict[tuple[UUID, str], LotName]
_ONCE: Final = "Each part, lot and owner is counted once."


class Figure(Struct, frozen=True, kw_only=True):
    """How much of a balance was found."""

    key: StockKey
    counted_milli: int


async def figures_of(
    ctx: Ctx, entries: Sequence[InventoryCountEntry], names: Names, *, scope: CountScope, location_id: UUID
) -> list[Figure]:
    """
    Return what entries mean.

    Args:
        ctx: joins its transaction.
        entries: as they were sent.
        names: of their parts.
        scope: what is counted.
        location_id: where.

    Raises:
        Invalid: with all mistakes; pointers begin at `/entries/<n>`.
    """
    numbers = {(entry.part_id, number) for entry in entries if (number := _number(entry)) is not None}
    lots = await lots_by_number(ctx, numbers)
    parties = await _known_parties(ctx, {_stock_owner(entry, scope) for entry in entries} - {NIL})
    refuse(
        [
            *_scope_mistakes(entries, names, scope),
            *_party_mistakes(entries, scope, parties),
            *_line_mistakes(entries, names, lots),
        ]
    )
    found = [
        Figure(
            key=StockKey(entry.part_id, _lot_id(entry, lots), _stock_owner(entry, scope), location_id),
            counted_milli=milli_of(entry.counted),
        )
        for entry in entries
    ]
    refuse(list(_repeated(found)))
    return found


def _stock_owner(entry: InventoryCountEntry, scope: CountScope) -> UUID:
    if entry.stock_owner_id is UNSET:
        return scope.stock_owner_id or NIL
    return entry.stock_owner_id or NIL


async def _known_parties(ctx: Ctx, party_ids: set[UUID]) -> set[UUID]:
    if not party_ids:
        return set()
    return set(await ctx.service(PARTIES).names([PartyId(party_id) for party_id in party_ids]))


def _scope_mistakes(entries: Sequence[InventoryCountEntry], names: Names, scope: CountScope) -> Iterator[Invalid]:
    for place, entry in enumerate(entries):
        if entry.part_id not in names.parts:
            yield unknown_reference(f"/entries/{place}/part_id", "part")
        elif not scope.has_part(entry.part_id):
            yield CountOutOfScope.at(f"/entries/{place}/part_id")
        if not scope.has_stock_owner(_stock_owner(entry, scope)):
            yield CountOutOfScope.at(f"/entries/{place}/stock_owner_id")


def _party_mistakes(entries: Sequence[InventoryCountEntry], scope: CountScope, parties: set[UUID]) -> Iterator[Invalid]:
    for place, entry in enumerate(entries):
        if _stock_owner(entry, scope) not in {NIL, *parties}:
            yield unknown_reference(f"/entries/{place}/stock_owner_id", "party")


def _line_mistakes(entries: Sequence[InventoryCountEntry], names: Names, lots: _Lots) -> Iterator[Invalid]:
    for place, entry in enumerate(entries):
        pointer, part = f"/entries/{place}", names.parts.get(entry.part_id)
        counted_milli = milli_of(entry.counted)
        if counted_milli < 0:
            yield invalid(f"{pointer}/counted", "too_small", "Nobody counts less than nothing.")
        if part is None or counted_milli < 0:
            continue
        # A piece that is not there is a figure too.
        is_absent_piece = part.tracking is Tracking.SERIAL and counted_milli == 0
        named = Named(
            quantity_milli=MILLI_PER_UNIT if is_absent_piece else counted_milli, lot=entry.lot, serial=entry.serial
        )
        mistakes = mistakes_of(named, pointer, tracking=part.tracking, whole_units=part.whole_units, lot_required=True)
        yield from (_as_counted(mistake) for mistake in mistakes)
        if not mistakes and _number(entry) is not None and (entry.part_id, _number(entry)) not in lots:
            yield LotUnknown.at(f"{pointer}/{'lot' if entry.serial is None else 'serial'}")


def _as_counted(mistake: Invalid) -> Invalid:
    """Return a mistake of a quantity at the member that has it here."""
    [error] = mistake.errors
    return type(mistake).at(error.pointer.replace("/quantity", "/counted"))


def _repeated(figures: Sequence[Figure]) -> Iterator[Invalid]:
    seen: set[StockKey] = set()
    for place, figure in enumerate(figures):
        if figure.key in seen:
            yield invalid(f"/entries/{place}", "not_a_choice", _ONCE)
        seen.add(figure.key)


def _number(entry: InventoryCountEntry) -> str | None:
    return entry.lot if entry.serial is None else entry.serial


def _lot_id(entry: InventoryCountEntry, lots: _Lots) -> UUID:
    number = _number(entry)
    return NIL if number is None else lots[entry.part_id, number].id
