"""What records show of their parties; one statement for a whole page."""

from typing import Any
from uuid import UUID

from parties_house import involved, registered
from wellkept_parties.tables import PartiesInvolvement
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp


async def shown(app: TestApp, path: str) -> Json:
    answer = await app.client.get(f"/v1/{path}")
    assert answer.is_success, answer.text
    return answer.json()["extensions"]["parties"]


async def found(app: TestApp, collection: str, **query: Any) -> list[str]:
    answer = await app.client.get(f"/v1/{collection}", params=query)
    assert answer.is_success, answer.text
    return [record["id"] for record in answer.json()["items"]]


class TestRecord:
    async def test_shows_who_takes_part_and_is_found_by_it(self, app: TestApp) -> None:
        party, other = await registered(app, "PUMPCO", roles=["supplier", "installer"]), await registered(app, "B")
        project, stranger = await app.project(), await app.project()
        pump = await app.equipment(project_id=project["id"])
        ticket, plain = [await app.ticket(project_id=project["id"]) for _ in range(2)]
        await involved(app, f"projects/{project['id']}", party, scope=["structure", "hvac"])
        await involved(app, f"projects/{project['id']}", party, "installer", scope=["installation"])
        await involved(app, f"projects/{project['id']}", other, scope=["part"], starts_on="2026-06-01")
        await involved(app, f"equipment/{pump['id']}", party)
        await involved(app, f"equipment/{pump['id']}", party, "installer")
        made = await involved(app, f"tickets/{ticket['id']}", party)
        by_party = {"extensions.parties.party_id": party["id"]}

        assert await shown(app, f"projects/{project['id']}") == {
            "count": 2,
            "missing_scopes": ["waterproofing", "electrical", "plumbing", "fit_out", "control", "equipment"],
        }
        assert (await shown(app, f"projects/{stranger['id']}"))["count"] == 0
        assert await shown(app, f"equipment/{pump['id']}") == {
            "suppliers": [{"id": party["id"], "code": "PUMPCO", "name": "PUMPCO Ltd"}]
        }
        assert await shown(app, f"tickets/{ticket['id']}") == {
            "involved": [{"party_id": party["id"], "code": "PUMPCO", "role": "supplier"}]
        }
        assert await shown(app, f"tickets/{plain['id']}") == {"involved": []}
        assert await found(app, "tickets", **by_party) == [ticket["id"]]
        assert await found(app, "projects", **by_party) == [project["id"]]
        await app.client.delete(f"/v1/tickets/{ticket['id']}/parties/{made['id']}")
        assert await shown(app, f"tickets/{ticket['id']}") == {"involved": []}
        assert await found(app, "tickets", **by_party) == []

    async def test_shows_a_party_once_whose_parts_follow_each_other(self, app: TestApp) -> None:
        party, pump = await registered(app, "PUMPCO"), await app.equipment()
        ticket = await app.ticket()
        for path in (f"equipment/{pump['id']}", f"tickets/{ticket['id']}"):
            await involved(app, path, party, ends_on="2026-06-01")
            await involved(app, path, party, starts_on="2026-07-01")

        assert (await shown(app, f"equipment/{pump['id']}"))["suppliers"] == [
            {"id": party["id"], "code": "PUMPCO", "name": "PUMPCO Ltd"}
        ]
        assert (await shown(app, f"tickets/{ticket['id']}"))["involved"] == [
            {"party_id": party["id"], "code": "PUMPCO", "role": "supplier"}
        ]

    async def test_shows_nothing_of_what_was_over_when_it_was_written_down(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        path = f"projects/{ticket['project_id']}"
        for each in (path, f"tickets/{ticket['id']}"):
            await involved(app, each, party, scope=["hvac"], starts_on="2020-01-01", ends_on="2026-03-02")

        assert (await shown(app, path))["count"] == 0
        assert "hvac" in (await shown(app, path))["missing_scopes"]
        assert await shown(app, f"tickets/{ticket['id']}") == {"involved": []}
        assert await found(app, "tickets", **{"extensions.parties.party_id": party["id"]}) == []

    async def test_shows_nothing_of_it_to_customers_and_programs_that_may_not(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        await involved(app, f"tickets/{ticket['id']}", party)
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        program = await app.as_actor(Role.INTEGRATION, scopes=["tickets:read"])

        for client in (customer, program):
            assert (await client.get(f"/v1/tickets/{ticket['id']}")).json()["extensions"] == {}


class TestPage:
    async def test_of_200_tickets_costs_one_statement_more(self, app: TestApp) -> None:
        party, project = await registered(app), await app.project()
        tickets = [await app.ticket(project_id=project["id"]) for _ in range(20)]
        made = await involved(app, f"tickets/{tickets[0]['id']}", party)
        await self._involve_all(app, made, [ticket["id"] for ticket in tickets[1:]])
        costs: list[int] = []
        for query in ({"limit": "200"}, {"limit": "200", "include": "parties"}):
            await app.client.get("/v1/tickets", params=query)
            before = app.house.statements
            page = (await app.client.get("/v1/tickets", params=query)).json()["items"]
            costs.append(app.house.statements - before)

        assert costs[1] - costs[0] == 1
        involved_in = [ticket["extensions"]["parties"]["involved"][0]["party_id"] for ticket in page]
        assert involved_in == [party["id"]] * 20

    async def _involve_all(self, app: TestApp, made: Json, ticket_ids: list[str]) -> None:
        ctx = await app.house.context("parties", None)
        [row] = await app.house.fetch("SELECT * FROM parties_involvement WHERE id = ?", UUID(made["id"]))
        rows = [
            {**{name: value for name, value in row.items() if name != "id"}, "record_id": UUID(ticket_id)}
            for ticket_id in ticket_ids
        ]
        async with app.house.transaction():
            await ctx.db.insert_many(PartiesInvolvement, rows)
