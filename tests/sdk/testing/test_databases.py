"""Databases that tests get, and that are gone when they have ended."""

import os
from pathlib import Path

import pytest

from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import dialects
from wellkept_sdk.testing.databases import POSTGRES_URL, empty_database, on_postgres

KNOWN = "SELECT count(*) FROM pg_database WHERE datname = '{name}'"


class TestEmptyDatabase:
    @pytest.mark.parametrize("dialect", dialects(), ids=str)
    async def test_is_another_one_each_time(self, dialect: Dialect, tmp_path: Path) -> None:
        async with empty_database(dialect, tmp_path) as one, empty_database(dialect, tmp_path) as other:
            assert one != other
            assert one.startswith(dialect.value)

    @pytest.mark.skipif(POSTGRES_URL not in os.environ, reason="no PostgreSQL server is named")
    async def test_of_a_server_is_gone_in_the_end(self, tmp_path: Path) -> None:
        server = os.environ[POSTGRES_URL]

        async with empty_database(Dialect.POSTGRES, tmp_path) as url:
            name = url.rpartition("/")[2]
            assert await on_postgres(server, KNOWN.format(name=name)) == 1

        assert await on_postgres(server, KNOWN.format(name=name)) == 0
