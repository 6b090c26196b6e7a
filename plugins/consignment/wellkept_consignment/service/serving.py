"""What other plugins get under the key `CONSIGNMENT`, for their record and transaction."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from wellkept_consignment.errors import SetOffNoAgreement
from wellkept_consignment.queries.agreements import known
from wellkept_consignment.queries.lines import of_ticket
from wellkept_consignment.rules.agreements import AgreementStatus
from wellkept_consignment.rules.lines import LineDraft
from wellkept_consignment.service import lines
from wellkept_consignment.service.agreement_rows import locked
from wellkept_consignment.terms import ConsignmentTerms
from wellkept_sdk import Ctx, provide
from wellkept_sdk.db import Clause, Row
from wellkept_sdk.errors import Conflict, invalid
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.consignment import CONSIGNMENT, ConsignmentLine, LineKind
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.parties import PARTIES


class Consignment:
    """Suppliers' stock and what is owed for it."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer from the provider's context."""
        self._ctx = ctx

    async def issuable(self, party_ids: Sequence[PartyId]) -> frozenset[PartyId]:
        """Return those parties whose stock the terms of the record allow to be used."""
        suppliers = self._ctx.terms(ConsignmentTerms).suppliers
        if suppliers is None:
            return frozenset(party_ids)
        names = await self._ctx.service(PARTIES).names(party_ids)
        return frozenset(name.id for name in names.values() if name.code in suppliers)

    async def lines(self, ticket_id: TicketId) -> Sequence[ConsignmentLine]:
        """Return what the use of suppliers' stock for a ticket has made, oldest first."""
        return await _shown(self._ctx, await of_ticket(self._ctx, ticket_id))

    async def set_off(self, *, party_id: PartyId, back_charge_id: UUID, amount: Money) -> ConsignmentLine:
        """
        Let a party pay a back-charge by what we owe it; the same back-charge twice is one line.

        Raises:
            Invalid: the amount is not more than zero.
            Conflict: the party has no agreement in that currency, or the back-charge was another's.
        """
        return await set_off(self._ctx, party_id=party_id, back_charge_id=back_charge_id, amount=amount)


async def set_off(ctx: Ctx, *, party_id: PartyId, back_charge_id: UUID, amount: Money) -> ConsignmentLine:
    """
    Record the line by which a back-charge is paid, once, on the party's latest agreement in its currency.

    Raises:
        Invalid: the amount is not more than zero.
        SetOffNoAgreement: the party has no agreement in that currency.
        Conflict: the back-charge was set off before, for another party or amount.
    """
    if amount.amount_minor <= 0:
        raise invalid("/amount/amount_minor", "too_small", "Must be more than zero.")
    async with ctx.db.transaction():
        where = Clause("agreement.party_id = ? AND agreement.currency = ?", (party_id, amount.currency))
        standing = [each for each in await known(ctx, where) if each.status is not AgreementStatus.DRAFT]
        if not standing:
            raise SetOffNoAgreement
        agreement = max(standing, key=lambda each: (each.starts_on, each.id))
        # Two at once for one back-charge meet here; the later finds the line of the earlier.
        await locked(ctx, agreement.id)
        row = await ctx.db.fetch_one("SELECT * FROM consignment_line WHERE source_id = ?", back_charge_id)
        if row is None:
            [row] = await lines.record(
                ctx,
                [
                    LineDraft(
                        kind=LineKind.SET_OFF,
                        agreement_id=agreement.id,
                        party_id=party_id,
                        source_id=back_charge_id,
                        price_on=agreement.day_of(ctx.at),
                        quantity_milli=0,
                        amount_minor=-amount.amount_minor,
                        currency=amount.currency,
                        occurred_at=ctx.at,
                    )
                ],
            )
        if (row["party_id"], row["amount_minor"], row["currency"]) != (party_id, -amount.amount_minor, amount.currency):
            raise Conflict
        [shown] = await _shown(ctx, [row])
        return shown


async def _shown(ctx: Ctx, rows: Sequence[Row]) -> list[ConsignmentLine]:
    part_ids = list({cast("UUID", row["part_id"]) for row in rows if row["part_id"] is not None})
    units: dict[UUID, str] = {}
    if part_ids:
        units = {part_id: part.unit for part_id, part in (await ctx.service(INVENTORY).parts(part_ids)).items()}
    return [_line(row, units.get(row["part_id"])) for row in rows]


def _line(row: Row, unit: str | None) -> ConsignmentLine:
    return ConsignmentLine(
        id=row["id"],
        kind=LineKind(row["kind"]),
        agreement_id=row["agreement_id"],
        party_id=PartyId(row["party_id"]),
        part_id=row["part_id"],
        move_id=row["move_id"],
        corrects_line_id=row["corrects_line_id"],
        quantity=None if unit is None else Quantity(milli=row["quantity_milli"], unit=unit),
        amount=lines.amount_of(row),
        ticket_id=None if row["ticket_id"] is None else TicketId(row["ticket_id"]),
        occurred_at=row["occurred_at"],
    )


SERVICES = (provide(CONSIGNMENT, Consignment),)
