from collections.abc import Callable

import pytest

from import_files import Importer, cells, counts, tickets
from wellkept.imports import queries
from wellkept.imports.schemas import ImportRunRead
from wellkept.imports.service import runs
from wellkept.imports.tables import RunStatus
from wellkept.platform.storage.engines import database
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import uuid7

MANY = [cells(f"A-{number:04}", step, state) for number in range(1200) for step, state in enumerate(["New", "Active"])]


class KilledError(Exception):
    """The process is gone."""


def killed_after(batches: int) -> Callable[[ImportRunRead], None]:
    """Return a progress function that stops the import."""
    seen: list[int] = []

    def progress(run: ImportRunRead) -> None:
        seen.append(run.rows_done)
        if len(seen) == batches:
            raise KilledError

    return progress


class TestRun:
    async def test_counts_what_it_does_batch_by_batch(self, importer: Importer) -> None:
        seen: list[tuple[int, int, str]] = []

        run = await importer.run(
            importer.file(MANY), progress=lambda run: seen.append((run.rows_done, run.created, run.status))
        )

        assert seen == [(1000, 500, "running"), (2000, 1000, "running"), (2400, 1200, "done")]
        assert (run.rows_total, counts(run)) == (2400, (1200, 0, 0, 0))

    async def test_that_was_killed_goes_on_at_its_last_batch(self, importer: Importer) -> None:
        path = importer.file(MANY)
        with pytest.raises(KilledError):
            await importer.run(path, progress=killed_after(2))
        assert len(await tickets()) == 1000

        run = await importer.run(path)

        assert (run.status, run.rows_done, counts(run)) == (RunStatus.DONE, 2400, (1200, 0, 0, 0))
        assert len(await database().fetch("SELECT id FROM import_run")) == 1
        assert len({ticket["number"] for ticket in await tickets()}) == 1200

    async def test_loses_a_batch_that_does_not_reach_its_commit(
        self, importer: Importer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = importer.file(MANY)

        async def killed(*_: object) -> None:
            raise KilledError

        with monkeypatch.context() as patched, pytest.raises(KilledError):
            patched.setattr(runs, "_record", killed)
            await importer.run(path)
        assert await tickets() == []

        assert counts(await importer.run(path)) == (1200, 0, 0, 0)

    async def test_that_is_over_does_nothing_more(self, importer: Importer) -> None:
        path = importer.file(MANY[:2])
        done = await importer.run(path)

        again = await runs.advance(await runs.open_run(done.id, path=path), settings=importer.settings)

        assert (again.status, again.created) == (RunStatus.DONE, 1)

    async def test_leaves_a_batch_to_whoever_did_it_first(
        self, importer: Importer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = importer.file(MANY)
        with pytest.raises(KilledError):
            await importer.run(path, progress=killed_after(1))
        [row] = await database().fetch("SELECT id FROM import_run")
        late = await queries.stored_run(row["id"])
        opened = await runs.open_run(row["id"], path=path)
        await runs.advance(opened, settings=importer.settings)

        async def as_it_was(_: object) -> queries.StoredRun:
            return late

        monkeypatch.setattr(queries, "stored_run", as_it_was)
        found = await runs.advance(opened, settings=importer.settings)

        assert (found.rows_done, len(await tickets())) == (2000, 1000)

    async def test_fails_where_the_file_cannot_be_read_on(self, importer: Importer) -> None:
        path = importer.file(MANY)
        with pytest.raises(KilledError):
            await importer.run(path, progress=killed_after(2))
        with path.open("ab") as file:
            file.write(b"x" * 3_000_000)
        [row] = await database().fetch("SELECT id FROM import_run")

        run = await runs.advance(await runs.open_run(row["id"], path=path), settings=importer.settings)

        assert run.status is RunStatus.FAILED
        assert "a line is longer" in ((await queries.run_read(run.id)).failure or "")
        assert len(await tickets()) == 1000

    async def test_of_nothing_is_not_there(self, importer: Importer) -> None:
        assert importer
        with pytest.raises(NotFound):
            await queries.run_read(uuid7())


class TestTrial:
    async def test_reports_everything_and_writes_nothing(self, importer: Importer) -> None:
        path = importer.file([*MANY, cells("B", 0, "Sleeping")])

        trial = await importer.run(path, dry_run=True)

        assert (trial.dry_run, counts(trial)) == (True, (1200, 0, 0, 1))
        for table in ("ticket", "ticket_fact", "customer", "project", "import_source", "event"):
            assert await database().fetch(f"SELECT * FROM {table}") == []
        assert len(await database().fetch("SELECT * FROM import_error")) == 1

    async def test_does_not_stand_in_for_the_import(self, importer: Importer) -> None:
        path = importer.file(MANY[:2])
        await importer.run(path, dry_run=True)

        assert counts(await importer.run(path)) == (1, 0, 0, 0)
