"""Offers: until when they may be answered, and who is asked next."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_sdk.errors import Conflict
from wellkept_sdk.records.tickets import Action
from wellkept_stations.errors import OfferExpired, OfferGone
from wellkept_stations.rules.offers import (
    Askable,
    Asked,
    OfferAnswer,
    OfferStatus,
    answer_mistakes,
    has_expired,
    is_settled_by,
    next_asked,
    require_answerable,
    wave_mistakes,
    waves_in_vain,
)

NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)
ZW, LI, WANG, ZHAO = (UUID(int=number) for number in range(1, 5))


def asked(engineer_id: UUID, wave: int, status: OfferStatus) -> Asked:
    return Asked(engineer_id=engineer_id, wave=wave, status=status)


def near(engineer_id: UUID, depth: int = 0) -> Askable:
    return Askable(engineer_id=engineer_id, depth=depth)


class TestOpenOffer:
    def test_may_be_answered_until_before_its_last_moment(self) -> None:
        require_answerable(OfferStatus.OPEN, expires_at=NOON, at=NOON - SECOND)

        assert has_expired(expires_at=NOON, at=NOON)
        with pytest.raises(OfferExpired):
            require_answerable(OfferStatus.OPEN, expires_at=NOON, at=NOON)

    @pytest.mark.parametrize(
        ("status", "error"),
        [
            (OfferStatus.EXPIRED, OfferExpired),
            (OfferStatus.ACCEPTED, OfferGone),
            (OfferStatus.DECLINED, OfferGone),
            (OfferStatus.WITHDRAWN, OfferGone),
        ],
    )
    def test_is_the_only_one_that_may_be_answered(self, status: OfferStatus, error: type[Conflict]) -> None:
        for at in (NOON - SECOND, NOON + SECOND):
            with pytest.raises(error):
                require_answerable(status, expires_at=NOON, at=at)


class TestAction:
    def test_settles_a_ticket_that_somebody_has_or_nobody_needs(self) -> None:
        settling = {action for action in Action if is_settled_by(action)}

        assert settling == {Action.ASSIGN, Action.START, Action.RESOLVE, Action.CANCEL, Action.CLOSE}


class TestAnswer:
    def test_says_no_time_of_arrival_that_is_over(self) -> None:
        assert answer_mistakes(OfferAnswer.ACCEPT, eta=NOON, at=NOON) == []
        assert answer_mistakes(OfferAnswer.ACCEPT, eta=None, at=NOON) == []

        [mistake] = answer_mistakes(OfferAnswer.ACCEPT, eta=NOON - SECOND, at=NOON)

        assert [(each.pointer, each.code) for each in mistake.errors] == [("/eta", "too_small")]

    def test_says_no_time_of_arrival_with_a_refusal(self) -> None:
        [mistake] = answer_mistakes(OfferAnswer.DECLINE, eta=NOON, at=NOON)

        assert [(each.pointer, each.code) for each in mistake.errors] == [("/eta", "unexpected")]


class TestNamedEngineers:
    def test_are_named_once_and_without_a_size(self) -> None:
        mistakes = wave_mistakes([ZW, LI, ZW, ZW], has_size=True)

        assert [(each.errors[0].pointer, each.errors[0].code) for each in mistakes] == [
            ("/engineer_ids/2", "duplicate"),
            ("/engineer_ids/3", "duplicate"),
            ("/size", "unexpected"),
        ]

    def test_may_be_left_out(self) -> None:
        assert wave_mistakes([], has_size=True) == []
        assert wave_mistakes([ZW, LI], has_size=False) == []


class TestWavesInVain:
    def test_are_those_since_somebody_took_the_ticket(self) -> None:
        history = [
            asked(ZW, 1, OfferStatus.DECLINED),
            asked(LI, 2, OfferStatus.WITHDRAWN),
            asked(WANG, 2, OfferStatus.ACCEPTED),
            asked(ZHAO, 3, OfferStatus.EXPIRED),
            asked(ZW, 4, OfferStatus.DECLINED),
            asked(LI, 4, OfferStatus.EXPIRED),
        ]

        assert waves_in_vain([]) == 0
        assert waves_in_vain(history[:1]) == 1
        assert waves_in_vain(history[:3]) == 0
        assert waves_in_vain(history) == 2


class TestNextAsked:
    def test_are_the_best_who_were_not_asked(self) -> None:
        earlier = [asked(LI, 1, OfferStatus.EXPIRED)]

        assert next_asked([near(ZW), near(LI), near(WANG), near(ZHAO)], asked=earlier, size=2) == [ZW, WANG]

    def test_are_of_one_station_the_nearest_that_has_somebody_left(self) -> None:
        ladder = [near(WANG, 2), near(ZW, 1), near(LI, 1)]

        assert next_asked(ladder, asked=[], size=3) == [ZW, LI]
        assert next_asked(ladder, asked=[asked(each, 1, OfferStatus.EXPIRED) for each in (ZW, LI)], size=3) == [WANG]

    def test_are_nobody_when_all_were_asked(self) -> None:
        assert next_asked([near(ZW)], asked=[asked(ZW, 1, OfferStatus.DECLINED)], size=3) == []
        assert next_asked([], asked=[], size=3) == []

    @given(
        people=st.lists(st.builds(near, st.uuids(), st.integers(0, 3)), unique_by=lambda each: each.engineer_id),
        size=st.integers(1, 20),
    )
    def test_asks_everybody_once_in_as_many_waves_as_it_takes(self, people: list[Askable], size: int) -> None:
        history: list[Asked] = []
        depths = {each.engineer_id: each.depth for each in people}

        for wave in range(1, len(people) + 2):
            chosen = next_asked(people, asked=history, size=size)
            assert len(chosen) <= size
            assert len({depths[each] for each in chosen}) <= 1
            history += [asked(each, wave, OfferStatus.EXPIRED) for each in chosen]

        told = [offer.engineer_id for offer in history]
        assert sorted(told) == sorted(depths)
        assert [depths[each] for each in told] == sorted(depths.values())
