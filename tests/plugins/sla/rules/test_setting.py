from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from sla_clocks import MOTORCO, PUMPCO, TERMS_HASH, at, hours, working
from sla_facts import clock, library, opened, resolution, text
from wellkept_sdk.services.sla import ClockKind, Measure
from wellkept_sla.rules.facts import Fact
from wellkept_sla.rules.running import Identity
from wellkept_sla.rules.setting import Setting, in_force, is_same_matter
from wellkept_sla.terms import SlaTerms, StartsFrom, TimeZoneFrom

MOMENTS: dict[str, Any] = {
    "reported_at": at("03-02 10:00"),
    "received_at": at("03-02 10:30"),
    "fault_at": at("03-02 08:00"),
    "site_time_zone": "Europe/Berlin",
    "customer_time_zone": "Asia/Tokyo",
}
OPENING = opened("03-02 09:00", **MOMENTS)


def setting(terms: SlaTerms, *, opening: Fact = OPENING, grade: int = 1) -> Setting:
    """Return what an opening puts in force."""
    return in_force(library(terms), opening=opening, data=opening.data, grade=grade)


def identity(setting: Setting, code: str) -> Identity:
    """Return a clock of a setting that the pump's maker has promised."""
    return Identity(
        code=code,
        terms=setting.clocks[code],
        number=1,
        cycle=1,
        party_id=PUMPCO,
        grade=1,
        starts_at=at("03-02 09:00"),
        position=1,
        attached_at=at("03-02 09:00"),
        answers_from=at("03-02 09:00"),
    )


class TestSetting:
    @pytest.mark.parametrize(
        ("starts_from", "origin"),
        [
            (StartsFrom.REPORTED_AT, "03-02 10:00"),
            (StartsFrom.RECEIVED_AT, "03-02 10:30"),
            (StartsFrom.OCCURRED_AT, "03-02 08:00"),
        ],
    )
    def test_starts_clocks_from_the_moment_that_the_terms_name(self, starts_from: StartsFrom, origin: str):
        assert text(setting(SlaTerms(starts_from=starts_from)).origin) == origin

    def test_starts_no_clock_before_1970(self):
        opening = opened("03-02 09:00", reported_at=datetime(1, 1, 2, tzinfo=UTC))

        assert setting(SlaTerms(), opening=opening).origin == datetime(1970, 1, 1, tzinfo=UTC)

    @pytest.mark.parametrize("starts_from", [StartsFrom.RECEIVED_AT, StartsFrom.OCCURRED_AT])
    def test_starts_clocks_from_the_report_where_the_moment_is_unknown(self, starts_from: StartsFrom):
        opening = opened("03-02 09:00", reported_at=at("03-02 10:00"))

        assert text(setting(SlaTerms(starts_from=starts_from), opening=opening).origin) == "03-02 10:00"

    @pytest.mark.parametrize(
        ("time_zone_from", "time_zone"),
        [
            (TimeZoneFrom.CALENDAR, "Asia/Shanghai"),
            (TimeZoneFrom.SITE, "Europe/Berlin"),
            (TimeZoneFrom.CUSTOMER, "Asia/Tokyo"),
        ],
    )
    def test_reads_wall_times_where_the_terms_say(self, time_zone_from: TimeZoneFrom, time_zone: str):
        found = setting(SlaTerms(time_zone_from=time_zone_from))

        assert found.meter("resolution").calendar.time_zone == time_zone

    def test_reads_wall_times_in_the_calendars_zone_where_the_site_has_none(self):
        found = setting(SlaTerms(time_zone_from=TimeZoneFrom.SITE), opening=opened("03-02 09:00"))

        assert found.meter("resolution").calendar.time_zone == "Asia/Shanghai"

    def test_has_the_target_of_the_grade(self):
        assert setting(SlaTerms(), grade=2).meter("response").target == hours(8)

    def test_has_no_clock_without_a_target_for_the_grade(self):
        terms = SlaTerms(clocks={"response": replace(clock(Measure.RESPONSE, hours(1)), targets={"1": hours(1)})})

        assert setting(terms, grade=1).by_measure() == {Measure.RESPONSE: ["response"]}
        assert setting(terms, grade=2).by_measure() == {}

    def test_has_no_clocks_while_sla_does_not_serve_the_ticket(self):
        found = setting(SlaTerms(), opening=opened("03-02 09:00", terms_hash=None))

        assert (found.clocks, found.has_target("response"), found.only(["response"])) == ({}, False, found)

    def test_may_be_looked_at_for_some_clocks_only(self):
        assert list(setting(SlaTerms()).only(["response"]).clocks) == ["response"]

    def test_still_promises_what_another_target_measures(self):
        before = identity(setting(SlaTerms(clocks={"repair": resolution(hours(4))})), "repair")
        after = setting(SlaTerms(clocks={"repair": resolution(working(8))}))

        assert after.promises_what(before)

    @pytest.mark.parametrize(
        "terms",
        [
            SlaTerms(clocks={}),
            SlaTerms(clocks={"pump": resolution(hours(4))}),
            SlaTerms(clocks={"pump": clock(Measure.HOLDING, hours(4), kind=ClockKind.UC, party="MOTORCO")}),
        ],
    )
    def test_does_not_promise_another_matter_or_that_of_another_party(self, terms: SlaTerms):
        parties = {"PUMPCO": PUMPCO, "MOTORCO": MOTORCO}
        opening = opened("03-02 09:00", parties=parties, terms_hash=TERMS_HASH)
        pump = clock(Measure.HOLDING, hours(8), kind=ClockKind.UC, party="PUMPCO")
        before = identity(setting(SlaTerms(clocks={"pump": pump}), opening=opening), "pump")

        assert not setting(terms, opening=opening).promises_what(before)


class TestSameMatter:
    def test_is_a_span_between_the_same_points(self):
        one = clock(Measure.SPAN, hours(4), starts_on="opened", stops_on="triaged")

        assert is_same_matter(one, clock(Measure.SPAN, hours(8), starts_on="opened", stops_on="triaged"))
        assert not is_same_matter(one, clock(Measure.SPAN, hours(4), starts_on="opened", stops_on="started"))
