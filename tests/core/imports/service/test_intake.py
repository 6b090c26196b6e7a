import gzip
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] - it has none

from import_files import HEADER, TICKETS, Importer, cells, counts
from installed_base import ADMIN
from wellkept.imports import queries
from wellkept.imports.errors import ImportFileGone, ImportFinished
from wellkept.imports.files import LocalFile, import_file
from wellkept.imports.rules.targets import Kind
from wellkept.imports.schemas import ImportRunRead
from wellkept.imports.service import copies, intake, runs
from wellkept.imports.tables import RunStatus
from wellkept.platform.storage.engines import database
from wellkept_sdk.errors import Invalid, NotFound
from wellkept_sdk.ids import uuid7

ROWS = [cells("A", 0, "New"), cells("B", 0, "Waiting")]


class KilledError(Exception):
    """The process is gone."""


async def received(importer: Importer, path: Path, mapping: str = TICKETS) -> ImportRunRead:
    given = intake.Given(path=path, file_name=path.name, mapping_text=mapping, dry_run=False)
    return await intake.receive(given, actor=ADMIN, settings=importer.settings, store=importer.store)


async def stored(importer: Importer, run_id: UUID) -> bytes:
    """Return the bytes that wait in the object store."""
    digest = (await queries.stored_run(run_id)).plain_sha256 or ""
    pieces = await importer.store.part(f"imports/{run_id}").read(digest)
    return b"".join([piece async for piece in pieces])


async def lose(importer: Importer, run_id: UUID) -> None:
    """Take the file of a run out of the object store."""
    await copies.forget(await queries.stored_run(run_id), settings=importer.settings, store=importer.store)


def kept(importer: Importer) -> list[str]:
    return sorted(entry.suffix for entry in copies.folder_of(importer.settings).iterdir())


class TestReceivedFile:
    async def test_waits_for_a_worker(self, importer: Importer) -> None:
        run = await received(importer, importer.file(ROWS))

        assert (run.status, run.rows_total, run.file_name) == (RunStatus.QUEUED, 2, "rows.csv")
        [timer] = await database().fetch("SELECT plugin, kind, record_id FROM timer")
        assert (timer["plugin"], timer["kind"], timer["record_id"]) == ("core", "import_run", run.id)
        assert kept(importer) == []
        assert importer.file(ROWS).read_bytes() == await stored(importer, run.id)

    async def test_that_is_refused_leaves_nothing(self, importer: Importer) -> None:
        path = importer.file(ROWS, header=["x", *HEADER[1:]])

        with pytest.raises(Invalid):
            await received(importer, path)

        assert kept(importer) == []
        assert await database().fetch("SELECT * FROM import_run") == []

    async def test_with_a_wrong_mapping_points_into_it(self, importer: Importer) -> None:
        with pytest.raises(Invalid) as refused:
            await received(importer, importer.file(ROWS), TICKETS.replace('"high" = 1', '"high" = 7'))

        assert [error.pointer for error in refused.value.errors] == ["/mapping/values/grade/high"]


class TestResume:
    async def test_lets_a_failed_run_go_on(self, importer: Importer) -> None:
        run = await received(importer, importer.file(ROWS))
        await runs.fail(run.id, reason="power cut")

        again = await intake.resume(run.id, settings=importer.settings, store=importer.store)

        assert (again.status, again.failure) == (RunStatus.RUNNING, None)

    async def test_needs_the_file(self, importer: Importer) -> None:
        run = await received(importer, importer.file(ROWS))
        await lose(importer, run.id)

        with pytest.raises(ImportFileGone):
            await intake.resume(run.id, settings=importer.settings, store=importer.store)

    async def test_takes_the_copy_of_this_machine_where_the_store_has_none(self, importer: Importer) -> None:
        run = await received(importer, importer.file(ROWS))
        await lose(importer, run.id)
        copies.plain_path(run.id, settings=importer.settings).write_bytes(b"rows")

        assert (await intake.resume(run.id, settings=importer.settings, store=importer.store)).id == run.id

    async def test_of_nothing_is_not_found(self, importer: Importer) -> None:
        with pytest.raises(NotFound):
            await intake.resume(uuid7(), settings=importer.settings, store=importer.store)

    async def test_of_a_finished_run_is_refused(self, importer: Importer) -> None:
        run = await importer.rows(*ROWS)

        with pytest.raises(ImportFinished):
            await intake.resume(run.id, settings=importer.settings, store=importer.store)


class TestFileOfThisMachine:
    async def test_is_imported_by_a_mapping_file(self, importer: Importer) -> None:
        path, mapping = importer.file(ROWS), importer.folder / "mapping.toml"
        mapping.write_text(TICKETS)
        seen: list[int] = []
        file = LocalFile(path=path, mapping_path=mapping, kind=Kind.TICKETS)

        run = await import_file(
            file, actor=ADMIN, settings=importer.settings, progress=lambda run: seen.append(run.rows_done)
        )

        assert (counts(run), seen) == ((2, 0, 0, 0), [2])

    async def test_of_another_kind_is_refused_at_once(self, importer: Importer) -> None:
        mapping = importer.folder / "mapping.toml"
        mapping.write_text(TICKETS)
        file = LocalFile(path=importer.file(ROWS), mapping_path=mapping, kind=Kind.EQUIPMENT)

        with pytest.raises(Invalid) as refused:
            await import_file(file, actor=ADMIN, settings=importer.settings)

        assert refused.value.errors[0].pointer == "/kind"

    async def test_with_a_mapping_in_another_encoding_is_refused(self, importer: Importer) -> None:
        mapping = importer.folder / "mapping.toml"
        mapping.write_bytes(b"\xff\xfe")

        with pytest.raises(Invalid, match="mistakes"):
            await import_file(
                LocalFile(path=importer.file(ROWS), mapping_path=mapping), actor=ADMIN, settings=importer.settings
            )

    async def test_that_is_packed_is_unpacked_for_a_while(self, importer: Importer) -> None:
        path = importer.folder / "rows.csv.gz"
        path.write_bytes(gzip.compress(importer.file(ROWS).read_bytes()))

        run = await importer.run(path)

        assert counts(run) == (2, 0, 0, 0)
        assert kept(importer) == []

    async def test_that_is_a_workbook_is_read_with_its_stored_results(self, importer: Importer) -> None:
        path = importer.folder / "rows.xlsx"
        book = cast("Any", xlsxwriter).Workbook(str(path))
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
        sheet.write_formula(1, HEADER.index("text"), '=CONCATENATE("Pump"," burns")', None, "Pump burns")
        book.close()

        run = await importer.run(path)

        assert counts(run) == (2, 0, 0, 0)
        titles = await database().fetch("SELECT title FROM ticket ORDER BY number_seq")
        assert [row["title"] for row in titles] == ["Pump burns", "Pump trips"]

    async def test_that_was_packed_goes_on_after_a_kill(self, importer: Importer) -> None:
        rows = [cells(f"A-{number}", 0, "New") for number in range(600)]
        path = importer.folder / "rows.csv.gz"
        path.write_bytes(gzip.compress(importer.file(rows).read_bytes()))

        def killed(_: ImportRunRead) -> None:
            raise KilledError

        with pytest.raises(KilledError):
            await importer.run(path, progress=killed)
        again = await importer.run(path)

        assert counts(again) == (600, 0, 0, 0)
        assert kept(importer) == []

    async def test_whose_copy_is_lost_begins_again(self, importer: Importer) -> None:
        rows = [cells(f"A-{number}", 0, "New") for number in range(600)]
        path = importer.folder / "rows.csv.gz"
        path.write_bytes(gzip.compress(importer.file(rows).read_bytes()))

        def killed(_: ImportRunRead) -> None:
            raise KilledError

        with pytest.raises(KilledError):
            await importer.run(path, progress=killed)
        for entry in copies.folder_of(importer.settings).iterdir():
            entry.unlink()
        again = await importer.run(path)

        assert counts(again) == (100, 0, 500, 0)

    async def test_leaves_a_run_alone_that_a_worker_does(self, importer: Importer) -> None:
        waiting = await received(importer, importer.file(ROWS))

        run = await importer.run(importer.file(ROWS))

        assert run.id != waiting.id
        assert (await queries.run_read(waiting.id)).status is RunStatus.QUEUED
