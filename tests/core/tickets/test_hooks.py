"""What plugins may say and do in the life of a ticket, through HTTP."""

import asyncio
from typing import Any

import pytest

import made_plugins
from api import Api, AsActor, Json
from made_plugins import Heard, listening, made_plugin, plugins_bound
from wellkept.platform.settings import Settings
from wellkept.platform.storage.database import Database
from wellkept_sdk import FailurePolicy
from wellkept_sdk.actor import Role
from wellkept_sdk.errors import Conflict
from wellkept_sdk.hooks import Veto
from wellkept_sdk.hooks.tickets import TransitionPatch

NO = Veto(code="strict.ticket.unwanted", message="Not like this.")


async def refuse(_self: Any, _ctx: Any, _event: Any) -> Veto:
    return NO


async def report(admin: Api, **values: Any) -> Json:
    project = await admin.project()
    return {"title": "Pump trips", "project_id": project["id"], "channel": "phone", **values}


class TestTransition:
    async def test_is_vetoed_and_leaves_the_ticket_as_it_was(self, admin: Api) -> None:
        ticket = await admin.ticket()

        with plugins_bound(made_plugin("strict", ticket_transitioning=refuse)):
            answer = await admin.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": "start"})

        assert answer.status_code == 409
        assert answer.json()["code"] == "strict.ticket.unwanted"
        assert await admin.found(f"/v1/tickets/{ticket['id']}") == ticket

    async def test_gets_another_note(self, admin: Api) -> None:
        ticket = await admin.ticket()

        async def annotate(_self: Any, _ctx: Any, event: Any) -> TransitionPatch:
            return TransitionPatch(note=f"{event.note}, says {_self.manifest.name}")

        with plugins_bound(made_plugin("first", ticket_transitioning=annotate)):
            made = await admin.act(ticket["id"], "start", note="Now")

        assert made["note"] == "Now, says first"

    async def test_is_told_with_its_data_after_its_event_is_written(self, admin: Api, database: Database) -> None:
        ticket = await admin.ticket()
        heard = Heard()

        async def listen(_self: Any, _ctx: Any, event: Any) -> None:
            rows = await database.fetch("SELECT type FROM event WHERE type = 'tickets.ticket.held'")
            heard.append((event.action, (event.before.status, event.ticket.status, event.data, rows)))

        with plugins_bound(made_plugin("ears", ticket_transitioned=listen)):
            await admin.act(ticket["id"], "hold", reason="parts")

        assert heard == [("hold", ("new", "on_hold", {"reason": "parts"}, [{"type": "tickets.ticket.held"}]))]
        assert len(await admin.all_events("tickets.ticket.held")) == 1

    async def test_is_told_with_the_party_for_which_a_ticket_waits(self, admin: Api) -> None:
        ticket = await admin.ticket()
        party_id = "01900000-0000-7000-8000-000000000b0b"
        plugin, heard = listening("ears", "ticket_transitioned")

        with plugins_bound(plugin):
            await admin.act(ticket["id"], "hold", reason="third_party", party_id=party_id)
            await admin.act(ticket["id"], "resolve", cause="Seal worn.", measure="Seal replaced.")

        held, resolved = (event for _, event in heard)
        assert held.data == {"reason": "third_party", "party_id": party_id}
        assert (held.ticket.hold_reason, str(held.ticket.hold_party_id)) == ("third_party", party_id)
        assert (resolved.before.hold_reason, str(resolved.before.hold_party_id)) == ("third_party", party_id)
        assert (resolved.ticket.hold_reason, resolved.ticket.hold_party_id) == (None, None)

    async def test_is_asked_about_only_after_the_checks_of_core(self, admin: Api) -> None:
        ticket = await admin.ticket()
        plugin, heard = listening("ears", "ticket_transitioning")

        with plugins_bound(plugin):
            await admin.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": "confirm"})
            await admin.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": "resolve"})

        assert heard == []


class TestLogEntry:
    async def test_is_told_with_the_side_of_who_has_written_it(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/log"
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        heard = Heard()

        async def listen(_self: Any, ctx: Any, event: Any) -> None:
            heard.append((ctx.actor.side, (event.kind, event.visibility, event.text)))

        with plugins_bound(made_plugin("ears", ticket_logged=listen)):
            await customer.created(path, {"kind": "message", "text": "It leaks."})
            await admin.act(ticket["id"], "respond", message="We come.")

        assert heard == [
            ("customer", ("message", "customer", "It leaks.")),
            ("us", ("message", "customer", "We come.")),
        ]


class TestPossibleActions:
    async def test_name_every_reason_with_its_plugin_and_write_nothing(self, admin: Api, database: Database) -> None:
        ticket = await admin.ticket()

        async def scribble(_self: Any, ctx: Any, event: Any) -> Veto | None:
            assert event.is_question
            await ctx.db.execute("UPDATE ticket SET title = 'scribbled'")
            return NO if event.action == "confirm" else None

        async def complain(_self: Any, _ctx: Any, event: Any) -> Veto | None:
            return Veto(code="picky.never", message="Never.") if event.action in {"start", "confirm"} else None

        plugins = (
            made_plugin("strict", ticket_transitioning=scribble),
            made_plugin("picky", ticket_transitioning=complain),
        )
        with plugins_bound(*plugins):
            found = await admin.found(f"/v1/tickets/{ticket['id']}/transitions")

        actions = {each["action"]: each for each in found["actions"]}
        assert len(actions) == 13
        assert [(reason["code"], reason["plugin"]) for reason in actions["confirm"]["reasons"]] == [
            ("tickets.transition.not_allowed", None),
            ("picky.never", "picky"),
            ("strict.ticket.unwanted", "strict"),
        ]
        assert (actions["start"]["allowed"], actions["triage"]["allowed"]) == (False, True)
        assert await admin.found(f"/v1/tickets/{ticket['id']}") == ticket
        assert await database.fetch("SELECT id FROM plugin_failure") == []

    async def test_name_a_required_plugin_that_fails_as_a_reason(self, admin: Api) -> None:
        ticket = await admin.ticket()

        async def fail(_self: Any, _ctx: Any, _event: Any) -> None:
            raise ZeroDivisionError

        plugin = made_plugin("broken", failure=FailurePolicy.REQUIRED, ticket_transitioning=fail)
        with plugins_bound(plugin):
            found = await admin.found(f"/v1/tickets/{ticket['id']}/transitions")

        [start] = [each for each in found["actions"] if each["action"] == "start"]
        assert [(reason["code"], reason["plugin"]) for reason in start["reasons"]] == [("plugin_failed", "broken")]

    async def test_begin_no_transaction_while_no_plugin_has_a_say(self, admin: Api, database: Database) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/transitions"
        await admin.found(path)
        before = database.statements

        await admin.found(path)

        # The account, twice the ticket, and the customer's zone, in which days for reopening are counted.
        assert database.statements - before == 4


class TestUpdate:
    async def test_is_vetoed(self, admin: Api) -> None:
        ticket = await admin.ticket()

        with plugins_bound(made_plugin("strict", ticket_updating=refuse)):
            answer = await admin.patch(f"/v1/tickets/{ticket['id']}", {"title": "Other"})
            unchanged = await admin.patch(f"/v1/tickets/{ticket['id']}", {"title": ticket["title"]})

        assert answer.status_code == 409
        assert unchanged.status_code == 200

    async def test_is_told_with_what_changed(self, admin: Api) -> None:
        ticket = await admin.ticket()
        plugin, heard = listening("ears", "ticket_updating", "ticket_updated")

        with plugins_bound(plugin):
            await admin.patch(f"/v1/tickets/{ticket['id']}", {"title": "Other", "grade": 1})

        asked, told = (event for _, event in heard)
        assert asked.changes == {"title": "Other", "grade": 1}
        assert told.changed_fields == ["grade", "title"]
        assert (told.before.title, told.ticket.title) == ("Pump trips", "Other")


class TestRecord:
    async def test_of_service_is_followed(self, admin: Api) -> None:
        ticket = await admin.ticket()
        plugin, heard = listening("ears", "ticket_logged", "ticket_attached")

        with plugins_bound(plugin):
            await admin.created(f"/v1/tickets/{ticket['id']}/log", {"kind": "note", "text": "Seen."})
            await admin.act(ticket["id"], "respond", message="On our way.")
            answer = await admin.post(
                f"/v1/tickets/{ticket['id']}/attachments", files={"file": ("a.txt", b"bytes")}, data={}
            )

        assert heard.names() == ["ticket_logged", "ticket_logged", "ticket_attached"]
        assert [event.text for _, event in heard[:2]] == ["Seen.", "On our way."]
        assert heard[2][1].sha256 == answer.json()["sha256"]


async def hang(_self: Any, _ctx: Any, _event: Any) -> None:
    await asyncio.sleep(30)


async def fail(_self: Any, _ctx: Any, _event: Any) -> None:
    raise ZeroDivisionError


async def rubbish(_self: Any, _ctx: Any, _event: Any) -> Any:
    return "rubbish"


async def conflict(_self: Any, _ctx: Any, _event: Any) -> None:
    raise Conflict


HARMS = {"hangs": hang, "raises": fail, "returns rubbish": rubbish, "raises an error of ours": conflict}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no hook take longer than a moment."""
    monkeypatch.setattr(made_plugins, "SETTINGS", Settings(hook_seconds_max=0.05))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
@pytest.mark.parametrize("hook", ["ticket_opening", "ticket_opened", "ticket_transitioning", "ticket_transitioned"])
class TestHarmfulPlugin:
    async def test_that_is_optional_is_recorded_and_stops_nobody(
        self, admin: Api, database: Database, hook: str, harm: Any
    ) -> None:
        ears, heard = listening("ears", hook)

        with plugins_bound(made_plugin("harmful", **{hook: harm}), ears):
            ticket = await admin.created("/v1/tickets", await report(admin))
            made = await admin.act(ticket["id"], "start")

        assert made["to_status"] == "in_progress"
        assert heard.names() == [hook]
        rows = await database.fetch("SELECT plugin, hook FROM plugin_failure")
        assert [(row["plugin"], row["hook"]) for row in rows] == [("harmful", hook)]

    async def test_that_is_required_is_named_by_a_409(
        self, admin: Api, database: Database, hook: str, harm: Any
    ) -> None:
        body = await report(admin)
        harmful = made_plugin("harmful", failure=FailurePolicy.REQUIRED, **{hook: harm})

        with plugins_bound(harmful):
            answer = await admin.post("/v1/tickets", body)
            if answer.status_code == 201:
                answer = await admin.post(f"/v1/tickets/{answer.json()['id']}/transitions", {"action": "start"})

        assert answer.status_code == 409
        problem = answer.json()
        assert (problem["code"], problem["plugin"], problem["hook"]) == ("plugin_failed", "harmful", hook)
        assert await database.fetch("SELECT id FROM ticket WHERE status <> 'new'") == []
