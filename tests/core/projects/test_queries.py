import pytest
from msgspec.structs import replace

from core_api import customer_actor
from installed_base import ADMIN, make_project
from wellkept.platform.storage.database import Database
from wellkept.projects import queries
from wellkept.projects.queries import ProjectFilters
from wellkept_sdk.actor import Role
from wellkept_sdk.errors import NotFound
from wellkept_sdk.http.paging import PageRequest
from wellkept_sdk.ids import ProjectId


class TestProject:
    async def test_is_found_by_its_customers_people_alone(self, database: Database) -> None:
        own, other = await make_project("OWN"), await make_project("OTHER")
        actor = customer_actor(own["customer_id"])

        assert await queries.project(ProjectId(own["id"]), actor=actor) == own
        with pytest.raises(NotFound):
            await queries.project(ProjectId(other["id"]), actor=actor)


class TestProjectPage:
    async def test_is_empty_for_partners(self, database: Database) -> None:
        await make_project()

        page = await queries.project_page(
            PageRequest(), filters=ProjectFilters(), sort=None, actor=replace(ADMIN, role=Role.PARTNER)
        )

        assert page.items == []
