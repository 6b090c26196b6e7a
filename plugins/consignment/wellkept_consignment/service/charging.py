"""What a ticket is charged for suppliers' stock: each use, net of what came back, was corrected and is claimed."""

from uuid import UUID

from wellkept_consignment.queries.lines import recorded_for
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.hooks.ticket_questions import Charge, Charges, ChargesQuestion
from wellkept_sdk.ids import PartyId
from wellkept_sdk.local_days import local_day
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.consignment import LineKind
from wellkept_sdk.services.costs import CostKind
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.stock import PartRead


async def charges(ctx: Ctx, event: ChargesQuestion) -> Charges:
    """
    Return one charge for each use that has a price and has not come back wholly.

    A use that is claimed wholly is charged at zero: nobody else may recover it again.
    """
    uses: dict[UUID, list[Row]] = {}
    for row in await recorded_for(ctx, event.ticket_id):
        belongs_to = uses.get(row["corrects_line_id"])
        if belongs_to is not None:
            belongs_to.append(row)
            uses[row["id"]] = belongs_to
        elif row["kind"] == LineKind.WITHDRAWAL:
            uses[row["id"]] = [row]
    standing = [rows for use_id, rows in uses.items() if rows[0]["id"] == use_id and _is_charged(rows)]
    if not standing:
        return Charges(items=[])
    parts = await ctx.service(INVENTORY).parts(list({rows[0]["part_id"] for rows in standing}))
    zone = await ctx.tickets.time_zone(event.ticket_id)
    return Charges(items=[_charge(rows, parts[rows[0]["part_id"]], zone) for rows in standing])


def _is_charged(rows: list[Row]) -> bool:
    return rows[0]["amount_minor"] is not None and _net_milli(rows) != 0


def _net_milli(rows: list[Row]) -> int:
    return sum(row["quantity_milli"] for row in rows)


def _charge(rows: list[Row], part: PartRead, zone: str) -> Charge:
    use = rows[0]
    net_minor = sum(row["amount_minor"] or 0 for row in rows)
    return Charge(
        source_key=str(use["id"]),
        kind=CostKind.PARTS,
        description=f"{part.code} {part.name}",
        quantity=Quantity(milli=_net_milli(rows), unit=part.unit),
        cost=Money(amount_minor=net_minor, currency=use["currency"]),
        occurred_on=local_day(use["occurred_at"], time_zone=zone),
        party_id=PartyId(use["party_id"]),
    )
