"""Activating, suspending and ending agreements."""

from typing import Final
from uuid import UUID

from wellkept_consignment.errors import AgreementNoItems, AgreementWrongState
from wellkept_consignment.events import (
    ConsignmentAgreementActivated,
    ConsignmentAgreementEnded,
    ConsignmentAgreementEvent,
    ConsignmentAgreementSuspended,
)
from wellkept_consignment.queries import agreements as queries
from wellkept_consignment.rules.agreements import DESTINATION, AgreementAction, AgreementStatus, allowed_actions
from wellkept_consignment.schemas.agreements import (
    ConsignmentAgreementActionRead,
    ConsignmentAgreementActions,
    ConsignmentAgreementRead,
    ConsignmentAgreementTransition,
)
from wellkept_consignment.service.agreement_rows import subject
from wellkept_consignment.service.overlapping import locked_among_all, require_apart
from wellkept_consignment.tables import ConsignmentAgreement
from wellkept_sdk import Ctx
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import PartyId

_EVENT: Final[dict[AgreementStatus, type[ConsignmentAgreementEvent]]] = {
    AgreementStatus.ACTIVE: ConsignmentAgreementActivated,
    AgreementStatus.SUSPENDED: ConsignmentAgreementSuspended,
    AgreementStatus.ENDED: ConsignmentAgreementEnded,
}


async def actions(ctx: Ctx, agreement_id: UUID) -> ConsignmentAgreementActions:
    """
    Return every action, and whether the agreement's status allows it.

    Raises:
        AgreementNotFound: there is no such agreement.
    """
    status = (await queries.agreement(ctx, agreement_id)).status
    allowed = allowed_actions(status)
    return ConsignmentAgreementActions(
        status=status,
        actions=[
            ConsignmentAgreementActionRead(action=action, allowed=action in allowed, to=DESTINATION[action])
            for action in AgreementAction
        ],
    )


async def transition(
    ctx: Ctx, agreement_id: UUID, data: ConsignmentAgreementTransition, *, if_match: IfMatch
) -> ConsignmentAgreementRead:
    """
    Do an action to an agreement.

    Raises:
        AgreementNotFound: there is no such agreement.
        PreconditionFailed: it has changed since the version that the caller has seen.
        AgreementWrongState: its status does not allow it.
        AgreementNoItems: it names no parts.
        AgreementOverlaps: another active one covers some of the same.
    """
    async with ctx.db.transaction():
        before = await locked_among_all(ctx, agreement_id)
        if_match.require(before["version"])
        status = AgreementStatus(before["status"])
        allowed = allowed_actions(status)
        if data.action not in allowed:
            raise AgreementWrongState(agreement_status=status, allowed=[each.value for each in allowed])
        destination = DESTINATION[data.action]
        if destination is AgreementStatus.ACTIVE:
            found = await queries.one(ctx, agreement_id)
            if found is None or not found.items:
                raise AgreementNoItems
            await require_apart(ctx, agreement_id, party_id=before["party_id"])
        await ctx.db.update(ConsignmentAgreement, agreement_id, changes={"status": destination.value})
        event = _EVENT[destination]
        await ctx.audit(
            event.type,
            subject=subject(agreement_id),
            before={"status": status.value},
            after={"status": destination.value, "reason": data.reason},
        )
        await ctx.emit(event(agreement_id=agreement_id, number=before["number"], party_id=PartyId(before["party_id"])))
        return await queries.agreement(ctx, agreement_id)
