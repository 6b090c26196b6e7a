"""Routes of invitations below a ticket."""

from typing import Any
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Request,
    Response,
    documents,
    get,
    needs,
    post,
    tagged,
)
from wellkept_survey import errors
from wellkept_survey.permissions import READ, RECORD, WRITE
from wellkept_survey.queries import invitations as queries
from wellkept_survey.routes.links import CREATED, NO_STORE, origin_of, secret
from wellkept_survey.schemas.answers import SurveyAnswerRead, SurveyAnswerRecord
from wellkept_survey.schemas.invitations import (
    SurveyCancellation,
    SurveyInvitationCreate,
    SurveyInvitationDetail,
    SurveyInvitationLink,
    SurveyInvitationMade,
    SurveyInvitationRead,
)
from wellkept_survey.service import inviting, recording

_INVITE = {
    "operator": {
        "template_code": "repair",
        "respondent": {"name": "王工", "email": "wang@customer.example", "role": "operator"},
    }
}
_RECORD = {
    "phone": {
        "answers": [{"question": "overall", "value": 4}],
        "comment": "很快",
        "evidence": {"kind": "phone", "contact_name": "王工"},
    }
}
_OVER = (errors.InvitationNotFound, errors.InvitationExpired, errors.InvitationNotOpen)


@get("/invitations", opt=needs(READ.name))
async def list_ticket_invitations(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[SurveyInvitationRead]:
    """List who was asked about a ticket and who was not, oldest first."""
    return await queries.page_of_ticket(ctx, ticket_id, page)


@post(
    "/invitations",
    opt=needs(WRITE.name)
    | documents(
        problems=[errors.RespondentNoAddress, errors.RespondentStaff, errors.TemplateRetired], examples=_INVITE
    ),
)
async def invite_respondent(
    ticket_id: FromPath[UUID],
    data: JSONBody[SurveyInvitationCreate],
    request: Request[Any, Any, Any],
    ctx: NamedDependency[Ctx],
) -> Response[SurveyInvitationMade]:
    """Ask somebody; 201 with the link, shown this once, or 200 with the invitation that he has of this wave."""
    invited = await inviting.invite(ctx, ticket_id, data, origin=origin_of(request))
    location = f"/v1/tickets/{ticket_id}/survey/invitations/{invited.invitation.id}"
    if not invited.is_new:
        return tagged(invited.invitation)
    made = tagged(invited.invitation, status_code=CREATED, location=location)
    made.headers.update(NO_STORE)
    return made


@get("/invitations/{invitation_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.InvitationNotFound]))
async def get_ticket_invitation(
    ticket_id: FromPath[UUID], invitation_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> Response[SurveyInvitationDetail]:
    """Return one invitation with its answer, never with its token."""
    return tagged(await queries.detail(ctx, await queries.visible(ctx, invitation_id, ticket_id=ticket_id)))


@post(
    "/invitations/{invitation_id:uuid}/answers",
    opt=needs(RECORD.name)
    | documents(problems=[*_OVER, errors.ConflictOfInterest, errors.InvitationAnswered], examples=_RECORD),
)
async def record_answer(
    ticket_id: FromPath[UUID],
    invitation_id: FromPath[UUID],
    data: JSONBody[SurveyAnswerRecord],
    ctx: NamedDependency[Ctx],
) -> SurveyAnswerRead:
    """Write down an answer for the customer, with evidence; whoever worked on the ticket may not."""
    row = await queries.visible(ctx, invitation_id, ticket_id=ticket_id)
    return await recording.record(ctx, row, data)


@post("/invitations/{invitation_id:uuid}/token", opt=needs(WRITE.name) | documents(problems=_OVER))
async def make_invitation_link(
    ticket_id: FromPath[UUID],
    invitation_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    ctx: NamedDependency[Ctx],
) -> Response[SurveyInvitationLink]:
    """Make a new link, shown this once; every earlier one dies. An invitation that waits is sent by it."""
    row = await queries.visible(ctx, invitation_id, ticket_id=ticket_id)
    link = await inviting.renew_link(ctx, row, origin=origin_of(request))
    return secret(link)


@post("/invitations/{invitation_id:uuid}/cancellation", opt=needs(WRITE.name) | documents(problems=_OVER))
async def cancel_invitation(
    ticket_id: FromPath[UUID],
    invitation_id: FromPath[UUID],
    data: JSONBody[SurveyCancellation],
    ctx: NamedDependency[Ctx],
) -> Response[SurveyInvitationRead]:
    """Take back an invitation that waits for an answer; its link dies."""
    row = await queries.visible(ctx, invitation_id, ticket_id=ticket_id)
    return tagged(await inviting.cancel(ctx, row, data), status_code=CREATED)


ROUTES = (
    list_ticket_invitations,
    invite_respondent,
    get_ticket_invitation,
    record_answer,
    make_invitation_link,
    cancel_invitation,
)
