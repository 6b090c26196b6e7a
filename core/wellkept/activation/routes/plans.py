"""The routes of service plans."""

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from wellkept.activation.queries import plans as queries
from wellkept.activation.queries.plans import ServicePlanFilters
from wellkept.activation.queries.terms_forms import terms_forms
from wellkept.activation.schemas.explanations import PreviewRead
from wellkept.activation.schemas.plans import (
    ServicePlanCreate,
    ServicePlanPatch,
    ServicePlanRead,
    ServicePlanRevisionCreate,
    ServicePlanRevisionRead,
    TermsForms,
)
from wellkept.activation.service import plans as service
from wellkept.activation.service import previews
from wellkept.platform.access.permissions import Permission
from wellkept.platform.labels.locales import Locale
from wellkept.platform.labels.routes import IN_LANGUAGE, said_in
from wellkept.platform.record_parameters import ChangedSince, Exactly, PartOfText, SortedBy, in_utc
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged
from wellkept_sdk.ids import ServicePlanId

_READ = needs(Permission.ACTIVATION_READ, record=queries.SERVICE_PLAN)
_WRITE = needs(Permission.ACTIVATION_WRITE, record=queries.SERVICE_PLAN)


def provide_filters(
    code: Exactly = None,
    q: PartOfText = None,
    updated_since: ChangedSince = None,
) -> ServicePlanFilters:
    """Return which service plans the caller asks for."""
    return ServicePlanFilters(code=code, q=q, updated_since=in_utc(updated_since))


@get(
    "/service-plans",
    opt=needs(Permission.ACTIVATION_READ),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def list_service_plans(
    filters: NamedDependency[ServicePlanFilters],
    page: NamedDependency[PageRequest],
    sort: SortedBy = None,
) -> Page[ServicePlanRead]:
    """List the service plans."""
    return await queries.plan_page(page, filters=filters, sort=sort)


@get("/service-plans/terms", opt=needs(Permission.ACTIVATION_READ), dependencies=IN_LANGUAGE)
async def list_terms_forms(language: NamedDependency[Locale]) -> Response[TermsForms]:
    """Return for every plugin what plans and contracts may say, as JSON Schema with titles in one language."""
    return Response(content=terms_forms(language), headers=said_in(language))


@post("/service-plans", opt=needs(Permission.ACTIVATION_WRITE))
async def create_service_plan(
    data: JSONBody[ServicePlanCreate], actor: NamedDependency[Actor]
) -> Response[ServicePlanRead]:
    """Make a service plan with its first revision."""
    created = ServicePlanRead.of(await service.create(data, actor=actor))
    return tagged(created, status_code=HTTP_201_CREATED, location=f"/v1/service-plans/{created.id}")


@get("/service-plans/{service_plan_id:uuid}", opt=_READ)
async def get_service_plan(service_plan_id: FromPath[ServicePlanId]) -> Response[ServicePlanRead]:
    """Return one service plan with its last revision."""
    return tagged(ServicePlanRead.of(await queries.plan(service_plan_id)))


@patch("/service-plans/{service_plan_id:uuid}", opt=_WRITE)
async def update_service_plan(
    service_plan_id: FromPath[ServicePlanId],
    data: JSONBody[ServicePlanPatch],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[ServicePlanRead]:
    """Rename a service plan by JSON merge patch; what it says changes by revisions."""
    row = await service.update(service_plan_id, patch=data, if_match=if_match, actor=actor)
    return tagged(ServicePlanRead.of(row))


@delete("/service-plans/{service_plan_id:uuid}", opt=_WRITE)
async def delete_service_plan(
    service_plan_id: FromPath[ServicePlanId],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> None:
    """Delete a service plan that no contract has followed and that is nobody's default."""
    await service.delete(service_plan_id, if_match=if_match, actor=actor)


@get("/service-plans/{service_plan_id:uuid}/revisions", opt=_READ)
async def list_service_plan_revisions(
    service_plan_id: FromPath[ServicePlanId], page: NamedDependency[PageRequest]
) -> Page[ServicePlanRevisionRead]:
    """List the revisions of a service plan, the oldest first."""
    return await queries.revision_page(service_plan_id, page)


@post("/service-plans/{service_plan_id:uuid}/revisions", opt=_WRITE)
async def revise_service_plan(
    service_plan_id: FromPath[ServicePlanId],
    data: JSONBody[ServicePlanRevisionCreate],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> ServicePlanRevisionRead:
    """Let a service plan say something else from a moment on; tickets keep what they have pinned."""
    row = await service.revise(service_plan_id, draft=data, if_match=if_match, actor=actor)
    return ServicePlanRevisionRead.of(row)


@post("/service-plans/{service_plan_id:uuid}/preview", opt=_READ, status_code=HTTP_200_OK)
async def preview_service_plan(
    service_plan_id: FromPath[ServicePlanId], data: JSONBody[ServicePlanRevisionCreate], actor: NamedDependency[Actor]
) -> PreviewRead:
    """Return what a revision would change, for how many records, and which contracts it would break."""
    return await previews.of_revision(service_plan_id, data, actor=actor)


ROUTES = [
    list_service_plans,
    list_terms_forms,
    create_service_plan,
    get_service_plan,
    update_service_plan,
    delete_service_plan,
    list_service_plan_revisions,
    revise_service_plan,
    preview_service_plan,
]
