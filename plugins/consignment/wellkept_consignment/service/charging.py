"""What a ticket is charged for suppliers' stock: each use, net of what came back, was corrected and is claimed."""

from typing import Final
from uuid import UUID

from wellkept_consignment.queries.lines import of_ticket
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.hooks.ticket_questions import Charge, Charges, ChargesQuestion
from wellkept_sdk.money import Money
from wellkept_sdk.services.consignment import LineKind

#: What a ticket costs because parts were used.
CHARGE_KIND: Final = "parts"


async def charges(ctx: Ctx, event: ChargesQuestion) -> Charges | None:
    """
    Return one charge for each use that has a price and has not come back wholly; None without any.

    A use that is claimed wholly is charged at zero: nobody else may recover it again.
    """
    uses: dict[UUID, list[Row]] = {}
    for row in await of_ticket(ctx, event.ticket_id):
        belongs_to = uses.get(row["corrects_line_id"])
        if belongs_to is not None:
            belongs_to.append(row)
            uses[row["id"]] = belongs_to
        elif row["kind"] == LineKind.WITHDRAWAL:
            uses[row["id"]] = [row]
    found = [charge for use_id, rows in uses.items() if rows[0]["id"] == use_id and (charge := _charge(rows))]
    return Charges(items=found) if found else None


def _charge(rows: list[Row]) -> Charge | None:
    use = rows[0]
    if use["amount_minor"] is None or sum(row["quantity_milli"] for row in rows) == 0:
        return None
    net_minor = sum(row["amount_minor"] or 0 for row in rows)
    return Charge(
        reference=str(use["id"]),
        kind=CHARGE_KIND,
        amount=Money(amount_minor=net_minor, currency=use["currency"]),
        occurred_at=use["occurred_at"],
    )
