"""Shares: how they are said, what is wrong with them, and that they always are the whole."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from wellkept_liability.errors import SharesNotWhole
from wellkept_liability.rules.shares import WEIGHT_MAX, WHOLE_BP, basis_points, percent, share_mistakes
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.liability import ShareRole

PUMPCO, FITCO = (PartyId(UUID(int=number)) for number in (1, 2))


class Share(Struct, frozen=True, kw_only=True):
    role: ShareRole = ShareRole.SELF
    party_id: PartyId | None = None
    share_bp: int | None = None
    weight: int | None = None


def found(*shares: Share) -> list[tuple[str, str]]:
    mistakes = share_mistakes(shares, pointer="/shares")
    return [(error.pointer, error.code) for mistake in mistakes for error in mistake.errors]


def weighted(*weights: int) -> list[Share]:
    return [
        Share(role=ShareRole.SUPPLIER, party_id=PartyId(UUID(int=place)), weight=weight)
        for place, weight in enumerate(weights)
    ]


def pointed(*sizes: int) -> list[Share]:
    return [
        Share(role=ShareRole.SUPPLIER, party_id=PartyId(UUID(int=place)), share_bp=size)
        for place, size in enumerate(sizes)
    ]


class TestWeights:
    @pytest.mark.parametrize(
        ("weights", "sizes"),
        [
            ((1, 1, 1), [3334, 3333, 3333]),
            ((1,) * 7, [1429] * 4 + [1428] * 3),
            ((7,), [10_000]),
            ((1, 3), [2500, 7500]),
            ((2, 1), [6667, 3333]),
            ((1, 2), [3333, 6667]),
        ],
    )
    def test_give_what_is_left_to_the_largest_remainders(self, weights: tuple[int, ...], sizes: list[int]) -> None:
        shares = weighted(*weights)

        assert found(*shares) == []
        assert basis_points(shares) == sizes

    def test_leave_nobody_without_a_share(self) -> None:
        assert found(*weighted(WEIGHT_MAX, 1)) == [("/shares/1/weight", "too_small")]

    @given(st.lists(st.integers(1, WEIGHT_MAX), min_size=1, max_size=32))
    def test_always_make_the_whole(self, weights: list[int]) -> None:
        assert sum(basis_points(weighted(*weights))) == WHOLE_BP


class TestBasisPoints:
    def test_are_taken_as_they_are(self) -> None:
        shares = pointed(4000, 3500, 2500)

        assert found(*shares) == []
        assert basis_points(shares) == [4000, 3500, 2500]

    def test_that_are_not_the_whole_are_refused_with_their_sum(self) -> None:
        [mistake] = share_mistakes(pointed(3333, 3333, 3333), pointer="/shares")

        assert isinstance(mistake, SharesNotWhole)
        assert mistake.context == {"sum_bp": 9999}
        assert [(each.pointer, each.code) for each in mistake.errors] == [("/shares", "liability.shares.not_whole")]

    @given(st.lists(st.integers(1, WHOLE_BP), min_size=1, max_size=32))
    def test_are_refused_unless_they_are_the_whole(self, sizes: list[int]) -> None:
        assert (found(*pointed(*sizes)) == []) is (sum(sizes) == WHOLE_BP)


def of_pumpco(role: ShareRole = ShareRole.SUPPLIER, *, share_bp: int | None = None, weight: int | None = None) -> Share:
    return Share(role=role, party_id=PUMPCO, share_bp=share_bp, weight=weight)


class TestMistakes:
    def test_are_weights_beside_basis_points(self) -> None:
        assert found(Share(share_bp=5000), of_pumpco(weight=1)) == [("/shares", "liability.shares.mixed")]
        assert found(Share(share_bp=10_000, weight=1)) == [("/shares", "liability.shares.mixed")]

    def test_are_shares_without_a_size(self) -> None:
        assert found(Share(), of_pumpco(share_bp=10_000)) == [("/shares/0/share_bp", "required")]
        assert found(Share(weight=1), of_pumpco()) == [("/shares/1/weight", "required")]

    def test_are_two_shares_of_one_party_in_one_role(self) -> None:
        designer, supplier = of_pumpco(ShareRole.DESIGNER, share_bp=5000), of_pumpco(share_bp=5000)

        assert found(designer, supplier) == []
        assert found(designer, designer) == [("/shares/1", "liability.shares.duplicate")]
        assert found(Share(share_bp=5000), Share(share_bp=5000)) == [("/shares/1", "liability.shares.duplicate")]

    @pytest.mark.parametrize("role", [ShareRole.SELF, ShareRole.FORCE_MAJEURE, ShareRole.UNDETERMINED])
    def test_are_parties_where_there_is_none(self, role: ShareRole) -> None:
        assert found(Share(role=role, share_bp=10_000)) == []
        assert found(Share(role=role, party_id=PUMPCO, share_bp=10_000)) == [
            ("/shares/0/party_id", "liability.share.party_forbidden")
        ]

    @pytest.mark.parametrize("role", [ShareRole.OWNER, ShareRole.OPERATOR])
    def test_are_none_where_the_customer_may_stand_for_itself(self, role: ShareRole) -> None:
        assert found(Share(role=role, share_bp=10_000)) == []
        assert found(Share(role=role, party_id=FITCO, share_bp=10_000)) == []

    def test_are_roles_of_parties_without_one(self) -> None:
        needed = [each for each in ShareRole if found(Share(role=each, share_bp=10_000))]

        assert needed == [
            ShareRole.DESIGNER,
            ShareRole.CONTRACTOR,
            ShareRole.SUBCONTRACTOR,
            ShareRole.SUPPLIER,
            ShareRole.INSTALLER,
            ShareRole.SUPERVISOR,
            ShareRole.INSPECTOR,
            ShareRole.CONSULTANT,
            ShareRole.INSURER,
            ShareRole.OTHER,
        ]
        assert found(Share(share_bp=2500), Share(role=ShareRole.DESIGNER, share_bp=7500)) == [
            ("/shares/1/party_id", "liability.share.party_required")
        ]


class TestPercent:
    @pytest.mark.parametrize(
        ("share_bp", "text"), [(1, "0.01"), (99, "0.99"), (3333, "33.33"), (4000, "40.00"), (10_000, "100.00")]
    )
    def test_has_two_places(self, share_bp: int, text: str) -> None:
        assert percent(share_bp) == text
