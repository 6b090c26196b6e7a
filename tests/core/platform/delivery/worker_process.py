"""A process that hands events to a subscriber until it is killed; started by `test_killed_worker.py`."""

import asyncio
import sys

from wellkept.platform.delivery.lanes import delivery_lanes
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.outbox.envelope import Envelope
from wellkept.platform.outbox.subscriptions import Subscription
from wellkept.platform.storage.engines import bind, database, engine_for
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.ids import uuid7

TYPE = "test.pump.changed"


async def write_down(event: Envelope, _key: str) -> None:
    """Leave one row per call in a table without a unique key, so that a second effect would show."""
    async with transaction():
        await database().execute(
            "INSERT INTO timer (id, plugin, kind, record_id, due_at, next_at, state, attempts)"
            " VALUES (?, 'test', ?, ?, ?, ?, 'ready', 0)",
            *(uuid7(), str(event.id), uuid7(), event.recorded_at, event.recorded_at),
        )
        await asyncio.sleep(0.01)


SUBSCRIPTION = Subscription(name="ledger", types=frozenset({TYPE}), handler=write_down)


async def main(url: str) -> None:
    """Work on the database until the end."""
    engine = engine_for(url)
    await engine.open()
    bind(engine)
    await Worker(lanes=delivery_lanes([SUBSCRIPTION])).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
