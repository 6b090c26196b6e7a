"""How often somebody may call."""

from wellkept_survey.rules.rates import CALLERS_MAX, Buckets


class TestBucket:
    def test_has_a_minute_of_calls_at_once(self) -> None:
        buckets = Buckets(per_minute=3)

        assert [buckets.take("a", at_seconds=0) for _ in range(4)] == [0, 0, 0, 20]

    def test_fills_again_with_time(self) -> None:
        buckets = Buckets(per_minute=3)
        for _ in range(3):
            buckets.take("a", at_seconds=0)

        assert [buckets.take("a", at_seconds=at) for at in (10, 20, 20)] == [10, 0, 20]

    def test_is_ones_own(self) -> None:
        buckets = Buckets(per_minute=1)

        assert [buckets.take(caller, at_seconds=0) for caller in ("a", "b", "a")] == [0, 0, 60]

    def test_makes_room_for_new_callers(self) -> None:
        buckets = Buckets(per_minute=1)
        for number in range(CALLERS_MAX + 1):
            buckets.take(str(number), at_seconds=0)

        assert buckets.take("0", at_seconds=0) == 0
