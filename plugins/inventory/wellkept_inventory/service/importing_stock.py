"""Taking in opening stock: through the ledger, as receipts, each line once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wellkept_inventory.errors import OpeningLineChanged
from wellkept_inventory.queries import locations, openings, parts
from wellkept_inventory.rules.asked import AskedEnd, AskedLine, AskedPosting
from wellkept_inventory.rules.keys import NIL
from wellkept_inventory.rules.opening import Thousandths, thousandths
from wellkept_inventory.schemas.imports import InventoryOpeningStock, InventoryRounded
from wellkept_inventory.service import posting
from wellkept_inventory.service.import_places import Placed, moved_to, repeated
from wellkept_inventory.tables import InventoryOpeningLine
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import Invalid, WellkeptError, invalid, refuse, unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import decimal_of
from wellkept_sdk.services.parties import PARTIES
from wellkept_sdk.services.stock import PostingKind, StockPosting

#: As many lines as any posting may have.
LINES_MAX: Final = 200


class StockTaken(Struct, frozen=True, kw_only=True):
    """What became of lines of stock."""

    posted: int = 0
    already_posted: int = 0
    postings: Sequence[str] = ()
    rounded: Sequence[InventoryRounded] = ()


class _Line(Struct, frozen=True, kw_only=True):
    """A line to post."""

    pointer: str
    said: InventoryOpeningStock
    quantity: Thousandths

    @property
    def digest(self) -> str:
        """What tells the line from another under the same name; a zero more at the end of a number does not."""
        said = replace(self.said, quantity=decimal_of(self.quantity.milli))
        return sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


async def take_stock(ctx: Ctx, reference: str, placed: Placed[InventoryOpeningStock]) -> StockTaken:
    """
    Post what was not posted before under this reference.

    Raises:
        Invalid: with every mistake at its place; what only the ledger knows, for each 200 lines at once.
        Conflict: a serial number is in stock already.
        Vetoed: another plugin refuses it.
    """
    if not placed:
        return StockTaken()
    lines = [_Line(pointer=at, said=item, quantity=thousandths(item.quantity)) for at, item in placed]
    known = await openings.digests(ctx, reference, [item.line for _, item in placed])
    new = [line for line in lines if line.said.line not in known]
    names = await _Names.of(ctx, new)
    refuse([*repeated(placed, "line", lambda item: item.line), *_changed(lines, known), *names.mistakes(new)])
    posted = [
        await _post(ctx, reference, new[start : start + LINES_MAX], names) for start in range(0, len(new), LINES_MAX)
    ]
    return StockTaken(
        posted=len(new),
        already_posted=len(lines) - len(new),
        postings=[each.number for each in posted],
        rounded=[_rounded(line) for line in new if line.quantity.rounded],
    )


class _Names(Struct, frozen=True, kw_only=True):
    """Parts and places by code, and the parties whose stock it is."""

    parts: Mapping[str, Row]
    locations: Mapping[str, Row]
    stock_owner_ids: Collection[PartyId]

    @classmethod
    async def of(cls, ctx: Ctx, lines: Sequence[_Line]) -> "_Names":
        """Return what the lines name."""
        owners = {line.said.stock_owner_id for line in lines if line.said.stock_owner_id is not None}
        return cls(
            parts=await parts.rows_by_code(ctx, {line.said.part_code for line in lines}),
            locations=await locations.rows_by_code(ctx, {line.said.location_code for line in lines}),
            stock_owner_ids=await ctx.service(PARTIES).names(sorted(owners)) if owners else (),
        )

    def mistakes(self, lines: Sequence[_Line]) -> Iterator[Invalid]:
        """Return what is wrong before the ledger is asked."""
        for line in lines:
            if line.said.part_code not in self.parts:
                yield unknown_reference(f"{line.pointer}/part_code", "part")
            if line.said.location_code not in self.locations:
                yield unknown_reference(f"{line.pointer}/location_code", "place")
            if line.said.stock_owner_id is not None and line.said.stock_owner_id not in self.stock_owner_ids:
                yield unknown_reference(f"{line.pointer}/stock_owner_id", "party")
            if line.quantity.milli == 0:
                yield invalid(f"{line.pointer}/quantity", "too_small", "Must be a thousandth or more.")
            if line.said.unit_cost is not None and line.said.unit_cost.amount_minor < 0:
                yield invalid(f"{line.pointer}/unit_cost/amount_minor", "too_small", "A cost is not below zero.")

    def asked(self, number: int, line: _Line) -> AskedLine:
        """Return the line as the ledger takes it; its number is that in the posting."""
        location = self.locations[line.said.location_code]
        return AskedLine(
            line=number,
            part_id=self.parts[line.said.part_code]["id"],
            quantity_milli=line.quantity.milli,
            source=None,
            target=AskedEnd(location["id"], f"/lines/{number}/location_id"),
            lot=line.said.lot,
            serial=line.said.serial,
            expires_on=line.said.expires_on,
            stock_owner_id=line.said.stock_owner_id or NIL,
            unit_cost=line.said.unit_cost,
        )


def _changed(lines: Sequence[_Line], known: Mapping[str, str]) -> Iterator[Invalid]:
    for line in lines:
        if known.get(line.said.line, line.digest) != line.digest:
            yield OpeningLineChanged.at(f"{line.pointer}/line")


async def _post(ctx: Ctx, reference: str, lines: Sequence[_Line], names: _Names) -> StockPosting:
    asked = AskedPosting(
        kind=PostingKind.RECEIPT,
        lines=[names.asked(number, line) for number, line in enumerate(lines)],
        occurred_at=None,
        reference=reference,
    )
    try:
        posted = await posting.post(ctx, asked)
    except WellkeptError as refusal:
        raise moved_to(refusal, [line.pointer for line in lines]) from None
    await ctx.db.insert_many(InventoryOpeningLine, [_taken(reference, line, posted.id) for line in lines])
    return posted


def _taken(reference: str, line: _Line, posting_id: UUID) -> dict[str, object]:
    return {"reference": reference, "line": line.said.line, "digest": line.digest, "posting_id": posting_id}


def _rounded(line: _Line) -> InventoryRounded:
    taken = decimal_of(line.quantity.milli)
    return InventoryRounded(line=line.said.line, given=line.said.quantity, taken=taken)
