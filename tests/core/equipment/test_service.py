from typing import Any

import pytest

from installed_base import ADMIN, ANY_VERSION, announced, make_equipment, make_project
from wellkept.equipment.schemas import EquipmentCreate, EquipmentPatch
from wellkept.equipment.service import equipment as service
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import CodeTaken, InUse, Invalid
from wellkept_sdk.ids import EquipmentId, ProjectId, uuid7


async def move(item: Row, *, under: Row | None) -> Row:
    patch = EquipmentPatch(parent_id=None if under is None else EquipmentId(under["id"]))
    return await service.update(EquipmentId(item["id"]), patch=patch, if_match=ANY_VERSION, actor=ADMIN)


async def make_chain(length: int, *, project_id: ProjectId) -> list[Row]:
    """Items that hang one under the other, the root first."""
    items: list[Row] = []
    for level in range(length):
        parent_id = items[-1]["id"] if items else None
        items.append(await make_equipment(f"L{level}", project_id=project_id, parent_id=parent_id))
    return items


class TestCreating:
    async def test_is_announced_with_the_parent(self, database: Database) -> None:
        project = await make_project()
        line = await make_equipment("LINE", project_id=project["id"])

        pump = await make_equipment("P-101", project_id=project["id"], parent_id=line["id"])

        assert (await announced())[-1] == (
            "equipment.equipment.created",
            f"equipment/{pump['id']}",
            {
                "equipment_id": str(pump["id"]),
                "project_id": str(project["id"]),
                "code": "P-101",
                "parent_id": str(line["id"]),
            },
        )

    async def test_takes_four_statements(self, database: Database) -> None:
        project = await make_project()
        line = await make_equipment("LINE", project_id=project["id"])

        async with unit_of_work() as unit:
            await make_equipment("P-101", project_id=project["id"], parent_id=line["id"])

        assert unit.statements == 4

    async def test_refuses_unknown_project_and_parent_together(self, database: Database) -> None:
        draft = EquipmentCreate(code="P", name="Pump", project_id=ProjectId(uuid7()), parent_id=EquipmentId(uuid7()))

        with pytest.raises(Invalid) as refusal:
            await service.create(draft, actor=ADMIN)

        assert [(mistake.pointer, mistake.code) for mistake in refusal.value.errors] == [
            ("/project_id", "unknown_reference"),
            ("/parent_id", "unknown_reference"),
        ]

    async def test_refuses_a_parent_of_another_project(self, database: Database) -> None:
        here, there = await make_project("HERE"), await make_project("THERE")
        parent = await make_equipment("LINE", project_id=there["id"])

        with pytest.raises(Invalid) as refusal:
            await make_equipment("P-101", project_id=here["id"], parent_id=parent["id"])

        assert refusal.value.code == "equipment.parent.other_project"
        assert refusal.value.errors[0].pointer == "/parent_id"

    async def test_refuses_the_33rd_level(self, database: Database) -> None:
        project = await make_project()

        with pytest.raises(Invalid) as refusal:
            await make_chain(33, project_id=project["id"])

        assert refusal.value.code == "equipment.parent.too_deep"

    async def test_takes_a_code_once_in_each_project(self, database: Database) -> None:
        here, there = await make_project("HERE"), await make_project("THERE")
        await make_equipment("P-101", project_id=here["id"])
        await make_equipment("P-101", project_id=there["id"])

        with pytest.raises(CodeTaken) as refusal:
            await make_equipment("P-101", project_id=here["id"])

        assert refusal.value.errors[0].pointer == "/code"

    async def test_takes_a_serial_number_once_for_maker_and_model(self, database: Database) -> None:
        project = await make_project()
        plate: dict[str, Any] = {"manufacturer": "KSB", "model": "Etanorm", "serial_number": "77"}
        other_plate: dict[str, Any] = {**plate, "model": "Omega"}
        await make_equipment("P-1", project_id=project["id"], **plate)
        await make_equipment("P-2", project_id=project["id"], **other_plate)
        await make_equipment("P-3", project_id=project["id"], serial_number="77")
        await make_equipment("P-4", project_id=project["id"], serial_number="77")

        with pytest.raises(CodeTaken) as refusal:
            await make_equipment("P-5", project_id=project["id"], **plate)

        assert refusal.value.errors[0].pointer == "/serial_number"


class TestMoving:
    async def test_takes_everything_below_along(self, database: Database) -> None:
        project = await make_project()
        line, pump, seal = await make_chain(3, project_id=project["id"])
        hall = await make_equipment("HALL", project_id=project["id"])

        await move(pump, under=hall)

        paths = {row["id"]: row["path"] for row in await database.fetch("SELECT id, path FROM equipment")}
        assert paths == {
            line["id"]: f"{line['id']}/",
            hall["id"]: f"{hall['id']}/",
            pump["id"]: f"{hall['id']}/{pump['id']}/",
            seal["id"]: f"{hall['id']}/{pump['id']}/{seal['id']}/",
        }

    async def test_is_announced_apart_from_other_changes(self, database: Database) -> None:
        project = await make_project()
        line, pump = await make_chain(2, project_id=project["id"])
        patch = EquipmentPatch(parent_id=None, name="Pump", model=None)

        await service.update(EquipmentId(pump["id"]), patch=patch, if_match=ANY_VERSION, actor=ADMIN)

        moved, updated = (await announced())[-2:]
        assert moved[0] == "equipment.equipment.moved"
        assert (moved[2]["from_parent_id"], moved[2]["to_parent_id"]) == (str(line["id"]), None)
        assert updated[0] == "equipment.equipment.updated"
        assert updated[2]["changed_fields"] == ["name"]

    async def test_to_where_it_stands_changes_nothing(self, database: Database) -> None:
        project = await make_project()
        line, pump = await make_chain(2, project_id=project["id"])

        after = await move(pump, under=line)

        assert after["version"] == 1

    @pytest.mark.parametrize("level", [0, 2], ids=["itself", "a descendant"])
    async def test_refuses_a_cycle(self, database: Database, level: int) -> None:
        project = await make_project()
        chain = await make_chain(3, project_id=project["id"])

        with pytest.raises(Invalid) as refusal:
            await move(chain[0], under=chain[level])

        assert refusal.value.code == "equipment.parent.cycle"

    async def test_refuses_a_subtree_that_would_be_too_deep(self, database: Database) -> None:
        project = await make_project()
        chain = await make_chain(31, project_id=project["id"])
        hall = await make_equipment("HALL", project_id=project["id"])
        crane = await make_equipment("CRANE", project_id=project["id"], parent_id=hall["id"])

        with pytest.raises(Invalid) as refusal:
            await move(hall, under=chain[30])
        await move(crane, under=chain[30])

        assert refusal.value.code == "equipment.parent.too_deep"


class TestDeleting:
    async def test_leaves_an_item_that_others_hang_under(self, database: Database) -> None:
        project = await make_project()
        line, pump = await make_chain(2, project_id=project["id"])

        with pytest.raises(InUse):
            await service.delete(EquipmentId(line["id"]), if_match=ANY_VERSION, actor=ADMIN)
        await service.delete(EquipmentId(pump["id"]), if_match=ANY_VERSION, actor=ADMIN)

        assert (await announced())[-1][0] == "equipment.equipment.deleted"
