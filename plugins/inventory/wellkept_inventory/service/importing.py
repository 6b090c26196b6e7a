"""Taking a catalogue and opening stock in from another system, as often as one likes."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict

from wellkept_inventory.schemas.imports import (
    PARTS_MAX,
    InventoryImportCreate,
    InventoryImportFile,
    InventoryImportRead,
    InventoryImportTally,
    InventoryLocationImport,
    InventoryOpeningStock,
    InventoryPartImport,
)
from wellkept_inventory.service.catalogue import change_alone
from wellkept_inventory.service.import_places import Placed, placed
from wellkept_inventory.service.importing_locations import take_locations
from wellkept_inventory.service.importing_parts import take_parts
from wellkept_inventory.service.importing_stock import LINES_MAX, take_stock
from wellkept_sdk import Ctx

_AUDITED: Final = "inventory.import.taken"


class _Batch(Struct, frozen=True, kw_only=True):
    """What is taken in within one transaction."""

    reference: str
    locations: Placed[InventoryLocationImport] = ()
    parts: Placed[InventoryPartImport] = ()
    stock: Placed[InventoryOpeningStock] = ()


class _OnlyATrialError(Exception):
    """What was done in the transaction shall not stand."""

    def __init__(self, read: InventoryImportRead) -> None:
        """Keep what would have come of it."""
        super().__init__()
        self.read = read


async def take(ctx: Ctx, said: InventoryImportCreate | InventoryImportFile, *, dry_run: bool) -> InventoryImportRead:
    """
    Take all of it in, or nothing: places, then parts, by their codes, then stock, each line once for its reference.

    Args:
        ctx: its caller.
        said: what there is.
        dry_run: whether everything is checked and nothing is kept.

    Raises:
        Invalid: with every mistake at its place.
        Conflict: a serial number is in stock already, or stock is dearer in another currency.
        Vetoed: another plugin refuses a posting.
    """
    try:
        return await _take(ctx, _whole(said), dry_run=dry_run)
    except _OnlyATrialError as trial:
        return trial.read


async def take_file(ctx: Ctx, file: InventoryImportFile) -> InventoryImportRead:
    """
    Take in a file of any size, in several transactions; what was taken before a mistake stays, and is known next time.

    Raises:
        Invalid: with every mistake of a batch at its place in the file.
        Conflict: as with `take`.
        Vetoed: another plugin refuses a posting.
    """
    read = _nothing(file.reference)
    for batch in _batches(file):
        read = _joined(read, await _take(ctx, batch, dry_run=False))
    return read


async def _take(ctx: Ctx, batch: _Batch, *, dry_run: bool) -> InventoryImportRead:
    async with ctx.db.transaction():
        await change_alone(ctx)
        locations = await take_locations(ctx, batch.locations)
        parts = await take_parts(ctx, batch.parts)
        stock = await take_stock(ctx, batch.reference, batch.stock)
        read = InventoryImportRead(
            reference=batch.reference,
            locations=locations,
            parts=parts,
            posted=stock.posted,
            already_posted=stock.already_posted,
            # Those of a trial are no postings of anybody's.
            postings=[] if dry_run else list(stock.postings),
            rounded=list(stock.rounded),
            dry_run=dry_run,
        )
        if dry_run:
            raise _OnlyATrialError(read)
        after = {"locations": asdict(locations), "parts": asdict(parts), "posted": stock.posted}
        await ctx.audit(_AUDITED, subject=f"inventory/imports/{batch.reference}", after=after)
        return read


def _whole(said: InventoryImportCreate | InventoryImportFile) -> _Batch:
    return _Batch(
        reference=said.reference,
        locations=placed("locations", said.locations),
        parts=placed("parts", said.parts),
        stock=placed("stock", said.stock),
    )


def _batches(file: InventoryImportFile) -> Iterator[_Batch]:
    whole = _whole(file)
    # A place may stand before the one that it lies in.
    yield _Batch(reference=file.reference, locations=whole.locations)
    for start in range(0, len(whole.parts), PARTS_MAX):
        yield _Batch(reference=file.reference, parts=whole.parts[start : start + PARTS_MAX])
    for start in range(0, len(whole.stock), LINES_MAX):
        yield _Batch(reference=file.reference, stock=whole.stock[start : start + LINES_MAX])


def _nothing(reference: str) -> InventoryImportRead:
    nothing = InventoryImportTally()
    return InventoryImportRead(
        reference=reference,
        locations=nothing,
        parts=nothing,
        posted=0,
        already_posted=0,
        postings=[],
        rounded=[],
        dry_run=False,
    )


def _joined(before: InventoryImportRead, then: InventoryImportRead) -> InventoryImportRead:
    return InventoryImportRead(
        reference=before.reference,
        locations=_sum(before.locations, then.locations),
        parts=_sum(before.parts, then.parts),
        posted=before.posted + then.posted,
        already_posted=before.already_posted + then.already_posted,
        postings=before.postings + then.postings,
        rounded=before.rounded + then.rounded,
        dry_run=False,
    )


def _sum(one: InventoryImportTally, other: InventoryImportTally) -> InventoryImportTally:
    return InventoryImportTally(
        created=one.created + other.created,
        updated=one.updated + other.updated,
        unchanged=one.unchanged + other.unchanged,
    )
