"""Parties: the register, what may be done to them, and what they take part in."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from wellkept_parties import errors
from wellkept_parties.permissions import READ, WRITE
from wellkept_parties.queries import involvements
from wellkept_parties.queries import parties as queries
from wellkept_parties.queries.involvements import InvolvementFilters
from wellkept_parties.queries.parties import PartyFilters
from wellkept_parties.schemas.involvements import PartiesInvolvementRead, PartiesRecordKind
from wellkept_parties.schemas.parties import (
    NUMBER_LENGTH_MAX,
    PartiesActions,
    PartiesPartyCreate,
    PartiesPartyPatch,
    PartiesPartyRead,
    PartiesTransitionCreate,
)
from wellkept_parties.service import parties as service
from wellkept_parties.service import standing
from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken
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
    patch,
    post,
    require_staff,
    tagged,
)
from wellkept_sdk.services.parties import PartyNotFound, PartyRole, PartyStatus
from wellkept_sdk.text import NAME_LENGTH_MAX, Code

CREATED = 201

_CREATE = {
    "supplier": {
        "code": "PUMPCO",
        "name": "江苏泵业有限公司",
        "roles": ["supplier", "installer"],
        "registration": {"scheme": "cn-uscc", "number": "914403001922038216"},
        "time_zone": "Asia/Shanghai",
        "locale": "zh-CN",
        "currency": "CNY",
        "contacts": [
            {
                "name": "王工",
                "duty": "售后",
                "phone": "+86 25 0000 0000",
                "email": "service@pumpco.example",
                "preferred": True,
            }
        ],
        "external_reference": "V-10023",
    }
}
_TRANSITIONS = {"block": {"action": "block", "reason": "Invoices in dispute"}}
_TAKEN = (errors.RegistrationInvalid, errors.RegistrationTaken)
Beginning = Annotated[str, Meta(min_length=1, max_length=NAME_LENGTH_MAX)]
RegistrationNumber = Annotated[str, Meta(min_length=1, max_length=NUMBER_LENGTH_MAX)]


def provide_filters(
    code: Annotated[Code | None, QueryParameter(description="Exactly this code.")] = None,
    role: Annotated[PartyRole | None, QueryParameter(description="Those that can be this.")] = None,
    status: FromQuery[PartyStatus | None] = None,
    registration_number: Annotated[
        RegistrationNumber | None, QueryParameter(description="Exactly this number.")
    ] = None,
    q: Annotated[Beginning | None, QueryParameter(description="How code or name begin, capital or not.")] = None,
) -> PartyFilters:
    """Return which parties the caller asks for."""
    return PartyFilters(code=code, role=role, status=status, registration_number=registration_number, q=q)


def provide_involvement_filters(
    record_kind: FromQuery[PartiesRecordKind | None] = None,
    role: FromQuery[PartyRole | None] = None,
    on: Annotated[date | None, QueryParameter(description="In force on this day of the site.")] = None,
) -> InvolvementFilters:
    """Return which involvements the caller asks for."""
    return InvolvementFilters(record_kind=record_kind, role=role, on=on)


@get("/", opt=needs(READ.name), dependencies={"filters": Provide(provide_filters, sync_to_thread=False)})
async def list_parties(
    filters: NamedDependency[PartyFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Annotated[
        Literal["code", "-code", "name", "-name"] | None, QueryParameter(description="The order, by default `code`.")
    ] = None,
) -> Page[PartiesPartyRead]:
    """List the parties that the caller may see: a partner its own, our house all."""
    return await queries.party_page(ctx, page, filters=filters, sort=sort)


@post("/", opt=needs(WRITE.name) | documents(problems=[CodeTaken, *_TAKEN], examples=_CREATE))
async def create_party(data: JSONBody[PartiesPartyCreate], ctx: NamedDependency[Ctx]) -> Response[PartiesPartyRead]:
    """Register a party."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/parties/{created.id}")


@get("/{party_id:uuid}", opt=needs(READ.name) | documents(problems=[PartyNotFound]))
async def get_party(party_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[PartiesPartyRead]:
    """Return one party; of contacts, the one to call first is marked."""
    return tagged(await queries.party(ctx, party_id))


@patch("/{party_id:uuid}", opt=needs(WRITE.name) | documents(problems=[PartyNotFound, *_TAKEN]))
async def update_party(
    party_id: FromPath[UUID],
    data: JSONBody[PartiesPartyPatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[PartiesPartyRead]:
    """Change a party by JSON merge patch; contacts are replaced as a whole, the code stays for good."""
    return tagged(await service.update(ctx, party_id, data, if_match=if_match))


@get("/{party_id:uuid}/transitions", opt=needs(READ.name) | documents(problems=[PartyNotFound]))
async def list_party_actions(party_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> PartiesActions:
    """Return every action: whether it is possible now, where it leads, and what is against it."""
    await queries.require_seen(ctx, party_id)
    require_staff(ctx.actor, READ.name)
    return await standing.actions(ctx, party_id)


@post(
    "/{party_id:uuid}/transitions",
    opt=needs(WRITE.name)
    | documents(problems=[PartyNotFound, errors.ActionNotAllowed, errors.StillInvolved], examples=_TRANSITIONS),
)
async def make_party_transition(
    party_id: FromPath[UUID],
    data: JSONBody[PartiesTransitionCreate],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[PartiesPartyRead]:
    """Block, unblock, archive or restore a party, with a reason."""
    return tagged(await standing.transition(ctx, party_id, data, if_match=if_match), status_code=CREATED)


@get(
    "/{party_id:uuid}/involvements",
    opt=needs(READ.name) | documents(problems=[PartyNotFound]),
    dependencies={"filters": Provide(provide_involvement_filters, sync_to_thread=False)},
)
async def list_involvements_of_party(
    party_id: FromPath[UUID],
    filters: NamedDependency[InvolvementFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
) -> Page[PartiesInvolvementRead]:
    """Return what a party takes part in, in the order of recording; a partner sees what is in force."""
    await queries.require_seen(ctx, party_id)
    return await involvements.of_party(ctx, party_id, page, filters=filters)


ROUTES = (
    list_parties,
    create_party,
    get_party,
    update_party,
    list_party_actions,
    make_party_transition,
    list_involvements_of_party,
)
