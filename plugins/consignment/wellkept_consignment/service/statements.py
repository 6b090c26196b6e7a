"""Drawing up statements, and what is done to them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from wellkept_consignment.errors import (
    StatementEmpty,
    StatementEmptyPeriod,
    StatementNotFound,
    StatementPeriodOpen,
    StatementPeriodTaken,
    StatementUnanswered,
    StatementUnpriced,
    StatementWrongState,
)
from wellkept_consignment.events import (
    ConsignmentStatementAgreed,
    ConsignmentStatementCancelled,
    ConsignmentStatementClosed,
    ConsignmentStatementDrafted,
    ConsignmentStatementEvent,
    ConsignmentStatementIssued,
)
from wellkept_consignment.queries import statements as queries
from wellkept_consignment.rules.statements import DESTINATION, StatementAction, StatementStatus, allowed_actions
from wellkept_consignment.schemas.statements import (
    ConsignmentStatementActionRead,
    ConsignmentStatementActions,
    ConsignmentStatementAgree,
    ConsignmentStatementCancel,
    ConsignmentStatementClose,
    ConsignmentStatementCreate,
    ConsignmentStatementIssue,
    ConsignmentStatementRead,
    ConsignmentStatementTransition,
)
from wellkept_consignment.service import statement_rows as rows
from wellkept_consignment.service.statement_rows import subject, total_of
from wellkept_consignment.tables import ConsignmentStatement
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import Conflict, unknown_reference
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import PartyId
from wellkept_sdk.local_days import first_moment, local_day

_ACTION: Final[Mapping[type[ConsignmentStatementTransition], StatementAction]] = {
    ConsignmentStatementIssue: StatementAction.ISSUE,
    ConsignmentStatementAgree: StatementAction.AGREE,
    ConsignmentStatementCancel: StatementAction.CANCEL,
    ConsignmentStatementClose: StatementAction.CLOSE,
}
_EVENT: Final[Mapping[StatementAction, type[ConsignmentStatementEvent]]] = {
    StatementAction.AGREE: ConsignmentStatementAgreed,
    StatementAction.CLOSE: ConsignmentStatementClosed,
    StatementAction.CANCEL: ConsignmentStatementCancelled,
}


async def create(ctx: Ctx, draft: ConsignmentStatementCreate) -> ConsignmentStatementRead:
    """
    Draw up a statement of all that an agreement has to settle before the end of a period.

    Raises:
        Invalid: there is no such agreement, or the period is empty or not over by tomorrow.
        StatementPeriodTaken: the agreement has a statement of this period.
        StatementEmpty: there is nothing to settle.
    """
    if draft.period_to <= draft.period_from:
        raise StatementEmptyPeriod.at("/period_to")
    async with ctx.db.transaction():
        agreement = await rows.locked_agreement(ctx, draft.agreement_id)
        if agreement is None:
            raise unknown_reference("/agreement_id", "agreement")
        if draft.period_to > local_day(ctx.at, time_zone=agreement["time_zone"]) + timedelta(days=1):
            raise StatementPeriodOpen.at("/period_to")
        try:
            statement_id = await rows.insert(ctx, agreement, starts_on=draft.period_from, ends_on=draft.period_to)
        except Conflict as clash:
            raise StatementPeriodTaken from clash
        taken = await rows.take_lines(
            ctx,
            statement_id,
            agreement_id=draft.agreement_id,
            starts_at=first_moment(draft.period_from, time_zone=agreement["time_zone"]),
            ends_at=first_moment(draft.period_to, time_zone=agreement["time_zone"]),
        )
        if taken == 0:
            raise StatementEmpty
        row = await rows.totalled(ctx, statement_id)
        read = ConsignmentStatementRead.of(row, {**row, "line_count": taken, "pending": taken})
        await ctx.audit(
            "consignment.statement.drafted",
            subject=subject(statement_id),
            after={
                "number": row["number"],
                "agreement_id": draft.agreement_id,
                "period_from": draft.period_from,
                "period_to": draft.period_to,
                "lines": taken,
                "total_minor": row["total_minor"],
            },
        )
        await ctx.emit(_event(ConsignmentStatementDrafted, row))
        return read


async def actions(ctx: Ctx, statement_id: UUID) -> ConsignmentStatementActions:
    """
    Return every action, and whether the statement's status allows it.

    Raises:
        StatementNotFound: there is no such statement that the caller may see.
    """
    status = StatementStatus((await queries.visible(ctx, statement_id))["status"])
    allowed = allowed_actions(status)
    return ConsignmentStatementActions(
        status=status,
        actions=[
            ConsignmentStatementActionRead(action=action, allowed=action in allowed, to=DESTINATION[action])
            for action in StatementAction
        ],
    )


async def transition(
    ctx: Ctx, statement_id: UUID, data: ConsignmentStatementTransition, *, if_match: IfMatch
) -> ConsignmentStatementRead:
    """
    Do an action to a statement.

    Raises:
        StatementNotFound: there is no such statement.
        PreconditionFailed: it has changed since the version that the caller has seen.
        StatementWrongState: its status does not allow it.
        StatementUnpriced: it would be issued, and lines have no price.
        StatementUnanswered: it would be agreed, and lines are pending or disputed.
    """
    action = _ACTION[type(data)]
    async with ctx.db.transaction():
        before = await rows.locked(ctx, statement_id)
        if before is None:
            raise StatementNotFound
        if_match.require(before["version"])
        require_allowed(before, action)
        changes = await _changes(ctx, before, data)
        if action is StatementAction.CANCEL:
            await rows.free_lines(ctx, statement_id)
        row = await ctx.db.update(
            ConsignmentStatement, statement_id, changes={**changes, "status": DESTINATION[action].value}
        )
        reason = data.reason if isinstance(data, ConsignmentStatementCancel) else None
        await ctx.audit(
            f"consignment.statement.{DESTINATION[action]}",
            subject=subject(statement_id),
            before={"status": before["status"]},
            after={**changes, "status": row["status"], "reason": reason},
        )
        await ctx.emit(_told(action, row))
        return await queries.read(ctx, row)


def require_allowed(row: Row, action: StatementAction) -> None:
    """
    Make sure that the status of a statement allows an action.

    Raises:
        StatementWrongState: it does not; the problem names the actions that it allows.
    """
    allowed = allowed_actions(StatementStatus(row["status"]))
    if action not in allowed:
        raise wrong_state(row)


def wrong_state(row: Row) -> StatementWrongState:
    """Return the failure that a statement's status does not allow something, with what it allows."""
    allowed = [each.value for each in allowed_actions(StatementStatus(row["status"]))]
    return StatementWrongState(statement_status=row["status"], allowed=allowed)


async def _changes(ctx: Ctx, row: Row, data: ConsignmentStatementTransition) -> dict[str, object]:
    if isinstance(data, ConsignmentStatementIssue):
        return await _issued(ctx, row)
    if isinstance(data, ConsignmentStatementAgree):
        count = await queries.count(ctx, row["id"])
        if count["pending"] or count["disputed"]:
            raise StatementUnanswered(pending=count["pending"], disputed=count["disputed"])
        return {"agreed_at": ctx.at}
    if isinstance(data, ConsignmentStatementClose):
        return {"reference": data.reference, "paid_on": data.paid_on}
    return {}


async def _issued(ctx: Ctx, row: Row) -> dict[str, object]:
    count = await queries.count(ctx, row["id"])
    if count["unpriced"]:
        raise StatementUnpriced(unpriced=count["unpriced"])
    agreement = await rows.agreement_of(ctx, row["agreement_id"])
    due_on = local_day(ctx.at, time_zone=agreement["time_zone"]) + timedelta(days=agreement["answer_days"])
    return {"issued_at": ctx.at, "answer_due_on": due_on, "total_minor": int(count["total_minor"] or 0)}


def _told(action: StatementAction, row: Row) -> ConsignmentStatementEvent:
    if action is StatementAction.ISSUE:
        return ConsignmentStatementIssued(
            statement_id=row["id"],
            number=row["number"],
            agreement_id=row["agreement_id"],
            party_id=PartyId(row["party_id"]),
            total=total_of(row),
            answer_due_on=row["answer_due_on"],
        )
    return _event(_EVENT[action], row)


def _event(kind: type[ConsignmentStatementEvent], row: Row) -> ConsignmentStatementEvent:
    return kind(
        statement_id=row["id"],
        number=row["number"],
        agreement_id=row["agreement_id"],
        party_id=PartyId(row["party_id"]),
        total=total_of(row),
    )
