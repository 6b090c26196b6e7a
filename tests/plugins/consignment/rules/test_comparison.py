"""Which of their lines is which of ours."""

from datetime import date
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wellkept_consignment.rules.comparison import OurLine, TheirLine, compare


def ours(number: int, part: str | None, day: int, quantity: int, amount: int | None) -> OurLine:
    return OurLine(id=UUID(int=number), part=part, day=date(2026, 1, day), quantity_milli=quantity, amount_minor=amount)


def theirs(reference: str, part: str, day: int, quantity: int, amount: int) -> TheirLine:
    return TheirLine(
        reference=reference, part=part, day=date(2026, 1, day), quantity_milli=quantity, amount_minor=amount
    )


class TestCompare:
    def test_takes_the_exact_line_before_a_near_one(self) -> None:
        near, exact = ours(1, "P", 20, 4000, 9000), ours(2, "P", 20, 4000, 10000)

        found = compare([near, exact], [theirs("R", "P", 20, 4000, 10000)])

        assert [pair.ours for pair in found.matched] == [exact]
        assert (list(found.only_ours), list(found.only_theirs), list(found.differing)) == ([near], [], [])

    def test_takes_the_same_day_before_the_same_quantity(self) -> None:
        same_quantity, same_day = ours(1, "P", 19, 4000, 10000), ours(2, "P", 20, 3000, 7500)

        found = compare([same_quantity, same_day], [theirs("R", "P", 20, 4000, 10000)])

        assert [pair.ours for pair in found.differing] == [same_day]

    def test_takes_the_same_quantity_of_another_day_last(self) -> None:
        found = compare([ours(1, "P", 19, 4000, 10000)], [theirs("R", "P", 20, 4000, 10000)])

        assert [pair.theirs.reference for pair in found.differing] == ["R"]

    def test_pairs_nothing_of_another_part(self) -> None:
        found = compare([ours(1, None, 20, 1000, 1)], [theirs("R", "P", 20, 1000, 1)])

        assert (len(found.only_ours), len(found.only_theirs)) == (1, 1)


_PLACES = st.tuples(st.sampled_from("PQ"), st.integers(1, 2), st.integers(1, 2), st.integers(1, 2))


@given(
    mine=st.lists(_PLACES, max_size=6),
    others=st.lists(_PLACES, max_size=6),
    chance=st.randoms(use_true_random=False),
)
def test_each_line_has_one_place_whatever_the_order(
    mine: list[tuple[str, int, int, int]], others: list[tuple[str, int, int, int]], chance: Random
) -> None:
    our_lines = [ours(number, *each) for number, each in enumerate(mine)]
    their_lines = [theirs(f"R-{number}", *each) for number, each in enumerate(others)]
    found = compare(our_lines, their_lines)
    pairs = [*found.matched, *found.differing]

    chance.shuffle(our_lines)
    chance.shuffle(their_lines)

    assert compare(our_lines, their_lines) == found
    assert sorted([*(pair.ours.id for pair in pairs), *(line.id for line in found.only_ours)]) == sorted(
        line.id for line in our_lines
    )
    assert sorted(
        [*(pair.theirs.reference for pair in pairs), *(line.reference for line in found.only_theirs)]
    ) == sorted(line.reference for line in their_lines)
