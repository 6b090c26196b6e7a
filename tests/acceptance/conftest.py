"""A real server, as its users start it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from servers import Deployment, Server


@pytest.fixture
async def sqlite_server(tmp_path: Path) -> AsyncIterator[Server]:
    """Serve an empty SQLite database, which makes itself."""
    deployment = Deployment(tmp_path, database_url=f"sqlite:///{tmp_path / 'wellkept.sqlite'}")
    yield await deployment.start("run", log_format="json", log_level="info").ready()
    deployment.end()


@pytest.fixture
async def server(tmp_path: Path, blank_url: str) -> AsyncIterator[Server]:
    """Serve an empty database; the log is written as JSON."""
    deployment = await Deployment(tmp_path, database_url=blank_url).migrated()
    yield await deployment.start("run", log_format="json", log_level="info").ready()
    deployment.end()
