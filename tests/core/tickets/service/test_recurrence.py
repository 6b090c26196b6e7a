"""A ticket that comes back."""

from api import Api


class TestRecurrence:
    async def test_names_the_ticket_that_came_back(self, admin: Api) -> None:
        project = await admin.project()
        pump = await admin.equipment(project_id=project["id"])
        spare = await admin.equipment(project_id=project["id"])
        fault = {"project_id": project["id"], "equipment_id": pump["id"], "fault_code": "E-501"}
        first = await admin.ticket(**fault)
        await admin.act(first["id"], "resolve", cause="dirt", measure="cleaned")

        again = await admin.ticket(**fault)
        other_fault = await admin.ticket(**{**fault, "fault_code": "E-502"})
        other_pump = await admin.ticket(**{**fault, "equipment_id": spare["id"]})

        assert again["previous_ticket_id"] == first["id"]
        assert other_fault["previous_ticket_id"] is None
        assert other_pump["previous_ticket_id"] is None
        assert len(await admin.all_events("tickets.ticket.recurred")) == 1

    async def test_is_found_when_triage_tells_the_fault(self, admin: Api) -> None:
        project = await admin.project()
        pump = await admin.equipment(project_id=project["id"])
        first = await admin.ticket(project_id=project["id"], equipment_id=pump["id"], fault_code="E-501")
        await admin.act(first["id"], "resolve", cause="dirt", measure="cleaned")
        again = await admin.ticket(project_id=project["id"])

        triaged = await admin.act(again["id"], "triage", equipment_id=pump["id"], fault_code="E-501")

        assert triaged["ticket"]["previous_ticket_id"] == first["id"]

    async def test_costs_one_version_like_any_other_correction(self, admin: Api) -> None:
        project = await admin.project()
        pump = await admin.equipment(project_id=project["id"])
        first = await admin.ticket(project_id=project["id"], equipment_id=pump["id"], fault_code="E-501")
        await admin.act(first["id"], "resolve", cause="dirt", measure="cleaned")
        again = await admin.ticket(project_id=project["id"])

        corrected = await admin.patch(f"/v1/tickets/{again['id']}", {"equipment_id": pump["id"], "fault_code": "E-501"})

        assert corrected.json()["previous_ticket_id"] == first["id"]
        assert corrected.json()["version"] == 2
        [event] = await admin.all_events("tickets.ticket.updated")
        assert event["data"]["changed_fields"] == ["equipment_id", "fault_code", "previous_ticket_id"]
