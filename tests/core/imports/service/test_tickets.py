from datetime import UTC, datetime

from import_files import TICKETS, Importer, cells, counts, facts, refusals, source_rows, tickets
from installed_base import announced
from wellkept.imports.queries import KnownSource
from wellkept.imports.reading.batches import SourceRecord
from wellkept.imports.service.tickets import new_rows
from wellkept.platform.storage.engines import database
from wellkept_sdk.ids import uuid7

HISTORY = [cells("A", 0, "New"), cells("A", 1, "Active"), cells("A", 2, "Waiting"), cells("A", 3, "Resolved")]


class TestTickets:
    async def test_are_made_with_their_history(self, importer: Importer) -> None:
        run = await importer.rows(*HISTORY)

        [ticket] = await tickets()
        lines = await facts(ticket["id"])
        assert counts(run) == (1, 0, 0, 0)
        assert (ticket["number"], ticket["title"], ticket["status"]) == ("T-00000001", "Pump trips", "resolved")
        assert ticket["resolution"]["measure"] == "Not recorded."
        assert ticket["resolved_at"] == ticket["moved_at"] == datetime(2026, 3, 1, 12, tzinfo=UTC)
        assert ticket["metadata"] == {"group": "Group 1"}
        assert [line["position"] for line in lines] == [1, 2, 3, 4, 5]
        assert [line["action"] for line in lines] == [None, "start", "hold", "resume", "resolve"]
        assert {(line["actor_kind"], line["actor_id"], line["actor_name"]) for line in lines} == {
            ("system", None, "Updated by 7"),
        }
        assert ticket["fact_count"] == 5

    async def test_are_announced_once_each(self, importer: Importer) -> None:
        await importer.rows(*HISTORY, cells("B", 0, "New"))

        found = [
            (kind, data["source_id"], data["to_status"]) for kind, _, data in await announced() if "ticket" in kind
        ]
        assert found == [("tickets.ticket.imported", "A", "resolved"), ("tickets.ticket.imported", "B", "new")]

    async def test_on_hold_remember_where_they_were(self, importer: Importer) -> None:
        await importer.rows(*HISTORY[:3])

        [ticket] = await tickets()
        assert (ticket["status"], ticket["held_from"], ticket["hold_reason"]) == ("on_hold", "in_progress", "customer")

    async def test_set_no_timers(self, importer: Importer) -> None:
        await importer.rows(*HISTORY, cells("B", 0, "Waiting"))

        assert await database().fetch("SELECT * FROM timer") == []

    async def test_come_in_the_order_of_the_order_column(self, importer: Importer) -> None:
        await importer.rows(HISTORY[3], HISTORY[1], HISTORY[0], HISTORY[2])

        [ticket] = await tickets()
        assert [line["data"]["source_state"] for line in await facts(ticket["id"])] == [
            "New", "Active", "Waiting", "Resolved", "Resolved",
        ]  # fmt: skip

    async def test_are_unchanged_the_second_time(self, importer: Importer) -> None:
        await importer.rows(*HISTORY)

        again = await importer.rows(*HISTORY)

        assert counts(again) == (0, 0, 1, 0)
        assert len(await tickets()) == 1

    async def test_grow_by_rows_that_are_new(self, importer: Importer) -> None:
        await importer.rows(*HISTORY[:3])

        again = await importer.rows(*HISTORY, cells("A", 4, "Closed", priority="high"))

        [ticket] = await tickets()
        lines = await facts(ticket["id"])
        assert counts(again) == (0, 1, 0, 0)
        assert (ticket["status"], ticket["grade"], ticket["version"]) == ("closed", 1, 2)
        assert [line["position"] for line in lines] == list(range(1, 8))
        assert [line["action"] for line in lines][3:] == ["resume", "resolve", "close", None]
        assert lines[6]["data"]["grade"] == {"before": 3, "after": 1}
        [event] = [data for kind, _, data in await announced() if kind == "tickets.ticket.updated"]
        assert {"grade", "status", "closed_at"} <= set(event["changed_fields"])

    async def test_grow_by_rows_that_stand_elsewhere_in_the_file(self, importer: Importer) -> None:
        many = [cells(f"B-{number}", 0, "New") for number in range(600)]

        run = await importer.rows(HISTORY[0], HISTORY[1], *many, HISTORY[2], HISTORY[3])

        [ticket] = [one for one in await tickets() if one["status"] == "resolved"]
        assert counts(run) == (601, 1, 0, 0)
        assert ticket["fact_count"] == 5

    async def test_of_a_bad_row_are_refused_alone(self, importer: Importer) -> None:
        run = await importer.rows(HISTORY[0], cells("A", 1, "Sleeping"), cells("B", 0, "New"))

        assert counts(run) == (1, 0, 0, 1)
        assert await refusals() == [(3, "state", "Sleeping", "not_a_choice")]

    async def test_of_unknown_projects_and_equipment_are_refused(self, importer: Importer) -> None:
        mapping = TICKETS.replace('project_code = "DESK"', "").replace(
            "[columns]", '[columns]\nproject_code = "group"\nequipment_code = "by"'
        )

        run = await importer.rows(
            cells("A", 0, "New", group="NOWHERE", by="?"),
            cells("B", 0, "New", group="DESK", by="PUMP"),
            cells("C", 0, "New", group="DESK", by="?"),
            mapping=mapping.replace('actor_name = "by"', ""),
        )

        assert counts(run) == (1, 0, 0, 2)
        assert await refusals() == [
            (2, "group", "NOWHERE", "unknown_reference"), (3, "by", "PUMP", "unknown_reference"),
        ]  # fmt: skip

    async def test_with_too_much_metadata_are_refused(self, importer: Importer) -> None:
        run = await importer.rows(cells("A", 0, "New", group="x" * 17_000), cells("B", 0, "New"))

        assert counts(run) == (1, 0, 0, 1)
        assert await refusals() == [(2, None, None, "too_long")]

    async def test_with_unreadable_ids_are_refused(self, importer: Importer) -> None:
        run = await importer.rows(cells("A\x00", 0, "New"), cells("B", 0, "New"))

        assert counts(run) == (1, 0, 0, 1)
        assert await refusals() == [(2, None, "A�", "bad_characters")]


class TestNewRows:
    def test_are_those_whose_digest_is_not_known(self) -> None:
        old, twin, new = source_rows(cells("A", 0, "New"), cells("A", 0, "New"), cells("A", 1, "New"))
        known = KnownSource(id=uuid7(), source_id="A", record_id=uuid7(), digests=[old.digest])

        assert new_rows(SourceRecord("A", [new, old, twin], []), known) == [twin, new]
        assert new_rows(SourceRecord("A", [new, old], []), None) == [old, new]
