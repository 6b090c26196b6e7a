"""Specification of how cost lines are split over shares."""

import json
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surroundings import real_data
from wellkept_liability.rules.splitting import Line, Share, parts_of, split
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.liability import ShareRole

VECTORS = "liability_allocation/vectors.json"
DESIGNER = PartyId(UUID("01990000-0000-7000-8000-00000000000a"))
INSTALLER = PartyId(UUID("01990000-0000-7000-8000-00000000000b"))
amounts = st.integers(min_value=-(2**53), max_value=2**53)


def share(place: int, role: ShareRole, share_bp: int, party_id: PartyId | None = None) -> Share:
    """Return a share whose id tells its place."""
    return Share(id=UUID(int=place), role=role, party_id=party_id, share_bp=share_bp)


def line(place: int, amount_minor: int) -> Line:
    """Return a line whose id tells its place."""
    return Line(cost_line_id=UUID(int=100 + place), amount_minor=amount_minor, currency="CNY")


@st.composite
def whole_shares(draw: st.DrawFn) -> list[int]:
    """Draw 1 to 32 shares that add up to 10,000."""
    cuts = draw(st.lists(st.integers(min_value=1, max_value=9_999), unique=True, max_size=31))
    bounds = [0, *sorted(cuts), 10_000]
    return [later - earlier for earlier, later in pairwise(bounds)]


class TestSplit:
    def test_gives_what_is_left_to_the_largest_remainders(self) -> None:
        """4000.4, 3500.35 and 2500.25 leave one, which goes to the first."""
        assert split(10_001, shares_bp=[4000, 3500, 2500]) == [4001, 3500, 2500]

    def test_gives_two_left_over_to_the_two_largest(self) -> None:
        """4938.0, 4320.75 and 3086.25."""
        assert split(12_345, shares_bp=[4000, 3500, 2500]) == [4938, 4321, 3086]

    def test_prefers_the_earlier_of_equal_remainders(self) -> None:
        assert split(1, shares_bp=[5000, 5000]) == [1, 0]

    def test_gives_the_whole_to_a_single_share(self) -> None:
        assert split(12_345, shares_bp=[10_000]) == [12_345]

    def test_mirrors_a_reversal(self) -> None:
        assert split(-10_001, shares_bp=[4000, 3500, 2500]) == [-4001, -3500, -2500]

    def test_splits_nothing_into_nothing(self) -> None:
        assert split(0, shares_bp=[4000, 6000]) == [0, 0]

    @given(amounts, whole_shares())
    def test_law_nothing_appears_and_nothing_vanishes(self, amount_minor: int, shares_bp: list[int]) -> None:
        assert sum(split(amount_minor, shares_bp=shares_bp)) == amount_minor

    @given(amounts, whole_shares())
    def test_law_a_reversal_takes_back_exactly_what_was_split(self, amount_minor: int, shares_bp: list[int]) -> None:
        there, back = split(amount_minor, shares_bp=shares_bp), split(-amount_minor, shares_bp=shares_bp)

        assert [one + other for one, other in zip(there, back, strict=True)] == [0] * len(shares_bp)

    @given(amounts, whole_shares())
    def test_law_no_share_is_a_whole_minor_unit_off(self, amount_minor: int, shares_bp: list[int]) -> None:
        exact = [Fraction(amount_minor * share_bp, 10_000) for share_bp in shares_bp]

        parts = split(amount_minor, shares_bp=shares_bp)

        assert all(abs(part - wanted) < 1 for part, wanted in zip(parts, exact, strict=True))


class TestVectorsOfPeers:
    """What two libraries that others trust do with the same amounts; ratios that are decimals are made whole."""

    def vectors(self) -> list[dict[str, Any]]:
        """Return the 46 vectors."""
        return json.loads(real_data(VECTORS).read_text(encoding="utf-8"))["vectors"]

    def test_are_all_there(self) -> None:
        found = self.vectors()
        agreeing = [vector for vector in found if vector.get("largest_remainder_first_wins")]
        refused = [vector for vector in found if "error" in vector]

        assert (len(found), len(agreeing), len(refused)) == (46, 41, 2)

    def test_add_up(self) -> None:
        for vector in self.vectors():
            if "error" not in vector:
                assert sum(split(vector["amount"], shares_bp=whole(vector["ratios"]))) == vector["amount"], vector

    def test_agree_where_they_follow_the_same_rule(self) -> None:
        for vector in self.vectors():
            if vector.get("largest_remainder_first_wins"):
                assert split(vector["amount"], shares_bp=whole(vector["ratios"])) == vector["expected"], vector

    def test_are_refused_where_peers_refuse_them(self) -> None:
        for vector in self.vectors():
            if "error" in vector:
                with pytest.raises(ValueError, match="Weights are zero or more"):
                    split(vector["amount"], shares_bp=whole(vector["ratios"]))


class TestPartsOf:
    def test_splits_every_line_over_all_shares(self) -> None:
        shares = [
            share(1, ShareRole.DESIGNER, 4000, DESIGNER),
            share(2, ShareRole.INSTALLER, 3500, INSTALLER),
            share(3, ShareRole.SELF, 2500),
        ]

        parts = parts_of([line(1, 10_001), line(2, 12_345)], shares=shares)

        assert [(part.cost_line_id.int, part.share.id.int, part.amount_minor) for part in parts] == [
            (101, 1, 4001),
            (101, 2, 3500),
            (101, 3, 2500),
            (102, 1, 4938),
            (102, 2, 4321),
            (102, 3, 3086),
        ]

    def test_has_none_without_lines(self) -> None:
        assert parts_of([], shares=[share(1, ShareRole.SELF, 10_000)]) == []


class TestChargedTo:
    def test_is_the_party_that_bears_the_share(self) -> None:
        assert share(1, ShareRole.SUPPLIER, 10_000, DESIGNER).charged_to == DESIGNER

    def test_is_nobody_for_ourselves_and_force_majeure(self) -> None:
        assert [share(1, role, 10_000).charged_to for role in (ShareRole.SELF, ShareRole.FORCE_MAJEURE)] == [None, None]

    def test_is_nobody_for_owner_and_operator_with_whom_costs_settles(self) -> None:
        charged = [share(1, role, 10_000, DESIGNER).charged_to for role in (ShareRole.OWNER, ShareRole.OPERATOR)]

        assert charged == [None, None]


def whole(ratios: list[float]) -> list[int]:
    """Return the same ratios in whole numbers."""
    exact = [Fraction(repr(ratio)) for ratio in ratios]
    scale = lcm(*(ratio.denominator for ratio in exact))
    return [int(ratio * scale) for ratio in exact]
