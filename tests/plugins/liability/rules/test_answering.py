"""Answers: who has a word, and what comes of all the words."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from wellkept_liability.rules.answering import (
    ShareAnswer,
    answer_of_silence,
    is_of_customer,
    is_of_party,
    needs_answer,
    status_after,
)
from wellkept_liability.terms import Silence
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.liability import ShareRole

PUMPCO, FITCO = (PartyId(UUID(int=number)) for number in (1, 2))
YES, NO = ShareAnswer.ACCEPTED, ShareAnswer.DISPUTED


class Share(Struct, frozen=True):
    role: ShareRole
    party_id: PartyId | None = None


DESIGNER = Share(ShareRole.DESIGNER, PUMPCO)
INSTALLER = Share(ShareRole.INSTALLER, FITCO)
OURSELVES = Share(ShareRole.SELF)


class TestShare:
    def test_needs_the_word_of_whoever_bears_it(self) -> None:
        silent = [each for each in ShareRole if not needs_answer(Share(each))]

        assert needs_answer(DESIGNER)
        assert {each for each in ShareRole if needs_answer(Share(each))} == {ShareRole.OWNER, ShareRole.OPERATOR}
        assert {ShareRole.SELF, ShareRole.FORCE_MAJEURE, ShareRole.UNDETERMINED} <= set(silent)

    @pytest.mark.parametrize(
        ("share", "theirs"),
        [
            (Share(ShareRole.OWNER), True),
            (Share(ShareRole.OWNER, PUMPCO), True),
            (Share(ShareRole.OPERATOR), True),
            (Share(ShareRole.OPERATOR, PUMPCO), False),
            (DESIGNER, False),
            (OURSELVES, False),
        ],
    )
    def test_is_answered_by_the_customer_as_owner_and_operator(self, share: Share, *, theirs: bool) -> None:
        assert is_of_customer(share) is theirs

    def test_is_answered_by_its_party_alone(self) -> None:
        assert is_of_party(DESIGNER, PUMPCO)
        assert not is_of_party(DESIGNER, FITCO)
        assert not is_of_party(OURSELVES, None)


class TestCase:
    @pytest.mark.parametrize(
        ("answers", "status"),
        [
            ([], "proposed"),
            ([YES], "proposed"),
            ([NO], "disputed"),
            ([YES, NO], "disputed"),
            ([YES, YES], "accepted"),
            ([NO, NO], "disputed"),
        ],
    )
    def test_stands_where_the_answers_lead(self, answers: list[ShareAnswer], status: str) -> None:
        assert status_after([DESIGNER, OURSELVES, INSTALLER], answers) == status

    def test_is_accepted_where_nobody_has_a_word(self) -> None:
        assert status_after([OURSELVES, Share(ShareRole.FORCE_MAJEURE)], []) == "accepted"

    @given(st.lists(st.sampled_from([YES, NO]), max_size=4))
    def test_is_disputed_as_long_as_anybody_disputes(self, answers: list[ShareAnswer]) -> None:
        shares = [Share(ShareRole.SUPPLIER, PartyId(UUID(int=number))) for number in range(4)]

        status = status_after(shares, answers)

        assert (status == "disputed") is (NO in answers)
        assert (status == "accepted") is (answers == [YES] * 4)

    def test_does_not_depend_on_the_order_of_the_answers(self) -> None:
        for answers in product([YES, NO], repeat=2):
            assert status_after([DESIGNER, INSTALLER], answers) == status_after([DESIGNER, INSTALLER], answers[::-1])


class TestSilence:
    def test_means_what_the_terms_say(self) -> None:
        assert [answer_of_silence(each) for each in Silence] == [None, YES, NO]
