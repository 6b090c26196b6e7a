from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest

from wellkept.platform.outbox.queries import feed
from wellkept.platform.outbox.retention import forget, retention_jobs
from wellkept.platform.outbox.service import emit
from wellkept.platform.outbox.subscriptions import Subscription, subscribe_all
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.events import Event

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class ValveClosed(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.valve.closed"

    number: int

    @property
    def subject(self) -> str:
        return "valves/1"


@pytest.fixture(autouse=True)
def no_subscriptions_remain():
    yield
    subscribe_all([])


async def close(database: Database, number: int, *, days_ago: int) -> None:
    async with transaction():
        await emit(ValveClosed(number=number), actor=SYSTEM)
    await feed(after=0, limit=1)
    await database.execute(
        "UPDATE event SET recorded_at = ? WHERE position = (SELECT MAX(position) FROM event)",
        NOON - timedelta(days=days_ago),
    )


async def numbers() -> list[int]:
    return [row["data"]["number"] for row in (await feed(after=0, limit=100)).rows]


class TestForget:
    async def test_deletes_what_is_older_than_the_limit(self, database: Database) -> None:
        for number, days_ago in enumerate((40, 35, 31, 29, 1)):
            await close(database, number, days_ago=days_ago)

        removed = await forget(NOON, keep_days=30)

        assert removed == 3
        assert await numbers() == [3, 4]

    async def test_keeps_what_a_subscriber_still_waits_for(self, database: Database) -> None:
        async def ignore(_event: object, _key: str) -> None: ...

        await close(database, 0, days_ago=40)
        subscribe_all([Subscription(name="sla", types=frozenset({ValveClosed.type}), handler=ignore)])
        await close(database, 1, days_ago=40)
        subscribe_all([])
        await close(database, 2, days_ago=1)

        await forget(NOON, keep_days=30)

        assert await numbers() == [1, 2]

    async def test_never_gives_a_position_twice(self, database: Database) -> None:
        for number in range(3):
            await close(database, number, days_ago=40)
        end = (await feed(after=0, limit=100)).position

        await forget(NOON, keep_days=30)
        await close(database, 3, days_ago=0)

        found = await feed(after=end, limit=100)
        assert [row["data"]["number"] for row in found.rows] == [3]
        assert found.position == end + 1


class TestRetentionJobs:
    def test_are_absent_when_events_are_kept_for_ever(self) -> None:
        assert retention_jobs(keep_days=0) == []

    async def test_forget_by_their_setting(self, database: Database) -> None:
        await close(database, 0, days_ago=3)
        await close(database, 1, days_ago=0)

        (job,) = retention_jobs(keep_days=2)
        await job.run(NOON)

        assert await numbers() == [1]
