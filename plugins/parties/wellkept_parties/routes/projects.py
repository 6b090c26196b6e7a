"""Who takes part in a project, and who answers for what."""

from datetime import date
from typing import Annotated
from uuid import UUID

from wellkept_parties import errors
from wellkept_parties.permissions import INVOLVE, READ
from wellkept_parties.queries.duties import duty_list
from wellkept_parties.queries.involvements import InvolvementFilters, of_record
from wellkept_parties.routes.answers import (
    INVOLVE_EXAMPLES,
    INVOLVE_PROBLEMS,
    INVOLVED_ALREADY,
    UPDATE_PROBLEMS,
    involved,
)
from wellkept_parties.schemas.involvements import (
    PartiesDuties,
    PartiesInvolvementCreate,
    PartiesInvolvementPatch,
    PartiesInvolvementRead,
    PartiesRecordKind,
)
from wellkept_parties.service import ending, involving
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    QueryParameter,
    Response,
    delete,
    documents,
    get,
    needs,
    patch,
    post,
    require_staff,
    tagged,
)

KIND = PartiesRecordKind.PROJECT

InForceOn = Annotated[date | None, QueryParameter(description="In force on this day of the site.")]


@get("/", opt=needs(READ.name))
async def list_project_parties(
    project_id: FromPath[UUID],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    on: InForceOn = None,
) -> Page[PartiesInvolvementRead]:
    """Return who takes or took part in the project, in the order of recording; a partner sees itself, while it does."""
    return await of_record(ctx, KIND, project_id, page, filters=InvolvementFilters(on=on))


@post(
    "/",
    opt=needs(INVOLVE.name) | documents(problems=INVOLVE_PROBLEMS, examples=INVOLVE_EXAMPLES),
    responses=INVOLVED_ALREADY,
)
async def involve_in_project(
    project_id: FromPath[UUID], data: JSONBody[PartiesInvolvementCreate], ctx: NamedDependency[Ctx]
) -> Response[PartiesInvolvementRead]:
    """Let a party take part in the project; one that does already in this role answers for the scope too."""
    return involved(await involving.involve(ctx, KIND, project_id, data))


@patch("/{involvement_id:uuid}", opt=needs(INVOLVE.name) | documents(problems=UPDATE_PROBLEMS))
async def update_project_involvement(
    project_id: FromPath[UUID],
    involvement_id: FromPath[UUID],
    data: JSONBody[PartiesInvolvementPatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[PartiesInvolvementRead]:
    """Change scope, end, reference or note of an involvement by JSON merge patch."""
    changed = await ending.update(ctx, KIND, project_id, involvement_id, patch=data, if_match=if_match)
    return tagged(changed)


@delete(
    "/{involvement_id:uuid}",
    status_code=200,
    opt=needs(INVOLVE.name) | documents(problems=[errors.InvolvementNotFound]),
)
async def end_project_involvement(
    project_id: FromPath[UUID],
    involvement_id: FromPath[UUID],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[PartiesInvolvementRead]:
    """End an involvement today; it stays as history, and ending it again changes nothing."""
    return tagged(await ending.end(ctx, KIND, project_id, involvement_id, if_match=if_match))


@get("/duties", opt=needs(READ.name))
async def list_project_duties(
    project_id: FromPath[UUID],
    ctx: NamedDependency[Ctx],
    on: Annotated[date | None, QueryParameter(description="A day of the site, by default today.")] = None,
) -> PartiesDuties:
    """Return the duty list (责任清单): who answers for which scope, and for which nobody does."""
    require_staff(ctx.actor, READ.name)
    return await duty_list(ctx, project_id, on=on)


ROUTES = (
    list_project_parties,
    involve_in_project,
    update_project_involvement,
    end_project_involvement,
    list_project_duties,
)
