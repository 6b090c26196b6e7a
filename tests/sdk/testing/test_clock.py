from datetime import UTC, datetime, timedelta

from wellkept_sdk.now import now
from wellkept_sdk.testing.clock import Clock, telling

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class TestClock:
    def test_tells_the_real_time_until_it_is_set(self) -> None:
        before = now()

        with telling(Clock()):
            told = now()

        assert before <= told <= now()

    def test_stands_still_once_it_is_set(self) -> None:
        clock = Clock()
        clock.set(MONDAY)

        with telling(clock):
            assert (now(), now()) == (MONDAY, MONDAY)

    def test_moves_when_it_is_advanced(self) -> None:
        clock = Clock()
        clock.set(MONDAY)
        clock.advance(timedelta(hours=4))

        with telling(clock):
            assert now() == datetime(2026, 11, 2, 13, 0, tzinfo=UTC)

    def test_runs_ahead_where_it_was_never_set(self) -> None:
        clock = Clock()
        clock.advance(timedelta(days=2))

        with telling(clock):
            ahead = now()

        assert timedelta(days=2) <= ahead - now() + timedelta(seconds=10)
        assert ahead - now() <= timedelta(days=2)

    def test_is_forgotten_at_the_end(self) -> None:
        clock = Clock()
        clock.set(MONDAY)

        with telling(clock):
            pass

        assert now() != MONDAY
