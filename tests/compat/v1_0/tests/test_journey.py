"""A ticket is resolved once everything is done."""

from collections.abc import AsyncIterator

import pytest
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp

from wellkept_checklists import plugin


@pytest.fixture
async def app() -> AsyncIterator[TestApp]:
    terms = {"checklists": {"first_item": "Call the customer"}}
    async with TestApp(plugins=[plugin], contracts={"gold": terms, "bare": {}}) as app:
        yield app


class TestTicketOnContract:
    async def test_cannot_be_resolved_before_its_items_are_done(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="gold")
        engineer = await app.as_actor(Role.ENGINEER)
        resolution = {"action": "resolve", "cause": "Bearing worn", "measure": "Bearing replaced"}

        refused = await engineer.post(f"/v1/tickets/{ticket['id']}/transitions", json=resolution)
        items = (await engineer.get(f"/v1/tickets/{ticket['id']}/checklists")).json()["items"]
        await engineer.post(f"/v1/tickets/{ticket['id']}/checklists/{items[0]['id']}/done")
        accepted = await engineer.post(f"/v1/tickets/{ticket['id']}/transitions", json=resolution)

        assert (refused.status_code, refused.json()["code"]) == (409, "checklists.item.open")
        assert [item["text"] for item in items] == ["Call the customer"]
        assert accepted.status_code == 201

    async def test_shows_how_much_is_open(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="gold")

        shown = (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()

        assert shown["extensions"]["checklists"] == {"item_count": 1, "open_count": 1}

    async def test_forgets_its_open_items_when_it_is_cancelled(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="gold")
        cancellation = {"action": "cancel", "reason": "Reported by mistake"}

        await app.client.post(f"/v1/tickets/{ticket['id']}/transitions", json=cancellation)
        await app.drain()

        items = (await app.client.get(f"/v1/tickets/{ticket['id']}/checklists")).json()["items"]
        assert items == []


class TestTicketWithoutThePlugin:
    async def test_has_no_items(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="bare")

        answer = await app.client.get(f"/v1/tickets/{ticket['id']}/checklists")

        assert (answer.status_code, answer.json()["code"]) == (404, "plugin_inactive")
