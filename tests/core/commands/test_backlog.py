"""Background work that was given up, on the command line."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from click.testing import Result

from wellkept.platform.jobs.timers import set_timer
from wellkept.platform.storage.engines import bind, database, engine_for
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.ids import uuid7

Command = Callable[..., Result]
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


async def give_up_a_timer(url: str) -> UUID:
    """Store a timer whose handler failed every time, and return its id."""
    engine = engine_for(url)
    await engine.open()
    bind(engine)
    try:
        async with transaction():
            await set_timer("core", "ticket_hold_until", uuid7(), due_at=NOON)
        await database().execute("UPDATE timer SET state = 'dead', last_error = 'The valve is stuck.'")
        row = await database().fetch_one("SELECT id FROM timer")
        assert row is not None
        return row["id"]
    finally:
        await engine.close()


class TestBacklog:
    def test_shows_what_was_given_up_until_it_is_tried_again(self, on_database: Command, database_url: str) -> None:
        timer_id = asyncio.run(give_up_a_timer(database_url))

        listed = on_database("backlog", "list")
        checked = on_database("doctor")
        retried = on_database("backlog", "retry", str(timer_id))
        again = on_database("backlog", "retry", str(timer_id))

        assert str(timer_id) in listed.stdout
        assert "The valve is stuck." in listed.stdout
        assert "1 timers were given up" in checked.stdout
        assert (retried.exit_code, retried.stdout) == (0, "It will be tried again.\n")
        assert (again.exit_code, again.stdout) == (1, "")
        assert str(timer_id) not in on_database("backlog", "list").stdout

    def test_tells_how_many_deliveries_of_a_subscriber_there_were(self, on_database: Command) -> None:
        result = on_database("backlog", "retry", "--subscriber", "sla.start_clocks")

        assert (result.exit_code, result.stdout) == (0, "0 deliveries will be tried again.\n")

    def test_wants_to_know_what_to_try_again(self, on_database: Command) -> None:
        assert on_database("backlog", "retry").exit_code == 2
