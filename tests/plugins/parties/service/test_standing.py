"""Blocking and archiving: what nothing new may name, and what goes on."""

from parties_house import (
    PARTIES,
    asked_to_involve,
    closed,
    did,
    events,
    involved,
    mistakes,
    moved,
    partner_of,
    refusal,
    registered,
)
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp


class TestBlockedParty:
    async def test_takes_part_in_nothing_new_and_goes_on_with_the_rest(self, app: TestApp) -> None:
        party, ticket, other = await registered(app), await app.ticket(), await app.ticket()
        await involved(app, f"tickets/{ticket['id']}", party)
        partner = await partner_of(app, party)

        blocked = await moved(app, party, "block", "Invoices in dispute")
        again = await asked_to_involve(app, f"tickets/{ticket['id']}", party)
        anew = await asked_to_involve(app, f"tickets/{other['id']}", party)

        assert blocked.status_code == 201
        assert (blocked.json()["status"], blocked.json()["status_reason"]) == ("blocked", "Invoices in dispute")
        assert again.status_code == 200
        assert refusal(anew) == (409, "parties.party.blocked")
        assert (await partner.get(f"/v1/tickets/{ticket['id']}")).status_code == 200

    async def test_is_unblocked_with_a_reason_and_an_actor(self, app: TestApp) -> None:
        party = await registered(app)
        await moved(app, party, "block")

        restored = (await moved(app, party, "unblock", "Paid")).json()

        assert (restored["status"], restored["status_reason"], restored["version"]) == ("active", "Paid", 3)
        entries = await app.house.fetch("SELECT action, actor_id FROM audit_entry WHERE action LIKE 'parties.%'")
        assert {entry["action"] for entry in entries} == {f"parties.{name}" for name, _ in await events(app)}
        assert all(entry["actor_id"] is not None for entry in entries)


class TestArchive:
    async def test_needs_that_the_party_takes_part_in_no_open_ticket(self, app: TestApp) -> None:
        party, ticket, planned = await registered(app), await app.ticket(), await app.ticket()
        await involved(app, f"tickets/{ticket['id']}", party)
        await involved(app, f"tickets/{ticket['id']}", party, starts_on="2026-01-01", ends_on="2026-02-01")
        await involved(app, f"tickets/{planned['id']}", party, starts_on="2026-04-01")

        refused = await moved(app, party, "archive")
        await closed(app, ticket)
        await did(app, planned, "cancel", reason="by mistake")
        archived = await moved(app, party, "archive", "Insolvent")

        assert refusal(refused) == (409, "parties.party.still_involved")
        assert refused.json()["tickets"] == [ticket["number"], planned["number"]]
        assert archived.json()["status"] == "archived"

    async def test_refuses_new_involvements_until_the_party_is_restored(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        await moved(app, party, "archive")

        refused = await asked_to_involve(app, f"tickets/{ticket['id']}", party)
        await moved(app, party, "restore")

        assert refusal(refused) == (409, "parties.party.archived")
        assert (await asked_to_involve(app, f"tickets/{ticket['id']}", party)).status_code == 201
        assert [name for name, _ in await events(app, "parties.party")] == [
            "party.created",
            "party.archived",
            "party.restored",
        ]


class TestActions:
    async def test_are_listed_with_what_is_against_them(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        await involved(app, f"tickets/{ticket['id']}", party)

        told = (await app.client.get(f"{PARTIES}/{party['id']}/transitions")).json()

        assert told["status"] == "active"
        assert [
            (action["action"], action["to"], action["allowed"], [reason["code"] for reason in action["reasons"]])
            for action in told["actions"]
        ] == [
            ("block", "blocked", True, []),
            ("unblock", "active", False, ["parties.party.action_not_allowed"]),
            ("archive", "archived", False, ["parties.party.still_involved"]),
            ("restore", "active", False, ["parties.party.action_not_allowed"]),
        ]

    async def test_that_the_status_does_not_allow_are_refused(self, app: TestApp) -> None:
        party = await registered(app)

        answer = await moved(app, party, "unblock")

        assert refusal(answer) == (409, "parties.party.action_not_allowed")
        assert answer.json()["party_status"] == "active"

    async def test_need_a_word_and_a_reason(self, app: TestApp) -> None:
        path = f"{PARTIES}/{(await registered(app))['id']}/transitions"

        for body, found in (
            ({"action": "burn", "reason": "x"}, ("/action", "not_a_choice")),
            ({"action": "block"}, ("/reason", "required")),
            ({"action": "block", "reason": ""}, ("/reason", "too_short")),
        ):
            assert mistakes(await app.client.post(path, json=body)) == [found]

    async def test_are_for_dispatchers_and_those_who_saw_the_last_version(self, app: TestApp) -> None:
        party = await registered(app)
        path, body = f"{PARTIES}/{party['id']}/transitions", {"action": "block", "reason": "x"}
        engineer, partner = await app.as_actor(Role.ENGINEER), await partner_of(app, party)

        assert (await engineer.post(path, json=body)).status_code == 403
        assert (await engineer.get(path)).status_code == 200
        assert (await partner.get(path)).status_code == 403
        assert (await app.client.post(path, json=body, headers={"If-Match": '"7"'})).status_code == 412
