"""What may be done to a case now, and what is against the rest."""

from uuid import UUID

from wellkept_liability.errors import CaseAnswerTooLate, CaseNotAllowed, CaseUndetermined
from wellkept_liability.queries import cases as queries
from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.case_states import DESTINATION, CaseAction, CaseStatus, is_allowed
from wellkept_liability.schemas.case_steps import LiabilityCaseActionRead, LiabilityCaseActions, LiabilityCaseReason
from wellkept_liability.service.case_transitions import PERMISSION
from wellkept_sdk import Ctx
from wellkept_sdk.errors import PermissionDenied, WellkeptError
from wellkept_sdk.services.liability import ShareRole

_ANSWERS = (CaseAction.ACCEPT, CaseAction.DISPUTE)


async def actions(ctx: Ctx, ticket_id: UUID) -> LiabilityCaseActions:
    """
    Return every action, whether the caller may do it now, and all that is against it; two statements.

    Raises:
        CaseNotFound: the ticket has no case that the caller may see.
    """
    case = await queries.visible(ctx, ticket_id)
    shares = await queries.shares_of(ctx, case["id"])
    undetermined = any(share["role"] == ShareRole.UNDETERMINED for share in shares)
    silent = any(share["said_given_by"] == AnsweredBy.SILENCE for share in shares)
    status = CaseStatus(case["status"])
    found = {
        action: _objections(ctx, action, status=status, undetermined=undetermined, silent=silent)
        for action in CaseAction
    }
    return LiabilityCaseActions(
        case_id=case["id"],
        status=status,
        version=case["current_version"],
        actions=[
            LiabilityCaseActionRead(
                action=action,
                allowed=not against,
                to=DESTINATION[action],
                reasons=[LiabilityCaseReason(code=each.code, message=each.title()) for each in against],
            )
            for action, against in found.items()
        ],
    )


def _objections(
    ctx: Ctx, action: CaseAction, *, status: CaseStatus, undetermined: bool, silent: bool
) -> list[type[WellkeptError]]:
    checks: list[tuple[type[WellkeptError], bool]] = [
        (PermissionDenied, not ctx.actor.may(PERMISSION[action])),
        (CaseNotAllowed, not is_allowed(action, status=status)),
        (CaseAnswerTooLate, action in _ANSWERS and silent),
        (CaseUndetermined, action is CaseAction.FINALISE and undetermined),
    ]
    return [error for error, holds in checks if holds]
