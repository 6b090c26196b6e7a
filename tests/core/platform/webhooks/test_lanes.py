"""Deliveries: all of them, in the order of each record, whoever fails."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pump_events import PumpChanged, Watch, change
from webhook_readers import Reader, posting
from wellkept.platform.jobs.attempt import Limits
from wellkept.platform.outbox.queries import feed
from wellkept.platform.storage.database import Database
from wellkept.platform.webhooks.schemas import WebhookCreate, WebhookPatch, WebhookRotation
from wellkept.platform.webhooks.service.webhooks import change as change_webhook
from wellkept.platform.webhooks.service.webhooks import create, rotate
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.http.preconditions import IfMatch

A, B = "https://a.example/hook", "https://b.example/hook"
TYPES = [PumpChanged.type]


async def hook(url: str = A, types: list[str] | None = None) -> UUID:
    draft = WebhookCreate(url=url, types=TYPES if types is None else types)
    return (await create(draft, actor=SYSTEM, allowed=())).id


async def rows(database: Database) -> list[dict[str, Any]]:
    return await database.fetch("SELECT * FROM webhook_delivery ORDER BY event_position, webhook_id")


class TestAWebhook:
    async def test_is_told_of_what_happens_from_its_making_on_and_of_its_types_only(self, database: Database) -> None:
        reader = Reader()
        await change("P1", 1)
        await hook(A)
        await hook(B, ["tickets.*"])
        await change("P1", 2, 3)

        await posting(reader).drain()

        assert reader.told(A) == [("P1", 2), ("P1", 3)]
        assert reader.told(B) == []
        assert {(row["state"], row["response_status"], row["attempts"]) for row in await rows(database)} == {
            ("done", 204, 1)
        }

    async def test_gets_the_event_as_the_feed_shows_it_under_its_id(self, database: Database) -> None:
        reader = Reader()
        await hook()
        await change("P1", 1)

        await posting(reader).drain()

        [event] = (await feed(after=0, limit=10, types=TYPES)).rows
        [(_, headers, told)] = reader.seen
        assert (headers["webhook-id"], told["id"]) == (str(event["id"]), str(event["id"]))
        assert (told["specversion"], told["type"], told["subject"]) == ("1.0", PumpChanged.type, "pumps/P1")
        assert told["sequence"] == f"{event['position']:020d}"

    async def test_that_was_down_gets_everything_in_order_afterwards(self, database: Database) -> None:
        reader, watch = Reader(), Watch()
        await hook()
        reader.answers[A] = [None, 500, 503, None, 500, 429, None, 500]
        await change("P1", 1, 2, 3)
        await change("P2", 1, 2)
        for _ in range(12):
            await posting(reader, watch).drain()
            watch.advance(minutes=11)

        told = reader.told(A)[-5:]

        assert [number for pump, number in told if pump == "P1"] == [1, 2, 3]
        assert [number for pump, number in told if pump == "P2"] == [1, 2]
        assert {row["state"] for row in await rows(database)} == {"done"}

    async def test_that_fails_delays_no_other(self, database: Database) -> None:
        reader = Reader()
        await hook(A)
        await hook(B)
        reader.answers[A] = [None] * 50
        await change("P1", 1, 2)

        await posting(reader).drain()

        assert reader.told(B) == [("P1", 1), ("P1", 2)]
        assert len(reader.told(A)) == 1, "the second waits for the first, and the first for its pause"

    async def test_counts_what_fails_side_by_side_as_one_failure(self, database: Database) -> None:
        reader = Reader()
        await hook()
        reader.answers[A] = [500] * 4
        for pump in ("P1", "P2", "P3", "P4"):
            await change(pump, 1)

        await posting(reader).drain()

        assert len(reader.told(A)) == 4
        assert await database.fetch_one("SELECT failures FROM webhook") == {"failures": 1}

    async def test_is_told_again_with_the_same_id(self, database: Database) -> None:
        reader, watch = Reader(), Watch()
        await hook()
        reader.answers[A] = [500]
        await change("P1", 1)
        for _ in range(2):
            await posting(reader, watch).drain()
            watch.advance(minutes=11)

        assert len({headers["webhook-id"] for _, headers, _ in reader.seen}) == 1
        assert len({headers["webhook-timestamp"] for _, headers, _ in reader.seen}) == 2

    async def test_signs_by_both_secrets_while_they_overlap_and_by_the_new_one_after(self, database: Database) -> None:
        reader, watch = Reader(), Watch()
        webhook_id = await hook()
        await rotate(webhook_id, WebhookRotation(overlap_hours=1), actor=SYSTEM, if_match=IfMatch())
        await change("P1", 1)
        await posting(reader, watch).drain()
        watch.advance(hours=2)
        await change("P1", 2)
        await posting(reader, watch).drain()

        assert [len(headers["webhook-signature"].split()) for _, headers, _ in reader.seen] == [2, 1]

    async def test_that_is_gone_is_switched_off_and_goes_on_where_it_stood_once_it_is_on_again(
        self, database: Database
    ) -> None:
        reader, watch = Reader(), Watch()
        webhook_id = await hook()
        reader.answers[A] = [410]
        await change("P1", 1)
        await posting(reader, watch).drain()
        await change("P1", 2)
        watch.advance(days=1)
        await posting(reader, watch).drain()
        off = await database.fetch_one("SELECT active, failures FROM webhook")

        await change_webhook(webhook_id, WebhookPatch(active=True), actor=SYSTEM, if_match=IfMatch(), allowed=())
        await posting(reader, watch).drain()

        assert off == {"active": False, "failures": 1}
        assert reader.told(A) == [("P1", 1), ("P1", 1), ("P1", 2)]
        types = [row["type"] for row in (await feed(after=0, limit=50, types=["webhooks.*"])).rows]
        assert types == ["webhooks.webhook.created", "webhooks.webhook.disabled", "webhooks.webhook.updated"]

    async def test_that_has_failed_for_five_days_is_switched_off(self, database: Database) -> None:
        reader, watch = Reader(), Watch()
        await hook()
        reader.answers[A] = [None] * 20
        await change("P1", 1)
        await posting(reader, watch).drain()
        watch.advance(days=4, hours=23)
        await posting(reader, watch).drain()
        before = await database.fetch_one("SELECT active FROM webhook")
        watch.advance(hours=2)
        await posting(reader, watch).drain()

        assert (before, await database.fetch_one("SELECT active FROM webhook")) == ({"active": True}, {"active": False})


class TestADelivery:
    async def test_that_fails_for_itself_alone_is_given_up_and_holds_nobody_back(self, database: Database) -> None:
        reader, watch = Reader(), Watch()
        await hook()
        reader.answers[A] = [422, 422]
        await change("P1", 1, 2)
        for _ in range(3):
            await posting(reader, watch, limits=Limits(attempts_max=2)).drain()
            watch.advance(hours=2)

        assert [(row["state"], row["response_status"]) for row in await rows(database)] == [
            ("dead", 422),
            ("done", 204),
        ]
        assert reader.told(A) == [("P1", 1), ("P1", 1), ("P1", 2)]

    async def test_tells_its_last_try(self, database: Database) -> None:
        reader = Reader()
        await hook()
        reader.answers[A] = [None]
        await change("P1", 1)

        await posting(reader).drain()

        [row] = await rows(database)
        assert (row["state"], row["response_status"], row["last_error"]) == (
            "ready",
            None,
            "NotTakenError: ConnectError: refused",
        )
        assert row["next_at"] - row["tried_at"] < timedelta(seconds=5)
