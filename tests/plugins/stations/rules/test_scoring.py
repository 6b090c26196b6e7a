"""Who fits best: values, scores and their order."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wellkept_stations.rules.requirements import Required
from wellkept_stations.rules.scoring import (
    SAME_EQUIPMENT,
    SAME_PROJECT,
    Merits,
    ScorePart,
    Yardstick,
    counted,
    half_up,
    order,
    parts_of,
    score,
)
from wellkept_stations.terms import WEIGHTS, Criterion

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
HYDRAULICS = Required({"hydraulics": 3})
YARDSTICK = Yardstick(
    weights=WEIGHTS,
    required=HYDRAULICS,
    at=AT,
    first_due=None,
    distance_max_m=200_000,
    speed_kmh=40,
    slack_horizon=timedelta(hours=24),
)
NEAR = Merits(
    skills={"hydraulics": 3},
    distance_m=6_823,
    open_tickets=2,
    max_open_tickets=10,
    parts_share=None,
    continuity=0,
)
KNOWING = Merits(
    skills={"hydraulics": 5},
    distance_m=84_783,
    open_tickets=0,
    max_open_tickets=10,
    parts_share=None,
    continuity=SAME_EQUIPMENT,
)
values = st.none() | st.integers(0, 1_000)
weights = st.integers(0, 1_000)
score_parts = st.lists(st.builds(ScorePart, st.sampled_from(Criterion), weights, values, st.just("")), max_size=6)


def values_of(merits: Merits, yardstick: Yardstick = YARDSTICK) -> list[int | None]:
    return [part.value for part in parts_of(merits, yardstick)]


def value_of(criterion: Criterion, merits: Merits, **changes: Any) -> int | None:
    found = {part.criterion: part.value for part in parts_of(merits, replace(YARDSTICK, **changes))}
    return found[criterion]


class TestHalfUp:
    @pytest.mark.parametrize(
        ("numerator", "denominator", "found"), [(1, 2, 1), (3, 2, 2), (1, 3, 0), (2, 3, 1), (0, 7, 0)]
    )
    def test_rounds_halves_up(self, numerator: int, denominator: int, found: int) -> None:
        assert half_up(numerator, denominator) == found


class TestParts:
    def test_are_those_of_the_near_engineer(self) -> None:
        assert values_of(NEAR) == [1000, 966, 800, None, None, 0]

    def test_are_those_of_the_engineer_who_knows_the_equipment(self) -> None:
        assert values_of(KNOWING) == [800, 576, 1000, None, None, 1000]

    def test_stand_in_the_order_of_the_criteria_with_their_weights(self) -> None:
        found = parts_of(NEAR, replace(YARDSTICK, weights={"load": 7}))

        assert [(part.criterion, part.weight) for part in found] == [
            (Criterion.SKILL_FIT, 0),
            (Criterion.DISTANCE, 0),
            (Criterion.LOAD, 7),
            (Criterion.SLA_SLACK, 0),
            (Criterion.PARTS_ON_HAND, 0),
            (Criterion.CONTINUITY, 0),
        ]

    def test_tell_why(self) -> None:
        assert [part.detail for part in parts_of(NEAR, YARDSTICK)] == [
            "hydraulics 3",
            "6.823 km",
            "2 of 10 open",
            "no clock",
            "no part needed",
            "has not resolved the last ticket",
        ]


class TestSkillFit:
    def test_is_full_where_none_is_required(self) -> None:
        assert value_of(Criterion.SKILL_FIT, NEAR, required=Required()) == 1000

    @pytest.mark.parametrize(("level", "value"), [(1, 1000), (2, 900), (3, 800), (4, 700), (5, 600)])
    def test_costs_a_hundred_for_each_level_too_many(self, level: int, value: int) -> None:
        merits = replace(NEAR, skills={"hydraulics": level})

        assert value_of(Criterion.SKILL_FIT, merits, required=Required({"hydraulics": 1})) == value

    def test_is_the_mean_of_all_required_skills(self) -> None:
        merits = replace(NEAR, skills={"hydraulics": 3, "welding": 4, "crane": 2})

        needed = Required({"hydraulics": 3, "welding": 3, "crane": 2})
        assert value_of(Criterion.SKILL_FIT, merits, required=needed) == 967


class TestDistance:
    @pytest.mark.parametrize(("distance_m", "value"), [(0, 1000), (100_000, 500), (199_900, 1), (200_000, 0)])
    def test_falls_to_the_farthest_that_is_allowed(self, distance_m: int, value: int) -> None:
        assert value_of(Criterion.DISTANCE, replace(NEAR, distance_m=distance_m)) == value

    def test_is_not_known_without_a_position(self) -> None:
        assert value_of(Criterion.DISTANCE, replace(NEAR, distance_m=None)) is None


class TestSlack:
    @pytest.mark.parametrize(
        ("hours_left", "distance_m", "value"),
        [(24, 0, 1000), (48, 0, 1000), (12, 0, 500), (13, 40_000, 500), (1, 40_000, 0), (0.5, 40_000, 0), (-3, 0, 0)],
    )
    def test_is_what_is_left_of_the_horizon_on_arrival(self, hours_left: float, distance_m: int, value: int) -> None:
        due = AT + timedelta(hours=hours_left)

        found = value_of(Criterion.SLA_SLACK, replace(NEAR, distance_m=distance_m), first_due=due)

        assert found == value

    def test_is_not_known_without_a_position(self) -> None:
        found = value_of(Criterion.SLA_SLACK, replace(NEAR, distance_m=None), first_due=AT + timedelta(hours=1))

        assert found is None


class TestPartsOnHand:
    @pytest.mark.parametrize(("share", "value"), [(Fraction(0), 0), (Fraction(1, 3), 333), (Fraction(1), 1000)])
    def test_is_the_share_that_lies_there(self, share: Fraction, value: int) -> None:
        assert value_of(Criterion.PARTS_ON_HAND, replace(NEAR, parts_share=share)) == value


class TestContinuity:
    @pytest.mark.parametrize("value", [0, SAME_PROJECT, SAME_EQUIPMENT])
    def test_is_what_was_found(self, value: int) -> None:
        assert value_of(Criterion.CONTINUITY, replace(NEAR, continuity=value)) == value


class TestScore:
    def test_is_that_of_the_near_engineer(self) -> None:
        assert score(parts_of(NEAR, YARDSTICK)) == 882

    def test_is_that_of_the_engineer_who_knows_the_equipment(self) -> None:
        assert score(parts_of(KNOWING, YARDSTICK)) == 779

    def test_is_zero_where_nothing_that_counts_is_known(self) -> None:
        assert score([ScorePart(Criterion.LOAD, 0, 900, ""), ScorePart(Criterion.DISTANCE, 5, None, "")]) == 0

    @given(score_parts)
    def test_lies_from_zero_to_a_thousand(self, parts: list[ScorePart]) -> None:
        assert 0 <= score(parts) <= 1_000

    @given(score_parts.filter(bool), st.data())
    def test_never_falls_where_a_value_rises(self, parts: list[ScorePart], data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(parts) - 1))
        value = parts[place].value
        if value is None:
            return
        raised = replace(parts[place], value=data.draw(st.integers(value, 1_000)))

        assert score([*parts[:place], raised, *parts[place + 1 :]]) >= score(parts)

    @given(score_parts)
    def test_is_the_weighted_mean_of_what_is_known(self, parts: list[ScorePart]) -> None:
        known = [(part.weight, part.value) for part in parts if part.value is not None]
        total = sum(weight for weight, _ in known)
        mean = Fraction(sum(weight * value for weight, value in known), total) if total else Fraction(0)

        assert abs(score(parts) - mean) <= Fraction(1, 2)

    @given(
        st.builds(
            Merits,
            skills=st.fixed_dictionaries({"hydraulics": st.integers(3, 5)}),
            distance_m=st.none() | st.integers(0, 200_000),
            open_tickets=st.integers(0, 9),
            max_open_tickets=st.just(10),
            parts_share=st.none() | st.fractions(0, 1),
            continuity=st.sampled_from((0, SAME_PROJECT, SAME_EQUIPMENT)),
        ),
        st.none() | st.integers(-1_000, 1_000).map(lambda hours: AT + timedelta(hours=hours)),
    )
    def test_has_parts_in_bounds_for_whoever_can_be_sent(self, merits: Merits, first_due: datetime | None) -> None:
        parts = parts_of(merits, replace(YARDSTICK, first_due=first_due))

        assert all(part.value is None or 0 <= part.value <= 1_000 for part in parts)
        assert 0 <= score(parts) <= 1_000


class TestOrder:
    def test_puts_the_eligible_first_then_the_best_the_freest_the_nearest_and_the_code(self) -> None:
        best = order(score=900, open_tickets=3, distance_m=900, code="E")
        freer = order(score=800, open_tickets=1, distance_m=900, code="D")
        nearer = order(score=800, open_tickets=2, distance_m=100, code="C")
        unknown = order(score=800, open_tickets=2, distance_m=None, code="A")
        later = order(score=800, open_tickets=2, distance_m=None, code="B")
        rejected = order(score=None, open_tickets=0, distance_m=0, code="A")
        expected = [best, freer, nearer, unknown, later, rejected]

        assert all(sorted(some) == expected for some in permutations(expected))


class TestCounted:
    def test_counts_each_code_once_for_each_candidate(self) -> None:
        assert counted([["b", "a", "b"], ["b"], []]) == {"a": 1, "b": 2}
