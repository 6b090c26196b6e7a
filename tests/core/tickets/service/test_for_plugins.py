"""The verbs of tickets as plugins call them."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from api import Api
from installed_base import ADMIN
from tickets_made import actor
from wellkept.platform.access.permissions import CORE_PERMISSIONS
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.errors import TransitionNotAllowed
from wellkept.tickets.service.for_plugins import AttachmentsSeen, TicketVerbs
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.errors import Invalid, NotFound, PermissionDenied
from wellkept_sdk.ids import AttachmentId, EquipmentId, ProjectId, TicketId, uuid7
from wellkept_sdk.records.tickets import Action, LogKind, TicketStatus
from wellkept_sdk.verbs import LogDraft, TicketDraft

SOMEBODY = replace(ADMIN, permissions=CORE_PERMISSIONS)


@pytest.fixture
async def ticket_id(admin: Api) -> TicketId:
    return TicketId(UUID((await admin.ticket())["id"]))


class TestOpen:
    async def test_makes_a_ticket_as_the_actor(self, admin: Api) -> None:
        project = await admin.project()
        draft = TicketDraft(title="Lost", project_id=ProjectId(UUID(project["id"])), channel="survey", grade=1)

        ticket = await TicketVerbs(SYSTEM).open(draft)

        found = await admin.found(f"/v1/tickets/{ticket.id}")
        assert (found["title"], found["grade"], found["number"]) == ("Lost", 1, ticket.number)
        [fact] = await admin.all_items(f"/v1/tickets/{ticket.id}/history")
        assert fact["actor"]["kind"] == "system"

    async def test_goes_on_with_the_ticket_that_a_plugin_names(self, admin: Api, ticket_id: TicketId) -> None:
        project_id = ProjectId(UUID((await admin.found(f"/v1/tickets/{ticket_id}"))["project_id"]))
        draft = TicketDraft(title="More", project_id=project_id, channel="survey", previous_ticket_id=ticket_id)

        ticket = await TicketVerbs(SYSTEM).open(draft)

        assert ticket.previous_ticket_id == ticket_id
        assert await admin.all_events("tickets.ticket.recurred") == []

    async def test_counts_a_repeat_under_an_equal_key(self, admin: Api) -> None:
        project_id = ProjectId(UUID((await admin.project())["id"]))
        draft = TicketDraft(title="Again", project_id=project_id, channel="monitoring", dedup_key="K")

        first, second = await TicketVerbs(SYSTEM).open(draft), await TicketVerbs(SYSTEM).open(draft)

        assert (second.id, second.repeat_count) == (first.id, 1)

    async def test_names_every_mistake(self) -> None:
        draft = TicketDraft(title="", project_id=ProjectId(uuid7()), channel="?", grade=7)

        with pytest.raises(Invalid) as refused:
            await TicketVerbs(SYSTEM).open(draft)

        assert {error.pointer for error in refused.value.errors} == {"/title", "/channel", "/grade"}

    async def test_knows_no_equipment_that_is_not_there(self, admin: Api) -> None:
        project_id = ProjectId(UUID((await admin.project())["id"]))
        draft = TicketDraft(title="x", project_id=project_id, channel="survey", equipment_id=EquipmentId(uuid7()))

        with pytest.raises(Invalid) as refused:
            await TicketVerbs(SYSTEM).open(draft)

        assert [error.code for error in refused.value.errors] == ["unknown_reference"]

    async def test_is_denied_to_who_may_not(self, database: Database) -> None:
        draft = TicketDraft(title="x", project_id=ProjectId(uuid7()), channel="survey")

        with pytest.raises(PermissionDenied):
            await TicketVerbs(actor(Role.VIEWER)).open(draft)


class TestTransition:
    async def test_returns_the_ticket_after_it(self, ticket_id: TicketId) -> None:
        ticket = await TicketVerbs(SOMEBODY).transition(
            ticket_id, Action.RESOLVE, fields={"cause": "Worn.", "measure": "Replaced."}, note="By itself."
        )

        assert (ticket.status, ticket.resolution and ticket.resolution["cause"]) == (TicketStatus.RESOLVED, "Worn.")

    async def test_names_every_mistake_of_the_fields(self, ticket_id: TicketId) -> None:
        with pytest.raises(Invalid) as refused:
            await TicketVerbs(SOMEBODY).transition(ticket_id, Action.RESOLVE, fields={"cause": "", "colour": "red"})

        assert {error.pointer for error in refused.value.errors} == {"/cause", "/measure", "/colour"}

    async def test_is_refused_like_that_of_the_api(self, ticket_id: TicketId) -> None:
        with pytest.raises(TransitionNotAllowed):
            await TicketVerbs(SOMEBODY).transition(ticket_id, Action.RESUME)

    async def test_joins_the_callers_transaction(self, ticket_id: TicketId) -> None:
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await TicketVerbs(SOMEBODY).transition(ticket_id, Action.RESPOND)
                raise ZeroDivisionError

        assert (await TicketVerbs(SOMEBODY).get(ticket_id)).first_responded_at is None

    async def test_of_a_ticket_out_of_sight_is_not_found(self, ticket_id: TicketId) -> None:
        stranger = replace(actor(Role.CUSTOMER, "tickets:confirm", "tickets:open"), customer_ids=(uuid7(),))

        with pytest.raises(NotFound):
            await TicketVerbs(stranger).transition(ticket_id, Action.ESCALATE, fields={"reason": "x"})
        with pytest.raises(NotFound):
            await TicketVerbs(stranger).get(ticket_id)


class TestLog:
    async def test_adds_a_line(self, admin: Api, ticket_id: TicketId) -> None:
        entry_id = await TicketVerbs(SYSTEM).log(ticket_id, LogDraft(kind=LogKind.PART, text="Seal used."))

        [line] = await admin.all_items(f"/v1/tickets/{ticket_id}/log")
        assert (line["id"], line["kind"], line["visibility"]) == (str(entry_id), "part", "internal")

    async def test_refuses_an_empty_one(self, ticket_id: TicketId) -> None:
        with pytest.raises(Invalid):
            await TicketVerbs(SYSTEM).log(ticket_id, LogDraft(kind=LogKind.NOTE, text=""))

    async def test_is_denied_to_who_may_not(self, ticket_id: TicketId) -> None:
        with pytest.raises(PermissionDenied):
            await TicketVerbs(actor(Role.VIEWER)).log(ticket_id, LogDraft(kind=LogKind.NOTE, text="x"))


class TestFacts:
    async def test_are_complete_whoever_the_actor_is(self, ticket_id: TicketId) -> None:
        await TicketVerbs(SOMEBODY).transition(ticket_id, Action.RESPOND, note="Internal.")
        stranger = replace(actor(Role.CUSTOMER), customer_ids=(uuid7(),))

        history = (await TicketVerbs(stranger).facts([ticket_id]))[ticket_id]

        assert [(fact.kind, fact.note) for fact in history] == [("opened", None), ("transition", "Internal.")]


class TestMessages:
    async def test_are_complete_whoever_the_actor_is(self, ticket_id: TicketId) -> None:
        await TicketVerbs(SYSTEM).log(ticket_id, LogDraft(kind=LogKind.MESSAGE, text="Secret."))
        stranger = replace(actor(Role.CUSTOMER), customer_ids=(uuid7(),))

        [message] = (await TicketVerbs(stranger).messages([ticket_id]))[ticket_id]

        assert (message.text, message.visibility, message.actor.side) == ("Secret.", "internal", "system")


class TestServiceRecord:
    async def test_is_complete_whoever_the_actor_is(self, ticket_id: TicketId) -> None:
        await TicketVerbs(SYSTEM).log(ticket_id, LogDraft(kind=LogKind.NOTE, text="Secret."))
        stranger = TicketVerbs(replace(actor(Role.CUSTOMER), customer_ids=(uuid7(),)))

        [line] = (await stranger.log_entries([ticket_id]))[ticket_id]

        assert (line.kind, line.text, line.visibility) == ("note", "Secret.", "internal")
        assert await stranger.files([ticket_id]) == {ticket_id: []}


class TestTimeZone:
    @pytest.mark.parametrize(("site", "expected"), [("Asia/Urumqi", "Asia/Urumqi"), (None, "Europe/Vienna")])
    async def test_is_that_of_the_site_or_else_of_the_customer(
        self, admin: Api, site: str | None, expected: str
    ) -> None:
        customer = await admin.customer(time_zone="Europe/Vienna")
        project = await admin.project(customer_id=customer["id"], site={"time_zone": site})
        ticket = await admin.ticket(project_id=project["id"])

        assert await TicketVerbs(SOMEBODY).time_zone(TicketId(UUID(ticket["id"]))) == expected

    async def test_of_no_ticket_is_not_found(self, admin: Api) -> None:
        with pytest.raises(NotFound):
            await TicketVerbs(SYSTEM).time_zone(TicketId(uuid7()))


class TestContractStart:
    async def test_is_the_first_day_of_the_contract_that_serves_the_ticket(self, admin: Api) -> None:
        project = await admin.project()
        await admin.created("/v1/service-plans", {"code": "GOLD", "name": "Gold", "plugins": {}})
        said = {"customer_id": project["customer_id"], "plan_code": "GOLD", "starts_on": "2024-02-29"}
        await admin.created("/v1/contracts", {"number": "HT-1", **said})
        ticket = await admin.ticket(project_id=project["id"])

        assert await TicketVerbs(SOMEBODY).contract_starts_on(TicketId(UUID(ticket["id"]))) == date(2024, 2, 29)

    async def test_is_not_there_without_contract_or_ticket(self, ticket_id: TicketId) -> None:
        assert await TicketVerbs(SYSTEM).contract_starts_on(ticket_id) is None
        assert await TicketVerbs(SYSTEM).contract_starts_on(TicketId(uuid7())) is None


class TestAttachments:
    async def test_tell_the_digest_of_a_file(self, admin: Api, ticket_id: TicketId) -> None:
        attached = (await admin.post(f"/v1/tickets/{ticket_id}/attachments", files={"file": ("a.txt", b"x")})).json()

        assert await AttachmentsSeen(SYSTEM).sha256(AttachmentId(UUID(attached["id"]))) == attached["sha256"]
        with pytest.raises(NotFound):
            await AttachmentsSeen(SYSTEM).sha256(AttachmentId(uuid7()))

    @pytest.mark.parametrize("role", [Role.CUSTOMER, Role.PARTNER])
    async def test_of_tickets_of_others_are_not_there(self, admin: Api, ticket_id: TicketId, role: Role) -> None:
        file = {"files": {"file": ("a.txt", b"x")}, "data": {"visibility": role.value}}
        attached = (await admin.post(f"/v1/tickets/{ticket_id}/attachments", **file)).json()

        with pytest.raises(NotFound):
            await AttachmentsSeen(actor(role)).sha256(AttachmentId(UUID(attached["id"])))

    async def test_of_ones_own_ticket_are_there_as_far_as_they_are_meant_for_customers(self, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/attachments"
        meant = await admin.post(path, files={"file": ("a.txt", b"x")}, data={"visibility": "customer"})
        kept = await admin.post(path, files={"file": ("b.txt", b"y")}, data={"visibility": "internal"})
        seen = AttachmentsSeen(replace(actor(Role.CUSTOMER), customer_ids=(UUID(ticket["customer_id"]),)))

        assert await seen.sha256(AttachmentId(UUID(meant.json()["id"]))) == meant.json()["sha256"]
        with pytest.raises(NotFound):
            await seen.sha256(AttachmentId(UUID(kept.json()["id"])))
