"""Articles that are offered for tickets."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from articles_house import ArticlesApp, articles_app
from wellkept_knowledge import plugin
from wellkept_knowledge.service import suggesting
from wellkept_sdk import RecordName, RecordRef
from wellkept_sdk.hooks.ticket_questions import Suggestions, SuggestionsQuestion
from wellkept_sdk.ids import EquipmentId, ProjectId
from wellkept_sdk.testing import Json, dialects

BARE: Json = {"symptom": "", "cause": "", "models": [], "fault_codes": [], "categories": []}


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    terms: Json = {"valves": {"categories": ["valves"]}, "none": {"suggest": 0}, "two": {"suggest": 2}}
    async with articles_app(request.param, terms=terms) as house:
        yield house


async def offered(house: ArticlesApp, ticket: Json, **params: Any) -> list[Json]:
    answer = await house.writer.get(f"/v1/tickets/{ticket['id']}/knowledge/suggestions", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def pump_ticket(house: ArticlesApp, *, contract: str = "plain", **values: Any) -> Json:
    project = await house.app.project(contract=contract)
    pump = await house.app.equipment(project_id=project["id"], model="HP-200", manufacturer="Pumara")
    body = {"title": "Seal drips", "description": "Oil on the floor", "fault_code": "E-501", **values}
    return await house.app.ticket(project_id=project["id"], equipment_id=pump["id"], **body)


async def shelf(house: ArticlesApp) -> dict[str, str]:
    """Return the ids of four articles about dripping seals, and of others."""
    same = {**BARE, "title": "Seal drips", "remedy": "Replace the seal"}
    for number in range(8):
        await house.published(**{**BARE, "title": f"Motor {number} overheats", "remedy": "Clean the fan"})
    return {
        "text": (await house.published(**same))["id"],
        "model": (await house.published(**{**same, "models": ["HP-200"]}))["id"],
        "fault_code": (await house.published(**{**same, "fault_codes": ["E-501"]}))["id"],
        "both": (await house.published(**{**same, "models": ["HP-200"], "fault_codes": ["E-501"]}))["id"],
    }


class TestSuggestions:
    async def test_prefer_the_fault_code_and_the_model_of_the_ticket(self, house: ArticlesApp) -> None:
        ids = await shelf(house)

        found = await offered(house, await pump_ticket(house))

        assert [each["article_id"] for each in found] == [ids["both"], ids["fault_code"], ids["model"], ids["text"]]
        assert [each["because"] for each in found] == [
            ["model", "fault_code", "text"],
            ["fault_code", "text"],
            ["model", "text"],
            ["text"],
        ]

    async def test_are_hits_with_highlights(self, house: ArticlesApp) -> None:
        await shelf(house)

        [first, *_] = await offered(house, await pump_ticket(house))

        assert (first["title"], first["status"], first["revision"]) == ("Seal drips", "published", 1)
        assert first["highlights"][0] == {"field": "title", "text": "Seal drips", "ranges": [[0, 4], [5, 10]]}

    async def test_find_by_labels_alone(self, house: ArticlesApp) -> None:
        ids = await shelf(house)

        found = await offered(house, await pump_ticket(house, title="???", description=""))

        assert [each["article_id"] for each in found] == [ids["both"], ids["fault_code"], ids["model"]]
        assert [each["because"] for each in found] == [["model", "fault_code"], ["fault_code"], ["model"]]

    async def test_leave_out_what_was_misleading_on_this_ticket(self, house: ArticlesApp) -> None:
        ids = await shelf(house)
        ticket, other = await pump_ticket(house), await house.app.ticket(contract="plain", title="Seal drips")
        await house.voted(ids["both"], ticket["id"], "misleading")
        await house.voted(ids["text"], other["id"], "misleading")

        found = [each["article_id"] for each in await offered(house, ticket)]

        assert found == [ids["fault_code"], ids["model"], ids["text"]]

    async def test_are_as_many_as_the_terms_or_the_caller_say(self, house: ArticlesApp) -> None:
        await shelf(house)
        ticket = await house.app.ticket(contract="two", title="Seal drips")

        assert [len(await offered(house, ticket)), len(await offered(house, ticket, limit=3))] == [2, 3]
        assert await offered(house, await house.app.ticket(contract="none", title="Seal drips")) == []
        for limit in (0, 51):
            answer = await house.writer.get(
                f"/v1/tickets/{ticket['id']}/knowledge/suggestions", params={"limit": limit}
            )
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "query/limit")

    async def test_are_of_the_categories_of_the_contract(self, house: ArticlesApp) -> None:
        await shelf(house)
        valve = await house.published(**{**BARE, "title": "Seal of a valve drips", "categories": ["valves"]})

        found = await offered(house, await house.app.ticket(contract="valves", title="Seal drips"))

        assert [each["article_id"] for each in found] == [valve["id"]]

    async def test_take_quotation_marks_for_what_they_are(self, house: ArticlesApp) -> None:
        await shelf(house)

        found = await offered(house, await house.app.ticket(contract="plain", title='The "seal of the lid" drips'))

        assert len(found) == 4

    async def test_cost_three_statements(self, house: ArticlesApp) -> None:
        await shelf(house)
        ticket = await pump_ticket(house)
        ctx = await house.app.house.context("knowledge", RecordRef(RecordName.TICKET, UUID(ticket["id"])))
        before = house.app.house.statements

        found = await suggesting.suggestions(ctx, UUID(ticket["id"]), limit=None)

        assert (len(found.items), house.app.house.statements - before) == (4, 3)


class TestQuestion:
    async def asked(self, house: ArticlesApp, **values: Any) -> Suggestions | None:
        ticket = await pump_ticket(house)
        ctx = await house.app.house.context("knowledge", RecordRef(RecordName.PROJECT, UUID(ticket["project_id"])))
        said: dict[str, Any] = {"text": "Seal drips", "fault_code": None, "equipment_id": None, **values}
        if said["equipment_id"] == "pump":
            said["equipment_id"] = EquipmentId(UUID(ticket["equipment_id"]))
        question = SuggestionsQuestion(project_id=ProjectId(UUID(ticket["project_id"])), **said)
        return await plugin.ticket_suggestions(ctx, question)

    async def test_about_a_matter_that_is_being_written_is_answered(self, house: ArticlesApp) -> None:
        ids = await shelf(house)

        answer = await self.asked(house, fault_code="E-501", equipment_id="pump")

        assert answer is not None
        assert [each.subject for each in answer.items] == [
            f"knowledge/articles/{ids[name]}" for name in ("both", "fault_code", "model", "text")
        ]
        assert answer.items[0].score > answer.items[1].score > 0
        assert answer.items[0].title == "Seal drips"

    async def test_is_answered_while_a_ticket_is_being_opened(self, house: ArticlesApp) -> None:
        ids = await shelf(house)
        ticket = await pump_ticket(house)
        bare = await house.app.project(contract="none")
        matter = {"text": "Seal drips", "equipment_id": ticket["equipment_id"], "fault_code": "E-501"}

        answer = await house.writer.post("/v1/tickets/suggestions", json={**matter, "project_id": ticket["project_id"]})
        asked_admin = await house.app.client.post(
            "/v1/tickets/suggestions", json={**matter, "project_id": ticket["project_id"]}
        )
        nothing = await house.app.client.post(
            "/v1/tickets/suggestions", json={"text": "Seal drips", "project_id": bare["id"]}
        )

        assert answer.status_code == 403, "engineers open no tickets"
        assert [(each["plugin"], each["subject"]) for each in asked_admin.json()["items"]] == [
            ("knowledge", f"knowledge/articles/{ids[name]}") for name in ("both", "fault_code", "model", "text")
        ]
        assert nothing.json() == {"items": []}

    async def test_that_finds_nothing_is_not_answered(self, house: ArticlesApp) -> None:
        await shelf(house)

        assert await self.asked(house, text="转鼓") is None
        assert await self.asked(house, text="…") is None

    async def test_is_not_answered_where_that_takes_too_long(
        self, house: ArticlesApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def slow(*_: object, **__: object) -> None:
            await asyncio.sleep(10)

        await shelf(house)
        monkeypatch.setattr(suggesting, "find", slow)
        monkeypatch.setattr(suggesting, "ANSWER_SECONDS_MAX", 0.01)

        assert await self.asked(house) is None
