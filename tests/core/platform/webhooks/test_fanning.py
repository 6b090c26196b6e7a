"""From the feed to deliveries: each event once, whoever else is at it."""

import asyncio
from uuid import UUID

import pytest

from pump_events import PumpChanged, change
from wellkept.platform.outbox.queries import head
from wellkept.platform.storage.database import Database
from wellkept.platform.webhooks import fanning
from wellkept.platform.webhooks.fanning import fan_out
from wellkept.platform.webhooks.schemas import WebhookCreate
from wellkept.platform.webhooks.service.deliveries import test as try_out
from wellkept.platform.webhooks.service.webhooks import create
from wellkept_sdk.actor import SYSTEM


async def hook(types: list[str]) -> UUID:
    draft = WebhookCreate(url="https://a.example/hook", types=types)
    return (await create(draft, actor=SYSTEM, allowed=())).id


class TestFanOut:
    async def test_makes_one_delivery_of_each_event_however_many_do_it_at_once(self, database: Database) -> None:
        await hook([PumpChanged.type])
        await hook(["test.*"])
        for number in range(7):
            await change("P1", number)

        await asyncio.gather(*(fan_out() for _ in range(4)))

        found = await database.fetch("SELECT webhook_id, event_id FROM webhook_delivery")
        assert len(found) == len({(row["webhook_id"], row["event_id"]) for row in found}) == 14
        assert await fan_out() == 0

    async def test_goes_on_after_a_full_batch(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        await hook([PumpChanged.type])
        for number in range(5):
            await change("P1", number)
        monkeypatch.setattr(fanning, "BATCH", 2)

        made = await fan_out()

        [webhook] = await database.fetch("SELECT position FROM webhook")
        assert (made, webhook["position"]) == (5, await head())

    async def test_passes_foreign_events_without_a_delivery(self, database: Database) -> None:
        await hook(["tickets.ticket.opened"])
        await change("P1", 1)

        assert await fan_out() == 0
        assert await database.fetch("SELECT id FROM webhook WHERE position < ?", await head()) == []

    async def test_tells_a_trial_to_the_webhook_on_trial_alone(self, database: Database) -> None:
        tried = await hook(["tickets.ticket.opened"])
        await hook(["*"])
        await fan_out()
        await database.execute("DELETE FROM webhook_delivery")
        told = await try_out(tried, actor=SYSTEM)

        await fan_out()

        found = await database.fetch("SELECT webhook_id, event_id FROM webhook_delivery")
        assert [(row["webhook_id"], row["event_id"]) for row in found] == [(tried, told.event_id)]
