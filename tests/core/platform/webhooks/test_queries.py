"""Lists of webhooks and of their deliveries."""

from api import Api
from pump_events import PumpChanged, change
from webhook_readers import Reader, posting
from wellkept.platform.storage.database import Database

URL = "https://erp.example/wellkept"


class TestWebhookPage:
    async def test_shows_the_oldest_first_and_those_that_are_on(self, admin: Api) -> None:
        made = [await admin.created("/v1/webhooks", {"url": f"{URL}/{number}"}) for number in range(3)]
        await admin.patch(f"/v1/webhooks/{made[1]['id']}", {"active": False})

        everything = [each["id"] for each in await admin.all_items("/v1/webhooks", limit=1)]
        on = [each["id"] for each in await admin.all_items("/v1/webhooks", active=True)]

        assert everything == [each["id"] for each in made]
        assert on == [made[0]["id"], made[2]["id"]]


class TestDeliveryPage:
    async def test_shows_the_newest_event_first_page_by_page(self, admin: Api, database: Database) -> None:
        webhook = await admin.created("/v1/webhooks", {"url": URL, "types": [PumpChanged.type]})
        reader = Reader()
        await change("P1", 1, 2)
        await change("P2", 1)
        reader.answers[URL] = [204, 500]
        await posting(reader).drain()
        path = f"/v1/webhooks/{webhook['id']}/deliveries"

        found = await admin.all_items(path, limit=1)
        waiting = await admin.all_items(path, status="pending")

        assert [each["subject"] for each in found] == ["pumps/P2", "pumps/P1", "pumps/P1"]
        assert [each["status"] for each in waiting] == ["pending", "pending"]
        assert await admin.all_items(path, status="given_up") == []
