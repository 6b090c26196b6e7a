from wellkept.platform.plugin_host.hooks.breaker import Breaker


def opened(*, at: float) -> Breaker:
    breaker = Breaker()
    for _ in range(5):
        breaker.failed(at)
    return breaker


class TestBreaker:
    def test_stands_four_failures_in_a_row(self) -> None:
        breaker = Breaker()
        for second in range(4):
            breaker.failed(float(second))

        assert breaker.lets_through(5.0)

    def test_opens_after_the_fifth(self) -> None:
        breaker = opened(at=100.0)

        assert breaker.is_open
        assert not breaker.lets_through(100.1)
        assert not breaker.lets_through(129.9)

    def test_begins_anew_after_a_success(self) -> None:
        breaker = Breaker()
        for second in range(4):
            breaker.failed(float(second))
        breaker.succeeded()
        breaker.failed(5.0)

        assert breaker.lets_through(5.1)

    def test_stands_failures_that_are_far_apart(self) -> None:
        breaker = Breaker()
        for minute in range(10):
            breaker.failed(minute * 61.0)

        assert breaker.lets_through(700.0)

    def test_lets_one_call_through_after_half_a_minute(self) -> None:
        breaker = opened(at=100.0)

        assert breaker.lets_through(130.0)
        assert not breaker.lets_through(130.1)

    def test_closes_when_the_trial_goes_well(self) -> None:
        breaker = opened(at=100.0)
        breaker.lets_through(130.0)
        breaker.succeeded()

        assert breaker.lets_through(130.1)
        assert not breaker.is_open

    def test_waits_again_when_the_trial_fails(self) -> None:
        breaker = opened(at=100.0)
        breaker.lets_through(130.0)
        breaker.failed(131.0)

        assert not breaker.lets_through(160.9)
        assert breaker.lets_through(161.0)
