"""Ids that an action names."""

from typing import Any

import pytest

from api import Api, AsActor
from wellkept_sdk.actor import Role

NOBODY = "01900000-0000-7000-8000-000000000001"
EVIDENCE = {"kind": "attachment", "contact_name": "Frau Huber"}
RESOLVED = {"cause": "seal worn", "measure": "seal replaced"}


async def mistakes(api: Api, ticket: dict[str, Any], body: dict[str, Any]) -> list[tuple[str, str]]:
    answer = await api.post(f"/v1/tickets/{ticket['id']}/transitions", body)
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


class TestReferenceMistakes:
    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({"action": "triage", "equipment_id": NOBODY}, "/equipment_id"),
            ({"action": "assign", "assignee_id": NOBODY}, "/assignee_id"),
            ({"action": "escalate", "reason": "no answer", "to_user_id": NOBODY}, "/to_user_id"),
            ({"action": "cancel", "reason": "twice", "duplicate_of_id": NOBODY}, "/duplicate_of_id"),
            (
                {"action": "confirm", "evidence": {**EVIDENCE, "attachment_id": NOBODY}},
                "/evidence/attachment_id",
            ),
        ],
    )
    async def test_name_what_does_not_exist(self, admin: Api, body: dict[str, Any], pointer: str) -> None:
        ticket = await admin.ticket()

        assert await mistakes(admin, ticket, body) == [(pointer, "unknown_reference")]

    async def test_name_equipment_of_another_project(self, admin: Api) -> None:
        ticket, other = await admin.ticket(), await admin.project()
        pump = await admin.equipment(project_id=other["id"])

        found = await mistakes(admin, ticket, {"action": "triage", "equipment_id": pump["id"]})

        assert found == [("/equipment_id", "tickets.equipment.other_project")]

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.INTEGRATION])
    async def test_name_an_assignee_who_does_no_such_work(self, admin: Api, as_actor: AsActor, role: Role) -> None:
        ticket, other = await admin.ticket(), await as_actor(role)

        found = await mistakes(admin, ticket, {"action": "assign", "assignee_id": str(other.user_id)})

        assert found == [("/assignee_id", "tickets.assignee.not_staff")]

    async def test_name_an_assignee_who_has_left(self, admin: Api, as_actor: AsActor) -> None:
        ticket, gone = await admin.ticket(), await as_actor(Role.ENGINEER)
        await admin.patch(f"/v1/users/{gone.user_id}", {"active": False})

        found = await mistakes(admin, ticket, {"action": "assign", "assignee_id": str(gone.user_id)})

        assert found == [("/assignee_id", "tickets.assignee.not_staff")]

    async def test_name_a_ticket_as_the_duplicate_of_itself(self, admin: Api) -> None:
        ticket = await admin.ticket()

        found = await mistakes(admin, ticket, {"action": "cancel", "reason": "twice", "duplicate_of_id": ticket["id"]})

        assert found == [("/duplicate_of_id", "not_a_choice")]

    async def test_name_a_file_of_another_ticket_as_evidence(self, admin: Api) -> None:
        project = await admin.project()
        ticket, other = [await admin.ticket(project_id=project["id"]) for _ in range(2)]
        await admin.act(ticket["id"], "resolve", **RESOLVED)
        answer = await admin.post(f"/v1/tickets/{other['id']}/attachments", files={"file": ("signed.pdf", b"%PDF")})
        evidence = {**EVIDENCE, "attachment_id": answer.json()["id"]}

        found = await mistakes(admin, ticket, {"action": "confirm", "evidence": evidence})

        assert found == [("/evidence/attachment_id", "unknown_reference")]

    async def test_are_none_for_what_belongs_together(self, admin: Api) -> None:
        project = await admin.project()
        ticket, twin = [await admin.ticket(project_id=project["id"]) for _ in range(2)]
        pump = await admin.equipment(project_id=project["id"])

        await admin.act(ticket["id"], "triage", equipment_id=pump["id"])
        await admin.act(ticket["id"], "escalate", reason="no answer", to_user_id=str(admin.user_id))
        cancelled = await admin.act(ticket["id"], "cancel", reason="twice", duplicate_of_id=twin["id"])

        assert cancelled["data"] == {"reason": "twice", "duplicate_of_id": twin["id"]}
        assert cancelled["ticket"]["equipment_id"] == pump["id"]
