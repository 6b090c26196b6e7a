"""A site in another zone has its days at other moments; what is deleted has no parties."""

from parties_house import events, involved, moment, registered, rows_of
from wellkept_sdk.testing import TestApp


class TestSiteInAnotherZone:
    async def test_has_its_days_at_other_moments(self, app: TestApp) -> None:
        project, party = await app.project(), await registered(app)
        pump = await app.equipment(project_id=project["id"])
        ticket = await app.ticket(project_id=project["id"], equipment_id=pump["id"])
        paths = [f"projects/{project['id']}", f"equipment/{pump['id']}", f"tickets/{ticket['id']}"]
        for path in paths:
            await involved(app, path, party, starts_on="2026-04-01", ends_on="2026-05-01")

        await app.client.patch(f"/v1/projects/{project['id']}", json={"site": {"time_zone": "America/Los_Angeles"}})

        for record in (project, pump, ticket):
            [row] = await rows_of(app, record["id"])
            assert (row["starts_at"], row["ends_at"]) == (
                moment("2026-04-01T07:00:00Z"),
                moment("2026-05-01T07:00:00Z"),
            )

    async def test_is_that_of_its_customer_where_it_names_none(self, app: TestApp) -> None:
        customer, party = await app.customer(), await registered(app)
        plain = await app.project(customer_id=customer["id"])
        named = await app.project(customer_id=customer["id"], site={"time_zone": "Asia/Tokyo"})
        for project in (plain, named):
            await involved(app, f"projects/{project['id']}", party, starts_on="2026-04-01")

        await app.client.patch(f"/v1/customers/{customer['id']}", json={"time_zone": "Europe/Berlin"})
        await app.client.patch(f"/v1/customers/{customer['id']}", json={"name": "New name"})
        await app.client.patch(f"/v1/projects/{plain['id']}", json={"name": "New name"})

        assert [(await rows_of(app, project["id"]))[0]["starts_at"] for project in (plain, named)] == [
            moment("2026-03-31T22:00:00Z"),
            moment("2026-03-31T15:00:00Z"),
        ]

    async def test_moves_where_nobody_takes_part(self, app: TestApp) -> None:
        project = await app.project()

        answer = await app.client.patch(f"/v1/projects/{project['id']}", json={"site": {"time_zone": "Asia/Tokyo"}})

        assert answer.status_code == 200


class TestDeletedRecord:
    async def test_has_no_parties(self, app: TestApp) -> None:
        project, party = await app.project(), await registered(app)
        pump = await app.equipment(project_id=project["id"])
        gone = await involved(app, f"equipment/{pump['id']}", party)
        await app.client.delete(f"/v1/equipment/{pump['id']}/parties/{gone['id']}")
        last = await involved(app, f"projects/{project['id']}", party)

        for path in (f"/v1/equipment/{pump['id']}", f"/v1/projects/{project['id']}"):
            answer = await app.client.delete(path)
            assert answer.is_success, answer.text

        assert await app.house.fetch("SELECT id FROM parties_involvement") == []
        ended = [data["involvement_id"] for name, data in await events(app) if name == "involvement.ended"]
        assert ended == [gone["id"], last["id"]]
