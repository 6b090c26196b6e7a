"""What becomes of plugins between two compositions."""

from typing import Any

from plans_house import ALL, host_of
from wellkept.activation.queries.catalogue import catalogue_of
from wellkept.activation.rules.composition import Composition, composition
from wellkept.activation.rules.differences import Difference, ValueDifference, differences

CATALOGUE = catalogue_of(host_of(*ALL))


def of_plan(**plugins: dict[str, Any]) -> Composition:
    plan = {name: (CATALOGUE.offers[name].terms.version, terms) for name, terms in plugins.items()}
    return composition(CATALOGUE, plan=plan, overrides={})


class TestDifferences:
    def test_are_none_between_equal_results(self) -> None:
        assert differences(of_plan(shelf={}), of_plan(shelf={"articles_max": 10})) == []

    def test_name_a_plugin_that_comes_with_all_its_terms(self) -> None:
        assert differences(of_plan(), of_plan(shelf={})) == [
            Difference(
                plugin="shelf",
                kind="enabled",
                fields=(ValueDifference(pointer="/articles_max", before=None, after=10),),
            )
        ]

    def test_name_a_plugin_that_goes(self) -> None:
        assert [(each.plugin, each.kind) for each in differences(of_plan(shelf={}), of_plan())] == [
            ("shelf", "disabled")
        ]

    def test_name_each_value_that_changes(self) -> None:
        before = of_plan(shelf={}, clock={"by_grade": {"1": None}})
        after = of_plan(shelf={}, clock={"by_grade": {"2": 8}, "warn_at": []}, core={"handovers_max": 1})

        assert differences(before, after) == [
            Difference(
                plugin="core",
                kind="terms_changed",
                fields=(ValueDifference(pointer="/handovers_max", before=3, after=1),),
            ),
            Difference(
                plugin="clock",
                kind="terms_changed",
                fields=(
                    ValueDifference(pointer="/by_grade/2", before=4, after=8),
                    ValueDifference(pointer="/warn_at", before=[50, 80], after=[]),
                    ValueDifference(pointer="/by_grade/1", before=None, after=2),
                ),
            ),
        ]
