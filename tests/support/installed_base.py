"""Customers, projects and equipment made through the services, with literal defaults."""

from typing import Any
from uuid import UUID

from wellkept.customers.schemas import CustomerCreate, CustomerTypeCreate
from wellkept.customers.service import customer_types, customers
from wellkept.equipment.schemas import EquipmentCreate
from wellkept.equipment.service import equipment
from wellkept.platform.access.permissions import CORE_PERMISSIONS
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import database
from wellkept.projects import service as projects
from wellkept.projects.schemas import ProjectCreate
from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.db.database import Row
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import CustomerId, EquipmentId, ProjectId, UserId

ADMIN = Actor(
    kind=ActorKind.USER,
    id=UserId(UUID("01900000-0000-7000-8000-000000000001")),
    name="Li Na",
    role=Role.ADMIN,
    permissions=CORE_PERMISSIONS,
)
ANY_VERSION = IfMatch()
SETTINGS = Settings()


async def make_customer_type(code: str = "industry") -> Row:
    """Return a new customer type."""
    return await customer_types.create(CustomerTypeCreate(code=code, name=f"Type {code}"), actor=ADMIN)


async def make_customer(code: str = "ACME", *, customer_type: str = "industry", **fields: Any) -> Row:
    """Return a new customer; its type is made unless there is one of this code."""
    if not await database().fetch("SELECT 1 FROM customer_type WHERE code = ?", customer_type):
        await make_customer_type(customer_type)
    draft = CustomerCreate(code=code, name=f"Customer {code}", customer_type=customer_type, **fields)
    return await customers.create(draft, settings=SETTINGS, actor=ADMIN)


async def make_project(code: str = "PLANT", *, customer_id: UUID | None = None, **fields: Any) -> Row:
    """Return a new project, of a new customer unless one is named."""
    owner = customer_id or (await make_customer(f"owner-of-{code}"))["id"]
    draft = ProjectCreate(code=code, name=f"Project {code}", customer_id=CustomerId(owner), kind="plant", **fields)
    return await projects.create(draft, actor=ADMIN)


async def make_equipment(code: str, *, project_id: UUID, parent_id: UUID | None = None, **fields: Any) -> Row:
    """Return a new item of equipment."""
    parent = None if parent_id is None else EquipmentId(parent_id)
    draft = EquipmentCreate(
        code=code, name=f"Item {code}", project_id=ProjectId(project_id), parent_id=parent, **fields
    )
    return await equipment.create(draft, actor=ADMIN)


async def announced() -> list[tuple[str, str, dict[str, Any]]]:
    """Return type, subject and data of every event so far, in order."""
    rows = await database().fetch("SELECT type, subject, data FROM event ORDER BY seq")
    return [(row["type"], row["subject"], row["data"]) for row in rows]
