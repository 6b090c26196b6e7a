"""Correcting fields of a ticket."""

import pytest

from api import Api


class TestUpdate:
    async def test_records_one_change_with_before_and_after(self, admin: Api) -> None:
        ticket = await admin.ticket(metadata={"a": 1, "b": 2})

        patched = await admin.patch(f"/v1/tickets/{ticket['id']}", {"grade": 1, "metadata": {"a": None, "c": 3}})

        assert patched.json()["metadata"] == {"b": 2, "c": 3}
        assert patched.headers["etag"] == '"2"'
        [_, change] = await admin.all_items(f"/v1/tickets/{ticket['id']}/history")
        assert change["kind"] == "change"
        assert change["data"]["grade"] == {"before": 3, "after": 1}

    async def test_writes_nothing_when_nothing_differs(self, admin: Api) -> None:
        ticket = await admin.ticket()

        same = await admin.patch(f"/v1/tickets/{ticket['id']}", {"grade": 3})

        assert (same.status_code, same.json()["version"]) == (200, 1)

    async def test_refuses_a_null_where_a_value_must_be(self, admin: Api) -> None:
        ticket = await admin.ticket()

        answer = await admin.patch(f"/v1/tickets/{ticket['id']}", {"title": None})

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/title")

    async def test_refuses_a_stale_version(self, admin: Api) -> None:
        ticket = await admin.ticket()
        await admin.patch(f"/v1/tickets/{ticket['id']}", {"grade": 1})

        answer = await admin.patch(f"/v1/tickets/{ticket['id']}", {"grade": 2}, headers={"If-Match": '"1"'})

        assert answer.status_code == 412
        assert (await admin.found(f"/v1/tickets/{ticket['id']}"))["grade"] == 1

    async def test_corrects_who_reported_the_matter(self, admin: Api) -> None:
        ticket = await admin.ticket(reporter={"name": "Frau Huber", "phone": "+43 1 555"})
        path = f"/v1/tickets/{ticket['id']}"

        other = await admin.patch(path, {"reporter": {"name": "Herr Maier"}})
        nobody = await admin.patch(path, {"reporter": None})

        assert other.json()["reporter"] == {"name": "Herr Maier", "phone": None, "email": None}
        assert nobody.json()["reporter"] is None

    @pytest.mark.parametrize("equipment", ["foreign", "missing"])
    async def test_refuses_equipment_that_does_not_fit(self, admin: Api, equipment: str) -> None:
        ticket, other = await admin.ticket(), await admin.project()
        pump = await admin.equipment(project_id=other["id"])
        equipment_id = pump["id"] if equipment == "foreign" else ticket["id"]

        answer = await admin.patch(f"/v1/tickets/{ticket['id']}", {"equipment_id": equipment_id})

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/equipment_id")

    async def test_finds_the_ticket_that_came_back(self, admin: Api) -> None:
        project = await admin.project()
        pump = await admin.equipment(project_id=project["id"])
        first = await admin.ticket(project_id=project["id"], equipment_id=pump["id"], fault_code="E-501")
        await admin.act(first["id"], "resolve", cause="dirt", measure="cleaned")
        again = await admin.ticket(project_id=project["id"])

        patched = await admin.patch(f"/v1/tickets/{again['id']}", {"equipment_id": pump["id"], "fault_code": "E-501"})

        assert patched.json()["previous_ticket_id"] == first["id"]
        assert patched.headers["etag"] == f'"{patched.json()["version"]}"'
