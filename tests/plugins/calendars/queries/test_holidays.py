from calendar_calls import CALENDARS, published
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp

SETS = f"{CALENDARS}/holiday-sets"


class TestHolidaySets:
    async def test_are_listed_by_code(self, app: TestApp) -> None:
        await app.created(SETS, {"code": "acme", "name": "Acme's own days", "region_code": "CN"})

        found = (await app.client.get(SETS)).json()["items"]

        assert [(each["code"], each["region_code"]) for each in found] == [("acme", "CN"), ("cn", "CN")]

    async def test_have_codes_of_their_own(self, app: TestApp) -> None:
        answer = await app.client.post(SETS, json={"code": "cn", "name": "China", "region_code": "CN"})

        assert (answer.status_code, answer.json()["code"]) == (409, "code_taken")
        assert answer.json()["errors"][0]["pointer"] == "/code"

    async def test_are_made_by_admins(self, app: TestApp) -> None:
        viewer = await app.as_actor(Role.VIEWER)

        assert (await viewer.get(f"{SETS}/cn/years")).status_code == 200
        assert (await viewer.post(SETS, json={})).status_code == 403
        assert (await viewer.post(f"{SETS}/cn/years", json={})).status_code == 403


class TestYears:
    async def test_tell_the_papers_and_their_days(self, app: TestApp) -> None:
        [year] = (await app.client.get(f"{SETS}/cn/years", params={"year": 2026})).json()["items"]

        assert (year["year"], year["revision"], year["status"], year["checked_on"]) == (
            2026,
            1,
            "published",
            "2026-11-21",
        )
        assert year["sources"] == ["https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"]
        assert len(year["days"]) == 39
        assert year["days"][3] == {"on": "2026-01-04", "kind": "working", "name": "元旦"}

    async def test_are_listed_from_the_first(self, app: TestApp) -> None:
        found = (await app.client.get(f"{SETS}/cn/years")).json()["items"]

        assert [each["year"] for each in found] == list(range(2007, 2027))

    async def test_of_an_unknown_set_are_not_found(self, app: TestApp) -> None:
        assert (await app.client.get(f"{SETS}/mars/years")).status_code == 404
        assert (await published(app, 2027, [], code="mars")).status_code == 404
