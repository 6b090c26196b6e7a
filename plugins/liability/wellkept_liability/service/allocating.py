"""What was spent on a ticket is shared out, and parties are charged with their parts."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from wellkept_liability.errors import CaseNotFinal
from wellkept_liability.events.money import LiabilityBackChargeDrafted
from wellkept_liability.queries import allocations as queries
from wellkept_liability.queries import cases
from wellkept_liability.rules.back_charges import BackChargeStatus, Owing, owed
from wellkept_liability.rules.case_states import CaseStatus
from wellkept_liability.rules.splitting import Line, Part, Share, parts_of
from wellkept_liability.schemas.allocations import (
    LiabilityAllocationRead,
    LiabilityBackChargeMade,
    LiabilityBackChargesMade,
)
from wellkept_liability.service.back_charge_rows import amount_of, told
from wellkept_liability.service.numbers import next_numbers
from wellkept_liability.tables import LiabilityBackCharge
from wellkept_liability.terms import ChargeBasis, LiabilityTerms
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row, store
from wellkept_sdk.ids import PartyId, TicketId, uuid7
from wellkept_sdk.money import Money
from wellkept_sdk.services.costs import COSTS

_PREFIX: Final = "LB"
_COLUMNS: Final = (
    *("id", "case_id", "cost_line_id", "share_id", "currency", "amount_minor", "back_charge_id", "recorded_at"),
)
_CLAIM: Final = (
    "UPDATE liability_allocation SET back_charge_id = ?"
    " WHERE back_charge_id IS NULL AND share_id = ? AND cost_line_id = ?"
)


async def charge_back(ctx: Ctx, ticket_id: UUID) -> LiabilityBackChargesMade:
    """
    Share out every cost line of a ticket that is not shared out yet, and charge each party with its parts.

    A line is split once, whoever calls at the same time. Each party gets one back-charge, a draft; one over less than
    nothing is a credit. What a withdrawn back-charge has asked for goes into it too. The number of statements does not
    grow with the lines.

    Raises:
        CaseNotFound: the ticket has no case.
        CaseNotFinal: its shares may still change.
        ServiceInactive: nobody keeps the costs of the ticket.
    """
    async with ctx.db.transaction():
        case = await cases.locked(ctx, ticket_id)
        if case["status"] != CaseStatus.FINAL:
            raise CaseNotFinal(case_status=case["status"])
        shares = await queries.shares_of(ctx, case)
        fresh = parts_of(await _new_lines(ctx, ticket_id, shares), shares=shares)
        again = await queries.unclaimed(ctx, case["id"])
        rows = await _charged(ctx, case, owed([*fresh, *again]))
        charges = {Owing(PartyId(row["party_id"]), row["currency"]): row["id"] for row in rows}
        await _store(ctx, case, fresh, charges)
        claimed = [part for part in again if _charge_of(part, charges) is not None]
        await _claim(ctx, claimed, charges)
        if rows or fresh:
            await _keep(ctx, case, rows, lines=len({part.cost_line_id for part in fresh}))
        return LiabilityBackChargesMade(
            allocations=[_allocation(part, charges) for part in [*fresh, *claimed]],
            back_charges=[_made(row) for row in rows],
        )


async def _new_lines(ctx: Ctx, ticket_id: UUID, shares: Sequence[Share]) -> list[Line]:
    basis = ctx.terms(LiabilityTerms).back_charge.basis
    split = await queries.split_lines(ctx, shares)
    lines: list[Line] = []
    for line in await ctx.service(COSTS).lines(TicketId(ticket_id)):
        if line.id not in split:
            amount = line.cost if basis is ChargeBasis.COST else line.price
            lines.append(Line(cost_line_id=line.id, amount_minor=amount.amount_minor, currency=amount.currency))
    return lines


async def _charged(ctx: Ctx, case: Row, sums: Mapping[Owing, int]) -> list[Row]:
    if not sums:
        return []
    numbers = await next_numbers(ctx, "liability_back_charge", _PREFIX, count=len(sums))
    return await ctx.db.insert_many(
        LiabilityBackCharge,
        [
            {
                **number,
                "case_id": case["id"],
                "party_id": owing.party_id,
                "currency": owing.currency,
                "amount_minor": amount_minor,
                "status": BackChargeStatus.DRAFT.value,
                "actor_id": ctx.actor.id,
            }
            for number, (owing, amount_minor) in zip(numbers, sums.items(), strict=True)
        ],
    )


async def _store(ctx: Ctx, case: Row, parts: Sequence[Part], charges: Mapping[Owing, UUID]) -> None:
    rows = [
        (
            *(uuid7(), case["id"], part.cost_line_id, part.share.id, part.currency, part.amount_minor),
            *(_charge_of(part, charges), ctx.at),
        )
        for part in parts
    ]
    await store(ctx.db, "liability_allocation", columns=_COLUMNS, rows=rows)


async def _claim(ctx: Ctx, parts: Sequence[Part], charges: Mapping[Owing, UUID]) -> None:
    if parts:
        rows = [(_charge_of(part, charges), part.share.id, part.cost_line_id) for part in parts]
        await ctx.db.execute_many(_CLAIM, rows)


async def _keep(ctx: Ctx, case: Row, rows: Sequence[Row], *, lines: int) -> None:
    await ctx.audit(
        "liability.case.charged_back",
        subject=f"liability/cases/{case['id']}",
        after={"lines": lines, "back_charges": [f"{row['number']}: {amount_of(row)}" for row in rows]},
    )
    for row in rows:
        await ctx.emit(LiabilityBackChargeDrafted(**told(row)))


def _charge_of(part: Part, charges: Mapping[Owing, UUID]) -> UUID | None:
    party_id = part.share.charged_to
    return None if party_id is None else charges.get(Owing(party_id, part.currency))


def _allocation(part: Part, charges: Mapping[Owing, UUID]) -> LiabilityAllocationRead:
    return LiabilityAllocationRead(
        cost_line_id=part.cost_line_id,
        share_id=part.share.id,
        role=part.share.role,
        amount=Money(amount_minor=part.amount_minor, currency=part.currency),
        back_charge_id=_charge_of(part, charges),
    )


def _made(row: Row) -> LiabilityBackChargeMade:
    return LiabilityBackChargeMade(
        id=row["id"],
        number=row["number"],
        party_id=PartyId(row["party_id"]),
        amount=amount_of(row),
        status=BackChargeStatus(row["status"]),
    )
