"""Returns cost no cent: a use that came back wholly costs nothing, in however many parts and at whatever price."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wellkept_consignment.rules.returns import Member, amount_back, amounts_at

USE = UUID(int=1)


def members(*quantities_milli: int) -> list[Member]:
    """Return a use and what came back of it."""
    return [
        Member(id=UUID(int=place + 1), undoes_id=None if place == 0 else USE, quantity_milli=quantity_milli)
        for place, quantity_milli in enumerate(quantities_milli)
    ]


class TestAmountsAt:
    def test_the_return_that_completes_takes_what_is_left(self) -> None:
        assert list(amounts_at(members(1_500, -500, -1_000), 333).values()) == [500, -167, -333]

    def test_returns_that_round_up_never_take_more_than_is_left(self) -> None:
        assert list(amounts_at(members(4_500, -900, -900, -900, -900), 1).values()) == [5, -1, -1, -1, -1]
        assert list(amounts_at(members(2_000, -500, -500, -500, -500), 1).values()) == [2, -1, -1, 0, 0]

    def test_what_goes_out_again_costs_what_it_came_back_for(self) -> None:
        again = Member(id=UUID(int=3), undoes_id=UUID(int=2), quantity_milli=500)
        assert list(amounts_at([*members(1_500, -500), again], 333).values()) == [500, -167, 167]

    @given(
        parts=st.lists(st.integers(1, 3_000), min_size=1, max_size=6),
        unit_price_minor=st.integers(0, 5_000),
    )
    def test_a_use_that_came_back_wholly_costs_nothing(self, parts: list[int], unit_price_minor: int) -> None:
        amounts = list(amounts_at(members(sum(parts), *(-part for part in parts)), unit_price_minor).values())
        assert sum(amounts) == 0
        assert all(amount <= 0 for amount in amounts[1:])


class TestAmountBack:
    def test_is_by_the_unit_price(self) -> None:
        back = Member(id=UUID(int=9), undoes_id=USE, quantity_milli=-1_000)
        assert amount_back(back, left_milli=4_000, amounts={USE: 9_800}, unit_price_minor=2_450) == -2_450

    def test_is_a_share_of_what_was_agreed_otherwise(self) -> None:
        back = Member(id=UUID(int=9), undoes_id=USE, quantity_milli=-1_000)
        assert amount_back(back, left_milli=4_000, amounts={USE: 7_500}, unit_price_minor=None) == -1_875

    def test_takes_what_is_left_when_it_completes(self) -> None:
        back = Member(id=UUID(int=9), undoes_id=USE, quantity_milli=-4_000)
        assert amount_back(back, left_milli=4_000, amounts={USE: 7_501}, unit_price_minor=2_500) == -7_501
