"""Who is asked."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_survey.rules.respondents import (
    SurveyRespondent,
    asked,
    contacts_of,
    digits_of,
    in_sample,
    invitation_key,
    reporter_of,
    respondent_key,
)
from wellkept_survey.terms import SurveyRespondents

WANG = SurveyRespondent(name="王工", email="Wang@Customer.example", phone="+86 21 5555-0100")
ACCOUNT = UUID("01990000-0000-7000-8000-000000000001")
RECORD = UUID("01990000-0000-7000-8000-0000000000aa")


class TestKey:
    def test_is_of_the_account_first(self) -> None:
        with_account = SurveyRespondent(name="A", email="a@b.example", user_id=ACCOUNT)

        assert respondent_key(with_account) == respondent_key(SurveyRespondent(name="B", user_id=ACCOUNT))

    def test_is_of_the_address_however_it_is_written(self) -> None:
        # SHA-256 of wang@customer.example.
        assert respondent_key(WANG) == "221800b09d3eea6c7436720a5f645e75fadaabf97dedc4bbbec8a86c65ec71b8"
        assert respondent_key(WANG) == respondent_key(SurveyRespondent(name="Wang", email="wang@customer.example"))

    def test_is_of_the_digits_of_the_phone_else(self) -> None:
        one = SurveyRespondent(name="A", phone="+86 (21) 5555-0100")

        assert respondent_key(one) == respondent_key(SurveyRespondent(name="B", phone="862155550100"))

    def test_is_of_the_name_of_whom_nobody_can_reach(self) -> None:
        assert respondent_key(SurveyRespondent(name="LI")) == respondent_key(SurveyRespondent(name="li"))
        assert respondent_key(SurveyRespondent(name="LI")) != respondent_key(SurveyRespondent(name="LU"))


class TestAddress:
    @pytest.mark.parametrize(
        ("respondent", "has"),
        [
            (WANG, True),
            (SurveyRespondent(name="A"), False),
            (SurveyRespondent(name="A", phone="ext."), False),
            (SurveyRespondent(name="A", phone="1"), True),
            (SurveyRespondent(name="A", user_id=ACCOUNT), True),
        ],
    )
    def test_is_anything_by_which_he_is_reached(self, respondent: SurveyRespondent, *, has: bool) -> None:
        assert respondent.has_address is has

    def test_of_a_phone_is_its_digits(self) -> None:
        assert digits_of("+86 21 \uff155") == "86215"
        assert digits_of(None) == ""


class TestSample:
    def test_has_everybody_or_nobody_at_its_ends(self) -> None:
        assert all(in_sample(str(each), percent=100) for each in range(200))
        assert not any(in_sample(str(each), percent=0) for each in range(200))

    def test_is_the_same_at_every_attempt(self) -> None:
        # SHA-256 of e is 30 modulo 100.
        assert [in_sample("e", percent=percent) for percent in (30, 31)] == [False, True]

    @given(st.text(max_size=20), st.integers(min_value=0, max_value=99))
    def test_of_more_has_all_of_less(self, key: str, percent: int) -> None:
        assert not in_sample(key, percent=percent) or in_sample(key, percent=percent + 1)

    def test_is_drawn_of_invitations(self) -> None:
        key = invitation_key("repair", record_id=RECORD, wave=2, respondent="ab")

        assert key == "repair:01990000-0000-7000-8000-0000000000aa:2:ab"


class TestAsked:
    def test_is_who_reported(self) -> None:
        reporter = reporter_of({"name": "王工", "email": "w@c.example"})

        found = asked([SurveyRespondents.REPORTER], reporter=reporter, contacts=[WANG])

        assert [each.email for each in found.values()] == ["w@c.example"]

    def test_is_nobody_where_nobody_reported(self) -> None:
        assert reporter_of(None) is None
        assert reporter_of({"name": ""}) is None
        assert asked([SurveyRespondents.REPORTER], reporter=None, contacts=[WANG]) == {}

    def test_is_every_preferred_contact(self) -> None:
        contacts = [
            {"name": "A", "email": "a@c.example", "phone": None, "role": "owner", "preferred": False},
            {"name": "B", "email": None, "phone": "1", "role": None, "preferred": True},
        ]

        assert [each.name for each in contacts_of(contacts)] == ["B"]
        assert [(each.name, each.role) for each in contacts_of(contacts[:1])] == [("A", "owner")]

    def test_is_each_person_once_under_the_first_name(self) -> None:
        same = SurveyRespondent(name="Wang", email="WANG@customer.example")

        found = asked([SurveyRespondents.CONTACTS, SurveyRespondents.REPORTER], reporter=WANG, contacts=[same, WANG])

        assert [each.name for each in found.values()] == ["王工"]
