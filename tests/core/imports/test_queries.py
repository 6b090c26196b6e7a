import pytest

from import_files import Importer, cells
from wellkept.imports import queries
from wellkept.imports.rules.targets import Kind
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.errors import NotFound
from wellkept_sdk.http.paging import PageRequest
from wellkept_sdk.ids import uuid7


class TestRuns:
    async def test_are_listed_the_newest_first(self, importer: Importer) -> None:
        first = await importer.rows(cells("A", 0, "New"))
        second = await importer.rows(cells("B", 0, "New"))

        page = await queries.runs_page(PageRequest(limit=1))
        rest = await queries.runs_page(PageRequest(limit=1, cursor=page.next_cursor))

        assert [run.id for run in [*page.items, *rest.items]] == [second.id, first.id]

    async def test_have_their_errors_in_the_order_of_the_file(self, importer: Importer) -> None:
        run = await importer.rows(*(cells(f"A-{number}", 0, "Sleeping") for number in range(3)))

        page = await queries.errors_page(run.id, PageRequest(limit=2))
        rest = await queries.errors_page(run.id, PageRequest(limit=2, cursor=page.next_cursor))

        assert [error.row for error in [*page.items, *rest.items]] == [2, 3, 4]

    async def test_that_do_not_exist_have_no_errors(self, importer: Importer) -> None:
        assert importer
        with pytest.raises(NotFound):
            await queries.errors_page(uuid7(), PageRequest())

    async def test_are_found_again_until_they_are_done(self, importer: Importer) -> None:
        run = await importer.rows(cells("A", 0, "New"))
        stored = await queries.stored_run(run.id)

        found = await queries.unfinished_run(stored.file_sha256, mapping=stored.mapping, dry_run=False)

        assert found is None


class TestReferences:
    async def test_are_found_by_their_codes(self, importer: Importer) -> None:
        await importer.rows(cells("A", 0, "New"))

        known = await queries.known_sources("old-desk", Kind.TICKETS, ["A", "B"])
        projects = await queries.projects_by_code(["DESK", "NOWHERE"])
        async with transaction():
            tickets = await queries.locked_tickets([known["A"].record_id])

        assert list(known) == ["A"]
        assert list(projects) == ["DESK"]
        assert list(await queries.customer_ids_by_code(["US"])) == ["US"]
        assert await queries.equipment_ids(["P1"]) == {}
        [ticket] = tickets.values()
        assert (ticket.project_code, ticket.equipment_code, ticket.record.number) == ("DESK", None, "T-00000001")
