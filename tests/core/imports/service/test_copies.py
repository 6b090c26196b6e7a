import os
from pathlib import Path
from typing import cast

import pytest

from import_files import TICKETS, Importer, cells
from installed_base import ADMIN
from wellkept.imports import queries
from wellkept.imports.errors import ImportFileGone
from wellkept.imports.queries import StoredRun
from wellkept.imports.service import copies, intake
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.storage.engines import database
from wellkept_sdk.errors import Unavailable
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

ROWS = [cells("A", 0, "New")]


async def received(importer: Importer) -> StoredRun:
    given = intake.Given(path=importer.file(ROWS), file_name="rows.csv", mapping_text=TICKETS, dry_run=False)
    run = await intake.receive(given, actor=ADMIN, settings=importer.settings, store=importer.store)
    return await queries.stored_run(run.id)


def leave(importer: Importer, name: str, *, days: float) -> Path:
    """Leave a file in the folder of imports, last written so many days ago."""
    path = copies.folder_of(importer.settings) / name
    path.write_text("rows")
    at = now().timestamp() - days * 86_400
    os.utime(path, (at, at))
    return path


class TestFetch:
    async def test_brings_the_file_once(self, importer: Importer) -> None:
        run = await received(importer)

        path = await copies.fetch(run, settings=importer.settings, store=importer.store)
        again = await copies.fetch(run, settings=importer.settings, store=cast("ObjectStore", None))

        assert path == again
        assert path.read_bytes() == importer.file(ROWS).read_bytes()

    async def test_finds_nothing_where_the_store_has_nothing(self, importer: Importer) -> None:
        run = await received(importer)
        await copies.forget(run, settings=importer.settings, store=importer.store)

        with pytest.raises(ImportFileGone):
            await copies.fetch(run, settings=importer.settings, store=importer.store)

    async def test_leaves_nothing_of_a_download_that_broke_off(
        self, importer: Importer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = await received(importer)

        async def broken(*_: object) -> None:
            raise Unavailable

        monkeypatch.setattr(ObjectStore, "read", broken)
        with pytest.raises(Unavailable):
            await copies.fetch(run, settings=importer.settings, store=importer.store)

        assert list(copies.folder_of(importer.settings).iterdir()) == []


class TestForget:
    async def test_takes_nothing_from_another_run_of_the_same_file(self, importer: Importer) -> None:
        one, two = await received(importer), await received(importer)

        await copies.forget(one, settings=importer.settings, store=importer.store)

        assert one.plain_sha256 == two.plain_sha256
        assert not await copies.is_there(one, settings=importer.settings, store=importer.store)
        assert await copies.is_there(two, settings=importer.settings, store=importer.store)


class TestSweep:
    async def test_deletes_what_no_run_needs(self, importer: Importer) -> None:
        done, waiting = await received(importer), await received(importer)
        await database().execute("UPDATE import_run SET status = 'done' WHERE id = ?", done.id)
        kept = [
            leave(importer, f"{waiting.id}.csv", days=2),
            leave(importer, f"{uuid7()}.given", days=0.5),
            leave(importer, "notes.txt", days=9),
        ]
        leave(importer, f"{done.id}.csv", days=2)
        leave(importer, f"{uuid7()}.given", days=2)

        await copies.sweep(importer.settings)

        assert sorted(copies.folder_of(importer.settings).iterdir()) == sorted(kept)
