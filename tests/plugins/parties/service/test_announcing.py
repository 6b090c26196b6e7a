"""Every event of an involvement names the party as its subject; the rest is told where it happens."""

from parties_house import PARTIES, involved, registered
from wellkept_sdk.testing import TestApp


class TestEvents:
    async def test_are_found_by_the_party(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        made = await involved(app, f"tickets/{ticket['id']}", party)
        await app.client.delete(f"/v1/tickets/{ticket['id']}/parties/{made['id']}")
        await app.client.patch(f"{PARTIES}/{party['id']}", json={"name": "x"})

        rows = await app.house.fetch("SELECT type, subject FROM event WHERE type LIKE 'parties.%' ORDER BY seq")

        assert [row["type"] for row in rows] == [
            "parties.party.created",
            "parties.involvement.started",
            "parties.involvement.ended",
            "parties.party.updated",
        ]
        assert {row["subject"] for row in rows} == {f"parties/{party['id']}"}
