"""Specification of what parties owe us of a case, and of the life of a back-charge."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.back_charges import (
    DESTINATION,
    BackChargeAction,
    BackChargeStatus,
    Owing,
    SettlementMethod,
    allowed_actions,
    is_too_late,
    owed,
    settles,
)
from wellkept_liability.rules.splitting import Line, Share, parts_of
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.liability import ShareRole

DESIGNER = PartyId(UUID("01990000-0000-7000-8000-00000000000a"))
INSTALLER = PartyId(UUID("01990000-0000-7000-8000-00000000000b"))
SHARES = [
    Share(id=UUID(int=1), role=ShareRole.DESIGNER, party_id=DESIGNER, share_bp=4000),
    Share(id=UUID(int=2), role=ShareRole.INSTALLER, party_id=INSTALLER, share_bp=3500),
    Share(id=UUID(int=3), role=ShareRole.SELF, party_id=None, share_bp=2500),
]


def line(place: int, amount_minor: int, currency: str = "CNY") -> Line:
    """Return a line whose id tells its place."""
    return Line(cost_line_id=UUID(int=100 + place), amount_minor=amount_minor, currency=currency)


class TestOwed:
    def test_adds_up_what_each_party_bears_and_leaves_out_our_own_share(self) -> None:
        parts = parts_of([line(1, 10_001), line(2, 12_345)], shares=SHARES)

        assert owed(parts) == {Owing(DESIGNER, "CNY"): 8_939, Owing(INSTALLER, "CNY"): 7_821}

    def test_makes_a_credit_of_a_reversal(self) -> None:
        parts = parts_of([line(1, -10_001)], shares=SHARES)

        assert owed(parts) == {Owing(DESIGNER, "CNY"): -4_001, Owing(INSTALLER, "CNY"): -3_500}

    def test_adds_the_shares_of_a_party_with_two_roles(self) -> None:
        shares = [
            Share(id=UUID(int=1), role=ShareRole.DESIGNER, party_id=DESIGNER, share_bp=4000),
            Share(id=UUID(int=2), role=ShareRole.SUPPLIER, party_id=DESIGNER, share_bp=6000),
        ]

        assert owed(parts_of([line(1, 10_001)], shares=shares)) == {Owing(DESIGNER, "CNY"): 10_001}

    def test_keeps_currencies_apart(self) -> None:
        shares = [Share(id=UUID(int=1), role=ShareRole.DESIGNER, party_id=DESIGNER, share_bp=10_000)]

        sums = owed(parts_of([line(1, 700), line(2, 30, "EUR")], shares=shares))

        assert sums == {Owing(DESIGNER, "CNY"): 700, Owing(DESIGNER, "EUR"): 30}

    def test_leaves_out_what_comes_to_nothing(self) -> None:
        assert owed(parts_of([line(1, 10_001), line(2, -10_001)], shares=SHARES)) == {}

    def test_has_a_steady_order(self) -> None:
        shares = [SHARES[1], SHARES[0], SHARES[2]]

        found = list(owed(parts_of([line(1, 300, "EUR"), line(2, 300)], shares=shares)))

        assert found == [
            Owing(DESIGNER, "CNY"),
            Owing(DESIGNER, "EUR"),
            Owing(INSTALLER, "CNY"),
            Owing(INSTALLER, "EUR"),
        ]

    @given(st.lists(st.integers(min_value=-(10**12), max_value=10**12), max_size=20))
    def test_law_what_parties_owe_and_what_we_bear_is_what_was_spent(self, amounts: list[int]) -> None:
        parts = parts_of([line(place, amount) for place, amount in enumerate(amounts)], shares=SHARES)

        ours = sum(part.amount_minor for part in parts if part.share.charged_to is None)

        assert sum(owed(parts).values()) + ours == sum(amounts)


class TestAllowedActions:
    def test_of_a_draft_are_ours_only(self) -> None:
        assert set(allowed_actions(BackChargeStatus.DRAFT)) == {BackChargeAction.ISSUE, BackChargeAction.WITHDRAW}

    def test_of_an_issued_one_are_all_but_issuing_it_again(self) -> None:
        assert set(allowed_actions(BackChargeStatus.ISSUED)) == set(BackChargeAction) - {BackChargeAction.ISSUE}

    def test_of_an_accepted_one_hold_a_dispute_too(self) -> None:
        assert BackChargeAction.DISPUTE in allowed_actions(BackChargeStatus.ACCEPTED)
        assert BackChargeAction.ACCEPT not in allowed_actions(BackChargeStatus.ACCEPTED)

    def test_of_a_disputed_one_hold_acceptance_and_settlement(self) -> None:
        assert {BackChargeAction.ACCEPT, BackChargeAction.SETTLE} <= set(allowed_actions(BackChargeStatus.DISPUTED))

    def test_are_none_once_it_is_settled_or_withdrawn(self) -> None:
        ends = (BackChargeStatus.SETTLED, BackChargeStatus.WITHDRAWN)

        assert [list(allowed_actions(status)) for status in ends] == [[], []]

    def test_lead_somewhere(self) -> None:
        assert set(DESTINATION) == set(BackChargeAction)


class TestIsTooLate:
    def test_for_a_dispute_after_silence(self) -> None:
        assert is_too_late(BackChargeAction.DISPUTE, answered_by=AnsweredBy.SILENCE)

    def test_not_for_a_dispute_after_the_partys_own_word(self) -> None:
        assert not is_too_late(BackChargeAction.DISPUTE, answered_by=AnsweredBy.PARTY)

    def test_not_for_what_is_ours_to_do(self) -> None:
        assert not is_too_late(BackChargeAction.SETTLE, answered_by=AnsweredBy.SILENCE)


class TestSettles:
    def test_a_debt_by_every_method(self) -> None:
        assert all(settles(method, amount_minor=1) for method in SettlementMethod)

    def test_a_credit_by_payment_or_waiver_only(self) -> None:
        found = {method for method in SettlementMethod if settles(method, amount_minor=-1)}

        assert found == {SettlementMethod.PAYMENT, SettlementMethod.WAIVER}
