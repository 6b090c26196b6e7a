from collections.abc import AsyncIterator

import pytest

from wellkept.platform.storage.database import Database


@pytest.fixture
async def readings(database: Database) -> AsyncIterator[Database]:
    """Make an empty table of readings, of which some have no value."""
    await database.execute(
        "CREATE TABLE reading (id UUID PRIMARY KEY, taken_at TIMESTAMPTZ NOT NULL, value BIGINT, place TEXT NOT NULL)"
    )
    yield database
    await database.execute("DROP TABLE reading")
