"""Drawing up statements, and what may be done to them."""

from wellkept_costs.errors import StatementEmpty, StatementEmptyPeriod
from wellkept_costs.permissions import APPROVE, SETTLE
from wellkept_costs.queries import statements as queries
from wellkept_costs.rules.statements import ANSWERS, DESTINATION, StatementAction, StatementStatus, allowed_actions
from wellkept_costs.schemas.statements import (
    CostsStatementActionRead,
    CostsStatementActions,
    CostsStatementCreate,
    CostsStatementRead,
)
from wellkept_costs.service import statement_rows as rows
from wellkept_costs.service.statement_rows import Period, subject
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor
from wellkept_sdk.db import Row
from wellkept_sdk.errors import Invalid, unknown_reference


async def create(ctx: Ctx, draft: CostsStatementCreate) -> CostsStatementRead:
    """
    Draw up a statement of all that a customer has to settle of a period; each line stands on one statement.

    Raises:
        StatementEmptyPeriod: the period ends before it has begun.
        Invalid: there is no such customer, or it has no such project.
        StatementEmpty: there is nothing to settle.
    """
    if draft.to_on <= draft.from_on:
        raise StatementEmptyPeriod.at("/to_on")
    async with ctx.db.transaction():
        period = Period(
            customer_id=draft.customer_id,
            project_id=draft.project_id,
            currency=draft.currency,
            from_on=draft.from_on,
            to_on=draft.to_on,
        )
        row = await rows.insert(ctx, period)
        if row is None:
            raise await _unknown(ctx, draft)
        taken = await rows.take_lines(ctx, row, period)
        if taken == 0:
            raise StatementEmpty
        row = await rows.totalled(ctx, row["id"])
        await ctx.audit(
            "costs.statement.drafted",
            subject=subject(row["id"]),
            after={
                "number": row["number"],
                "customer_id": row["customer_id"],
                "from_on": row["from_on"],
                "to_on": row["to_on"],
                "lines": taken,
                "total_minor": row["total_minor"],
            },
        )
        return await queries.read(ctx, row)


def actions(ctx: Ctx, statement: Row) -> CostsStatementActions:
    """Return every action, and whether the statement's status and the caller's rights allow it."""
    status = StatementStatus(statement["status"])
    allowed = allowed_actions(status)
    return CostsStatementActions(
        status=status,
        actions=[
            CostsStatementActionRead(
                action=action, allowed=action in allowed and may(ctx.actor, action), to=DESTINATION[action]
            )
            for action in StatementAction
        ],
    )


def may(actor: Actor, action: StatementAction) -> bool:
    """Return whether a caller may do an action: who may approve also answers."""
    return actor.may(SETTLE.name) or (action in ANSWERS and actor.may(APPROVE.name))


async def _unknown(ctx: Ctx, draft: CostsStatementCreate) -> Invalid:
    if await ctx.db.fetch_one("SELECT id FROM customer WHERE id = ?", draft.customer_id) is None:
        return unknown_reference("/customer_id", "customer")
    return unknown_reference("/project_id", "project of the customer")
