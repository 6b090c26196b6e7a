"""What comes by itself: statements of periods that are over, and the end of agreements."""

from contextlib import suppress
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_consignment.errors import AgreementWrongState, StatementEmpty, StatementPeriodTaken
from wellkept_consignment.rules.agreements import AgreementAction
from wellkept_consignment.rules.periods import Period, last_ended
from wellkept_consignment.schemas.agreements import ConsignmentAgreementTransition
from wellkept_consignment.schemas.statements import ConsignmentStatementCreate
from wellkept_consignment.service import standing, statements
from wellkept_sdk import Ctx
from wellkept_sdk.http import IfMatch
from wellkept_sdk.local_days import local_day

_UNSETTLED: Final = (
    "SELECT agreement.id, agreement.period, agreement.time_zone FROM consignment_agreement agreement"
    " WHERE agreement.period <> 'on_demand' AND EXISTS (SELECT 1 FROM consignment_line line"
    " WHERE line.agreement_id = agreement.id AND NOT EXISTS (SELECT 1 FROM consignment_statement_line place"
    " WHERE place.line_id = line.id AND place.standing)) ORDER BY agreement.id"
)
# A draft that somebody has cancelled does not come again by itself.
_DRAWN: Final = (
    "SELECT 1 AS one FROM consignment_statement WHERE agreement_id = ? AND period_from = ? AND period_to = ?"
)
_ENDING: Final = (
    "SELECT id, ends_on, time_zone FROM consignment_agreement"
    " WHERE status IN ('active', 'suspended') AND ends_on IS NOT NULL ORDER BY ends_on, id"
)


class Due(Struct, frozen=True, kw_only=True):
    """An agreement, and its latest period that is over."""

    agreement_id: UUID
    period: Period


async def due(ctx: Ctx) -> list[Due]:
    """Return the agreements that have something to settle, with their latest month or week that is over."""
    found: list[Due] = []
    for row in await ctx.db.fetch(_UNSETTLED):
        period = last_ended(row["period"], _today(ctx, row["time_zone"]))
        if period is not None:
            found.append(Due(agreement_id=row["id"], period=period))
    return found


async def draw_up(ctx: Ctx, each: Due) -> None:
    """Draw up the statement of a period, unless there was one; one transaction."""
    if await ctx.db.fetch_one(_DRAWN, each.agreement_id, each.period.starts_on, each.period.ends_on) is not None:
        return
    draft = ConsignmentStatementCreate(
        agreement_id=each.agreement_id, period_from=each.period.starts_on, period_to=each.period.ends_on
    )
    with suppress(StatementEmpty, StatementPeriodTaken):
        await statements.create(ctx, draft)


async def ended(ctx: Ctx) -> list[UUID]:
    """Return the agreements whose first day without them has come."""
    rows = await ctx.db.fetch(_ENDING)
    return [row["id"] for row in rows if row["ends_on"] <= _today(ctx, row["time_zone"])]


async def end(ctx: Ctx, agreement_id: UUID) -> None:
    """End an agreement, unless somebody else has by now; one transaction."""
    with suppress(AgreementWrongState):
        await standing.transition(
            ctx,
            agreement_id,
            ConsignmentAgreementTransition(action=AgreementAction.END),
            if_match=IfMatch(),
        )


def _today(ctx: Ctx, time_zone: str) -> date:
    return local_day(ctx.at, time_zone=time_zone)
