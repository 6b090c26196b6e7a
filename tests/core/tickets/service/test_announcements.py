"""What a change of a ticket announces."""

from api import Api


class TestAnnounceTransitions:
    async def test_tells_ids_statuses_and_the_names_of_changed_fields(self, admin: Api) -> None:
        ticket = await admin.ticket()

        made = await admin.act(ticket["id"], "triage", grade=1, fault_code="E-501", note="They never oil it.")

        [event] = await admin.all_events("tickets.ticket.triaged")
        assert event["subject"] == f"tickets/{ticket['id']}"
        assert (event["data"]["from_status"], event["data"]["to_status"]) == ("new", "triaged")
        assert event["data"]["transition_id"] == made["id"]
        assert event["data"]["changed_fields"] == ["fault_code", "grade", "status"]
        assert "oil" not in str(event)

    async def test_is_silent_when_the_action_was_refused(self, admin: Api) -> None:
        ticket = await admin.ticket()

        await admin.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": "close"})

        assert await admin.all_events("tickets.ticket.closed") == []

    async def test_resumes_before_it_resolves_what_was_on_hold(self, admin: Api) -> None:
        ticket = await admin.ticket()
        await admin.act(ticket["id"], "hold", reason="parts")
        await admin.act(ticket["id"], "resolve", cause="seal worn", measure="seal replaced")

        [resumed] = await admin.all_events("tickets.ticket.resumed")
        [resolved] = await admin.all_events("tickets.ticket.resolved")

        assert (resumed["data"]["from_status"], resumed["data"]["to_status"]) == ("on_hold", "new")
        assert resumed["data"]["changed_fields"] == ["hold_reason", "status"]
        assert (resolved["data"]["from_status"], resolved["data"]["to_status"]) == ("new", "resolved")
        assert resumed["time"] == resolved["time"]
