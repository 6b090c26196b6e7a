"""Fixtures of imports."""

from pathlib import Path

import pytest

from import_files import Importer
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.settings import Settings
from wellkept.platform.storage.database import Database


@pytest.fixture
def importer(database: Database, tmp_path: Path) -> Importer:
    """Return what imports files into the test's database."""
    assert database.statements >= 0
    return Importer(
        folder=tmp_path,
        settings=Settings(data_dir=str(tmp_path / "data")),
        store=ObjectStore(None, folder=tmp_path / "store"),
    )
