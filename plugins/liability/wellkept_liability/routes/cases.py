"""Cases: the finding for a ticket, its versions, what is done to it, and the list of all."""

from typing import Annotated
from uuid import UUID

from wellkept_liability import errors
from wellkept_liability.permissions import ANSWER, DECIDE, READ, WRITE
from wellkept_liability.queries import cases as queries
from wellkept_liability.queries import versions
from wellkept_liability.queries.cases import CaseFilters
from wellkept_liability.rules.case_states import CaseStatus
from wellkept_liability.schemas.case_steps import LiabilityCaseActions, LiabilityCaseTransition
from wellkept_liability.schemas.cases import LiabilityCaseRead, LiabilityVersionCreate, LiabilityVersionRead
from wellkept_liability.schemas.proposals import LiabilityProposal
from wellkept_liability.service import case_actions, case_transitions, cases, proposing
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    Response,
    documents,
    get,
    needs,
    post,
    require_staff,
)
from wellkept_sdk.http.preconditions import etag
from wellkept_sdk.ids import TicketId

CREATED = 201
_ID = "01990000-0000-7000-8000-000000000001"
_SHARES = [
    {"role": "designer", "party_id": _ID, "share_bp": 4000},
    {"role": "installer", "party_id": _ID, "share_bp": 3500},
    {"role": "self", "share_bp": 2500},
]
_FINDING = {
    "joint_inspection": {
        "cause": {"code": "design", "text": "Seal groove too shallow", "method": "joint inspection"},
        "basis": "expertise",
        "shares": _SHARES,
    }
}
_TRANSITION = {
    "propose": {"action": "propose", "answer_within_days": 14},
    "accept": {"action": "accept", "version": 1},
    "dispute": {"action": "dispute", "version": 1, "reason": "The groove is as the standard asks."},
    "arbitrate": {
        "action": "arbitrate",
        "decided_by": "Shanghai Arbitration Commission",
        "decision": "Award 2026-77",
        "shares": _SHARES,
    },
    "finalise": {"action": "finalise"},
}
_MISTAKES = (
    errors.SharesNotWhole,
    errors.SharesMixed,
    errors.SharesDuplicate,
    errors.SharePartyRequired,
    errors.SharePartyForbidden,
    errors.ShareUnknownParty,
    errors.SharePartyRefused,
)


def provide_filters(
    status: Annotated[CaseStatus | None, QueryParameter(description="Exactly this status.")] = None,
    party_id: Annotated[UUID | None, QueryParameter(description="Who bears a share.")] = None,
    customer_id: FromQuery[UUID | None] = None,
) -> CaseFilters:
    """Return which cases the caller asks for."""
    return CaseFilters(status=status, party_id=party_id, customer_id=customer_id)


@get("/case", opt=needs(READ.name) | documents(problems=[errors.CaseNotFound]))
async def get_case(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[LiabilityCaseRead]:
    """Return the case of a ticket; whoever bears a share sees it once it is proposed, and no other's name."""
    return _tagged(await queries.case(ctx, ticket_id))


@post("/case", opt=needs(WRITE.name) | documents(problems=[errors.CaseExists, *_MISTAKES], examples=_FINDING))
async def open_case(
    ticket_id: FromPath[UUID], data: JSONBody[LiabilityVersionCreate], ctx: NamedDependency[Ctx]
) -> Response[LiabilityCaseRead]:
    """Write the first finding for a ticket; the repair does not wait for it."""
    made = await cases.open_case(ctx, ticket_id, data)
    return _tagged(made, status_code=CREATED, Location=f"/v1/tickets/{ticket_id}/liability/case")


@get("/case/versions", opt=needs(READ.name) | documents(problems=[errors.CaseNotFound]))
async def list_case_versions(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[LiabilityVersionRead]:
    """List the versions of a case, oldest first, each with what was answered to it."""
    return await versions.version_page(ctx, ticket_id, page)


@post(
    "/case/versions",
    opt=needs(WRITE.name) | documents(problems=[errors.CaseNotFound, errors.CaseClosed, *_MISTAKES], examples=_FINDING),
)
async def revise_case(
    ticket_id: FromPath[UUID],
    data: JSONBody[LiabilityVersionCreate],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> LiabilityVersionRead:
    """Write a new version; the case is provisional again, and earlier answers do not count any more."""
    return await cases.revise(ctx, ticket_id, data, if_match=if_match)


@get("/case/transitions", opt=needs(READ.name) | documents(problems=[errors.CaseNotFound]))
async def list_case_actions(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> LiabilityCaseActions:
    """Return every action, whether the caller may do it now, and all that is against it."""
    return await case_actions.actions(ctx, ticket_id)


@post(
    "/case/transitions",
    opt=needs(WRITE.name, ANSWER.name, DECIDE.name)
    | documents(
        problems=[
            errors.AnswerEvidence,
            errors.CaseAnswerTooLate,
            errors.CaseNotAllowed,
            errors.CaseNotFound,
            errors.CaseUndetermined,
            errors.CaseVersionOutdated,
            *_MISTAKES,
        ],
        examples=_TRANSITION,
    ),
)
async def make_case_transition(
    ticket_id: FromPath[UUID],
    data: JSONBody[LiabilityCaseTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[LiabilityCaseRead]:
    """Propose the shares, accept or dispute one's own, record what was decided for all, or freeze the case."""
    done = await case_transitions.transition(ctx, ticket_id, data, if_match=if_match)
    return _tagged(done, status_code=CREATED)


@get("/proposal", opt=needs(WRITE.name))
async def get_proposal(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> LiabilityProposal:
    """Return shares with which a case could begin: whom the cause points at, among those who take part."""
    require_staff(ctx.actor, WRITE.name)
    return await proposing.propose(ctx, TicketId(ticket_id))


@get("/cases", opt=needs(READ.name), dependencies={"filters": Provide(provide_filters, sync_to_thread=False)})
async def list_cases(
    filters: NamedDependency[CaseFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[LiabilityCaseRead]:
    """List cases, the latest first; customers and partners see those that were proposed to them."""
    return await queries.case_page(ctx, page, filters=filters)


def _tagged(case: LiabilityCaseRead, *, status_code: int = 200, **headers: str) -> Response[LiabilityCaseRead]:
    """Return the answer with a case: its `version` is that of the shares, so the ETag is its revision."""
    return Response(content=case, status_code=status_code, headers={"ETag": etag(case.revision), **headers})


ON_TICKET = (
    get_case,
    open_case,
    list_case_versions,
    revise_case,
    list_case_actions,
    make_case_transition,
    get_proposal,
)
ON_DEPLOYMENT = (list_cases,)
