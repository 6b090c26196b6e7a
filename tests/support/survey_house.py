"""Wellkept with surveys: customers who are asked, tickets that come to an end, and links that are followed."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from fake_parties import FakeParties
from wellkept_calendars import plugin as calendars
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp
from wellkept_stations import plugin as stations
from wellkept_survey import plugin as survey

#: Ten o'clock of a Monday in Shanghai.
NOW: Final = "2026-03-02T02:00:00Z"
UNKNOWN: Final = "01990000-0000-7000-8000-00000000dead"
WANG: Final[Json] = {"name": "王工", "email": "wang@customer.example", "phone": "+86 21 5555 0100"}
#: Sent at once, so that tests need not wait.
AT_ONCE: Final[Json] = {"on": "confirmed", "template": "repair", "delay_minutes": 0}
OVERALL_ONLY: Final[Json] = {
    "code": "short",
    "name": "Short",
    "questions": [
        {
            "code": "overall",
            "kind": "rating",
            "scale": 5,
            "dimension": "overall",
            "title": {"zh-CN": "总体", "en": "Overall"},
            "required": True,
        }
    ],
}


@asynccontextmanager
async def survey_app(
    dialect: Dialect,
    *,
    terms: Mapping[str, Json] | None = None,
    plugins: tuple[Any, ...] = (),
    settings: Mapping[str, Any] | None = None,
) -> AsyncGenerator[TestApp]:
    """
    Open Wellkept with calendars, parties, stations and surveys.

    Args:
        dialect: on which database.
        terms: by contract, the terms of surveys; `plain` asks at once after a confirmation, `bare` has no surveys.
        plugins: more of them.
        settings: of the deployment.
    """
    extra: Json = {"stations": {}, **{each.manifest.name: {} for each in plugins}}
    contracts: dict[str, Json] = {
        "plain": {"survey": {"triggers": {"after_repair": AT_ONCE}}, **extra},
        "bare": {},
        **{name: {"survey": said, **extra} for name, said in (terms or {}).items()},
    }
    app = TestApp(
        plugins=[calendars, FakeParties(), stations, survey, *plugins],
        contracts=contracts,
        database=dialect,
        settings=settings,
    )
    app.clock.set(datetime.fromisoformat(NOW))
    async with app:
        yield app


def later(app: TestApp, **by: float) -> None:
    """Move the clock on: `later(app, days=3)`."""
    app.clock.advance(timedelta(**by))


async def account(app: TestApp, role: Role = Role.ENGINEER, **values: Any) -> tuple[httpx.AsyncClient, str]:
    """Return a client of a new account, and the account's id."""
    client = await app.as_actor(role, **values)
    return client, (await client.get("/v1/me")).json()["id"]


async def acted(app: TestApp, ticket_id: str, *steps: Json) -> None:
    """Do actions of a ticket one after another, as an admin."""
    for step in steps:
        answer = await app.client.post(f"/v1/tickets/{ticket_id}/transitions", json=step)
        assert answer.status_code == 201, answer.text


def worked(assignee_id: str) -> tuple[Json, ...]:
    """Return the steps from a new ticket to one that is put right."""
    return (
        {"action": "triage", "grade": 2},
        {"action": "assign", "assignee_id": assignee_id},
        {"action": "start"},
        {"action": "resolve", "cause": "Worn bearing", "measure": "Replaced"},
    )


CONFIRMED: Final[Json] = {"action": "confirm", "evidence": {"kind": "phone", "contact_name": "王工"}}


async def resolved(app: TestApp, **values: Any) -> Json:
    """Return a ticket of `WANG` that is put right, on the contract `plain` unless another is named."""
    said: Json = {"reporter": WANG, **values}
    if "project_id" not in said:
        said.setdefault("contract", "plain")
    ticket = await app.ticket(**said)
    _, engineer_id = await account(app)
    await acted(app, ticket["id"], *worked(engineer_id))
    return ticket


async def confirmed(app: TestApp, **values: Any) -> Json:
    """Return a ticket that the customer has confirmed; what is due was done."""
    ticket = await resolved(app, **values)
    await acted(app, ticket["id"], CONFIRMED)
    await app.drain()
    return ticket


async def invitations(app: TestApp, ticket_id: str) -> list[Json]:
    """Return the invitations of a ticket, oldest first."""
    answer = await app.client.get(f"/v1/tickets/{ticket_id}/survey/invitations")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def invited(app: TestApp, ticket_id: str, template: str = "repair", **said: Any) -> Json:
    """Return a manual invitation of `WANG`, with its token and address."""
    body = {"template_code": template, "respondent": WANG, **said}
    return await app.created(f"/v1/tickets/{ticket_id}/survey/invitations", body)


async def answered(app: TestApp, token: str, **values: int) -> httpx.Response:
    """Answer by a link as somebody does who has nothing else: `answered(app, token, overall=4)`."""
    body = {"answers": [{"question": code, "value": value} for code, value in values.items()]}
    async with app.house.client(None) as client:
        return await client.post(f"/v1/survey/public/{token}", json=body)


async def looked(app: TestApp, token: str) -> httpx.Response:
    """Open a link as somebody does who has nothing else."""
    async with app.house.client(None) as client:
        return await client.get(f"/v1/survey/public/{token}")


async def events(app: TestApp, kind: str) -> list[Json]:
    """Return the data of all events of a type, oldest first."""
    answer = await app.client.get("/v1/events", params={"type": kind, "limit": 200})
    assert answer.status_code == 200, answer.text
    return [each["data"] for each in answer.json()["items"]]


def told_wrong(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return what a refusal finds wrong: pointer and code."""
    assert answer.status_code in {409, 422}, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json().get("errors", [])]
