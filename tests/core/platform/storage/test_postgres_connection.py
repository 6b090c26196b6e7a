"""A connection to PostgreSQL, with a driver that does what a real one does only at rare moments."""

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker
import pytest

from wellkept.platform.storage.driver_errors import ConnectionLost
from wellkept.platform.storage.postgres_connection import PgConnection


class EndedDriver:
    """Stands where the server has ended the session and the driver has not yet read all of it."""

    def __init__(self) -> None:
        self.is_terminated = False

    async def fetch(self, sql: str) -> object:
        raise asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")

    def terminate(self) -> None:
        self.is_terminated = True


class TestConnectionWhoseSessionIsBeingEnded:
    async def test_is_told_as_unavailable_and_never_used_again(self) -> None:
        driver = EndedDriver()

        with pytest.raises(ConnectionLost):
            await PgConnection(driver).fetch("SELECT 1", ())

        assert driver.is_terminated
