"""Scanning codes, and printing them."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wellkept_inventory import errors
from wellkept_inventory.permissions import READ
from wellkept_inventory.queries import labels as label_queries
from wellkept_inventory.queries import scans as queries
from wellkept_inventory.rules.labels_symbol import SymbolFormat, symbol
from wellkept_inventory.schemas.imports import NUMBER_LENGTH_MAX
from wellkept_inventory.schemas.scans import InventoryLabelRead, InventoryScanCreate, InventoryScanRead
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    JSONBody,
    MediaType,
    NamedDependency,
    QueryParameter,
    Response,
    documents,
    get,
    needs,
    post,
)

OK = 200
_JSON = "json"
_MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png", _JSON: MediaType.JSON.value}
_SCAN = {"carton": {"text": "]C1010950600013435210B-17\x1d21SN9"}}
_Number = Annotated[str, Meta(min_length=1, max_length=NUMBER_LENGTH_MAX)]


@post("/scans", status_code=OK, opt=needs(READ.name) | documents(problems=[errors.ScanInvalid], examples=_SCAN))
async def scan(data: JSONBody[InventoryScanCreate], ctx: NamedDependency[Ctx]) -> InventoryScanRead:
    """
    Return what a scanned or typed text says, and what it names; stores nothing.

    GS1 symbols, Digital Links, GTINs and our own labels are read as such; then it is asked whether the text is the code
    of a part, the number of one manufacturer's part, or one serial number. What nothing has is answered all the same.
    """
    return await queries.scan(ctx, data)


@get(
    "/labels",
    opt=needs(READ.name)
    | documents(problems=[errors.LabelAmbiguous], answer=InventoryLabelRead, answer_media_type="*/*"),
)
async def get_label(
    ctx: NamedDependency[Ctx],
    part_id: Annotated[UUID | None, QueryParameter(description="The label of this part.")] = None,
    lot: Annotated[_Number | None, QueryParameter(description="With this lot.")] = None,
    serial: Annotated[_Number | None, QueryParameter(description="With this serial number.")] = None,
    location_id: Annotated[UUID | None, QueryParameter(description="The label of this place.")] = None,
    format_: Annotated[
        Literal["svg", "png", "json"] | None,
        QueryParameter(name="format", description="A picture of a QR code, or what it says; by default `svg`."),
    ] = None,
) -> Response[bytes]:
    """Return a label to print: `image/svg+xml` with lines for people, `image/png`, or `{content, lines}`."""
    label = await label_queries.label(ctx, part_id=part_id, lot=lot, serial=serial, location_id=location_id)
    form = format_ or SymbolFormat.SVG.value
    if form == _JSON:
        content = msgspec.json.encode(InventoryLabelRead(content=label.content, lines=list(label.lines)))
    else:
        content = symbol(label, form=SymbolFormat(form))
    return Response(content=content, media_type=_MEDIA_TYPES[form])


ROUTES = (scan, get_label)
