"""Where in plans and contracts the faults are that plugins find in their merged terms."""

import pytest

from plans_house import ALL, host_of
from wellkept.activation.queries.catalogue import catalogue_of
from wellkept.activation.rules.composition import Override, PlanPlugins, composition
from wellkept.activation.rules.faults import faults_in_contract, faults_in_plan
from wellkept_sdk.errors import FieldError

CATALOGUE = catalogue_of(host_of(*ALL))
PLAN: PlanPlugins = {"clock": (1, {"calendar": "moon", "by_grade": {"1": 3}}), "shelf": (2, {})}


def fault(pointer: str) -> FieldError:
    return FieldError(pointer, "clock.calendar.unknown", "Nobody keeps it.")


def in_plan(pointer: str, plugin: str = "clock") -> FieldError:
    outcome = composition(CATALOGUE, plan=PLAN, overrides={})
    [found] = faults_in_plan(plugin, [fault(pointer)], outcome=outcome)
    return found


def in_contract(pointer: str, *, plan: PlanPlugins = PLAN, plugin: str = "clock", **overrides: Override) -> FieldError:
    outcome = composition(CATALOGUE, plan=plan, overrides=overrides)
    [found] = faults_in_contract(plugin, [fault(pointer)], outcome=outcome, plan=plan, overrides=overrides)
    return found


class TestFaultsInPlan:
    def test_stand_below_the_plugin(self) -> None:
        assert in_plan("/calendar") == FieldError(
            "/plugins/clock/calendar", "clock.calendar.unknown", "Nobody keeps it."
        )

    @pytest.mark.parametrize("pointer", ["", "calendar"])
    def test_of_the_terms_as_a_whole_stand_at_the_plugin(self, pointer: str) -> None:
        assert in_plan(pointer).pointer == "/plugins/clock"

    def test_of_a_plugin_that_no_plan_names_say_whose_they_are(self) -> None:
        assert in_plan("/roof", plugin="house") == FieldError(
            "/plugins", "clock.calendar.unknown", "In the terms of house, at /roof: Nobody keeps it."
        )

    def test_can_be_written_whatever_the_plugin_has_made_of_a_name(self) -> None:
        assert in_plan("/by_grade/\ud800").pointer.encode() == "/plugins/clock/by_grade/\ufffd\ufffd\ufffd".encode()


class TestFaultsInContract:
    def test_stand_at_the_override_that_decided_the_place(self) -> None:
        found = in_contract("/calendar", clock=Override(terms={"calendar": "sun"}))

        assert found == FieldError("/overrides/clock/terms/calendar", "clock.calendar.unknown", "Nobody keeps it.")

    def test_stand_at_an_override_inside_an_object_that_it_has_stated_whole(self) -> None:
        found = in_contract("/pause/reasons/0", clock=Override(terms={"pause": {"kind": "reasons", "reasons": ["x"]}}))

        assert found.pointer == "/overrides/clock/terms/pause/reasons/0"

    @pytest.mark.parametrize("pointer", ["", "/by_grade"])
    def test_stand_at_an_override_that_decided_a_part_of_the_place(self, pointer: str) -> None:
        found = in_contract(pointer, clock=Override(terms={"by_grade": {"2": 5}}))

        assert found.pointer == f"/overrides/clock/terms{pointer}"

    @pytest.mark.parametrize("pointer", ["/calendar", "/by_grade/1", "/respond_hours", "/by"])
    def test_stand_at_the_plan_where_the_override_says_nothing_of_the_place(self, pointer: str) -> None:
        found = in_contract(pointer, clock=Override(terms={"by_grade": {"2": 5}}))

        assert found == FieldError(
            "/plan_code", "clock.calendar.unknown", f"In the terms of clock, at {pointer}: Nobody keeps it."
        )

    def test_of_a_whole_plan_say_whose_they_are(self) -> None:
        assert in_contract("").message == "In the terms of clock: Nobody keeps it."

    def test_of_defaults_stand_at_the_override_that_puts_the_plugin_in(self) -> None:
        plan: PlanPlugins = {"shelf": (2, {})}

        found = in_contract("/respond_hours", plan=plan, clock=Override(enabled=True))

        assert found.pointer == "/overrides/clock"

    def test_of_a_plugin_that_no_contract_names_stand_at_the_plan(self) -> None:
        assert in_contract("/roof", plugin="house").pointer == "/plan_code"
