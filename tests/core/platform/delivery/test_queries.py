from pump_events import Recorder, buried, change
from wellkept.platform.delivery.queries import Backlog, backlog, dead_letters
from wellkept.platform.storage.database import Database


class TestDeadLetters:
    async def test_are_the_oldest_first_and_as_many_as_asked(self, database: Database) -> None:
        await buried(Recorder(failures=6), "P1", "P2")

        assert [letter.subject for letter in await dead_letters(limit=10)] == ["pumps/P1", "pumps/P2"]
        assert [letter.subject for letter in await dead_letters(limit=1)] == ["pumps/P1"]

    async def test_say_what_was_given_up_and_why(self, database: Database) -> None:
        await buried(Recorder(failures=3), "P1")

        [letter] = await dead_letters(limit=10)

        assert (letter.subscriber, letter.type, letter.attempts) == ("sla", "test.pump.changed", 3)
        assert letter.last_error == "RuntimeError: The pump house is flooded."


class TestBacklog:
    async def test_counts_what_waits_and_what_is_dead(self, database: Database) -> None:
        await buried(Recorder(failures=3), "P1")
        await change("P2", 1, 2)

        assert await backlog() == [
            Backlog(subscriber="sla", state="dead", count=1),
            Backlog(subscriber="sla", state="ready", count=2),
        ]

    async def test_is_nothing_when_everything_was_delivered(self, database: Database) -> None:
        await buried(Recorder(), "P1")

        assert await backlog() == []
