"""What plugins read of the histories of many tickets, on both databases."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from api import Api, AsActor
from import_files import Importer, cells
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept.tickets.queries.histories import facts, files, log_entries, messages
from wellkept_sdk.actor import Role
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.records.histories import TicketFactRecord

RESOLVED = {"cause": "Seal worn.", "measure": "Seal replaced."}
PARTY = "01900000-0000-7000-8000-000000000b0b"


async def opened(admin: Api) -> TicketId:
    return TicketId(UUID((await admin.ticket())["id"]))


def told(history: Sequence[TicketFactRecord]) -> list[str]:
    return [str(line.action or line.kind) for line in history]


class TestFacts:
    async def test_are_all_in_the_order_of_recording_in_one_statement(
        self, admin: Api, database: SqliteEngine | PgEngine
    ) -> None:
        first, second = await opened(admin), await opened(admin)
        await admin.act(str(first), "hold", reason="third_party")
        await admin.act(str(first), "resolve", **RESOLVED)
        await admin.act(str(second), "start")
        before = database.statements

        found = await facts([second, first])
        statements = database.statements - before

        assert statements == 1
        assert list(found) == [second, first]
        assert told(found[first]) == ["opened", "hold", "resume", "resolve"]
        assert told(found[second]) == ["opened", "start"]
        assert [line.position for line in found[first]] == [1, 2, 3, 4]

    async def test_tell_of_a_hold_its_reason_and_its_party(self, admin: Api) -> None:
        ticket_id = await opened(admin)
        # Without a plugin that knows parties core takes any id.
        await admin.act(str(ticket_id), "hold", reason="third_party", party_id=PARTY)

        hold = (await facts([ticket_id]))[ticket_id][-1]

        assert (hold.hold_reason, hold.hold_party_id) == ("third_party", UUID(PARTY))

    async def test_tell_what_was_changed(self, admin: Api) -> None:
        ticket_id = await opened(admin)
        await admin.act(str(ticket_id), "triage", grade=2)
        await admin.patch(f"/v1/tickets/{ticket_id}", {"grade": 1, "title": "Pump burns"})

        history = (await facts([ticket_id]))[ticket_id]

        changes = [change for line in history if (change := line.change_of("grade"))]
        assert [(change.before, change.after) for change in changes] == [(3, 2), (2, 1)]

    async def test_tell_on_which_side_the_actor_stands(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        await admin.act(ticket["id"], "resolve", **RESOLVED)
        await customer.act(ticket["id"], "reject", reason="It still leaks.")
        ticket_id = TicketId(UUID(ticket["id"]))

        history = (await facts([ticket_id]))[ticket_id]

        assert [(line.actor.kind, line.actor.side) for line in history] == [
            ("user", "us"),
            ("user", "us"),
            ("user", "customer"),
        ]
        assert (history[2].actor.id, history[2].actor.name) == (
            customer.user_id,
            (await customer.found("/v1/me"))["name"],
        )

    async def test_of_an_import_are_of_the_system_by_the_name_of_who_did_it_there(
        self, database: SqliteEngine | PgEngine, tmp_path: Path
    ) -> None:
        settings = Settings(data_dir=str(tmp_path / "data"))
        importer = Importer(folder=tmp_path, settings=settings, store=ObjectStore(None, folder=tmp_path / "store"))
        await importer.rows(cells("A", 0, "New"), cells("A", 1, "Active"), cells("A", 2, "Vendor", priority="high"))
        [row] = await database.fetch("SELECT id FROM ticket")

        history = (await facts([row["id"]]))[row["id"]]

        assert told(history) == ["opened", "start", "hold", "change"]
        assert {(line.actor.side, line.actor.name, line.data["imported"]) for line in history} == {
            ("system", "Updated by 7", True)
        }
        assert (history[2].hold_reason, history[2].hold_party_id) == ("third_party", None)

    async def test_of_unknown_tickets_are_none(self, database: SqliteEngine | PgEngine) -> None:
        unknown = TicketId(uuid7())

        assert await facts([unknown]) == {unknown: []}
        assert await facts([]) == {}
        assert database.statements == 2


class TestMessages:
    async def test_tell_who_said_what_to_whom_in_one_statement(
        self, admin: Api, as_actor: AsActor, database: SqliteEngine | PgEngine
    ) -> None:
        ticket, other = await admin.ticket(), await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/log"
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        await customer.created(path, {"kind": "message", "text": "It still leaks."})
        await admin.created(path, {"kind": "note", "text": "Again."})
        await admin.created(path, {"kind": "message", "text": "They are right.", "visibility": "internal"})
        await admin.act(ticket["id"], "respond", message="We come at noon.")
        ids = [TicketId(UUID(each["id"])) for each in (ticket, other)]
        before = database.statements

        found = await messages(ids)
        statements = database.statements - before

        assert statements == 1
        assert [(line.actor.side, line.visibility, line.text) for line in found[ids[0]]] == [
            ("customer", "customer", "It still leaks."),
            ("us", "internal", "They are right."),
            ("us", "customer", "We come at noon."),
        ]
        assert found[ids[1]] == []
        assert all(line.occurred_at <= line.recorded_at for line in found[ids[0]])

    async def test_say_when_they_were_said_and_when_they_were_stored(self, admin: Api) -> None:
        ticket_id = await opened(admin)
        said = {"kind": "message", "text": "Called them.", "occurred_at": "2026-11-02T01:00:00Z"}
        await admin.created(f"/v1/tickets/{ticket_id}/log", said)

        [line] = (await messages([ticket_id]))[ticket_id]

        assert line.occurred_at == datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
        assert line.recorded_at > line.occurred_at


class TestServiceRecord:
    async def test_is_complete_in_the_order_of_recording_in_one_statement(
        self, admin: Api, as_actor: AsActor, database: SqliteEngine | PgEngine
    ) -> None:
        ticket, other = await admin.ticket(), await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/log"
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        note = await admin.created(path, {"kind": "note", "text": "Opened.", "visibility": "internal"})
        said = await customer.created(path, {"kind": "message", "text": "It leaks."})
        await admin.created(path, {"kind": "note", "text": "Opened twice.", "corrects_id": note["id"]})
        ids = [TicketId(UUID(each["id"])) for each in (ticket, other)]
        before = database.statements

        found = await log_entries(ids)
        statements = database.statements - before

        assert statements == 1
        assert [(line.kind, line.text, line.visibility, line.actor.side) for line in found[ids[0]]] == [
            ("note", "Opened.", "internal", "us"),
            ("message", "It leaks.", "customer", "customer"),
            ("note", "Opened twice.", "internal", "us"),
        ]
        assert [str(line.corrects_id) for line in found[ids[0]]] == ["None", "None", note["id"]]
        assert (str(found[ids[0]][1].id), found[ids[1]]) == (said["id"], [])


class TestFiles:
    async def test_are_told_with_their_digests_in_one_statement(
        self, admin: Api, database: SqliteEngine | PgEngine
    ) -> None:
        ticket = await admin.ticket()
        attached = await admin.http.post(
            f"/v1/tickets/{ticket['id']}/attachments",
            files={"file": ("groove.png", b"groove", "image/png")},
            data={"visibility": "partner", "taken_at": "2026-03-01T08:00:00Z"},
        )
        ticket_id = TicketId(UUID(ticket["id"]))
        before = database.statements

        [file] = (await files([ticket_id]))[ticket_id]
        statements = database.statements - before

        shown = attached.json()
        assert statements == 1
        assert (str(file.id), file.name, file.sha256) == (shown["id"], "groove.png", shown["sha256"])
        assert (file.size_bytes, file.visibility, file.actor.side) == (6, "partner", "us")
        assert file.taken_at == datetime(2026, 3, 1, 8, tzinfo=UTC)
        assert await files([]) == {}
