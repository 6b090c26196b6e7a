"""Whether core may assign somebody who is not eligible."""

from collections.abc import AsyncIterator

import httpx
import pytest

from stations_dispatch import assignment, matter, member, moved, pump, region, seen, shanghai
from stations_house import account, stations_app
from wellkept_sdk.testing import Json, TestApp, dialects

REQUIRED: Json = {"requirements": [{"skills": {"hydraulics": 3}}]}
TERMS: dict[str, Json] = {"strict": {**REQUIRED, "enforce": "refuse"}, "loose": REQUIRED}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param, terms=TERMS) as app:
        yield app


def reasons(answer: httpx.Response) -> list[tuple[str, str, str]]:
    assert answer.status_code == 409, answer.text
    return [(each["plugin"], each["code"], each["message"]) for each in answer.json()["reasons"]]


class TestAssign:
    async def test_is_only_advised_by_default(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="loose"))
        _, one = await member(app, sh, "LI")

        assert (await moved(app.client, ticket, "assign", assignee_id=one["user_id"])).status_code == 201

    async def test_of_whoever_is_not_eligible_is_refused(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="strict"))
        _, one = await member(app, sh, "LI")

        answer = await moved(app.client, ticket, "assign", assignee_id=one["user_id"])

        assert reasons(answer) == [("stations", "stations.dispatch.not_eligible", "hydraulics 3")]
        assert (await seen(app, ticket))["assignee_id"] is None

    async def test_of_whoever_is_eligible_is_done(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="strict"))
        _, one = await member(app, sh, "LI", skills=[{"code": "hydraulics", "level": 3}])

        assert (await moved(app.client, ticket, "assign", assignee_id=one["user_id"])).status_code == 201

    async def test_of_whoever_belongs_to_no_station_of_the_site_is_refused(self, app: TestApp) -> None:
        await shanghai(app)
        far, ticket = (
            await shanghai(app, "BJ", coverage=[region("110000")]),
            await matter(app, await pump(app, contract="strict")),
        )
        _, one = await member(app, far, "LI", skills=[{"code": "hydraulics", "level": 3}])
        _, nobody = await account(app)

        found = [await moved(app.client, ticket, "assign", assignee_id=each) for each in (one["user_id"], nobody)]

        message = "The assignee is no engineer of a station that serves the site."
        assert [reasons(answer) for answer in found] == [[("stations", "stations.dispatch.not_eligible", message)]] * 2

    async def test_is_done_where_a_dispatcher_overrides_with_a_reason(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="strict"))
        _, one = await member(app, sh, "LI")

        refused = await assignment(app.client, ticket, engineer_id=one["id"])
        sent = await assignment(app.client, ticket, engineer_id=one["id"], override={"reason": "He has learnt it."})
        again = await moved(app.client, ticket, "assign", assignee_id=one["user_id"])

        assert (refused.status_code, sent.status_code) == (409, 201)
        # What was overridden once is not overridden for ever.
        assert reasons(again) == [("stations", "stations.dispatch.not_eligible", "hydraulics 3")]

    async def test_is_possible_while_nobody_is_named(self, app: TestApp) -> None:
        await shanghai(app)
        ticket = await matter(app, await pump(app, contract="strict"))

        possible = (await app.client.get(f"/v1/tickets/{ticket['id']}/transitions")).json()

        [assign] = [each for each in possible["actions"] if each["action"] == "assign"]
        assert assign["allowed"] is True


class TestCapacity:
    async def test_is_looked_at_again_once_the_engineer_is_held(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="strict"))
        _, one = await member(app, sh, "LI", skills=[{"code": "hydraulics", "level": 3}], max_open_tickets=1)

        async def full(*_: object, **__: object) -> int:
            return 1

        monkeypatch.setattr("wellkept_stations.service.dispatching.open_tickets", full)
        answer = await moved(app.client, ticket, "assign", assignee_id=one["user_id"])

        assert [code for _, code, _ in reasons(answer)] == ["stations.dispatch.not_eligible"]
