"""Postings: what moves stock without a ticket, and taking any posting back."""

from uuid import UUID

from wellkept_inventory import errors
from wellkept_inventory.permissions import MOVE, READ
from wellkept_inventory.queries.postings import posting_of
from wellkept_inventory.schemas.postings import InventoryPosting, InventoryPostingCreate, InventoryReversalCreate
from wellkept_inventory.service.asking import asked
from wellkept_inventory.service.posting import post as post_stock
from wellkept_inventory.service.reversing import reverse
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, JSONBody, NamedDependency, documents, get, needs, post

_PROBLEMS = (
    errors.CurrencyMixed,
    errors.LocationArchived,
    errors.LocationNotReal,
    errors.LotExpiryDiffers,
    errors.LotRequired,
    errors.LotUnexpected,
    errors.LotUnknown,
    errors.OrderLineMismatch,
    errors.OrderNotFound,
    errors.OrderOverReceived,
    errors.OrderWrongState,
    errors.PartNotActive,
    errors.PostingInFuture,
    errors.QuantityNotWhole,
    errors.SerialInStock,
    errors.SerialOneEach,
    errors.StockInsufficient,
    errors.StockOwnerNotAllowed,
    errors.TransferSameLocation,
)
_REVERSAL_PROBLEMS = (
    errors.LocationArchived,
    errors.PostingAlreadyReversed,
    errors.PostingInFuture,
    errors.PostingNotFound,
    errors.PostingNotReversible,
    errors.SerialInStock,
    errors.StockInsufficient,
)


@post("/postings", opt=needs(MOVE.name) | documents(problems=_PROBLEMS))
async def create_posting(data: JSONBody[InventoryPostingCreate], ctx: NamedDependency[Ctx]) -> InventoryPosting:
    """Receive, transfer or scrap parts, or send them back: all lines or none."""
    said = asked(data)
    return InventoryPosting.of(await post_stock(ctx, said), party_id=said.party_id)


@get("/postings/{posting_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.PostingNotFound]))
async def get_posting(posting_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> InventoryPosting:
    """Return one posting with its moves."""
    found = await posting_of(ctx, posting_id)
    return InventoryPosting.of(found.posting, party_id=found.party_id, reversed_by_id=found.reversed_by_id)


@post("/postings/{posting_id:uuid}/reversal", opt=needs(MOVE.name) | documents(problems=_REVERSAL_PROBLEMS))
async def reverse_posting(
    posting_id: FromPath[UUID], data: JSONBody[InventoryReversalCreate], ctx: NamedDependency[Ctx]
) -> InventoryPosting:
    """Take a posting back, once, by another that mirrors it."""
    return InventoryPosting.of(await reverse(ctx, posting_id, data))


ROUTES = (create_posting, get_posting, reverse_posting)
