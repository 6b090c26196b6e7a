"""The line of the service record that names the parts."""

from typing import Final

from wellkept_inventory.queries.names import Names
from wellkept_sdk import Ctx
from wellkept_sdk.quantity import decimal_of
from wellkept_sdk.records.tickets import LogKind
from wellkept_sdk.services.stock import LocationKind, PostingKind, StockMove, StockPosting
from wellkept_sdk.text import LONG_TEXT_LENGTH_MAX
from wellkept_sdk.verbs import LogDraft

#: By where a part comes from; all else was issued.
_RECORDED: Final = {LocationKind.CONSUMED: "Returned unused", LocationKind.REMOVED: "Taken out"}
#: By where a part goes when that is taken back.
_REVERSED: Final = {
    LocationKind.CONSUMED: "Return reversed",
    LocationKind.REMOVED: "Removal reversed",
}


async def log_posting(ctx: Ctx, posting: StockPosting, names: Names) -> None:
    """Add what was issued or came back to the service record of the ticket; for our own house."""
    assert posting.ticket_id is not None, "only what is done for a ticket is logged"
    quantities: dict[tuple[str, str], int] = {}
    for move in posting.moves:
        told = _verb(posting, move), _what(move, names)
        quantities[told] = quantities.get(told, 0) + move.quantity.milli
    text = "\n".join(f"{verb}: {decimal_of(milli)} {what}" for (verb, what), milli in quantities.items())
    draft = LogDraft(kind=LogKind.PART, text=text[:LONG_TEXT_LENGTH_MAX], occurred_at=posting.occurred_at)
    await ctx.tickets.log(posting.ticket_id, draft)


def _verb(posting: StockPosting, move: StockMove) -> str:
    if posting.kind is PostingKind.REVERSAL:
        return _REVERSED.get(move.to_kind, "Issue reversed")
    return _RECORDED.get(move.from_kind, "Issued")


def _what(move: StockMove, names: Names) -> str:
    part = names.parts[move.part_id]
    which = f", lot {move.lot}" if move.lot else f", serial {move.serial}" if move.serial else ""
    return f"{part.unit} {part.code}{which}"
