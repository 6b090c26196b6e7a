"""What is stored, on both databases: what each searches with comes and goes with the rest."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from articles_house import ArticlesApp, articles_app
from wellkept.platform.plugin_host.lifecycle.data_export import export_tables
from wellkept.platform.plugin_host.lifecycle.remains import remains_of
from wellkept_sdk.errors import Conflict
from wellkept_sdk.now import now
from wellkept_sdk.testing import dialects


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


class TestSchema:
    async def test_is_what_the_tables_declare_beside_what_is_made_by_hand(self, house: ArticlesApp) -> None:
        assert await house.app.house.schema_difference() == []

    async def test_goes_without_a_trace(self, house: ArticlesApp) -> None:
        assert await house.app.house.uninstall("knowledge") == ""

    async def test_can_be_exported(self, house: ArticlesApp, tmp_path: Path) -> None:
        tables = (await remains_of("knowledge")).tables

        async with house.app.house.transaction():
            manifest = await export_tables("knowledge", tables, folder=tmp_path, at=now())

        own = {"knowledge_fts", "knowledge_posting"}.intersection(tables)
        assert len(own) == 1
        assert {each.table for each in manifest.tables} == own | {
            "knowledge_article",
            "knowledge_document",
            "knowledge_label",
            "knowledge_pair",
            "knowledge_revision",
            "knowledge_statistics",
            "knowledge_term",
            "knowledge_vote",
        }


class TestRevision:
    @pytest.mark.parametrize("change", ["UPDATE knowledge_revision SET title = 'x'", "DELETE FROM knowledge_revision"])
    async def test_is_held_by_the_database(self, house: ArticlesApp, change: str) -> None:
        await house.draft()

        with pytest.raises(Conflict):
            await house.app.house.fetch(change)
