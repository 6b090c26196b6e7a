"""
A repair satisfies nobody, and the next one is better for it.

The customer confirms a repair and is asked; its low score opens a ticket that goes on with the first; what is learnt
there is drafted as an article without who and where, published by a second person, and offered when the next matter of
the same model is still being written.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import pytest

from survey_house import CONFIRMED, WANG, account, acted, answered, events, invitations, survey_app, worked
from wellkept_knowledge import plugin as knowledge
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

MODEL: Final = "HP-200"
TITLE: Final = "液压泵压力不足 - 滤芯堵塞"
NEXT: Final[Json] = {"text": "液压泵压力不足, 启动后掉压"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with survey_app(request.param, plugins=(knowledge,)) as app:
        yield app


async def site(app: TestApp) -> tuple[Json, Json]:
    """Return the project of 江南造船厂 and its pump."""
    contacts = [{"name": "王工", "phone": "13800138000"}]
    customer = await app.customer(contract="plain", name="江南造船厂", contacts=contacts)
    project = await app.project(customer_id=customer["id"], name="三号船坞")
    pump = await app.equipment(project_id=project["id"], model=MODEL, manufacturer="Pumara", serial_number="SN-4711")
    return project, pump


async def posted(client: httpx.AsyncClient, path: str, body: Json, *, status: int = 201) -> Json:
    answer = await client.post(path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def suggested(app: TestApp, project: Json, pump: Json) -> list[Any]:
    """Return what is offered to who writes the next matter of the same pump."""
    matter = {**NEXT, "project_id": project["id"], "equipment_id": pump["id"]}
    return (await posted(app.client, "/v1/tickets/suggestions", matter, status=200))["items"]


async def unhappy(app: TestApp, ticket: Json) -> Json:
    """Let the customer answer by the link that was sent, and return the ticket that follows."""
    [sent] = await events(app, "survey.invitation.sent")
    scores = {"speed": 2, "attitude": 4, "competence": 2, "overall": 2}
    page = await answered(app, sent["url"].rpartition("/")[2], **scores)
    assert page.status_code == 201, page.text
    [asked] = await invitations(app, ticket["id"])
    assert (asked["status"], asked["wave"]) == ("answered", 1)
    return (await app.client.get(f"/v1/tickets/{asked['follow_up_ticket_id']}")).json()


async def learnt(app: TestApp, ticket: Json, engineer_id: str, writer: httpx.AsyncClient) -> str:
    """Put the matter right, and return the path of the article that is drafted of it, without who and where."""
    resolution = {"cause": "进油滤芯堵塞, 王工 13800138000 更换后未排气", "measure": "SN-4711 更换滤芯并排气"}
    await acted(
        app,
        ticket["id"],
        {"action": "triage", "fault_code": "E-501"},
        {"action": "assign", "assignee_id": engineer_id},
        {"action": "start"},
        {"action": "resolve", **resolution},
        CONFIRMED,
    )
    answer = await writer.post(f"/v1/tickets/{ticket['id']}/knowledge/draft", json={"language": "zh-CN"})
    assert answer.status_code in {200, 201}, answer.text
    article = f"/v1/knowledge/articles/{answer.json()['article']['id']}"
    shown = (await writer.get(article)).text
    assert [word for word in ("王工", "13800138000", "SN-4711", "江南造船厂", "三号船坞") if word in shown] == []
    return article


class TestALowScore:
    async def test_ends_as_something_that_everybody_finds(self, app: TestApp) -> None:
        project, pump = await site(app)
        writer, engineer_id = await account(app)
        approver = await app.as_actor(Role.DISPATCHER)
        said: Json = {"title": "液压泵压力不足", "reporter": WANG, "equipment_id": pump["id"]}
        first = await app.ticket(project_id=project["id"], **said)
        await acted(app, first["id"], *worked(engineer_id), CONFIRMED)
        await app.drain()
        before = await suggested(app, project, pump)

        second = await unhappy(app, first)
        article = await learnt(app, second, engineer_id, writer)
        await posted(writer, f"{article}/revisions", {"title": TITLE, "symptom": NEXT["text"], "note": "Said better."})
        await posted(writer, f"{article}/transitions", {"action": "submit"})
        unseen = await suggested(app, project, pump)
        await posted(approver, f"{article}/transitions", {"action": "publish"})
        [offered] = await suggested(app, project, pump)
        third = await app.ticket(project_id=project["id"], **said)
        listed = (await writer.get(f"/v1/tickets/{third['id']}/knowledge/suggestions")).json()["items"]

        assert (second["title"], second["previous_ticket_id"]) == (f"Low satisfaction: {first['number']}", first["id"])
        assert (second["equipment_id"], second["grade"], second["channel"]) == (pump["id"], 2, "survey")
        assert (before, unseen) == ([], []), "nothing is known, then nobody has looked at it"
        assert (offered["plugin"], offered["title"], f"/v1/{offered['subject']}") == ("knowledge", TITLE, article)
        assert [(f"/v1/knowledge/articles/{each['article_id']}", "model" in each["because"]) for each in listed] == [
            (article, True)
        ]
