from calendar_calls import CALENDARS, calendar, errors, made, off, published
from wellkept_sdk.testing import Json, TestApp

SETS = f"{CALENDARS}/holiday-sets"


class TestPublishing:
    async def test_revises_every_calendar_that_follows_the_set(self, app: TestApp) -> None:
        follower, stranger = await made(app, "follower", holiday_sets=["cn"]), await made(app, "stranger")
        archived = await made(app, "archived", holiday_sets=["cn"])
        await app.client.patch(f"{CALENDARS}/{archived['id']}", json={"archived": True})

        answer = await published(app, 2027, [off("2027-01-01")])

        assert (answer.status_code, answer.json()["revision"]) == (201, 1)
        numbers = {code: (await calendar(app, code))["revision"]["number"] for code in CODES}
        assert numbers == {"follower": 2, "archived": 2, "cn-standard": 2, "stranger": 1, "24x7": 1}
        revision = (await calendar(app, "follower"))["revision"]
        assert (revision["published_through"], revision["apply_to"]) == (2027, "open_clocks")
        assert revision["weekly"] == follower["revision"]["weekly"]
        assert await events(app, "calendars.holiday_year.published") == [
            {"set_code": "cn", "year": 2027, "revision": 1}
        ]
        assert sorted(event["code"] for event in await events(app, "calendars.calendar.revised")) == [
            "archived",
            "cn-standard",
            "follower",
        ]
        assert stranger["revision"] == (await calendar(app, "stranger"))["revision"]

    async def test_of_what_is_known_changes_nothing(self, app: TestApp) -> None:
        first = await published(app, 2027, [off("2027-01-01")])

        again = await published(app, 2027, [off("2027-01-01")], checked_on="2026-12-24")

        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json() == first.json()
        assert (await calendar(app))["revision"]["number"] == 2

    async def test_of_what_is_known_in_another_order_changes_nothing(self, app: TestApp) -> None:
        first = await published(app, 2027, [off("2027-01-02"), off("2027-01-01")])

        again = await published(app, 2027, [off("2027-01-01"), off("2027-01-02")])

        assert (first.status_code, again.status_code) == (201, 200)
        assert [day["on"] for day in first.json()["days"]] == ["2027-01-01", "2027-01-02"]

    async def test_of_a_correction_is_the_next_revision(self, app: TestApp) -> None:
        await published(app, 2027, [off("2027-01-01")])

        answer = await published(app, 2027, [off("2027-01-01"), off("2027-01-04")])

        assert (answer.status_code, answer.json()["revision"]) == (201, 2)
        [known] = (await app.client.get(f"{SETS}/cn/years", params={"year": 2027})).json()["items"]
        assert known == answer.json()
        assert (await calendar(app))["revision"]["number"] == 3

    async def test_of_nothing_leaves_the_year_provisional(self, app: TestApp) -> None:
        answer = await published(app, 2027, [], status="not_yet_published")

        assert answer.status_code == 201
        assert (await calendar(app))["revision"]["published_through"] == 2026
        assert await events(app, "calendars.holiday_year.published") == []

    async def test_lets_the_later_paper_decide_about_a_day(self, app: TestApp) -> None:
        await published(app, 2027, [{"on": "2026-12-31", "kind": "off", "name": "元旦"}])
        calendar_id = (await calendar(app))["id"]

        answer = await app.client.get(
            f"{CALENDARS}/{calendar_id}/days", params={"from_on": "2026-12-31", "to_on": "2026-12-31"}
        )

        assert answer.json()["items"][0]["because"] == "holiday"

    async def test_refuses_days_that_do_not_belong_to_the_year(self, app: TestApp) -> None:
        days = [off("2027-01-01"), off("2025-12-31"), off("2028-01-01"), off("2029-01-01"), off("2027-01-01")]

        assert errors(await published(app, 2027, days)) == [
            ("/days/1", "calendars.holiday_year.invalid"),
            ("/days/3", "calendars.holiday_year.invalid"),
            ("/days/4", "calendars.holiday_year.invalid"),
        ]

    async def test_refuses_days_of_a_year_that_is_not_published(self, app: TestApp) -> None:
        answer = await published(app, 2027, [off("2027-01-01")], status="not_yet_published")

        assert errors(answer) == [("/status", "calendars.holiday_year.invalid")]

    async def test_refuses_years_beyond_bounds(self, app: TestApp) -> None:
        assert errors(await published(app, 1899, [])) == [("/year", "too_small")]
        assert errors(await published(app, 2201, [])) == [("/year", "too_large")]


CODES = ("follower", "archived", "cn-standard", "stranger", "24x7")


async def events(app: TestApp, kind: str) -> list[Json]:
    return [row["data"] for row in await app.house.fetch("SELECT data FROM event WHERE type = ? ORDER BY seq", kind)]
