from typing import Any

from httpx import AsyncClient

from core_api import ClientOf, customer_actor
from installed_base import make_equipment, make_project
from wellkept.platform.storage.database import Database
from wellkept_sdk.records.equipment import Criticality, EquipmentStatus


class TestEquipment:
    async def test_is_made_with_every_field(self, client: AsyncClient) -> None:
        project = await make_project()
        line = await make_equipment("LINE", project_id=project["id"])
        body = {
            "code": "P-101",
            "name": "Feed pump",
            "project_id": str(project["id"]),
            "parent_id": str(line["id"]),
            "manufacturer": "KSB",
            "model": "Etanorm",
            "serial_number": "77",
            "installed_on": "2026-01-31",
            "commissioned_on": "2026-02-28",
            "status": "stopped",
            "location": "Hall 3",
            "criticality": "a",
            "specifications": {"power_kw": 7.5, "seals": ["A", "B"]},
            "metadata": {"erp": 7},
        }

        made = await client.post("/equipment", json=body)

        assert (made.status_code, made.headers["etag"]) == (201, '"1"')
        assert made.headers["location"] == f"/v1/equipment/{made.json()['id']}"
        assert made.json() | body == made.json()
        assert "path" not in made.json()

    async def test_is_made_with_defaults(self, client: AsyncClient) -> None:
        project = await make_project()

        made = await client.post("/equipment", json={"code": "P", "name": "P", "project_id": str(project["id"])})

        defaults: dict[str, Any] = {
            "parent_id": None,
            "status": "in_service",
            "criticality": None,
            "specifications": {},
        }
        assert made.json() | defaults == made.json()

    async def test_is_moved_by_a_patch_of_its_parent(self, client: AsyncClient) -> None:
        project = await make_project()
        line = await make_equipment("LINE", project_id=project["id"])
        pump = await make_equipment("P-101", project_id=project["id"])

        moved = await client.patch(f"/equipment/{pump['id']}", json={"parent_id": str(line["id"])})
        cycle = await client.patch(f"/equipment/{line['id']}", json={"parent_id": str(pump["id"])})

        assert (moved.status_code, moved.json()["parent_id"]) == (200, str(line["id"]))
        assert (cycle.status_code, cycle.json()["code"]) == (422, "equipment.parent.cycle")
        assert [error["pointer"] for error in cycle.json()["errors"]] == ["/parent_id"]

    async def test_merges_specifications(self, client: AsyncClient) -> None:
        project = await make_project()
        pump = await make_equipment("P-101", project_id=project["id"], specifications={"power_kw": 7.5, "poles": 4})

        after = await client.patch(f"/equipment/{pump['id']}", json={"specifications": {"poles": None}})

        assert after.json()["specifications"] == {"power_kw": 7.5}

    async def test_stays_while_other_equipment_hangs_under_it(self, client: AsyncClient) -> None:
        project = await make_project()
        line = await make_equipment("LINE", project_id=project["id"])
        pump = await make_equipment("P-101", project_id=project["id"], parent_id=line["id"])

        answers = [await client.delete(f"/equipment/{item['id']}") for item in (line, pump, line)]

        assert [answer.status_code for answer in answers] == [409, 204, 204]


class TestEquipmentList:
    async def test_filters(self, client: AsyncClient) -> None:
        here, there = await make_project("HERE"), await make_project("THERE")
        line = await make_equipment("LINE", project_id=here["id"])
        pump = await make_equipment(
            "P-101",
            project_id=here["id"],
            parent_id=line["id"],
            status=EquipmentStatus.STOPPED,
            criticality=Criticality.A,
            manufacturer="KSB",
            model="Etanorm",
            serial_number="77",
        )
        await make_equipment("SEAL", project_id=here["id"], parent_id=pump["id"])
        await make_equipment("CRANE", project_id=there["id"])

        async def codes(**query: object) -> list[str]:
            answer = await client.get("/equipment", params={name: str(value) for name, value in query.items()})
            assert answer.status_code == 200, answer.text
            return [item["code"] for item in answer.json()["items"]]

        assert await codes() == ["CRANE", "LINE", "P-101", "SEAL"]
        assert await codes(code="P-101") == ["P-101"]
        assert await codes(project_id=there["id"]) == ["CRANE"]
        assert await codes(customer_id=there["customer_id"]) == ["CRANE"]
        assert await codes(parent_id=line["id"]) == ["P-101"]
        assert await codes(roots="true") == ["CRANE", "LINE"]
        assert await codes(roots="false") == ["P-101", "SEAL"]
        assert await codes(below=line["id"]) == ["LINE", "P-101", "SEAL"]
        assert await codes(below=pump["id"]) == ["P-101", "SEAL"]
        assert await codes(below=here["id"]) == []
        assert await codes(status="stopped") == ["P-101"]
        assert await codes(criticality="a") == ["P-101"]
        assert await codes(manufacturer="KSB", model="Etanorm", serial_number="77") == ["P-101"]
        assert await codes(q="item s") == ["SEAL"]

    async def test_takes_one_statement_like_a_single_item(self, database: Database, client: AsyncClient) -> None:
        project = await make_project()
        pump = await make_equipment("P-101", project_id=project["id"])

        async def statements(path: str, **query: str) -> int:
            before = database.statements
            assert (await client.get(path, params=query)).status_code == 200
            return database.statements - before

        assert await statements("/equipment", below=str(pump["id"]), customer_id=str(project["customer_id"])) == 1
        assert await statements(f"/equipment/{pump['id']}") == 1


class TestEquipmentOfCustomersPeople:
    async def test_is_their_own_alone_and_without_metadata(self, client_of: ClientOf) -> None:
        own, other = await make_project("OWN"), await make_project("OTHER")
        await make_equipment("P-101", project_id=own["id"], metadata={"margin": 7}, specifications={"poles": 4})
        foreign = await make_equipment("X-1", project_id=other["id"])
        client = client_of(customer_actor(own["customer_id"]))

        listed = await client.get("/equipment")
        single = await client.get(f"/equipment/{foreign['id']}")
        below = await client.get("/equipment", params={"below": str(foreign["id"])})

        assert [(item["code"], item["metadata"], item["specifications"]) for item in listed.json()["items"]] == [
            ("P-101", {}, {"poles": 4})
        ]
        assert single.status_code == 404
        assert below.json()["items"] == []
