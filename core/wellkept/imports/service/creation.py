"""Records that a mapping wants made once, before the first row."""

from wellkept.customers.queries import customer_type_id
from wellkept.customers.service import customer_types, customers
from wellkept.imports import queries
from wellkept.imports.rules.mapping_file import CreatedProject, Creation
from wellkept.platform.settings import Settings
from wellkept.projects import service as projects
from wellkept.projects.schemas import ProjectCreate
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import unknown_reference


async def create_missing(wanted: Creation, *, settings: Settings, actor: Actor) -> None:
    """
    Make those of the records that do not exist yet, in the caller's transaction.

    Raises:
        Invalid: one of them names another that does not exist.
    """
    if wanted.customer_type is not None and await customer_type_id(wanted.customer_type.code) is None:
        await customer_types.create(wanted.customer_type, actor=actor)
    customer = wanted.customer
    if customer is not None and not await queries.customer_ids_by_code([customer.code]):
        await customers.create(customer, settings=settings, actor=actor)
    project = wanted.project
    if project is not None and not await queries.projects_by_code([project.code]):
        await _create_project(project, actor=actor)


async def _create_project(wanted: CreatedProject, *, actor: Actor) -> None:
    found = await queries.customer_ids_by_code([wanted.customer_code])
    if not found:
        raise unknown_reference("/create/project/customer_code", "customer")
    customer_id = found[wanted.customer_code]
    draft = ProjectCreate(code=wanted.code, name=wanted.name, kind=wanted.kind, customer_id=customer_id)
    await projects.create(draft, actor=actor)
