"""Lists of involvements: of a party, of a record, on a day."""

from typing import Any

from parties_house import PARTIES, involved, refusal, registered
from wellkept_sdk.testing import TestApp


async def roles(app: TestApp, path: str, **query: Any) -> list[tuple[str, str]]:
    answer = await app.client.get(path, params=query)
    assert answer.is_success, answer.text
    return [(each["record_kind"], each["role"]) for each in answer.json()["items"]]


class TestList:
    async def test_is_narrowed_by_kind_role_and_day(self, app: TestApp) -> None:
        party, project = await registered(app, roles=["supplier", "installer"]), await app.project()
        ticket = await app.ticket(project_id=project["id"])
        await involved(app, f"projects/{project['id']}", party, starts_on="2026-01-01", ends_on="2026-02-01")
        await involved(app, f"projects/{project['id']}", party, "installer")
        await involved(app, f"tickets/{ticket['id']}", party)
        of_party, of_project = f"{PARTIES}/{party['id']}/involvements", f"/v1/projects/{project['id']}/parties"

        assert await roles(app, of_party) == [("project", "supplier"), ("project", "installer"), ("ticket", "supplier")]
        assert await roles(app, of_party, record_kind="ticket") == [("ticket", "supplier")]
        assert await roles(app, of_party, role="installer") == [("project", "installer")]
        assert await roles(app, of_party, on="2026-01-31") == [("project", "supplier")]
        assert await roles(app, of_party, on="2026-02-01") == []
        assert await roles(app, of_project, on="2026-03-02") == [("project", "installer")]
        assert await roles(app, of_project) == [("project", "supplier"), ("project", "installer")]
        first = (await app.client.get(of_party, params={"limit": 2})).json()
        assert await roles(app, of_party, limit=2, cursor=first["next_cursor"]) == [("ticket", "supplier")]
        assert (await app.client.get(of_party, params={"record_kind": "customer"})).status_code == 422

    async def test_needs_a_party(self, app: TestApp) -> None:
        answer = await app.client.get(f"{PARTIES}/00000000-0000-0000-0000-000000000001/involvements")

        assert refusal(answer) == (404, "parties.party.not_found")
