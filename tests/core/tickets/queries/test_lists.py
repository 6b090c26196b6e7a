"""Lists of tickets through the API."""

import asyncio

import pytest

from api import Api, AsActor
from wellkept.platform.storage.database import Database
from wellkept_sdk.actor import Role

SAME_MOMENT = "2026-11-02T01:00:00Z"


class TestListTickets:
    async def test_walks_past_every_ticket_exactly_once_while_others_open_more(self, admin: Api) -> None:
        project = await admin.project()
        opened = [(await admin.ticket(project_id=project["id"], reported_at=SAME_MOMENT))["id"] for _ in range(60)]

        async def open_more() -> None:
            for _ in range(15):
                await admin.ticket(project_id=project["id"], reported_at=SAME_MOMENT)

        walked, _ = await asyncio.gather(admin.all_items("/v1/tickets", limit=7), open_more())

        ids = [ticket["id"] for ticket in walked]
        assert len(ids) == len(set(ids))
        assert set(opened) <= set(ids)

    @pytest.mark.parametrize("sort", ["-reported_at", "reported_at", "-updated_at", "updated_at", "number", "-number"])
    async def test_sorts_as_asked(self, admin: Api, sort: str) -> None:
        project = await admin.project()
        for hour in (3, 1, 2):
            await admin.ticket(project_id=project["id"], reported_at=f"2026-11-02T0{hour}:00:00Z")

        tickets = await admin.all_items("/v1/tickets", sort=sort, limit=2)

        values = [ticket[sort.removeprefix("-")] for ticket in tickets]
        assert values == sorted(values, reverse=sort.startswith("-"))
        assert len(tickets) == 3

    @pytest.mark.parametrize(
        ("query", "pointer", "code"),
        [
            ("limit=0", "query/limit", "too_small"),
            ("limit=201", "query/limit", "too_large"),
            ("page=2", "query/page", "unknown_parameter"),
            ("sort=colour", "query/sort", "not_a_choice"),
            ("status=lost", "query/status", "pattern"),
            ("cursor=abc", "query/cursor", "cursor_invalid"),
            ("customer_id=7", "query/customer_id", "type"),
            ("reported_from=2026-11-02T01:00:00", "query/reported_from", "naive_time"),
            ("q=%00", "query/q", "bad_characters"),
        ],
    )
    async def test_refuses_what_it_does_not_know(self, admin: Api, query: str, pointer: str, code: str) -> None:
        answer = await admin.get(f"/v1/tickets?{query}")

        assert answer.status_code == 422, answer.text
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]

    async def test_refuses_a_cursor_of_other_filters(self, admin: Api) -> None:
        project = await admin.project()
        for _ in range(2):
            await admin.ticket(project_id=project["id"])
        cursor = (await admin.found("/v1/tickets", params={"limit": 1}))["next_cursor"]

        answer = await admin.get("/v1/tickets", params={"limit": 1, "cursor": cursor, "open": "true"})

        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "cursor_invalid")

    async def test_takes_two_statements_whatever_the_page_holds(self, admin: Api, database: Database) -> None:
        project = await admin.project()
        for _ in range(5):
            await admin.ticket(project_id=project["id"])
        await admin.found("/v1/tickets")

        before = database.statements
        await admin.found("/v1/tickets", params={"limit": 50})

        assert database.statements - before == 2

    async def test_shows_customers_their_own_and_no_metadata(self, admin: Api, as_actor: AsActor) -> None:
        own = await admin.ticket(metadata={"margin": 7})
        await admin.ticket()
        customer = await as_actor(Role.CUSTOMER, customer_ids=[own["customer_id"]])

        [seen] = await customer.all_items("/v1/tickets")

        assert seen["id"] == own["id"]
        assert seen["metadata"] == {}
