from typing import Any

import pytest

from api import Api, Json, api_as
from refusals import mistakes
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk.actor import Role

WIND = {"limit_mps": 12}
SHOWN_WIND = {"limit_mps": 12, "hold_until": None, "is_high": False}
RING = {"note": "Ring twice."}
KINDS = ("customer", "project", "equipment")


async def made(boss: Api, kind: str, **values: Any) -> tuple[str, Json]:
    """Return where a new record lives, and how it was answered."""
    if kind == "equipment":
        values["project_id"] = (await boss.project())["id"]
    record = await getattr(boss, kind)(**values)
    collection = {"customer": "customers", "project": "projects", "equipment": "equipment"}[kind]
    return f"/v1/{collection}/{record['id']}", record


class TestOpeningATicket:
    async def test_stores_what_plugins_are_given_and_shows_it(self, boss: Api, windy: Json) -> None:
        ticket = await boss.ticket(project_id=windy["id"], extensions={"weather": WIND, "gatekeeper": RING})

        assert ticket["extensions"] == {"gatekeeper": RING, "weather": SHOWN_WIND}
        assert await boss.found(f"/v1/tickets/{ticket['id']}") == ticket

    async def test_refuses_what_is_for_a_plugin_that_does_not_serve_the_record(self, boss: Api) -> None:
        project = await boss.project()
        body = {"title": "Pump trips", "project_id": project["id"], "channel": "phone"}

        answer = await boss.post("/v1/tickets", {**body, "extensions": {"weather": WIND}})

        assert mistakes(answer) == {"/extensions/weather": "plugin_inactive"}

    async def test_refuses_every_mistake_at_once(self, boss: Api, windy: Json) -> None:
        given = {"weather": {"limit_mps": 0, "colour": "red"}, "sla": {}, "gatekeeper": {}}
        body = {"title": "", "project_id": windy["id"], "channel": "phone", "extensions": given}

        answer = await boss.post("/v1/tickets", body)

        assert mistakes(answer) == {
            "/extensions/gatekeeper/note": "required",
            "/extensions/sla": "unknown_field",
            "/extensions/weather/colour": "unknown_field",
            "/extensions/weather/limit_mps": "too_small",
            "/title": "too_short",
        }

    async def test_stores_nothing_when_the_plugin_does_not_accept_the_value(self, boss: Api, windy: Json) -> None:
        body = {"title": "Pump trips", "project_id": windy["id"], "channel": "phone"}

        answer = await boss.post("/v1/tickets", {**body, "extensions": {"weather": {"limit_mps": 13}}})

        assert mistakes(answer) == {"/extensions/weather/limit_mps": "weather.limit.unlucky"}
        assert await boss.all_items("/v1/tickets") == []

    async def test_shows_the_extensions_in_the_answer_to_a_transition(self, boss: Api, windy: Json) -> None:
        ticket = await boss.ticket(project_id=windy["id"], extensions={"weather": WIND})

        made = await boss.act(ticket["id"], "start")

        assert made["ticket"]["extensions"] == {"weather": SHOWN_WIND}


class TestCorrectingATicket:
    @pytest.fixture
    async def ticket(self, boss: Api, windy: Json) -> Json:
        """Return a ticket with both extensions."""
        return await boss.ticket(project_id=windy["id"], extensions={"weather": WIND, "gatekeeper": RING})

    async def test_merges_into_what_is_there(self, boss: Api, ticket: Json) -> None:
        patch = {"extensions": {"weather": {"hold_until": "2026-11-21T09:00:00+08:00"}}}

        answer = await boss.patch(f"/v1/tickets/{ticket['id']}", patch)

        assert answer.json()["extensions"] == {
            "gatekeeper": RING,
            "weather": {"limit_mps": 12, "hold_until": "2026-11-21T01:00:00Z", "is_high": False},
        }

    async def test_raises_the_version_and_is_a_fact_and_an_event(self, boss: Api, ticket: Json) -> None:
        url = f"/v1/tickets/{ticket['id']}"

        answer = await boss.patch(url, {"extensions": {"weather": {"limit_mps": 25}}})

        [updated] = await boss.all_events("tickets.ticket.updated")
        fact = (await boss.all_items(f"{url}/history"))[-1]
        assert (answer.json()["version"], answer.headers["etag"]) == (2, '"2"')
        assert updated["data"]["changed_fields"] == ["extensions.weather"]
        assert fact["kind"] == "change"

    async def test_clears_by_null_and_leaves_what_is_absent(self, boss: Api, ticket: Json) -> None:
        answer = await boss.patch(f"/v1/tickets/{ticket['id']}", {"extensions": {"weather": None}})

        assert (answer.json()["extensions"], answer.json()["version"]) == ({"gatekeeper": RING}, 2)

    @pytest.mark.parametrize("given", [{"weather": WIND}, {"weather": {}}, {}, {"gatekeeper": RING}])
    async def test_changes_nothing_where_nothing_differs(self, boss: Api, ticket: Json, given: Json) -> None:
        answer = await boss.patch(f"/v1/tickets/{ticket['id']}", {"extensions": given})

        assert answer.json() == ticket
        assert await boss.all_events("tickets.ticket.updated") == []

    async def test_refuses_what_lacks_a_field_that_nothing_fills(self, boss: Api, windy: Json) -> None:
        ticket = await boss.ticket(project_id=windy["id"])

        answer = await boss.patch(f"/v1/tickets/{ticket['id']}", {"extensions": {"weather": {"hold_until": None}}})

        assert mistakes(answer) == {"/extensions/weather/limit_mps": "required"}

    async def test_refuses_what_is_for_a_plugin_that_does_not_serve_the_record(self, boss: Api) -> None:
        ticket = await boss.ticket()

        answer = await boss.patch(f"/v1/tickets/{ticket['id']}", {"extensions": {"weather": None}})

        assert mistakes(answer) == {"/extensions/weather": "plugin_inactive"}

    async def test_holds_to_if_match(self, boss: Api, ticket: Json) -> None:
        patch = {"extensions": {"weather": {"limit_mps": 25}}}

        answer = await boss.patch(f"/v1/tickets/{ticket['id']}", patch, headers={"If-Match": '"9"'})

        assert answer.status_code == 412
        assert await boss.found(f"/v1/tickets/{ticket['id']}") == ticket


class TestOtherRecords:
    @pytest.mark.parametrize("kind", KINDS)
    async def test_have_extensions_alike(self, boss: Api, kind: str) -> None:
        url, record = await made(boss, kind, extensions={"gatekeeper": RING})
        changed = await boss.patch(url, {"extensions": {"gatekeeper": {"note": "Do not ring."}}})
        cleared = await boss.patch(url, {"extensions": {"gatekeeper": None}})

        assert record["extensions"] == {"gatekeeper": RING}
        assert changed.json()["extensions"] == {"gatekeeper": {"note": "Do not ring."}}
        assert (cleared.json()["extensions"], cleared.json()["version"]) == ({}, 3)

    @pytest.mark.parametrize("kind", KINDS)
    async def test_announce_which_extension_has_changed(self, boss: Api, kind: str) -> None:
        url, _ = await made(boss, kind)

        await boss.patch(url, {"extensions": {"gatekeeper": RING}})

        [updated] = await boss.all_events(f"{url.split('/')[2]}.{kind}.updated")
        assert updated["data"]["changed_fields"] == ["extensions.gatekeeper"]


class TestWhoSees:
    async def test_customers_see_and_write_only_what_is_for_them(
        self, extended: Wellkept, boss: Api, windy: Json
    ) -> None:
        ticket = await boss.ticket(project_id=windy["id"], extensions={"weather": WIND, "gatekeeper": RING})
        customer = await api_as(extended, Role.CUSTOMER, customer_ids=[windy["customer_id"]])
        body = {"title": "Pump trips", "project_id": windy["id"], "channel": "portal"}

        seen = await customer.found(f"/v1/tickets/{ticket['id']}")
        listed = await customer.found("/v1/tickets", params={"include": "weather,gatekeeper"})
        refused = await customer.post("/v1/tickets", {**body, "extensions": {"weather": WIND}})

        assert seen["extensions"] == {"gatekeeper": RING}
        assert listed["items"][0]["extensions"] == {"gatekeeper": RING}
        assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")

    @pytest.mark.parametrize("query", ["extensions.weather.limit_mps=12", "sort=extensions.weather.limit_mps"])
    async def test_customers_cannot_find_out_what_is_not_for_them(
        self, extended: Wellkept, windy: Json, query: str
    ) -> None:
        customer = await api_as(extended, Role.CUSTOMER, customer_ids=[windy["customer_id"]])

        answer = await customer.get(f"/v1/tickets?{query}")

        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


class TestCost:
    async def statements(self, database: SqliteEngine | PgEngine, boss: Api, url: str) -> int:
        await boss.found(url)
        before = database.statements
        await boss.found(url)
        return database.statements - before

    async def test_of_a_list_is_one_statement_for_each_plugin_that_is_included(
        self, database: SqliteEngine | PgEngine, boss: Api, windy: Json
    ) -> None:
        for _ in range(3):
            await boss.ticket(project_id=windy["id"], extensions={"weather": WIND, "gatekeeper": RING})

        counts = [
            await self.statements(database, boss, f"/v1/tickets{query}")
            for query in ("", "?include=weather", "?include=weather,gatekeeper", "?extensions.weather.limit_mps=12")
        ]

        assert counts == [2, 3, 4, 2]

    async def test_of_a_ticket_is_one_statement_for_each_active_plugin(
        self, database: SqliteEngine | PgEngine, boss: Api, windy: Json
    ) -> None:
        windless, served = await boss.ticket(), await boss.ticket(project_id=windy["id"])

        counts = [await self.statements(database, boss, f"/v1/tickets/{one['id']}") for one in (windless, served)]

        assert counts == [3, 4]

    async def test_of_another_list_grows_with_different_activations_and_not_with_records(
        self, database: SqliteEngine | PgEngine, boss: Api, windy: Json
    ) -> None:
        url = "/v1/projects?include=gatekeeper"
        of_one = await self.statements(database, boss, url)

        for _ in range(3):
            await boss.project(customer_id=windy["customer_id"], extensions={"gatekeeper": RING})
        of_four = await self.statements(database, boss, url)
        await boss.project(extensions={"gatekeeper": RING})
        of_two_activations = await self.statements(database, boss, url)

        # Beside caller, page and loader: where the projects belong, and which contracts and plans count there.
        assert (of_one, of_four, of_two_activations) == (6, 6, 7)
