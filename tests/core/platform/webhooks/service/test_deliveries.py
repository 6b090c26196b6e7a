"""Trying an address out and sending again, over HTTP."""

from api import Api, Json
from pump_events import PumpChanged, change
from webhook_readers import Reader, posting
from wellkept.platform.storage.database import Database

URL = "https://erp.example/wellkept"


async def made(admin: Api, **values: object) -> Json:
    return await admin.created("/v1/webhooks", {"url": URL, **values})


class TestTryingOut:
    async def test_posts_one_event_and_tells_what_came_of_it(self, admin: Api, database: Database) -> None:
        webhook = await made(admin, types=["sla.*"])
        path, reader = f"/v1/webhooks/{webhook['id']}", Reader()
        reader.answers[URL] = [503]

        asked = await admin.post(f"{path}/test")
        await posting(reader).drain()

        [delivery] = (await admin.found(f"{path}/deliveries", params={"event_id": asked.json()["event_id"]}))["items"]
        assert asked.status_code == 202
        assert (delivery["type"], delivery["status"]) == ("webhooks.webhook.tested", "pending")
        assert (delivery["attempts"], delivery["response_status"], delivery["response_ms"]) == (1, 503, 7)
        assert delivery["error"] == "NotTakenError: Answered 503."
        assert await admin.found(f"{path}/deliveries/{delivery['id']}") == delivery
        assert (await admin.found(path))["failures"] == 1


class TestReplaying:
    async def test_posts_the_same_event_again_and_not_before_its_end(self, admin: Api, database: Database) -> None:
        webhook = await made(admin, types=[PumpChanged.type])
        path, reader = f"/v1/webhooks/{webhook['id']}/deliveries", Reader()
        await change("P1", 1)
        await posting(reader).drain()
        [delivery] = (await admin.found(path, params={"status": "delivered"}))["items"]

        again = await admin.post(f"{path}/{delivery['id']}/replay")
        early = await admin.post(f"{path}/{delivery['id']}/replay")
        await posting(reader).drain()

        assert (again.status_code, again.json()["status"]) == (202, "pending")
        assert (early.status_code, early.json()["code"]) == (409, "webhooks.delivery.pending")
        assert reader.told(URL) == [("P1", 1), ("P1", 1)]
        assert len({headers["webhook-id"] for _, headers, _ in reader.seen}) == 1

    async def test_is_of_the_own_deliveries_only(self, admin: Api, database: Database) -> None:
        one, other = await made(admin, types=[PumpChanged.type]), await made(admin, types=["sla.*"])
        await change("P1", 1)
        await posting(Reader()).drain()
        [delivery] = (await admin.found(f"/v1/webhooks/{one['id']}/deliveries"))["items"]

        answer = await admin.post(f"/v1/webhooks/{other['id']}/deliveries/{delivery['id']}/replay")

        assert answer.status_code == 404
