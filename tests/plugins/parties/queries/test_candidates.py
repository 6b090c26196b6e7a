"""Who comes into question for a ticket, the nearest first, in a fixed number of statements."""

from typing import Any

from parties_house import involved, moved, partner_of, registered
from wellkept_sdk.testing import Json, TestApp

WANG = {"name": "王工", "duty": "售后", "phone": "+86 25 0000 0000", "email": None, "preferred": True}
MODEL = {"manufacturer": "KSB", "model": "Etanorm 80"}


async def candidates(app: TestApp, ticket: Json) -> list[tuple[str, str, str]]:
    answer = await app.client.get(f"/v1/tickets/{ticket['id']}/parties/candidates")
    assert answer.is_success, answer.text
    return [(each["party"]["code"], each["role"], each["because"]) for each in answer.json()["items"]]


class TestCandidates:
    async def test_are_named_from_the_item_to_the_project(self, app: TestApp) -> None:
        project = await app.project()
        plant = await app.equipment(project_id=project["id"])
        line = await app.equipment(project_id=project["id"], parent_id=plant["id"])
        pump = await app.equipment(project_id=project["id"], parent_id=line["id"], **MODEL, serial_number="1")
        ticket = await app.ticket(project_id=project["id"], equipment_id=pump["id"])
        await self._involve(app, f"projects/{project['id']}", "C", "designer", scope=["structure"])
        await self._involve(app, f"equipment/{plant['id']}", "FAR", "contractor")
        await self._involve(app, f"equipment/{line['id']}", "B", "installer")
        supplier = await self._involve(app, f"equipment/{pump['id']}", "A", "supplier", scope=["equipment"])
        await involved(app, f"projects/{project['id']}", supplier)
        await self._others(app, project, line)

        answer = await app.client.get(f"/v1/tickets/{ticket['id']}/parties/candidates")

        assert await candidates(app, ticket) == [
            ("A", "supplier", "equipment"),
            ("B", "installer", "parent"),
            ("FAR", "contractor", "parent"),
            ("C", "designer", "project"),
            ("TWIN", "supplier", "model"),
        ]
        assert answer.json()["items"][0] == {
            "party": {"id": supplier["id"], "code": "A", "name": "A Ltd"},
            "role": "supplier",
            "scope": ["equipment"],
            "because": "equipment",
            "contacts": [WANG],
        }

    async def test_of_a_ticket_without_an_item_are_those_of_the_project(self, app: TestApp) -> None:
        project = await app.project()
        ticket = await app.ticket(project_id=project["id"])
        await self._involve(app, f"projects/{project['id']}", "C", "designer")

        before = app.house.statements
        assert await candidates(app, ticket) == [("C", "designer", "project")]
        few = app.house.statements - before
        for number in range(6):
            await self._involve(app, f"projects/{project['id']}", f"D{number}", "contractor")
        before = app.house.statements
        assert len(await candidates(app, ticket)) == 7

        assert app.house.statements - before == few

    async def test_are_for_our_own_house(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        await involved(app, f"tickets/{ticket['id']}", party)
        partner = await partner_of(app, party)

        assert (await partner.get(f"/v1/tickets/{ticket['id']}/parties/candidates")).status_code == 403

    async def _involve(self, app: TestApp, path: str, code: str, role: str, **values: Any) -> Json:
        party = await registered(app, code, roles=sorted({role, "supplier"}), contacts=[WANG])
        await involved(app, path, party, role, **values)
        return party

    async def _others(self, app: TestApp, project: Json, line: Json) -> None:
        """Make one that has supplied the model elsewhere, and those whom nobody should name."""
        twin = await app.equipment(**MODEL, serial_number="2")
        await self._involve(app, f"equipment/{twin['id']}", "TWIN", "supplier")
        await self._involve(app, f"equipment/{twin['id']}", "FITTER", "installer")
        beside = await app.equipment(project_id=project["id"], parent_id=line["id"])
        await self._involve(app, f"equipment/{beside['id']}", "BESIDE", "supplier")
        await self._involve(app, f"projects/{project['id']}", "LATER", "designer", starts_on="2026-06-01")
        blocked = await self._involve(app, f"projects/{project['id']}", "BLOCKED", "designer")
        await moved(app, blocked, "block")
