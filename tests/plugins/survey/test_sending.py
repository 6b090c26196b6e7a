"""Sending what is due: staff, caps and races; reminders and the end of the time for an answer."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from survey_house import (
    AT_ONCE,
    CONFIRMED,
    account,
    acted,
    answered,
    confirmed,
    events,
    invitations,
    invited,
    later,
    resolved,
    survey_app,
)
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp
from wellkept_survey.service.sending import send_due

TERMS = {
    "two": {"triggers": {"after_repair": AT_ONCE}, "cap": {"invitations": 2, "per_days": 30}},
    "short": {"triggers": {"after_repair": AT_ONCE}, "expires_after_days": 5, "reminders_after_days": [3, 5, 7]},
}


@pytest.fixture
async def app(dialect: Dialect) -> AsyncIterator[TestApp]:
    async with survey_app(dialect, terms=TERMS) as app:
        yield app


class TestSending:
    async def test_leaves_out_our_own_people(self, app: TestApp) -> None:
        await account(app, Role.DISPATCHER, email="Boss@us.example")

        ticket = await confirmed(app, reporter={"name": "Boss", "email": "boss@US.example"})

        [found] = await invitations(app, ticket["id"])
        assert (found["status"], found["suppressed_because"]) == ("suppressed", "staff")

    async def test_counts_up_to_the_cap(self, app: TestApp) -> None:
        first = await confirmed(app, contract="two")
        states = ["sent"]
        for _ in range(2):
            later(app, minutes=1)
            again = await confirmed(app, project_id=first["project_id"])
            states += [each["status"] for each in await invitations(app, again["id"])]

        assert states == ["sent", "sent", "suppressed"]

    async def test_of_two_tickets_at_once_sends_one(self, app: TestApp) -> None:
        one = await resolved(app)
        two = await resolved(app, project_id=one["project_id"])
        for ticket in (one, two):
            await acted(app, ticket["id"], CONFIRMED)
        later(app, minutes=1)
        contexts = [await app.house.context("survey", None) for _ in range(2)]

        await asyncio.gather(*(send_due(ctx) for ctx in contexts))

        found = [*await invitations(app, one["id"]), *await invitations(app, two["id"])]
        assert sorted(each["status"] for each in found) == ["sent", "suppressed"]
        assert len(await events(app, "survey.invitation.sent")) == 1

    async def test_takes_the_station_along(self, app: TestApp) -> None:
        body = {"code": "SH", "name": "SH", "kind": "station", "time_zone": "Asia/Shanghai"}
        station = await app.created("/v1/stations", body)

        await confirmed(app)

        [row] = await app.house.fetch("SELECT station_id FROM survey_invitation")
        assert str(row["station_id"]) == station["id"]


class TestReminder:
    async def test_comes_while_nobody_has_answered(self, app: TestApp) -> None:
        await confirmed(app)
        told: list[list[int]] = []
        for days in (2, 1, 4, 7):
            later(app, days=days)
            await app.drain()
            told.append([each["reminder"] for each in await events(app, "survey.invitation.reminded")])

        assert told == [[], [1], [1, 2], [1, 2]]

    async def test_comes_once_however_late(self, app: TestApp) -> None:
        ticket = await confirmed(app)
        later(app, days=8)
        await app.drain()

        assert [each["reminder"] for each in await events(app, "survey.invitation.reminded")] == [2]
        assert [each["reminders_sent"] for each in await invitations(app, ticket["id"])] == [2]

    async def test_does_not_come_after_the_answer_or_its_time(self, app: TestApp) -> None:
        made = await invited(app, (await resolved(app))["id"])
        await answered(app, made["token"], overall=4)
        await confirmed(app, contract="short")
        for _ in range(10):
            later(app, days=1)
            await app.drain()

        assert [each["reminder"] for each in await events(app, "survey.invitation.reminded")] == [1]


class TestExpiry:
    async def test_ends_what_nobody_has_answered(self, app: TestApp) -> None:
        ticket = await confirmed(app, contract="short")
        later(app, days=5)
        await app.drain()

        [found] = await invitations(app, ticket["id"])
        assert found["status"] == "expired"
        assert len(await events(app, "survey.invitation.expired")) == 1

    async def test_leaves_answers_alone(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])
        await answered(app, made["token"], overall=4)
        later(app, days=20)
        await app.drain()

        assert [each["status"] for each in await invitations(app, ticket["id"])] == ["answered"]
