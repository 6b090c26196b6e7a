"""Which plugins a plan and a contract's overrides make active."""

from plans_house import ALL, HOUSE, SHELF, ClockTerms, ShelfTerms, host_of
from wellkept.activation.queries.catalogue import catalogue_of
from wellkept.activation.rules.catalogue import Catalogue
from wellkept.activation.rules.composition import Composition, Override, PlanPlugins, composition

CATALOGUE = catalogue_of(host_of(*ALL))
BOTH: PlanPlugins = {"clock": (1, {}), "shelf": (2, {})}


def composed(
    plan: PlanPlugins,
    catalogue: Catalogue = CATALOGUE,
    **overrides: Override,
) -> Composition:
    return composition(catalogue, plan=plan, overrides=overrides)


class TestComposition:
    def test_has_the_core_and_what_the_plan_names(self) -> None:
        found = composed({"shelf": (2, {"articles_max": 3})})

        assert list(found.active) == ["core", "shelf"]
        assert found.active["shelf"].terms == ShelfTerms(articles_max=3)
        assert found.inactive == {"clock": "The service plan does not name it."}

    def test_overlays_default_terms_with_settings_of_the_same_name(self) -> None:
        assert composed(BOTH).active["clock"].terms == ClockTerms(respond_hours=24)

    def test_lets_the_contract_switch_a_plugin_off(self) -> None:
        found = composed(BOTH, clock=Override(enabled=False))

        assert (list(found.active), found.inactive) == (["core", "shelf"], {"clock": "The contract switches it off."})

    def test_lets_the_contract_switch_a_plugin_on(self) -> None:
        found = composed({}, shelf=Override(enabled=True, terms={"articles_max": 1}, version=2))

        assert found.active["shelf"].terms == ShelfTerms(articles_max=1)

    def test_leaves_a_plugin_out_for_which_the_contract_has_terms_only(self) -> None:
        assert "shelf" not in composed({}, shelf=Override(terms={"articles_max": 1}, version=2)).active

    def test_leaves_out_what_lacks_a_plugin_that_it_requires(self) -> None:
        found = composed(BOTH, shelf=Override(enabled=False))

        assert list(found.active) == ["core"]
        assert found.inactive["clock"] == "It requires shelf, which is not active here."

    def test_brings_older_terms_up_to_date(self) -> None:
        assert composed({"shelf": (1, {"articles": 7})}).active["shelf"].terms == ShelfTerms(articles_max=7)

    def test_leaves_out_what_is_not_active_in_the_deployment(self) -> None:
        found = composed(BOTH, catalogue_of(host_of(HOUSE, SHELF)))

        assert list(found.active) == ["core", "shelf"]
        assert found.inactive == {"clock": "The plugin is not active in this deployment."}

    def test_leaves_out_what_cannot_be_read_any_more(self) -> None:
        found = composed({"shelf": (2, {"articles_max": "many"}), "clock": (1, {})})

        assert list(found.active) == ["core"]
        assert found.inactive["shelf"].startswith("The stored terms cannot be read")

    def test_goes_on_with_default_terms_of_the_core_that_cannot_be_read(self) -> None:
        found = composed({"core": (1, {"days": "moons"})})

        assert found.active["core"].values["days"] == "business"

    def test_has_equal_hashes_for_equal_results(self) -> None:
        said, unsaid = composed({"shelf": (2, {"articles_max": 10})}), composed({"shelf": (2, {})})

        assert said.hash == unsaid.hash
        assert said.hash != composed({"shelf": (2, {"articles_max": 11})}).hash
