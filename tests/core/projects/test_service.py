import pytest

from installed_base import ADMIN, ANY_VERSION, announced, make_customer, make_equipment, make_project
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept.projects import service
from wellkept.projects.schemas import ProjectCreate, ProjectPatch, Site, SitePatch
from wellkept_sdk.errors import InUse, Invalid, NotFound
from wellkept_sdk.ids import CustomerId, ProjectId, uuid7
from wellkept_sdk.records.projects import Stage


class TestCreating:
    async def test_takes_four_statements_at_most(self, database: Database) -> None:
        customer = await make_customer()

        async with unit_of_work() as unit:
            await make_project(customer_id=customer["id"])

        assert unit.statements <= 4

    async def test_refuses_all_mistakes_at_once(self, database: Database) -> None:
        draft = ProjectCreate(
            code="PLANT",
            name="Plant",
            customer_id=CustomerId(uuid7()),
            kind="plant",
            site=Site(time_zone="Mars/Base"),
            metadata={"note": "x" * 16_384},
        )

        with pytest.raises(Invalid) as refusal:
            await service.create(draft, actor=ADMIN)

        assert [(mistake.pointer, mistake.code) for mistake in refusal.value.errors] == [
            ("/customer_id", "unknown_reference"),
            ("/site/time_zone", "not_a_choice"),
            ("/metadata", "too_long"),
        ]


class TestUpdating:
    async def test_merges_the_site_and_announces_it_as_one(self, database: Database) -> None:
        project = await make_project(site=Site(address="Pudong", region_code="310000", longitude=121.5))
        patch = ProjectPatch(site=SitePatch(address=None, latitude=31.2), stage=Stage.RETIRED)

        after = await service.update(ProjectId(project["id"]), patch=patch, if_match=ANY_VERSION, actor=ADMIN)

        assert (after["address"], after["region_code"], after["longitude"], after["latitude"]) == (
            None,
            "310000",
            121.5,
            31.2,
        )
        assert (await announced())[-1] == (
            "projects.project.updated",
            f"projects/{project['id']}",
            {
                "project_id": str(project["id"]),
                "customer_id": str(project["customer_id"]),
                "code": "PLANT",
                "changed_fields": ["stage", "site"],
            },
        )

    async def test_clears_the_site_by_null(self, database: Database) -> None:
        project = await make_project(site=Site(address="Pudong", latitude=31.2))

        after = await service.update(
            ProjectId(project["id"]), patch=ProjectPatch(site=None), if_match=ANY_VERSION, actor=ADMIN
        )

        assert (after["address"], after["latitude"]) == (None, None)

    async def test_leaves_alone_what_does_not_differ(self, database: Database) -> None:
        project = await make_project(site=Site(latitude=31.2))
        patch = ProjectPatch(site=SitePatch(latitude=31.2), stage=Stage.IN_SERVICE, accepted_on=None)

        after = await service.update(ProjectId(project["id"]), patch=patch, if_match=ANY_VERSION, actor=ADMIN)

        assert after["version"] == 1
        assert (await announced())[-1][0] == "projects.project.created"


class TestDeleting:
    async def test_removes_a_project_that_nothing_refers_to(self, database: Database) -> None:
        project = await make_project()

        await service.delete(ProjectId(project["id"]), if_match=ANY_VERSION, actor=ADMIN)

        assert (await announced())[-1][0] == "projects.project.deleted"
        with pytest.raises(NotFound):
            await service.delete(ProjectId(project["id"]), if_match=ANY_VERSION, actor=ADMIN)

    async def test_leaves_a_project_with_equipment(self, database: Database) -> None:
        project = await make_project()
        await make_equipment("P-101", project_id=project["id"])

        with pytest.raises(InUse):
            await service.delete(ProjectId(project["id"]), if_match=ANY_VERSION, actor=ADMIN)
