from datetime import timedelta
from pathlib import Path

import pytest

from import_files import TICKETS, Importer, cells
from installed_base import ADMIN
from wellkept.imports import queries
from wellkept.imports.jobs import FAILED_KEPT, continue_import, timer_handlers
from wellkept.imports.service import copies, intake
from wellkept.imports.tables import RunStatus
from wellkept.platform.jobs.timers import DueTimer
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept_sdk.now import now

NOW = timedelta()
MANY = [cells(f"A-{number}", 0, "New") for number in range(700)]


async def fire(importer: Importer, run_id: object) -> None:
    """Do what the worker does when the timer of a run is due."""
    [row] = await database().fetch("SELECT id FROM import_run WHERE id = ?", run_id)
    timer = DueTimer(plugin="core", kind="import_run", record_id=row["id"], due_at=now(), payload=None)
    await database().execute("DELETE FROM timer")
    async with unit_of_work():
        await continue_import(timer, now(), settings=importer.settings, store=importer.store)


async def due() -> list[timedelta]:
    """Return in how many days timers come due."""
    return [timedelta(days=(row["due_at"] - now()).days + 1) for row in await database().fetch("SELECT * FROM timer")]


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
async def run_id(importer: Importer) -> object:
    given = intake.Given(path=importer.file(MANY), file_name="rows.csv", mapping_text=TICKETS, dry_run=False)
    return (await intake.receive(given, actor=ADMIN, settings=importer.settings, store=importer.store)).id


class TestWorker:
    async def test_does_one_batch_and_comes_back(self, importer: Importer, run_id: object) -> None:
        await fire(importer, run_id)

        assert await due() == [NOW]
        assert len(await database().fetch("SELECT id FROM ticket")) == 500

    async def test_ends_with_the_file(self, importer: Importer, run_id: object) -> None:
        await fire(importer, run_id)
        await fire(importer, run_id)

        [run] = await database().fetch("SELECT * FROM import_run")
        assert (run["status"], run["created"], await due()) == ("done", 700, [NOW])

    async def test_deletes_the_file_everywhere_once_the_end_is_committed(
        self, importer: Importer, run_id: object
    ) -> None:
        await fire(importer, run_id)
        await fire(importer, run_id)
        assert files_below(importer.folder / "store")

        await fire(importer, run_id)

        assert files_below(importer.folder / "store") == files_below(copies.folder_of(importer.settings)) == []
        assert await due() == []

    async def test_goes_on_with_what_another_machine_began(self, importer: Importer, run_id: object) -> None:
        await fire(importer, run_id)
        other = Importer(
            folder=importer.folder, settings=Settings(data_dir=str(importer.folder / "other")), store=importer.store
        )

        await fire(other, run_id)

        [run] = await database().fetch("SELECT * FROM import_run")
        assert (run["status"], run["created"], run["failed"]) == ("done", 700, 0)
        assert len(files_below(copies.folder_of(other.settings))) == 1

    async def test_leaves_a_finished_run_alone(self, importer: Importer, run_id: object) -> None:
        for _ in range(4):
            await fire(importer, run_id)

        assert len(await database().fetch("SELECT id FROM ticket")) == 700

    async def test_fails_a_run_whose_file_is_gone(self, importer: Importer, run_id: object) -> None:
        for entry in files_below(importer.folder / "store"):
            entry.unlink()

        await fire(importer, run_id)

        [run] = await database().fetch("SELECT status, failure FROM import_run")
        assert (run["status"], run["failure"]) == (
            "failed", "The file of this import is no longer there; import it again.",
        )  # fmt: skip

    async def test_fails_a_run_that_cannot_create_what_it_wants(self, importer: Importer) -> None:
        mapping = TICKETS.replace('customer_code = "US"', 'customer_code = "THEM"')
        given = intake.Given(path=importer.file(MANY), file_name="rows.csv", mapping_text=mapping, dry_run=False)
        run = await intake.receive(given, actor=ADMIN, settings=importer.settings, store=importer.store)

        await fire(importer, run.id)

        assert (await queries.run_read(run.id)).status is RunStatus.FAILED
        assert await due() == [FAILED_KEPT]

    async def test_deletes_the_file_of_a_run_that_failed_when_nobody_has_resumed_it(
        self, importer: Importer, run_id: object
    ) -> None:
        await database().execute("UPDATE import_run SET status = 'failed'")

        await fire(importer, run_id)

        assert files_below(importer.folder / "store") == []

    def test_knows_the_timer_of_imports(self, importer: Importer) -> None:
        assert list(timer_handlers(importer.settings, store=importer.store)) == [("core", "import_run")]
