"""Who takes part in an item of equipment."""

from datetime import date
from typing import Annotated
from uuid import UUID

from wellkept_parties import errors
from wellkept_parties.permissions import INVOLVE, READ
from wellkept_parties.queries.involvements import InvolvementFilters, of_record
from wellkept_parties.routes.answers import (
    INVOLVE_EXAMPLES,
    INVOLVE_PROBLEMS,
    INVOLVED_ALREADY,
    UPDATE_PROBLEMS,
    involved,
)
from wellkept_parties.schemas.involvements import (
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
    tagged,
)

KIND = PartiesRecordKind.EQUIPMENT

InForceOn = Annotated[date | None, QueryParameter(description="In force on this day of the site.")]


@get("/", opt=needs(READ.name))
async def list_equipment_parties(
    equipment_id: FromPath[UUID],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    on: InForceOn = None,
) -> Page[PartiesInvolvementRead]:
    """Return who takes or took part in the item, in the order of recording; a partner sees itself, while it does."""
    return await of_record(ctx, KIND, equipment_id, page, filters=InvolvementFilters(on=on))


@post(
    "/",
    opt=needs(INVOLVE.name) | documents(problems=INVOLVE_PROBLEMS, examples=INVOLVE_EXAMPLES),
    responses=INVOLVED_ALREADY,
)
async def involve_in_equipment(
    equipment_id: FromPath[UUID], data: JSONBody[PartiesInvolvementCreate], ctx: NamedDependency[Ctx]
) -> Response[PartiesInvolvementRead]:
    """Let a party take part in the item; one that does already in this role answers for the scope too."""
    return involved(await involving.involve(ctx, KIND, equipment_id, data))


@patch("/{involvement_id:uuid}", opt=needs(INVOLVE.name) | documents(problems=UPDATE_PROBLEMS))
async def update_equipment_involvement(
    equipment_id: FromPath[UUID],
    involvement_id: FromPath[UUID],
    data: JSONBody[PartiesInvolvementPatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[PartiesInvolvementRead]:
    """Change scope, end, reference or note of an involvement by JSON merge patch."""
    changed = await ending.update(ctx, KIND, equipment_id, involvement_id, patch=data, if_match=if_match)
    return tagged(changed)


@delete(
    "/{involvement_id:uuid}",
    status_code=200,
    opt=needs(INVOLVE.name) | documents(problems=[errors.InvolvementNotFound]),
)
async def end_equipment_involvement(
    equipment_id: FromPath[UUID],
    involvement_id: FromPath[UUID],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[PartiesInvolvementRead]:
    """End an involvement today; it stays as history, and ending it again changes nothing."""
    return tagged(await ending.end(ctx, KIND, equipment_id, involvement_id, if_match=if_match))


ROUTES = (list_equipment_parties, involve_in_equipment, update_equipment_involvement, end_equipment_involvement)
