import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from pump_events import IMPATIENT, LIMITS, Recorder, Watch, change, subscribe, worker
from wellkept.platform.delivery.lanes import delivery_lanes
from wellkept.platform.delivery.queries import dead_letters
from wellkept.platform.jobs.queue import HEARTBEAT_LEASE_SECONDS
from wellkept.platform.outbox.envelope import Envelope
from wellkept.platform.outbox.subscriptions import subscriptions
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.ids import uuid7


async def waiting(database: Database) -> Sequence[tuple[str, str]]:
    rows = await database.fetch("SELECT subscriber, state FROM event_delivery ORDER BY event_seq, subscriber")
    return [(row["subscriber"], row["state"]) for row in rows]


class TestDelivery:
    async def test_hands_every_event_to_every_subscriber_and_forgets_it(self, database: Database) -> None:
        sla, survey = Recorder(), Recorder()
        subscribe(sla=sla, survey=survey)
        await change("P1", 1, 2)

        done = await worker().drain()

        assert done == 4
        assert sla.seen == survey.seen == [("P1", 1), ("P1", 2)]
        assert await waiting(database) == []

    async def test_gives_the_same_key_at_every_repetition(self, database: Database) -> None:
        sla, watch = Recorder(failures=1), Watch()
        subscribe(sla=sla)
        await change("P1", 1)

        await worker(watch).drain()
        watch.advance(minutes=1)
        await worker(watch).drain()

        assert len(sla.keys) == 2
        assert len(set(sla.keys)) == 1
        assert sla.keys[0].endswith(":sla")

    async def test_keeps_the_order_of_a_record_while_others_go_on(self, database: Database) -> None:
        sla, watch = Recorder(failures=1), Watch()
        subscribe(sla=sla)
        await change("P1", 1, 2, 3)
        await change("P2", 1)

        await worker(watch).drain()
        others = list(sla.seen)
        watch.advance(minutes=1)
        await worker(watch).drain()

        assert others == [("P2", 1)]
        assert sla.seen == [("P2", 1), ("P1", 1), ("P1", 2), ("P1", 3)]

    async def test_of_a_failing_subscriber_delays_no_other(self, database: Database) -> None:
        broken, sla = Recorder(failures=99), Recorder()
        subscribe(broken=broken, sla=sla)
        await change("P1", 1, 2)

        await worker().drain()

        assert sla.seen == [("P1", 1), ("P1", 2)]
        assert await waiting(database) == [("broken", "ready"), ("broken", "ready")]

    async def test_to_a_hanging_subscriber_is_cut_off_and_put_off(self, database: Database) -> None:
        async def hang(_event: Envelope, _key: str) -> None:
            async with transaction():
                await asyncio.sleep(30)

        subscribe(hanging=hang)
        await change("P1", 1)

        await worker(limits=IMPATIENT).drain()

        row = await database.fetch_one("SELECT state, attempts, last_error, lease_until FROM event_delivery")
        assert row == {
            "state": "ready",
            "attempts": 1,
            "last_error": "Took longer than 0.3 seconds.",
            "lease_until": None,
        }

    async def test_counts_a_handler_that_cancels_itself_as_failed(self, database: Database) -> None:
        async def give_up(_event: Envelope, _key: str) -> None:
            raise asyncio.CancelledError

        subscribe(moody=give_up)
        await change("P1", 1)

        await worker().drain()

        row = await database.fetch_one("SELECT attempts, last_error FROM event_delivery")
        assert row == {"attempts": 1, "last_error": "The work cancelled itself."}

    async def test_records_errors_with_characters_that_cannot_be_stored(self, database: Database) -> None:
        async def fail(_event: Envelope, _key: str) -> None:
            raise RuntimeError("a\0b\ud800c")

        subscribe(odd=fail)
        await change("P1", 1)

        await worker().drain()

        row = await database.fetch_one("SELECT last_error FROM event_delivery")
        assert row == {"last_error": "RuntimeError: a?b?c"}

    async def test_undoes_what_a_failed_handler_wrote(self, database: Database) -> None:
        async def write_and_fail(_event: Envelope, _key: str) -> None:
            async with transaction():
                await database.execute(
                    "INSERT INTO job (id, name, state, attempts, next_at) VALUES (?, 'half', 'ready', 0, ?)",
                    *(uuid7(), datetime(2026, 1, 1, tzinfo=UTC)),
                )
            raise RuntimeError

        subscribe(half=write_and_fail)
        await change("P1", 1)

        await worker().drain()

        assert await database.fetch("SELECT id FROM job") == []
        assert await waiting(database) == [("half", "ready")]


class TestDeadLetter:
    async def test_is_buried_after_the_last_attempt_and_lets_later_events_pass(self, database: Database) -> None:
        sla, watch = Recorder(failures=3), Watch()
        subscribe(sla=sla)
        await change("P1", 1, 2)

        for _ in range(4):
            await worker(watch).drain()
            watch.advance(hours=2)

        (letter,) = await dead_letters(limit=10)
        assert (letter.subscriber, letter.type, letter.subject) == ("sla", "test.pump.changed", "pumps/P1")
        assert letter.attempts == 3
        assert letter.last_error == "RuntimeError: The pump house is flooded."
        assert sla.seen == [("P1", 2)]


class TestSeveralWorkers:
    async def test_do_each_delivery_exactly_once_and_in_order(self, database: Database) -> None:
        sla, survey = Recorder(), Recorder()
        subscribe(sla=sla, survey=survey)
        for number in range(20):
            await asyncio.gather(*(change(f"P{pump}", number) for pump in range(5)))
        workers = [worker() for _ in range(4)]

        running = [asyncio.create_task(one.run()) for one in workers]
        await _until(lambda: _is_empty(database))
        for one in workers:
            one.stop()
        await asyncio.gather(*running)

        for subscriber in (sla, survey):
            assert set(Counter(subscriber.seen).values()) == {1}
            for pump in range(5):
                assert [number for name, number in subscriber.seen if name == f"P{pump}"] == list(range(20))

    async def test_take_over_from_one_that_was_killed(self, database: Database) -> None:
        sla, watch = Recorder(), Watch()
        subscribe(sla=sla)
        await change("P1", 1)
        (lane,) = delivery_lanes(subscriptions(), limits=LIMITS)
        (claimed,) = await lane.claim(10, watch)

        await worker(watch).drain()
        early = list(sla.seen)
        watch.advance(seconds=HEARTBEAT_LEASE_SECONDS)
        await worker(watch).drain()
        late_outcome = await claimed()

        assert early == []
        # The first worker was only slow: it finds its lease gone, and what it wrote is rolled back.
        assert late_outcome == "lost"
        assert await waiting(database) == []

    async def test_give_up_on_work_that_kills_its_workers(self, database: Database) -> None:
        sla, watch = Recorder(), Watch()
        subscribe(sla=sla)
        await change("P1", 1)
        (lane,) = delivery_lanes(subscriptions(), limits=LIMITS)

        for _ in range(3):
            await lane.claim(10, watch)
            watch.advance(seconds=HEARTBEAT_LEASE_SECONDS)
        await worker(watch).drain()

        assert sla.seen == []
        assert len(await dead_letters(limit=10)) == 1


async def _is_empty(database: Database) -> bool:
    return await database.fetch_one("SELECT id FROM event_delivery LIMIT 1") is None


async def _until(check: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while True:
            if await check():
                return
            await asyncio.sleep(0.02)
