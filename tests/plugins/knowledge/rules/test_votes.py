import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_knowledge.rules.kinds import StaleReason
from wellkept_knowledge.rules.votes import Tally, boost_milli, stale_because
from wellkept_knowledge.terms import StaleAfter

counts = st.integers(min_value=0, max_value=10_000)
tallies = st.builds(Tally, used=counts, solved=counts, misleading=counts)


class TestBoost:
    @pytest.mark.parametrize(
        ("tally", "milli"),
        [
            (Tally(), 1000),
            (Tally(solved=4), 1167),
            (Tally(used=4), 1083),
            (Tally(misleading=3), 850),
            (Tally(solved=1, used=1), 1096),
            (Tally(solved=1, misleading=1), 1000),
            (Tally(used=1), 1028),
        ],
    )
    def test_follows_from_the_votes(self, tally: Tally, milli: int) -> None:
        assert boost_milli(tally) == milli

    def test_rounds_a_half_up(self) -> None:
        # q = 1 / 80, so that 500 q = 6.25; and q = 1 / 200, so that 500 q = 2.5.
        assert boost_milli(Tally(misleading=78)) == 756
        assert boost_milli(Tally(misleading=198)) == 753

    @given(tallies)
    def test_lies_between_three_quarters_and_five_quarters(self, tally: Tally) -> None:
        assert 750 <= boost_milli(tally) <= 1250

    @given(tallies)
    def test_is_raised_by_what_helped_and_lowered_by_what_misled(self, tally: Tally) -> None:
        def with_one_more(**more: int) -> int:
            fields = {"used": tally.used, "solved": tally.solved, "misleading": tally.misleading}
            return boost_milli(Tally(**{name: count + more.get(name, 0) for name, count in fields.items()}))

        boost = boost_milli(tally)
        assert with_one_more(misleading=1) <= boost <= with_one_more(used=1) <= with_one_more(solved=1)


class TestStale:
    def test_is_what_misled_too_often(self) -> None:
        assert stale_because(StaleAfter(), misleading=2, reopened=0) is None
        assert stale_because(StaleAfter(), misleading=3, reopened=0) is StaleReason.MISLEADING

    def test_is_what_helped_with_tickets_that_came_back(self) -> None:
        assert stale_because(StaleAfter(), misleading=0, reopened=1) is None
        assert stale_because(StaleAfter(), misleading=0, reopened=2) is StaleReason.REOPENED
