"""The duty list of a project, on a day of its site."""

from typing import Any

from parties_house import involved, moment, registered
from wellkept_sdk.testing import Json, TestApp


async def duties(app: TestApp, project: Json, **query: Any) -> Json:
    answer = await app.client.get(f"/v1/projects/{project['id']}/parties/duties", params=query)
    assert answer.is_success, answer.text
    return answer.json()


class TestDutyList:
    async def test_names_who_answers_for_what_and_what_nobody_covers(self, app: TestApp) -> None:
        project, party = await app.project(), await registered(app, "CHILLCO", roles=["installer"])
        await involved(app, f"projects/{project['id']}", party, "installer", scope=["hvac"])

        told = await duties(app, project)

        [hvac] = [item for item in told["items"] if item["scope"] == "hvac"]
        [leaks] = [item for item in told["items"] if item["scope"] == "waterproofing"]
        chillco = {"id": party["id"], "code": "CHILLCO", "name": "CHILLCO Ltd"}
        assert told["on"] == "2026-03-02"
        assert hvac == {"scope": "hvac", "role": "installer", "parties": [chillco], "missing": False}
        assert leaks == {"scope": "waterproofing", "role": None, "parties": [], "missing": True}

    async def test_is_of_one_day_of_the_site(self, app: TestApp) -> None:
        project, party = await app.project(site={"time_zone": "America/Los_Angeles"}), await registered(app)
        path, scope = f"projects/{project['id']}", ["hvac"]
        await involved(app, path, party, scope=scope, starts_on="2026-03-01", ends_on="2026-04-01")

        async def is_missing(**query: Any) -> bool:
            [item] = [item for item in (await duties(app, project, **query))["items"] if item["scope"] == "hvac"]
            return item["missing"]

        assert await is_missing(on="2026-02-28")
        assert not await is_missing(on="2026-03-31")
        assert await is_missing(on="2026-04-01")
        app.clock.set(moment("2026-04-01T06:59:59Z"))
        assert not await is_missing()
        app.clock.set(moment("2026-04-01T07:00:00Z"))
        assert await is_missing()
