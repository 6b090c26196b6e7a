"""A program that keeps a copy of the tickets: it follows the event feed and fetches only what has changed."""

import pytest

from api import Api, AsActor, Json
from wellkept_sdk.actor import Role


class Copy:
    """Tickets as another system knows them: brought up to date by polling."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.tickets: dict[str, Json] = {}
        self.etags: dict[str, str] = {}
        self.cursor: str | None = None
        self.seen: list[str] = []
        self.not_modified = 0

    async def poll(self, *, limit: int = 2) -> None:
        """Read the feed to its end, from where the last poll ended, and fetch the tickets that it names."""
        while events := await self._next(limit):
            self.seen += [event["id"] for event in events]
            for subject in dict.fromkeys(event["subject"] for event in events):
                await self.fetch(f"/v1/{subject}")

    async def fetch(self, path: str) -> None:
        """Fetch a ticket, unless it is the version that is known."""
        known = {"If-None-Match": self.etags[path]} if path in self.etags else {}
        answer = await self.api.get(path, headers=known)
        if answer.status_code == 304:
            self.not_modified += 1
            return
        assert answer.status_code == 200, answer.text
        self.tickets[path], self.etags[path] = answer.json(), answer.headers["ETag"]

    async def _next(self, limit: int) -> list[Json]:
        params = {"type": "tickets.*", "limit": limit, **({"cursor": self.cursor} if self.cursor else {})}
        page = await self.api.found("/v1/events", params=params)
        self.cursor = page["next_cursor"]
        return page["items"]


@pytest.fixture
async def copy(as_actor: AsActor) -> Copy:
    return Copy(await as_actor(Role.INTEGRATION, scopes=["events:read", "tickets:read"]))


class TestIntegrator:
    async def test_hears_of_every_change_once(self, copy: Copy, admin: Api) -> None:
        ticket = await admin.ticket()
        await copy.poll()
        for action in ("triage", "start"):
            await admin.act(ticket["id"], action)
            await copy.poll()

        await copy.poll()

        everything = await admin.all_events("tickets.*")
        assert copy.seen == [event["id"] for event in everything]
        assert [event["type"] for event in everything] == [
            "tickets.ticket.opened",
            "tickets.ticket.triaged",
            "tickets.ticket.started",
        ]

    async def test_has_the_same_tickets_in_the_end(self, copy: Copy, admin: Api) -> None:
        project = await admin.project()
        tickets = [await admin.ticket(project_id=project["id"], title=f"Fault {word}") for word in ("a", "b", "c")]
        await copy.poll()
        await admin.patch(f"/v1/tickets/{tickets[0]['id']}", {"title": "Fault a, in truth d"})
        await admin.act(tickets[1]["id"], "cancel", reason="Reported twice")

        await copy.poll()

        stored = await admin.all_items("/v1/tickets")
        key = {ticket["id"]: ticket for ticket in stored}
        assert {ticket["id"]: ticket for ticket in copy.tickets.values()} == key

    async def test_is_not_sent_what_it_has(self, copy: Copy, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}"
        await copy.poll()

        await copy.fetch(path)
        await admin.act(ticket["id"], "triage")
        await copy.fetch(path)

        assert copy.not_modified == 1
        assert copy.tickets[path]["status"] == "triaged"

    async def test_can_ask_for_a_version_without_its_body(self, copy: Copy, admin: Api) -> None:
        path = f"/v1/tickets/{(await admin.ticket())['id']}"

        head = await copy.api.http.head(path)
        full = await copy.api.get(path)

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["ETag"] == full.headers["ETag"]
        assert head.headers["Content-Length"] == full.headers["Content-Length"]

    async def test_keeps_its_place_while_nothing_happens(self, copy: Copy, admin: Api) -> None:
        await admin.ticket()
        await copy.poll()
        place = copy.cursor
        await copy.poll()

        assert place is not None
        assert copy.cursor == place

    async def test_is_told_when_its_cursor_is_none_of_ours(self, copy: Copy) -> None:
        refused = await copy.api.get("/v1/events", params={"cursor": "yesterday"})

        mistakes = [(one["pointer"], one["code"]) for one in refused.json()["errors"]]
        assert (refused.status_code, mistakes) == (422, [("query/cursor", "cursor_invalid")])

    async def test_changes_nothing_with_a_key_for_reading(self, copy: Copy, admin: Api) -> None:
        ticket = await admin.ticket()

        refused = await copy.api.patch(f"/v1/tickets/{ticket['id']}", {"title": "Mine"})

        assert (refused.status_code, refused.json()["permissions"]) == (403, ["tickets:work"])
