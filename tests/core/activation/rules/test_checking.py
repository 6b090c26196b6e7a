"""Mistakes of plans and contracts, each at its place."""

from plans_house import ALL, host_of
from wellkept.activation.queries.catalogue import catalogue_of
from wellkept.activation.rules.checking import override_mistakes, plan_mistakes
from wellkept.activation.rules.composition import Override, PlanPlugins

CATALOGUE = catalogue_of(host_of(*ALL))
BOTH: PlanPlugins = {"clock": (1, {}), "shelf": (2, {})}


def of_overrides(plan: PlanPlugins, **overrides: Override) -> list[tuple[str, str]]:
    return [(each.pointer, each.code) for each in override_mistakes(CATALOGUE, overrides, plan=plan)]


class TestPlanMistakes:
    def test_are_none_of_a_good_plan(self) -> None:
        assert plan_mistakes(CATALOGUE, {"clock": {"respond_hours": None}, "shelf": {}, "core": {}}) == []

    def test_escape_the_signs_of_a_pointer(self) -> None:
        assert [each.pointer for each in plan_mistakes(CATALOGUE, {"a/b": {}})] == ["/plugins/a~1b"]

    def test_reach_into_objects_with_a_kind(self) -> None:
        plugins = {"shelf": {}, "clock": {"pause": {"kind": "reasons", "reasons": [1]}}}

        assert [(each.pointer, each.code) for each in plan_mistakes(CATALOGUE, plugins)] == [
            ("/plugins/clock/pause/reasons/0", "type")
        ]


class TestOverrideMistakes:
    def test_are_none_of_good_overrides(self) -> None:
        assert of_overrides(BOTH, clock=Override(terms={"respond_hours": 1}), core=Override(enabled=True)) == []

    def test_are_found_in_what_plan_and_contract_say_together(self) -> None:
        plan: PlanPlugins = {**BOTH, "clock": (1, {"pause": {"kind": "never"}})}

        assert of_overrides(plan, clock=Override(terms={"pause": {"reasons": []}})) == [
            ("/overrides/clock/terms/pause/kind", "required")
        ]

    def test_point_at_the_plan_where_its_terms_lack_a_plugin_by_themselves(self) -> None:
        assert of_overrides({"clock": (1, {})}) == [("/plan_code", "activation.plugin.requires")]

    def test_are_found_in_terms_of_a_plugin_that_stays_off(self) -> None:
        assert of_overrides({}, clock=Override(enabled=False, terms={"colour": 1})) == [
            ("/overrides/clock/terms/colour", "unknown_field")
        ]

    def test_point_at_the_plan_whose_stored_terms_the_plugin_cannot_read_any_more(self) -> None:
        plan: PlanPlugins = {**BOTH, "shelf": (0, {"articles": 5})}

        assert of_overrides(plan, shelf=Override(terms={})) == [("/plan_code", "type")]
