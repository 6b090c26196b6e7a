from contextvars import Context
from datetime import UTC, datetime, timedelta, timezone

from wellkept_sdk.now import now, retelling

THEN = datetime(2026, 2, 13, 17, tzinfo=timezone(timedelta(hours=8)))


class TestNow:
    def test_is_aware_and_utc(self) -> None:
        assert now().tzinfo is UTC


class TestRetelling:
    def test_lets_the_running_task_take_the_past_for_the_present(self) -> None:
        with retelling(THEN):
            told = now()

        assert told == THEN
        assert told.tzinfo is UTC
        assert now() > THEN

    def test_is_nothing_to_others(self) -> None:
        elsewhere = Context()

        with retelling(THEN):
            told = elsewhere.run(now)

        assert told > THEN
