"""What plugins may say and do when a ticket is opened, through HTTP."""

from typing import Any

import pytest

from api import Api, Json
from made_plugins import listening, made_plugin, plugins_bound
from wellkept_sdk.hooks import Veto
from wellkept_sdk.hooks.tickets import TicketDraftPatch, TicketOpening
from wellkept_sdk.records.tickets import LogKind
from wellkept_sdk.verbs import LogDraft


async def refuse(_self: Any, _ctx: Any, _event: Any) -> Veto:
    return Veto(code="strict.ticket.unwanted", message="Not like this.")


async def report(admin: Api, **values: Any) -> Json:
    project = await admin.project()
    return {"title": "Pump trips", "project_id": project["id"], "channel": "phone", **values}


class TestOpening:
    async def test_is_vetoed_with_the_plugins_code_and_leaves_nothing(self, admin: Api) -> None:
        with plugins_bound(made_plugin("strict", ticket_opening=refuse)):
            answer = await admin.post("/v1/tickets", await report(admin))

        assert answer.status_code == 409
        problem = answer.json()
        assert (problem["code"], problem["plugin"], problem["hook"]) == (
            "strict.ticket.unwanted",
            "strict",
            "ticket_opening",
        )
        assert problem["reasons"] == [
            {"code": "strict.ticket.unwanted", "message": "Not like this.", "plugin": "strict"}
        ]
        assert await admin.all_items("/v1/tickets") == []
        assert await admin.all_events("tickets.ticket.opened") == []

    async def test_is_patched_by_one_plugin_after_the_other(self, admin: Api) -> None:
        async def worse(_self: Any, _ctx: Any, event: TicketOpening) -> TicketDraftPatch:
            return TicketDraftPatch(grade=event.grade - 1, metadata={**event.metadata, str(event.grade): "seen"})

        with plugins_bound(made_plugin("first", ticket_opening=worse), made_plugin("second", ticket_opening=worse)):
            ticket = await admin.created("/v1/tickets", await report(admin, metadata={"order": 7}))

        assert ticket["grade"] == 1
        assert ticket["metadata"] == {"order": 7, "3": "seen", "2": "seen"}

    @pytest.mark.parametrize("patch", [{"grade": 0}, {"title": ""}, {"fault_code": "?"}])
    async def test_takes_no_patch_that_the_api_would_refuse(self, admin: Api, patch: dict[str, Any]) -> None:
        async def patched(_self: Any, _ctx: Any, _event: Any) -> TicketDraftPatch:
            return TicketDraftPatch(**patch)

        with plugins_bound(made_plugin("sloppy", ticket_opening=patched)):
            ticket = await admin.created("/v1/tickets", await report(admin))

        assert (ticket["grade"], ticket["title"], ticket["fault_code"]) == (3, "Pump trips", None)

    async def test_leaves_the_metadata_as_they_were_given_if_a_patch_makes_them_too_long(self, admin: Api) -> None:
        async def bloat(_self: Any, _ctx: Any, _event: Any) -> TicketDraftPatch:
            return TicketDraftPatch(grade=2, metadata={"text": "x" * 20_000})

        with plugins_bound(made_plugin("bloated", ticket_opening=bloat)):
            ticket = await admin.created("/v1/tickets", await report(admin, metadata={"order": 7}))

        assert (ticket["grade"], ticket["metadata"]) == (2, {"order": 7})

    async def test_is_told_with_the_stored_ticket(self, admin: Api) -> None:
        plugin, heard = listening("ears", "ticket_opening", "ticket_opened")

        with plugins_bound(plugin):
            ticket = await admin.created("/v1/tickets", await report(admin))

        assert heard.names() == ["ticket_opening", "ticket_opened"]
        assert heard[1][1].ticket.number == ticket["number"]

    async def test_is_told_with_the_key_that_the_caller_has_sent(self, admin: Api) -> None:
        keys: list[str | None] = []

        async def listen(_self: Any, ctx: Any, _event: Any) -> None:
            keys.append(ctx.idempotency_key)

        with plugins_bound(made_plugin("ears", ticket_opened=listen)):
            body = await report(admin)
            await admin.created("/v1/tickets", body, headers={"Idempotency-Key": "order-7"})
            await admin.created("/v1/tickets", body)

        assert keys == ["order-7", None]

    async def test_of_a_repeat_asks_nobody_and_tells_of_its_line_of_the_log(self, admin: Api) -> None:
        plugin, heard = listening("ears", "ticket_opening", "ticket_opened", "ticket_logged")
        body = await report(admin, dedup_key="PLC-7/E501", description="Again.")
        await admin.created("/v1/tickets", body)

        with plugins_bound(plugin):
            await admin.created("/v1/tickets", body)

        assert heard.names() == ["ticket_logged"]
        assert heard[0][1].text == "Again."

    async def test_shows_what_a_plugin_did_to_the_ticket_in_its_turn(self, admin: Api) -> None:
        async def log(_self: Any, ctx: Any, event: Any) -> None:
            await ctx.tickets.log(event.ticket.id, LogDraft(kind=LogKind.NOTE, text="Received."))
            await ctx.tickets.transition(event.ticket.id, "triage", fields={"grade": 1})

        with plugins_bound(made_plugin("eager", ticket_opened=log)):
            answer = await admin.post("/v1/tickets", await report(admin))

        ticket = answer.json()
        assert (ticket["status"], ticket["grade"], ticket["version"]) == ("triaged", 1, 2)
        assert answer.headers["ETag"] == '"2"'
        [line] = await admin.all_items(f"/v1/tickets/{ticket['id']}/log")
        assert line["text"] == "Received."
