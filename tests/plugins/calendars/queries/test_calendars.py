from calendar_calls import CALENDARS, made
from wellkept_sdk.testing import TestApp


class TestList:
    async def test_is_filtered_and_sorted(self, app: TestApp) -> None:
        yard = await made(app, "a-yard")
        await app.client.patch(f"{CALENDARS}/{yard['id']}", json={"archived": True})

        assert await listed(app) == ["24x7", "a-yard", "cn-standard"]
        assert await listed(app, sort="-code") == ["cn-standard", "a-yard", "24x7"]
        assert await listed(app, archived="true") == ["a-yard"]
        assert await listed(app, archived="false", sort="code") == ["24x7", "cn-standard"]
        assert await listed(app, code="24x7") == ["24x7"]

    async def test_goes_on_behind_a_cursor(self, app: TestApp) -> None:
        first = (await app.client.get(CALENDARS, params={"limit": 1})).json()
        second = (await app.client.get(CALENDARS, params={"limit": 1, "cursor": first["next_cursor"]})).json()

        assert [page["items"][0]["code"] for page in (first, second)] == ["24x7", "cn-standard"]
        assert second["next_cursor"] is None

    async def test_costs_as_much_for_many_as_for_one(self, app: TestApp) -> None:
        before = app.house.statements
        await app.client.get(CALENDARS, params={"limit": 1})
        for_one = app.house.statements - before
        for number in range(5):
            await made(app, f"yard-{number}", holiday_sets=["cn"])
        before = app.house.statements
        await app.client.get(CALENDARS)

        assert app.house.statements - before <= for_one + 1


async def listed(app: TestApp, **params: str) -> list[str]:
    answer = await app.client.get(CALENDARS, params=params)
    return [each["code"] for each in answer.json()["items"]]
