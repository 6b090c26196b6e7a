from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from articles_house import ARTICLES, ArticlesApp, articles_app
from demo_scenes import small_scene
from wellkept.demo.parts_of_plugins import tell_parts
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.testing import Json, dialects

CLOSED, RESOLVED, AT_WORK = TicketStatus.CLOSED, TicketStatus.RESOLVED, TicketStatus.IN_PROGRESS
WANTED = [("pump", CLOSED), ("pump", AT_WORK), ("pump", RESOLVED), ("chiller", CLOSED), ("fan", CLOSED)]
SEAL = "水泵机械密封漏水的处理"


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


async def articles(house: ArticlesApp, **params: str) -> dict[str, Json]:
    answer = await house.app.client.get(ARTICLES, params=params)
    return {each["title"]: each for each in answer.json()["items"]}


class TestDemo:
    async def test_has_published_articles_in_both_languages_one_to_be_looked_at_and_a_draft(
        self, house: ArticlesApp
    ) -> None:
        await tell_parts(await small_scene(house.app, WANTED, contract="plain"))

        found = await articles(house)
        assert sorted((each["language"], each["status"]) for each in found.values()) == [
            ("en", "published"),
            ("en", "published"),
            ("zh-CN", "draft"),
            ("zh-CN", "published"),
            ("zh-CN", "published"),
            ("zh-CN", "stale"),
        ]
        assert (found[SEAL]["created_at"], found[SEAL]["audience"]) == ("2026-06-13T04:00:00Z", "customer")
        assert next(hit["title"] for hit in await house.found("密封 滴漏")) == SEAL
        terms = (await house.app.client.get("/v1/knowledge/terms")).json()["items"]
        assert {each["zh_cn"]: each["en"] for each in terms}["门刀"] == "door vane"

    async def test_judges_articles_on_tickets_of_their_family(self, house: ArticlesApp) -> None:
        await tell_parts(await small_scene(house.app, WANTED, contract="plain"))

        seal = (await articles(house))[SEAL]
        assert (seal["solved"], seal["used"], seal["boost_milli"]) == (1, 1, 1096)
        judged = (
            await house.app.client.get("/v1/tickets", params={"extensions.knowledge.article_id": seal["id"]})
        ).json()["items"]
        assert len(judged) == 2

    async def test_writes_nothing_on_tickets_that_the_plugin_does_not_serve(self, house: ArticlesApp) -> None:
        scene = await small_scene(house.app, WANTED, contract="bare")

        await tell_parts(replace(scene, tickets=scene.tickets))

        assert {each["boost_milli"] for each in (await articles(house)).values()} == {1000}
