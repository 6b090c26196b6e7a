"""A program that reads webhooks, down for a while, and a worker that is killed: nothing is lost, the order stays."""

import asyncio
from collections import defaultdict
from typing import Any

import msgspec
import pytest
from standardwebhooks.webhooks import Webhook

from api import Api, Json
from servers import Deployment, client, until
from webhook_readers import Listener

TICKETS = 6
ACTIONS = ("triage", "start", "hold", "resume", "resolve")
BODIES: dict[str, Json] = {"hold": {"reason": "parts"}, "resolve": {"cause": "Seal worn", "measure": "Seal replaced"}}
PATIENCE_SECONDS = 90.0

pytestmark = [pytest.mark.slow, pytest.mark.unmeasured]


def told(listener: Listener, secret: str) -> dict[str, list[Json]]:
    """Return the events by subject in the order of their first arrival, each signed as the scheme's library demands."""
    found: dict[str, list[Json]] = defaultdict(list)
    seen: set[str] = set()
    for _, headers, body in listener.requests:
        event: Any = msgspec.json.decode(body)
        Webhook(secret).verify(body, headers)
        if event["id"] not in seen:
            seen.add(event["id"])
            found[event["subject"]].append(event)
    return found


async def live(admin: Api, project_id: str) -> str:
    """Let a ticket live from its report to its resolution, and return its subject."""
    ticket = await admin.created("/v1/tickets", {"title": "Trips", "channel": "phone", "project_id": project_id})
    for action in ACTIONS:
        path = f"/v1/tickets/{ticket['id']}/transitions"
        await admin.created(path, {"action": action, **BODIES.get(action, {})})
    return f"tickets/{ticket['id']}"


class TestAReaderThatIsDownForAWhile:
    async def test_gets_every_event_in_the_order_of_its_record_though_the_worker_is_killed(
        self, deployment: Deployment
    ) -> None:
        await deployment.migrated()
        allowed: dict[str, Any] = {"webhook_networks": "127.0.0.0/8"}
        api = await deployment.start("serve", **allowed).ready()
        worker = await deployment.start("worker", **allowed).ready()
        admin, listener = client(api), Listener()
        project = await admin.project()
        async with listener.open():
            port = listener.port
            webhook = await admin.created("/v1/webhooks", {"url": listener.url, "types": ["tickets.ticket.*"]})
            subjects = [await live(admin, project["id"]) for _ in range(TICKETS // 2)]
            worker.kill()
            listener.statuses = [500, 503]
        # Nobody listens now, and nobody posts.
        subjects += [await live(admin, project["id"]) for _ in range(TICKETS // 2)]
        await deployment.start("worker", **allowed).ready()
        await asyncio.sleep(1)
        async with listener.open(port):

            async def has_all() -> bool:
                listed = await admin.found(f"/v1/webhooks/{webhook['id']}/deliveries", params={"status": "pending"})
                return sum(map(len, told(listener, webhook["secret"]).values())) >= expected and not listed["items"]

            feed = await admin.all_events("tickets.ticket.*")
            expected = len(feed)
            await until(has_all, seconds_max=PATIENCE_SECONDS)

        found = told(listener, webhook["secret"])
        await admin.http.aclose()
        assert set(found) == set(subjects)
        for subject in subjects:
            assert [each["id"] for each in found[subject]] == [
                each["id"] for each in feed if each["subject"] == subject
            ]
            assert [each["sequence"] for each in found[subject]] == sorted(each["sequence"] for each in found[subject])
