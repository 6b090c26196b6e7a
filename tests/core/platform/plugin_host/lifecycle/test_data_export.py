import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from wellkept.platform.plugin_host.lifecycle import data_export
from wellkept.platform.plugin_host.lifecycle.data_export import ExportFolderError, export_tables, prepare_folder
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[None]:
    """Make two tables for the time of the test, one of them empty and without an id."""
    await database.execute("CREATE TABLE shop_item (id UUID PRIMARY KEY, at TIMESTAMPTZ, tags JSONB, price BIGINT)")
    await database.execute("CREATE TABLE shop_link (one UUID, other UUID)")
    for number in range(5):
        values = (UUID(int=number), NOON, {"n": number}, 2**60)
        await database.execute("INSERT INTO shop_item (id, at, tags, price) VALUES (?, ?, ?, ?)", *values)
    yield
    await database.execute("DROP TABLE shop_item")
    await database.execute("DROP TABLE shop_link")


@pytest.mark.usefixtures("shop")
class TestExportTables:
    async def test_writes_every_row_of_every_table(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(data_export, "ROWS_PER_READ", 2)

        async with transaction():
            manifest = await export_tables("shop", ["shop_item", "shop_link"], folder=tmp_path, at=NOON)

        content = (tmp_path / "shop_item.ndjson").read_bytes()
        rows = [json.loads(line) for line in content.splitlines()]
        assert sorted(row["tags"]["n"] for row in rows) == [0, 1, 2, 3, 4]
        assert set(rows[0]) == {"id", "at", "tags", "price"}
        assert (rows[0]["at"], rows[0]["price"]) == ("2026-03-01T12:00:00Z", 2**60)
        assert (tmp_path / "shop_link.ndjson").read_bytes() == b""
        assert [(table.table, table.rows) for table in manifest.tables] == [("shop_item", 5), ("shop_link", 0)]
        assert manifest.tables[0].sha256 == sha256(content).hexdigest()

    async def test_says_in_the_manifest_what_the_files_hold(self, tmp_path: Path) -> None:
        async with transaction():
            await export_tables("shop", ["shop_item"], folder=tmp_path, at=NOON)

        manifest = json.loads((tmp_path / "manifest.json").read_text())
        assert (manifest["plugin"], manifest["exported_at"], manifest["migrations"]) == (
            "shop", "2026-03-01T12:00:00Z", [],
        )  # fmt: skip
        assert manifest["tables"][0]["file"] == "shop_item.ndjson"


class TestPrepareFolder:
    def test_makes_it(self, tmp_path: Path) -> None:
        prepare_folder(tmp_path / "a" / "b")

        assert (tmp_path / "a" / "b").is_dir()

    def test_refuses_one_that_holds_something(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")

        with pytest.raises(ExportFolderError, match="is not empty"):
            prepare_folder(tmp_path)

    def test_refuses_one_that_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")

        with pytest.raises(ExportFolderError, match="cannot be used"):
            prepare_folder(tmp_path / "file")
