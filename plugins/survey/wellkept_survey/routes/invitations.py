"""Routes of invitations of all tickets and projects."""

from typing import Annotated, Any
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    Request,
    Response,
    documents,
    get,
    needs,
    post,
    tagged,
)
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.text import Code
from wellkept_survey import errors
from wellkept_survey.permissions import READ, RECORD, WRITE
from wellkept_survey.queries import invitations as queries
from wellkept_survey.queries.invitations import InvitationFilters
from wellkept_survey.routes.links import CREATED, origin_of, secret
from wellkept_survey.rules.kinds import SurveyStatus
from wellkept_survey.schemas.answers import SurveyAnswerRead, SurveyAnswerRecord
from wellkept_survey.schemas.invitations import (
    SurveyCancellation,
    SurveyInvitationDetail,
    SurveyInvitationLink,
    SurveyInvitationRead,
)
from wellkept_survey.service import inviting, recording
from wellkept_survey.service.invitation_rows import require_context

_RECORD = {
    "phone": {
        "answers": [{"question": "overall", "value": 4}],
        "evidence": {"kind": "phone", "contact_name": "王工"},
    }
}
_OVER = (errors.InvitationNotFound, errors.InvitationExpired, errors.InvitationNotOpen)


def provide_invitation_filters(  # noqa: PLR0913, PLR0917 - one argument for each query parameter
    customer_id: Annotated[UUID | None, QueryParameter(description="Of this customer.")] = None,
    project_id: Annotated[UUID | None, QueryParameter(description="Of this project.")] = None,
    ticket_id: Annotated[UUID | None, QueryParameter(description="About this ticket.")] = None,
    status: FromQuery[SurveyStatus | None] = None,
    template: Annotated[Code | None, QueryParameter(description="By the template with this code.")] = None,
    # Python keeps the name `from` for itself.
    starts_at: Annotated[Moment | None, QueryParameter(name="from", description="Made then or later.")] = None,
    ends_at: Annotated[Moment | None, QueryParameter(name="to", description="Made before.")] = None,
) -> InvitationFilters:
    """Return which invitations the caller asks for."""
    return InvitationFilters(
        customer_id=customer_id,
        project_id=project_id,
        ticket_id=ticket_id,
        status=status,
        template=template,
        starts_at=starts_at and as_utc(starts_at, pointer="query/from"),
        ends_at=ends_at and as_utc(ends_at, pointer="query/to"),
    )


@get(
    "/invitations",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_invitation_filters, sync_to_thread=False)},
)
async def list_invitations(
    filters: NamedDependency[InvitationFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[SurveyInvitationRead]:
    """List who was asked and who was not, the latest first; customers see those of their own."""
    return await queries.page_of_all(ctx, page, filters=filters)


@get("/invitations/{invitation_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.InvitationNotFound]))
async def get_invitation(invitation_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[SurveyInvitationDetail]:
    """Return one invitation with its answer, never with its token."""
    return tagged(await queries.detail(ctx, await queries.visible(ctx, invitation_id)))


@post(
    "/invitations/{invitation_id:uuid}/answers",
    opt=needs(RECORD.name)
    | documents(problems=[*_OVER, errors.ConflictOfInterest, errors.InvitationAnswered], examples=_RECORD),
)
async def record_answer_of_any(
    invitation_id: FromPath[UUID], data: JSONBody[SurveyAnswerRecord], ctx: NamedDependency[Ctx]
) -> SurveyAnswerRead:
    """Write down an answer for the customer, of an invitation about a project too."""
    row = await queries.visible(ctx, invitation_id)
    return await recording.record(await require_context(ctx, row), row, data)


@post("/invitations/{invitation_id:uuid}/token", opt=needs(WRITE.name) | documents(problems=_OVER))
async def make_link_of_any(
    invitation_id: FromPath[UUID], request: Request[Any, Any, Any], ctx: NamedDependency[Ctx]
) -> Response[SurveyInvitationLink]:
    """Make a new link, shown this once, of an invitation about a project too; every earlier one dies."""
    row = await queries.visible(ctx, invitation_id)
    own = await require_context(ctx, row)
    return secret(await inviting.renew_link(own, row, origin=origin_of(request)))


@post("/invitations/{invitation_id:uuid}/cancellation", opt=needs(WRITE.name) | documents(problems=_OVER))
async def cancel_any_invitation(
    invitation_id: FromPath[UUID], data: JSONBody[SurveyCancellation], ctx: NamedDependency[Ctx]
) -> Response[SurveyInvitationRead]:
    """Take back an invitation that waits for an answer, one about a project too; its link dies."""
    row = await queries.visible(ctx, invitation_id)
    return tagged(await inviting.cancel(await require_context(ctx, row), row, data), status_code=CREATED)


ROUTES = (list_invitations, get_invitation, record_answer_of_any, make_link_of_any, cancel_any_invitation)
