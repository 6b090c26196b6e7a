"""Drafts from resolved tickets, without who and where it was."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from articles_house import ARTICLES, ArticlesApp, articles_app
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, dialects

CONTACT = {"name": "王建国", "phone": "13800138000", "email": "wang@jn.example"}


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param, terms={"none": {"draft_from": []}}) as house:
        yield house


async def ticket_of(house: ArticlesApp, *, contract: str = "plain", **values: Any) -> Json:
    """Return a ticket of 江南造船厂 about the pump SN-4711."""
    customer = await house.app.customer(contract=contract, name="江南造船厂", contacts=[CONTACT])
    project = await house.app.project(
        customer_id=customer["id"], name="三号船坞泵房", site={"address": "中山南路 600 号"}
    )
    pump = await house.app.equipment(
        project_id=project["id"], serial_number="SN-4711", manufacturer="Pumara", model="HP-200", location="负一层"
    )
    body: Json = {"title": "泵漏油", "description": "泵在漏油", "fault_code": "E-501", "grade": 3, **values}
    return await house.app.ticket(project_id=project["id"], equipment_id=pump["id"], **body)


async def drafted(house: ArticlesApp, ticket: Json, **body: Any) -> tuple[int, Json]:
    answer = await house.writer.post(f"/v1/tickets/{ticket['id']}/knowledge/draft", json=body)
    return answer.status_code, answer.json()


async def articles(house: ArticlesApp) -> list[Json]:
    return (await house.app.client.get(ARTICLES)).json()["items"]


class TestDraft:
    async def test_tells_what_was_learnt_and_not_from_whom(self, house: ArticlesApp) -> None:
        ticket = await ticket_of(
            house,
            title="江南造船厂泵漏油",
            description="王建国（13800138000, wang@jn.example）报修：SN-4711 漏油。",
            impact="三号船坞泵房停用。",
            operating_state="负一层已断电",
            reporter={"name": "Li Wei", "phone": "021-5555 0100"},
        )
        await house.app.client.post(f"/v1/tickets/{ticket['id']}/log", json={"kind": "note", "text": "密封圈老化"})
        await house.resolved(
            ticket["id"],
            cause="SN-4711 密封圈老化",
            measure=f"Li Wei 同意后更换；见 {ticket['number']}，中山南路 600 号。",
        )

        status, draft = await drafted(house, ticket)

        article = draft["article"]
        assert status == 201
        assert article["title"] == "[客户]泵漏油"
        assert article["symptom"] == "[联系人]（[电话], [邮箱]）报修：[序列号] 漏油。\n[项目]停用。\n[地址]已断电"
        assert (article["cause"], article["remedy"]) == (
            "[序列号] 密封圈老化",
            "[联系人] 同意后更换；见 [编号]，[地址]。",
        )
        assert draft["removed"] == [
            {"kind": "customer", "count": 1},
            {"kind": "project", "count": 1},
            {"kind": "contact", "count": 2},
            {"kind": "phone", "count": 1},
            {"kind": "email", "count": 1},
            {"kind": "serial_number", "count": 2},
            {"kind": "address", "count": 2},
            {"kind": "number", "count": 1},
        ]
        whole = str(article)
        assert not [each for each in ("江南造船厂", "王建国", "13800138000", "SN-4711") if each in whole]

    async def test_is_internal_with_the_labels_of_the_ticket(self, house: ArticlesApp) -> None:
        ticket = await ticket_of(house)
        await house.resolved(ticket["id"])

        _, draft = await drafted(house, ticket)

        article = draft["article"]
        assert (article["status"], article["audience"], article["language"]) == ("draft", "internal", "zh-CN")
        assert (article["models"], article["fault_codes"]) == (["HP-200"], ["E-501"])
        assert article["origin_ticket_id"] == ticket["id"]

    async def test_is_there_once(self, house: ArticlesApp) -> None:
        ticket = await ticket_of(house)
        await house.resolved(ticket["id"])
        _, first = await drafted(house, ticket)

        status, second = await drafted(house, ticket)

        assert (status, second["article"]["id"], second["removed"]) == (200, first["article"]["id"], [])
        assert len(await articles(house)) == 1

    async def test_is_there_once_though_two_ask_at_once(self, house: ArticlesApp) -> None:
        ticket = await ticket_of(house)
        await house.resolved(ticket["id"])

        answers = await asyncio.gather(*(drafted(house, ticket) for _ in range(4)))

        assert sorted(status for status, _ in answers) == [200, 200, 200, 201]
        assert len({draft["article"]["id"] for _, draft in answers}) == 1

    async def test_has_a_title_of_200_characters_at_most(self, house: ArticlesApp) -> None:
        ticket = await ticket_of(house, title="王建国" * 66)
        await house.resolved(ticket["id"])

        _, draft = await drafted(house, ticket)

        assert draft["article"]["title"] == ("[联系人]" * 66)[:200]

    async def test_needs_a_resolution(self, house: ArticlesApp) -> None:
        status, problem = await drafted(house, await ticket_of(house))

        assert (status, problem["code"]) == (409, "knowledge.draft.no_resolution")

    async def test_may_be_asked_for_without_a_body_or_in_a_language(self, house: ArticlesApp) -> None:
        ticket = await ticket_of(house)
        await house.resolved(ticket["id"])
        path = f"/v1/tickets/{ticket['id']}/knowledge/draft"

        wrong = await house.writer.post(path, json={"language": "klingon"})
        made = await house.writer.post(path, json={"language": "en-gb"})
        again = await house.writer.post(path)

        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/language")
        assert (made.status_code, made.json()["article"]["language"], again.status_code) == (201, "en-GB", 200)

    async def test_is_published_by_somebody_who_has_read_it(self, house: ArticlesApp) -> None:
        ticket = await ticket_of(house)
        await house.resolved(ticket["id"])
        _, draft = await drafted(house, ticket)

        assert await house.found("漏油") == []
        await house.moved(draft["article"]["id"], "submit")
        await house.moved(draft["article"]["id"], "publish")
        assert [hit["article_id"] for hit in await house.found("漏油")] == [draft["article"]["id"]]


class TestResolvedTicket:
    @pytest.mark.parametrize(("grade", "drafts"), [(1, 1), (2, 1), (3, 0)])
    async def test_makes_a_draft_by_itself_where_the_terms_say_so(
        self, house: ArticlesApp, grade: int, drafts: int
    ) -> None:
        ticket = await ticket_of(house, grade=grade)

        await house.resolved(ticket["id"])
        await house.app.drain()

        assert [each["origin_ticket_id"] for each in await articles(house)] == [ticket["id"]] * drafts

    async def test_makes_none_where_the_terms_name_nothing(self, house: ArticlesApp) -> None:
        await house.resolved((await ticket_of(house, contract="none", grade=1))["id"])
        await house.app.drain()

        assert await articles(house) == []

    async def test_has_no_author_so_that_anybody_may_publish(self, house: ArticlesApp) -> None:
        await house.resolved((await ticket_of(house, grade=1))["id"])
        await house.app.drain()
        [item] = await articles(house)

        await house.moved(item["id"], "submit")
        published = await house.moved(item["id"], "publish")

        assert published["author_id"] is None

    async def test_says_it_anew_when_it_is_resolved_again(self, house: ArticlesApp) -> None:
        ticket = await ticket_of(house, grade=1)
        await house.resolved(ticket["id"], cause="Filter")
        await house.app.drain()
        await house.transitioned(ticket["id"], {"action": "reject", "reason": "Still leaks."})
        await house.resolved(ticket["id"], cause="Seal")
        await house.app.drain()

        [item] = await articles(house)
        article = (await house.writer.get(f"{ARTICLES}/{item['id']}")).json()
        assert (article["current_revision"], article["cause"]) == (2, "Seal")

    async def test_leaves_a_draft_alone_that_somebody_is_reviewing(self, house: ArticlesApp) -> None:
        ticket = await ticket_of(house, grade=1)
        await house.resolved(ticket["id"], cause="Filter")
        await house.app.drain()
        [item] = await articles(house)
        await house.moved(item["id"], "submit")
        await house.transitioned(ticket["id"], {"action": "reject", "reason": "Still leaks."})
        await house.resolved(ticket["id"], cause="Seal")
        await house.app.drain()

        assert [each["current_revision"] for each in await articles(house)] == [1]

    async def test_that_came_back_meanwhile_makes_none(self, house: ArticlesApp) -> None:
        ticket = await ticket_of(house, grade=1)
        await house.resolved(ticket["id"])
        await house.transitioned(ticket["id"], {"action": "reject", "reason": "Still leaks."})
        await house.app.drain()

        assert await articles(house) == []

    async def test_makes_one_of_grade_3_when_its_fault_had_come_back(self, house: ArticlesApp) -> None:
        first = await ticket_of(house)
        await house.resolved(first["id"])
        again = await house.app.ticket(
            project_id=first["project_id"], equipment_id=first["equipment_id"], fault_code="E-501"
        )
        await house.resolved(again["id"])
        await house.app.drain()

        assert [each["origin_ticket_id"] for each in await articles(house)] == [again["id"]]

    async def test_makes_one_too_when_that_turns_out_later(self, house: ArticlesApp) -> None:
        first = await ticket_of(house)
        await house.resolved(first["id"])
        again = await house.app.ticket(project_id=first["project_id"], equipment_id=first["equipment_id"])
        await house.resolved(again["id"])
        await house.app.drain()
        assert await articles(house) == []

        await house.app.client.patch(f"/v1/tickets/{again['id']}", json={"fault_code": "E-501"})
        await house.app.drain()

        assert [each["origin_ticket_id"] for each in await articles(house)] == [again["id"]]


class TestConsultedTicket:
    @pytest.mark.parametrize("dialect", dialects())
    async def test_makes_a_draft_where_the_terms_say_so(self, dialect: Dialect) -> None:
        async with articles_app(dialect, terms={"asked": {"draft_from": ["consulted"]}}) as house:
            for kind in ("note", "consultation"):
                ticket = await house.app.ticket(contract="asked", title=kind)
                log = {"kind": kind, "text": "The maker says: the seal."}
                await house.app.client.post(f"/v1/tickets/{ticket['id']}/log", json=log)
                await house.resolved(ticket["id"])
            await house.app.drain()

            assert [each["title"] for each in await articles(house)] == ["consultation"]
