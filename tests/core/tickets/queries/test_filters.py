"""What a list of tickets can be narrowed by."""

from api import Api

SAME_MOMENT = "2026-11-02T01:00:00Z"


class TestTicketFilters:
    async def test_narrows_by_every_filter(self, admin: Api) -> None:
        project = await admin.project()
        pump = await admin.equipment(project_id=project["id"])
        seal = await admin.equipment(project_id=project["id"], parent_id=pump["id"])
        wanted = await admin.ticket(
            project_id=project["id"],
            equipment_id=seal["id"],
            title="Seal leaks 100%",
            channel="portal",
            grade=1,
            urgency="major",
            fault_code="E-501",
            dedup_key="K1",
            reported_at=SAME_MOMENT,
        )
        await admin.act(wanted["id"], "assign", assignee_id=str(admin.user_id), occurred_at=SAME_MOMENT)
        other = await admin.ticket()
        await admin.act(other["id"], "cancel", reason="by mistake")
        filters = {
            "status": "assigned,new",
            "open": "true",
            "grade": "1,2",
            "urgency": "major",
            "customer_id": project["customer_id"],
            "project_id": project["id"],
            "equipment_id": seal["id"],
            "below": pump["id"],
            "assignee_id": str(admin.user_id),
            "channel": "portal",
            "fault_code": "E-501",
            "number": wanted["number"],
            "dedup_key": "K1",
            "q": "LEAKS 100%",
        }

        for name, value in filters.items():
            found = await admin.all_items("/v1/tickets", **{name: value})
            assert [ticket["id"] for ticket in found] == [wanted["id"]], name
        assert [ticket["id"] for ticket in await admin.all_items("/v1/tickets", **filters)] == [wanted["id"]]
        assert [ticket["id"] for ticket in await admin.all_items("/v1/tickets", open="false")] == [other["id"]]

    async def test_takes_a_period_with_its_start_and_without_its_end(self, admin: Api) -> None:
        project = await admin.project()
        for day in (1, 2, 3):
            await admin.ticket(project_id=project["id"], reported_at=f"2026-11-0{day}T00:00:00Z")

        period = {"reported_from": "2026-11-02T08:00:00+08:00", "reported_to": "2026-11-03T00:00:00Z"}
        found = await admin.all_items("/v1/tickets", **period)

        assert [ticket["reported_at"] for ticket in found] == ["2026-11-02T00:00:00Z"]
