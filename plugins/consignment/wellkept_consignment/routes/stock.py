"""Suppliers' stock: what comes, goes back, is bought, and what lies there."""

from uuid import UUID

from wellkept_consignment import errors
from wellkept_consignment.permissions import MOVE, READ
from wellkept_consignment.queries.stock import StockFilters, stock_of
from wellkept_consignment.schemas.stock import (
    ConsignmentBuyOut,
    ConsignmentBuyOutCreate,
    ConsignmentPosting,
    ConsignmentReceiptCreate,
    ConsignmentReturnCreate,
    ConsignmentStocks,
)
from wellkept_consignment.service import stock as service
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromQuery, JSONBody, NamedDependency, documents, get, needs, post


@post(
    "/receipts",
    opt=needs(MOVE.name) | documents(problems=[errors.AgreementNone, errors.ItemUnknown, errors.StockAboveMaximum]),
)
async def receive_stock(data: JSONBody[ConsignmentReceiptCreate], ctx: NamedDependency[Ctx]) -> ConsignmentPosting:
    """Put a supplier's stock on a shelf: all lines or none; nothing is owed for it."""
    return await service.receive(ctx, data)


@post("/returns", opt=needs(MOVE.name) | documents(problems=[errors.AgreementNone]))
async def return_stock(data: JSONBody[ConsignmentReturnCreate], ctx: NamedDependency[Ctx]) -> ConsignmentPosting:
    """Let a supplier take its own stock back: all lines or none."""
    return await service.give_back(ctx, data)


@post("/buy-outs", opt=needs(MOVE.name) | documents(problems=[errors.AgreementNone]))
async def buy_stock_out(data: JSONBody[ConsignmentBuyOutCreate], ctx: NamedDependency[Ctx]) -> ConsignmentBuyOut:
    """Buy a supplier's stock where it lies: all lines or none."""
    return await service.buy_out(ctx, data)


@get("/stock", opt=needs(READ.name))
async def list_stock(
    ctx: NamedDependency[Ctx],
    agreement_id: FromQuery[UUID | None] = None,
    party_id: FromQuery[UUID | None] = None,
    part_id: FromQuery[UUID | None] = None,
    location_id: FromQuery[UUID | None] = None,
) -> ConsignmentStocks:
    """Return what lies with us of suppliers' stock; a supplier sees its own."""
    return await stock_of(
        ctx, StockFilters(agreement_id=agreement_id, party_id=party_id, part_id=part_id, location_id=location_id)
    )


ROUTES = (receive_stock, return_stock, buy_stock_out, list_stock)
