import pytest

from pump_events import Recorder, buried, change, worker
from wellkept.platform.delivery.errors import DeadLetterNotFound
from wellkept.platform.delivery.queries import dead_letters
from wellkept.platform.delivery.service import replay, replay_all
from wellkept.platform.storage.database import Database
from wellkept_sdk.ids import uuid7


class TestReplay:
    async def test_hands_a_dead_letter_over_once_more(self, database: Database) -> None:
        sla = Recorder(failures=3)
        watch = await buried(sla, "P1")
        [letter] = await dead_letters(limit=10)

        await replay(letter.id, at=watch())
        await worker(watch).drain()

        assert sla.seen == [("P1", 1)]
        assert await dead_letters(limit=10) == []
        with pytest.raises(DeadLetterNotFound):
            await replay(letter.id, at=watch())

    async def test_refuses_what_was_never_given_up(self, database: Database) -> None:
        watch = await buried(Recorder(), "P1")

        with pytest.raises(DeadLetterNotFound):
            await replay(uuid7(), at=watch())


class TestReplayAll:
    async def test_hands_over_all_dead_letters_of_the_subscriber_and_counts_them(self, database: Database) -> None:
        sla = Recorder(failures=6)
        watch = await buried(sla, "P1", "P2")
        await change("P3", 1)

        revived = await replay_all("sla", at=watch())
        await worker(watch).drain()

        assert revived == 2
        assert sorted(sla.seen) == [("P1", 1), ("P2", 1), ("P3", 1)]

    async def test_leaves_other_subscribers_alone(self, database: Database) -> None:
        watch = await buried(Recorder(failures=3), "P1")

        assert await replay_all("survey", at=watch()) == 0
        assert len(await dead_letters(limit=10)) == 1
