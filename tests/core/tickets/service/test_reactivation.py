"""Resolving a ticket again, through HTTP."""

from typing import Any

import pytest

from api import Api, AsActor
from made_plugins import Heard, made_plugin, make_plan, plugins_bound, revise_plan
from wellkept.platform.storage.database import Database
from wellkept_sdk import ActivationLevel, Plugin, Terms
from wellkept_sdk.actor import Role


class Promise(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    hours: int = 8


def promising(name: str, heard: Heard) -> Plugin:
    """Return a plugin of contract level that notes how it was reactivated."""

    terms = type(f"Promise{name}", (Promise,), {}, frozen=True, kw_only=True, forbid_unknown_fields=True)

    async def hook(self: Plugin, ctx: Any, event: Any) -> None:
        kept = (event.was_active, event.is_active, ctx.terms(terms).hours, sorted(ctx.activation.plugins))
        heard.append((self.manifest.name, kept))

    return made_plugin(name, activation=ActivationLevel.CONTRACT, members={"terms": terms}, ticket_reactivated=hook)


class TestReactivation:
    async def test_serves_the_ticket_as_its_plan_says_now(self, admin: Api) -> None:
        heard = Heard()
        with plugins_bound(*(promising(name, heard) for name in ("going", "kept", "new"))):
            plan_id = await make_plan("going", "kept")
            ticket = await admin.ticket()
            await revise_plan(plan_id, "kept", "new", revision=2, terms={"kept": {"hours": 4}})
            assert (await admin.found(f"/v1/tickets/{ticket['id']}"))["activation_id"] == ticket["activation_id"]

            answer = await admin.post(f"/v1/tickets/{ticket['id']}/activation", {"note": "A better contract."})

            after = await admin.found(f"/v1/tickets/{ticket['id']}")
            fresh = await admin.ticket(project_id=ticket["project_id"])

        assert answer.status_code == 200
        told = answer.json()
        assert (told["before"]["activation_id"], told["after"]["activation_id"]) == (
            ticket["activation_id"],
            after["activation_id"],
        )
        assert fresh["activation_id"] == after["activation_id"]
        assert told["after"]["plugins"]["kept"] == {"terms_version": 1, "terms": {"hours": 4}}
        assert {(change["plugin"], change["kind"]) for change in told["changes"]} == {
            ("going", "disabled"),
            ("kept", "terms_changed"),
            ("new", "enabled"),
        }
        [kept] = [change for change in told["changes"] if change["plugin"] == "kept"]
        assert kept["fields"] == [{"pointer": "/hours", "before": 8, "after": 4}]
        assert heard == [
            ("going", (True, False, 8, ["going", "kept"])),
            ("kept", (True, True, 4, ["kept", "new"])),
            ("new", (False, True, 8, ["kept", "new"])),
        ]
        assert answer.headers["ETag"] == f'"{after["version"]}"'

    async def test_leaves_one_fact_one_event_and_one_line_of_the_audit_trail(self, admin: Api) -> None:
        with plugins_bound(promising("kept", Heard())):
            plan_id = await make_plan("kept")
            ticket = await admin.ticket()
            await revise_plan(plan_id, revision=2)
            path = f"/v1/tickets/{ticket['id']}"
            first = await admin.created(f"{path}/activation", {"note": "Less now."})
            second = await admin.created(f"{path}/activation", {})
            history = await admin.all_items(f"{path}/history")
            events = await admin.all_events("tickets.ticket.reactivated")
            audit = [
                entry for entry in await admin.all_items("/v1/audit") if entry["action"] == "tickets.ticket.reactivated"
            ]

        assert [(fact["kind"], fact["note"]) for fact in history] == [("opened", None), ("activation", "Less now.")]
        assert history[1]["data"] == {
            "activation_id": {"before": ticket["activation_id"], "after": first["after"]["activation_id"]}
        }
        assert [event["data"]["changed_plugins"] for event in events] == [["kept"]]
        assert [entry["subject"] for entry in audit] == [f"tickets/{ticket['id']}"]
        assert second["changes"] == []
        assert second["before"] == second["after"] == first["after"]

    async def test_moves_the_timers_of_a_resolved_ticket(self, admin: Api, database: Database) -> None:
        async def timers() -> dict[str, Any]:
            return {row["kind"]: row["due_at"] for row in await database.fetch("SELECT kind, due_at FROM timer")}

        with plugins_bound():
            plan_id = await make_plan(terms={"core": {"remind_after_days": 5, "auto_close_after_days": 10}})
            ticket = await admin.ticket()
            await admin.act(ticket["id"], "resolve", cause="Worn.", measure="Replaced.")
            before = await timers()
            await revise_plan(
                plan_id, revision=2, terms={"core": {"remind_after_days": 0, "auto_close_after_days": 20}}
            )
            await admin.created(f"/v1/tickets/{ticket['id']}/activation", {})
            after = await timers()

        assert set(before) == {"ticket_confirmation_reminder", "ticket_auto_close"}
        assert set(after) == {"ticket_auto_close"}
        assert (after["ticket_auto_close"] - before["ticket_auto_close"]).days == 10

    async def test_is_refused_for_another_version(self, admin: Api) -> None:
        ticket = await admin.ticket()

        answer = await admin.post(f"/v1/tickets/{ticket['id']}/activation", {}, headers={"If-Match": '"7"'})

        assert answer.status_code == 412

    @pytest.mark.parametrize(("role", "status"), [(Role.ENGINEER, 403), (Role.DISPATCHER, 403), (Role.CUSTOMER, 404)])
    async def test_is_for_those_who_may_change_activations(
        self, admin: Api, as_actor: AsActor, role: Role, status: int
    ) -> None:
        ticket = await admin.ticket()
        own = (await admin.customer())["id"]
        caller = await as_actor(role, **({"customer_ids": [own]} if role is Role.CUSTOMER else {}))

        answer = await caller.post(f"/v1/tickets/{ticket['id']}/activation", {})

        assert answer.status_code == status


class TestPinnedTicket:
    async def test_keeps_the_terms_of_core_that_it_was_received_under(self, admin: Api) -> None:
        with plugins_bound():
            plan_id = await make_plan(terms={"core": {"required_to_resolve": ["test_result"]}})
            ticket = await admin.ticket()
            await revise_plan(plan_id, revision=2)
            body = {"action": "resolve", "cause": "Worn.", "measure": "Replaced."}
            old = await admin.post(f"/v1/tickets/{ticket['id']}/transitions", body)
            fresh = await admin.ticket()
            new = await admin.post(f"/v1/tickets/{fresh['id']}/transitions", body)

        assert [error["pointer"] for error in old.json()["errors"]] == ["/test_result"]
        assert new.status_code == 201

    async def test_is_refused_where_the_plan_demands_more_to_open_it(self, admin: Api) -> None:
        with plugins_bound():
            await make_plan(terms={"core": {"required_to_open": ["fault_code"]}})
            project = await admin.project()
            body = {"title": "Pump trips", "project_id": project["id"], "channel": "phone"}
            answer = await admin.post("/v1/tickets", body)
            opened = await admin.post("/v1/tickets", {**body, "fault_code": "E501"})

        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/fault_code", "required")]
        assert opened.status_code == 201
