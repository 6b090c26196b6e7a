"""A small database of shelves and books, whose foreign key is checked only at COMMIT."""

from collections.abc import AsyncIterator

import pytest

from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind, engine_for

TABLES = (
    "CREATE TABLE shelf (id UUID PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE UNIQUE INDEX shelf__name ON shelf (name)",
    """
    CREATE TABLE book (
        id UUID PRIMARY KEY,
        title TEXT NOT NULL,
        shelf_id UUID REFERENCES shelf (id) DEFERRABLE INITIALLY DEFERRED,
        pages INTEGER CHECK (pages > 0),
        tags JSONB,
        printed_on DATE,
        lent_at TIMESTAMPTZ,
        rare BOOLEAN
    )
    """,
)


@pytest.fixture
async def store(blank_url: str) -> AsyncIterator[SqliteEngine | PgEngine]:
    engine = engine_for(blank_url, pool_max=4)
    await engine.open()
    bind(engine)
    for statement in TABLES:
        await engine.execute(statement)
    yield engine
    await engine.close()
