"""Why somebody cannot be sent."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from wellkept_stations.queries.engineers import Certificate
from wellkept_stations.rules.filters import (
    Applicant,
    Demands,
    Filter,
    FilterCode,
    at_capacity,
    later_station,
    other_station,
    rejections,
)
from wellkept_stations.rules.requirements import Required

FIT = Applicant(
    code="ZW",
    inactive=None,
    party_refused=False,
    skills={"hydraulics": 3},
    certificates=[Certificate(code="high_voltage", valid_until=date(2026, 11, 20))],
    is_on_duty=True,
    is_absent=False,
    open_tickets=9,
    max_open_tickets=10,
    busy_with=None,
    distance_m=200_000,
    has_declined=False,
)
DEMANDS = Demands(
    required=Required({"hydraulics": 3}, ("high_voltage",)),
    day=date(2026, 11, 20),
    only=frozenset(),
    never=frozenset(),
    distance_max_m=200_000,
)


def codes(applicant: Applicant, demands: Demands = DEMANDS) -> list[str]:
    return [found.code.removeprefix("stations.filter.") for found in rejections(applicant, demands)]


class TestRejections:
    def test_are_none_for_whoever_fits(self) -> None:
        assert rejections(FIT, DEMANDS) == []

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"inactive": "has left"}, "not_active"),
            ({"party_refused": True}, "party_mismatch"),
            ({"skills": {}}, "skill_missing"),
            ({"skills": {"hydraulics": 2}}, "level_too_low"),
            ({"certificates": []}, "certificate_missing"),
            ({"is_on_duty": False}, "off_duty"),
            ({"is_absent": True}, "absent"),
            ({"open_tickets": 10}, "at_capacity"),
            ({"busy_with": "V-00000001"}, "busy"),
            ({"distance_m": 200_001}, "too_far"),
            ({"has_declined": True}, "declined"),
        ],
    )
    def test_name_each_reason(self, changes: dict[str, Any], code: str) -> None:
        assert codes(replace(FIT, **changes)) == [code]

    def test_name_all_reasons_at_once(self) -> None:
        hopeless = Applicant(
            code="LI",
            inactive="the engineer is away",
            party_refused=True,
            skills={"welding": 1},
            certificates=[],
            is_on_duty=False,
            is_absent=True,
            open_tickets=11,
            max_open_tickets=10,
            busy_with="V-00000001",
            distance_m=250_000,
            has_declined=True,
        )
        demands = replace(
            DEMANDS,
            required=Required({"hydraulics": 3, "welding": 2}, ("high_voltage",)),
            only=frozenset({"ZW"}),
            never=frozenset({"LI"}),
        )

        assert [(found.filter, found.message) for found in rejections(hopeless, demands)] == [
            (Filter.STATUS, "the engineer is away"),
            (Filter.TEAM, "LI is not in the team"),
            (Filter.TEAM, "LI is excluded by the terms"),
            (Filter.PARTY, "the party may not be involved"),
            (Filter.SKILL, "hydraulics 3"),
            (Filter.SKILL, "welding 1 instead of 2"),
            (Filter.CERTIFICATE, "high_voltage"),
            (Filter.DUTY, "outside the working time"),
            (Filter.ABSENCE, "absent at that time"),
            (Filter.CAPACITY, "11 open tickets of at most 10"),
            (Filter.VISIT, "visit V-00000001"),
            (Filter.DISTANCE, "250.000 km of at most 200 km"),
            (Filter.OFFER, "has declined this ticket"),
        ]

    def test_do_not_ask_for_a_distance_that_nobody_knows(self) -> None:
        assert codes(replace(FIT, distance_m=None)) == []

    def test_leave_out_whoever_is_in_the_team(self) -> None:
        demands = replace(DEMANDS, only=frozenset({"ZW"}), never=frozenset({"LI"}))

        assert codes(FIT, demands) == []


class TestCertificate:
    def test_is_valid_on_its_last_day(self) -> None:
        assert codes(FIT, replace(DEMANDS, day=date(2026, 11, 20))) == []

    def test_has_expired_on_the_day_after(self) -> None:
        [found] = rejections(FIT, replace(DEMANDS, day=date(2026, 11, 21)))

        assert found.code is FilterCode.CERTIFICATE_EXPIRED
        assert found.message == "high_voltage until 2026-11-20"

    def test_is_not_valid_before_its_first_day(self) -> None:
        later = Certificate(code="high_voltage", valid_from=date(2026, 11, 21))

        [found] = rejections(replace(FIT, certificates=[later]), DEMANDS)

        assert (found.code, found.message) == (FilterCode.CERTIFICATE_EXPIRED, "high_voltage from 2026-11-21")

    def test_is_valid_where_a_renewed_one_is(self) -> None:
        held = [
            Certificate(code="high_voltage", valid_until=date(2026, 11, 20)),
            Certificate(code="high_voltage", valid_from=date(2026, 11, 21), valid_until=date(2027, 11, 20)),
        ]

        found = [codes(replace(FIT, certificates=held), replace(DEMANDS, day=date(2026, 11, day))) for day in (20, 21)]

        assert found == [[], []]

    def test_is_valid_for_ever_without_days(self) -> None:
        assert codes(replace(FIT, certificates=[Certificate(code="high_voltage")])) == []


class TestReasonOfAStation:
    def test_names_the_one_that_comes_before(self) -> None:
        found = later_station(code="SH", before="PD")

        assert (found.code, found.message) == (FilterCode.LATER_STATION, "PD comes before SH and has somebody")

    def test_names_the_one_that_does_not_serve_the_site(self) -> None:
        found = other_station("BJ")

        assert (found.code, found.message) == (FilterCode.LATER_STATION, "BJ does not serve the site")


class TestReasonOfCapacity:
    def test_tells_both_figures(self) -> None:
        found = at_capacity(open_tickets=1, max_open_tickets=1)

        assert (found.code, found.message) == (FilterCode.AT_CAPACITY, "1 open tickets of at most 1")
