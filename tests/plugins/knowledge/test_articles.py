"""Articles: written, changed, revised, listed, and what is refused."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from articles_house import ARTICLES, PUMP, ArticlesApp, articles_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, dialects

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


async def refused(house: ArticlesApp, **values: Any) -> list[tuple[str, str]]:
    answer = await house.writer.post(ARTICLES, json={**PUMP, **values})
    assert answer.status_code == 422, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


async def listed(house: ArticlesApp, **params: Any) -> list[int]:
    answer = await house.writer.get(ARTICLES, params=params)
    assert answer.status_code == 200, answer.text
    return [each["number"] for each in answer.json()["items"]]


class TestArticle:
    async def test_is_a_draft_of_its_author(self, house: ArticlesApp) -> None:
        answer = await house.writer.post(ARTICLES, json=PUMP)

        made = answer.json()
        author = (await house.writer.get("/v1/me")).json()["id"]
        assert (answer.status_code, answer.headers["Location"]) == (201, f"{ARTICLES}/{made['id']}")
        assert made == {
            "id": made["id"],
            "number": 1,
            "status": "draft",
            "title": "液压泵 E-501 压力不足",
            "audience": "internal",
            "language": "zh-CN",
            "current_revision": 1,
            "published_revision": None,
            "owner_id": author,
            "review_on": None,
            "stale_because": None,
            "boost_milli": 1000,
            "used": 0,
            "solved": 0,
            "misleading": 0,
            "origin_ticket_id": None,
            "models": ["HP-200"],
            "fault_codes": ["E-501"],
            "categories": ["hydraulics"],
            "customer_ids": [],
            "project_ids": [],
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": "2026-03-02T02:00:00Z",
            "version": 1,
            "revision": 1,
            "symptom": "泵启动后压力低于 8 MPa",
            "cause": "进油滤芯堵塞",
            "remedy": "更换滤芯并排气",
            "body": "",
            "safety": [],
            "tools": [],
            "parts": [],
            "author_id": author,
            "reviewer_id": None,
        }
        assert (await house.writer.get(f"{ARTICLES}/{made['id']}")).json() == made

    async def test_has_the_next_number(self, house: ArticlesApp) -> None:
        assert [(await house.draft())["number"] for _ in range(3)] == [1, 2, 3]

    async def test_takes_one_text_or_several_of_safety_tools_and_parts(self, house: ArticlesApp) -> None:
        made = await house.draft(safety="Lock out first.", tools=["Wrench", "Gauge"], parts=" ")

        assert (made["safety"], made["tools"], made["parts"]) == (["Lock out first."], ["Wrench", "Gauge"], [])

    async def test_has_the_language_of_its_text_unless_it_is_told(self, house: ArticlesApp) -> None:
        english = {"title": "Pump leaks", "symptom": "", "cause": "", "remedy": "Tighten", "language": None}

        assert (await house.draft(**english))["language"] == "en"
        assert (await house.draft(language=None))["language"] == "zh-CN"
        assert (await house.draft(language="ZH-hans"))["language"] == "zh-Hans"

    async def test_belongs_to_each_label_once(self, house: ArticlesApp) -> None:
        made = await house.draft(models=["B", "A", "B"])

        assert made["models"] == ["A", "B"]

    async def test_is_not_there_for_others(self, house: ArticlesApp) -> None:
        answer = await house.writer.get(f"{ARTICLES}/{NOBODY}")

        assert (answer.status_code, answer.json()["code"]) == (404, "knowledge.article.not_found")

    async def test_is_announced_and_audited(self, house: ArticlesApp) -> None:
        made = await house.draft()

        types = {each["type"] for each in (await house.app.client.get("/v1/events")).json()["items"]}
        assert "knowledge.article.drafted" in types
        audited = await house.app.house.fetch("SELECT action, subject FROM audit_entry WHERE action LIKE 'knowledge.%'")
        assert [(each["action"], each["subject"]) for each in audited] == [
            ("knowledge.article.drafted", f"knowledge/articles/{made['id']}")
        ]


class TestBadInput:
    async def test_is_refused_with_pointers(self, house: ArticlesApp) -> None:
        assert await refused(house, title="") == [("/title", "too_short")]
        assert [pointer for pointer, _ in await refused(house, title="   ")] == ["/title"]
        assert await refused(house, title="x" * 201) == [("/title", "too_long")]
        assert await refused(house, body="x" * 100_001) == [("/body", "too_long")]
        assert await refused(house, audience="everybody") == [("/audience", "not_a_choice")]
        for tag in ("klingon", "xx", "zh_CN"):
            assert await refused(house, language=tag) == [("/language", "not_a_choice")]

    async def test_names_customers_and_projects_that_are_there(self, house: ArticlesApp) -> None:
        customer = await house.app.customer()

        assert await refused(house, customer_ids=[customer["id"], NOBODY]) == [("/customer_ids/1", "unknown_reference")]
        assert await refused(house, project_ids=[NOBODY], customer_ids=[NOBODY]) == [
            ("/customer_ids/0", "unknown_reference"),
            ("/project_ids/0", "unknown_reference"),
        ]


class TestPatch:
    async def test_changes_what_an_article_belongs_to(self, house: ArticlesApp) -> None:
        made = await house.draft()
        owner = (await house.approver.get("/v1/me")).json()["id"]
        changes = {
            "audience": "partner",
            "owner_id": owner,
            "review_on": "2027-05-01",
            "models": ["HP-300"],
            "categories": [],
        }

        answer = await house.writer.patch(f"{ARTICLES}/{made['id']}", json=changes)

        assert answer.status_code == 200
        assert answer.json() == {**made, **changes, "version": 2}

    async def test_changes_nothing_where_all_stays(self, house: ArticlesApp) -> None:
        made = await house.draft()

        answer = await house.writer.patch(f"{ARTICLES}/{made['id']}", json={"models": ["HP-200"], "review_on": None})

        assert answer.json() == made

    async def test_asks_for_an_account_that_is_there(self, house: ArticlesApp) -> None:
        made = await house.draft()

        answer = await house.writer.patch(f"{ARTICLES}/{made['id']}", json={"owner_id": NOBODY})

        assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [("/owner_id", "unknown_reference")]

    async def test_holds_for_the_version_that_was_seen(self, house: ArticlesApp) -> None:
        made = await house.draft()
        path = f"{ARTICLES}/{made['id']}"
        await house.writer.patch(path, json={"models": []}, headers={"If-Match": '"1"'})

        late = await house.writer.patch(path, json={"models": ["X"]}, headers={"If-Match": '"1"'})

        assert late.status_code == 412

    async def test_lets_a_published_article_be_found_by_its_new_keys(self, house: ArticlesApp) -> None:
        await house.published(title="Motor overheats", models=["M-1"])
        made = await house.published()

        await house.writer.patch(f"{ARTICLES}/{made['id']}", json={"fault_codes": ["F-77"]})

        assert [hit["article_id"] for hit in await house.found("F-77")] == [made["id"]]
        assert await house.found('"E501"') == []


class TestRevision:
    async def test_leaves_what_is_absent_as_it_was(self, house: ArticlesApp) -> None:
        made = await house.draft()

        revision = await house.revised(made["id"], remedy="Replace the pump.", note="It comes back.")

        assert (revision["revision"], revision["title"], revision["remedy"]) == (2, made["title"], "Replace the pump.")
        assert (revision["note"], revision["reviewer_id"]) == ("It comes back.", None)
        listed = (await house.writer.get(f"{ARTICLES}/{made['id']}/revisions")).json()["items"]
        assert [(each["revision"], each["remedy"]) for each in listed] == [
            (1, "更换滤芯并排气"),
            (2, "Replace the pump."),
        ]

    async def test_says_what_has_changed(self, house: ArticlesApp) -> None:
        made = await house.draft()

        answer = await house.writer.post(f"{ARTICLES}/{made['id']}/revisions", json={"title": "x"})

        assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [("/note", "required")]

    async def test_waits_beside_the_published_one(self, house: ArticlesApp) -> None:
        await house.published(title="Motor overheats", remedy="Clean the fan", symptom="", cause="", models=[])
        made = await house.published()
        await house.revised(made["id"], title="齿轮泵噪声", symptom="尖叫")

        assert [hit["revision"] for hit in await house.found("液压泵")] == [1]
        assert await house.found("齿轮") == []
        published = await house.moved(made["id"], "publish")

        assert published["published_revision"] == 2
        assert [hit["revision"] for hit in await house.found("齿轮")] == [2]
        assert await house.found('"液压泵"') == []

    async def test_is_not_made_of_a_retired_article(self, house: ArticlesApp) -> None:
        made = await house.draft()
        await house.moved(made["id"], "retire", reason="Nobody has these any more.")

        answer = await house.writer.post(f"{ARTICLES}/{made['id']}/revisions", json={"title": "x", "note": "Again."})

        assert (answer.status_code, answer.json()["code"]) == (409, "knowledge.article.not_allowed")
        assert answer.json()["allowed"] == ["restore"]

    async def test_holds_for_the_version_that_was_seen(self, house: ArticlesApp) -> None:
        made = await house.draft()
        path = f"{ARTICLES}/{made['id']}/revisions"
        await house.revised(made["id"], body="First")

        late = await house.writer.post(path, json={"body": "Second", "note": "So."}, headers={"If-Match": '"1"'})

        assert late.status_code == 412


class TestList:
    async def test_is_narrowed_by_labels_status_owner_language_and_review(self, house: ArticlesApp) -> None:
        await house.draft(review_on="2026-05-01")
        await house.published(models=["HP-300"], fault_codes=["F-1"], categories=["drives"], language="en")
        owner = (await house.writer.get("/v1/me")).json()["id"]

        assert await listed(house) == [1, 2]
        assert await listed(house, sort="-number") == [2, 1]
        assert await listed(house, status="draft") == [1]
        assert await listed(house, model="HP-300") == await listed(house, fault_code="F-1") == [2]
        assert await listed(house, category="drives") == await listed(house, language="EN") == [2]
        assert await listed(house, owner_id=owner) == [1, 2]
        assert await listed(house, owner_id=NOBODY) == []
        assert await listed(house, review_before="2026-05-02") == [1]
        assert await listed(house, review_before="2026-05-01") == []

    async def test_is_read_by_pages_latest_change_first(self, house: ArticlesApp) -> None:
        articles = [await house.draft() for _ in range(3)]
        house.app.clock.advance(timedelta(minutes=1))
        await house.revised(articles[0]["id"], body="New")

        params: Json = {"limit": 1, "sort": "-updated_at"}
        first = (await house.writer.get(ARTICLES, params=params)).json()
        second = (await house.writer.get(ARTICLES, params={**params, "cursor": first["next_cursor"]})).json()

        assert [each["number"] for each in (*first["items"], *second["items"])] == [1, 3]

    async def test_has_no_texts(self, house: ArticlesApp) -> None:
        await house.draft()

        [item] = (await house.writer.get(ARTICLES)).json()["items"]
        assert item["title"] == "液压泵 E-501 压力不足"
        assert not {"symptom", "cause", "remedy", "body", "author_id"} & item.keys()


class TestPermission:
    async def test_to_write_is_for_those_who_work(self, house: ArticlesApp) -> None:
        viewer = await house.app.as_actor(Role.VIEWER)

        assert (await viewer.post(ARTICLES, json=PUMP)).status_code == 403
        assert (await viewer.get(ARTICLES)).status_code == 200
