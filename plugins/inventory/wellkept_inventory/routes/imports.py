"""Taking a catalogue and opening stock in from another system."""

from wellkept_inventory import errors
from wellkept_inventory.permissions import CATALOGUE
from wellkept_inventory.schemas.imports import InventoryImportCreate, InventoryImportRead
from wellkept_inventory.service import importing
from wellkept_sdk import Ctx
from wellkept_sdk.http import JSONBody, NamedDependency, documents, needs, post

OK = 200
_TAKE = {
    "first_shelf": {
        "reference": "old-store-2026-11",
        "locations": [
            {"code": "NANJING", "name": "南京备件库", "time_zone": "Asia/Shanghai"},
            {"code": "NANJING/A1", "name": "A1", "parent_code": "NANJING"},
        ],
        "parts": [{"code": "SEAL-20", "name": "机械密封", "tracking": "lot"}],
        "stock": [
            {"line": "4711", "part_code": "SEAL-20", "location_code": "NANJING/A1", "quantity": "12", "lot": "B-17"}
        ],
    }
}


@post(
    "/imports",
    status_code=OK,
    opt=needs(CATALOGUE.name)
    | documents(
        problems=[
            errors.OpeningLineChanged,
            errors.LocationCircular,
            errors.PartNotActive,
            errors.LocationArchived,
            errors.LotRequired,
            errors.LotUnexpected,
            errors.SerialOneEach,
            errors.SerialInStock,
            errors.QuantityNotWhole,
            errors.CurrencyMixed,
        ],
        examples=_TAKE,
    ),
)
async def import_catalogue(data: JSONBody[InventoryImportCreate], ctx: NamedDependency[Ctx]) -> InventoryImportRead:
    """Take in places, parts and opening stock, all or nothing; parts and places by code, each line of stock once."""
    return await importing.take(ctx, data, dry_run=data.dry_run)


ROUTES = (import_catalogue,)
