"""Questions about what is printed on labels."""

from uuid import UUID

from wellkept_inventory.errors import LabelAmbiguous
from wellkept_inventory.queries import locations, parts
from wellkept_inventory.rules.labels import Label, location_label, part_label
from wellkept_sdk import Ctx
from wellkept_sdk.errors import unknown_reference
from wellkept_sdk.services.inventory import PartNotFound


async def label(
    ctx: Ctx, *, part_id: UUID | None, lot: str | None, serial: str | None, location_id: UUID | None
) -> Label:
    """
    Return the label of a part, with its lot or serial number, or of a place.

    Numbers need not be known yet: labels are printed before goods come in.

    Raises:
        LabelAmbiguous: neither or both are named, or a number without a part.
        Invalid: there is no such part or place.
    """
    if (part_id is None) is (location_id is None):
        raise LabelAmbiguous.at("query/part_id")
    if part_id is not None:
        return await _of_part(ctx, part_id, lot=lot, serial=serial)
    assert location_id is not None, "one of the two is named"
    if lot is not None or serial is not None:
        raise LabelAmbiguous.at("query/lot" if lot is not None else "query/serial")
    row = await locations.row(ctx, location_id)
    if row is None:
        raise unknown_reference("query/location_id", "place")
    return location_label(code=row["code"], name=row["name"])


async def _of_part(ctx: Ctx, part_id: UUID, *, lot: str | None, serial: str | None) -> Label:
    try:
        part = await parts.part(ctx, part_id)
    except PartNotFound:
        raise unknown_reference("query/part_id", "part") from None
    return part_label(code=part.code, name=part.name, gtin=part.gtin, lot=lot, serial=serial)
