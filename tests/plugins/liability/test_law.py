"""What the law asks, and seasons, as they are shipped and recorded."""

from collections.abc import AsyncIterator

import pytest

from liability_house import asked_to_promise, liability_app, promised, site
from parties_house import mistakes, refusal
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

RULES = "/v1/liability/statutory-rules"
SEASONS = "/v1/liability/seasons"
RULE: Json = {
    "code": "SH-7",
    "jurisdiction": "CN",
    "scope": "control",
    "minimum": {"kind": "calendar", "years": 3},
    "article": "7",
    "source": "A city's own rule",
    "effective_from": "2020-01-01",
}
SEASON: Json = {
    "region_prefix": "23",
    "season": "heating",
    "starts_md": "10-20",
    "ends_md": "04-20",
    "source": "Announced by the city",
}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, terms={"elsewhere": {"jurisdiction": "XX"}}) as app:
        yield app


class TestShippedRules:
    async def test_are_those_of_the_regulation(self, app: TestApp) -> None:
        items = (await app.client.get(RULES)).json()["items"]

        two_years = {"kind": "calendar", "years": 2}
        assert [(each["code"], each["scope"], each["minimum"]) for each in items] == [
            ("CN-279-40-1", "structure", {"kind": "design_life", "years": 1}),
            ("CN-279-40-2", "waterproofing", {"kind": "calendar", "years": 5}),
            ("CN-279-40-3", "hvac", {"kind": "seasons", "count": 2}),
            ("CN-279-40-4-electrical", "electrical", two_years),
            ("CN-279-40-4-fit_out", "fit_out", two_years),
            ("CN-279-40-4-installation", "installation", two_years),
            ("CN-279-40-4-plumbing", "plumbing", two_years),
        ]
        assert {
            (each["jurisdiction"], each["effective_from"], each["checked_on"], each["verified"]) for each in items
        } == {("CN", "2000-01-30", "2026-11-21", False)}

    async def test_are_found_by_scope_and_jurisdiction(self, app: TestApp) -> None:
        assert len((await app.client.get(RULES, params={"scope": "hvac"})).json()["items"]) == 1
        assert (await app.client.get(RULES, params={"jurisdiction": "XX"})).json()["items"] == []

    async def test_hold_only_in_their_jurisdiction(self, app: TestApp) -> None:
        made = await promised(
            app,
            await site(app, contract="elsewhere"),
            scope="waterproofing",
            length={"kind": "calendar", "years": 1},
        )

        assert made["statutory"] is None


class TestRule:
    async def test_holds_for_warranties_from_now_on(self, app: TestApp) -> None:
        project = await site(app)
        before = await promised(app, project, scope="control")

        made = await app.created(RULES, RULE)
        answer = await asked_to_promise(app, project, scope="control")

        assert made == {
            **RULE,
            "id": made["id"],
            "checked_on": None,
            "verified": False,
            "created_at": made["created_at"],
        }
        assert (before["statutory"], answer.status_code, answer.json()["rule"]) == (None, 422, "SH-7")

    async def test_holds_for_what_was_accepted_since(self, app: TestApp) -> None:
        await app.created(RULES, RULE)

        assert (await promised(app, await site(app, accepted_on="2019-12-31"), scope="control"))["statutory"] is None

    async def test_has_a_code_of_its_own(self, app: TestApp) -> None:
        answer = await app.client.post(RULES, json={**RULE, "code": "CN-279-40-1"})

        assert refusal(answer) == (409, "liability.statutory_rule.taken")

    @pytest.mark.parametrize(
        "minimum",
        [
            {"kind": "calendar"},
            {"kind": "running_hours", "hours": 1, "within": {"years": 1}},
            {"kind": "seasons", "count": 0},
            {},
        ],
    )
    async def test_asks_for_something(self, app: TestApp, minimum: Json) -> None:
        assert (await app.client.post(RULES, json={**RULE, "minimum": minimum})).status_code == 422


class TestSeason:
    async def test_is_shipped_for_everywhere(self, app: TestApp) -> None:
        items = (await app.client.get(SEASONS)).json()["items"]

        assert {(each["region_prefix"], each["season"], each["starts_md"], each["ends_md"]) for each in items} == {
            ("", "heating", "11-15", "03-15"),
            ("", "cooling", "06-15", "09-15"),
        }

    async def test_is_recorded_for_a_region_once(self, app: TestApp) -> None:
        made = await app.created(SEASONS, SEASON)

        assert made == {**SEASON, "id": made["id"], "created_at": made["created_at"]}
        assert refusal(await app.client.post(SEASONS, json=SEASON)) == (409, "liability.season.taken")
        found = (await app.client.get(SEASONS, params={"season": "heating"})).json()["items"]
        assert [each["region_prefix"] for each in found] == ["", "23"]

    async def test_has_days_that_there_are(self, app: TestApp) -> None:
        answer = await app.client.post(SEASONS, json={**SEASON, "starts_md": "02-30", "ends_md": "04-31"})

        assert mistakes(answer) == [("/starts_md", "type"), ("/ends_md", "type")]
        assert (await app.client.post(SEASONS, json={**SEASON, "starts_md": "20-10"})).status_code == 422


class TestWhoMay:
    @pytest.mark.parametrize("path", [RULES, SEASONS])
    async def test_read_and_decide(self, app: TestApp, path: str) -> None:
        project = await site(app)
        engineer = await app.as_actor(Role.ENGINEER)
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])

        assert (await engineer.get(path)).status_code == 200
        assert (await engineer.post(path, json={})).status_code == 403
        assert (await customer.get(path)).status_code == 403
