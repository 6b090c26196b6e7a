import pytest

from sla_clocks import hours
from sla_facts import clock, happened
from wellkept_sdk.services.sla import Measure
from wellkept_sla.rules.facts import FactKind
from wellkept_sla.rules.points import LIFE, follows_resolution, point_of
from wellkept_sla.terms import Point


class TestPoint:
    @pytest.mark.parametrize("point", LIFE)
    def test_is_what_spans_call_the_fact(self, point: Point):
        assert point_of(happened(FactKind(point), "03-02 10:00")) == point

    def test_of_a_milestone_has_its_code(self):
        assert point_of(happened(FactKind.MILESTONE, "03-02 10:00", milestone="on_site")) == "milestone:on_site"

    @pytest.mark.parametrize("kind", [FactKind.RESUMED, FactKind.OUR_MESSAGE, FactKind.REJECTED, FactKind.CANCELLED])
    def test_is_none_of_what_no_span_can_name(self, kind: FactKind):
        assert point_of(happened(kind, "03-02 10:00")) is None


class TestClock:
    @pytest.mark.parametrize("starts_on", ["resolved", "confirmed", "closed"])
    def test_follows_the_resolution_where_it_starts_with_it_or_later(self, starts_on: Point):
        assert follows_resolution(clock(Measure.SPAN, hours(1), starts_on=starts_on, stops_on="milestone:left"))

    @pytest.mark.parametrize("starts_on", ["opened", "started", "milestone:on_site"])
    def test_ends_with_the_resolution_where_it_starts_before(self, starts_on: Point):
        assert not follows_resolution(clock(Measure.SPAN, hours(1), starts_on=starts_on, stops_on="resolved"))

    def test_of_another_measure_ends_with_the_resolution(self):
        assert not follows_resolution(clock(Measure.RESOLUTION, hours(1)))
