"""What plans and contracts may name."""

from plans_house import ALL, host_of
from wellkept.activation.queries.catalogue import catalogue_of

CATALOGUE = catalogue_of(host_of(*ALL))


class TestCatalogue:
    def test_offers_contract_level_plugins_and_the_core(self) -> None:
        assert [name for name in CATALOGUE.offers if CATALOGUE.per_contract(name)] == ["core", "shelf", "clock"]

    def test_knows_deployment_level_plugins_without_offering_them(self) -> None:
        assert "house" in CATALOGUE.offers
        assert CATALOGUE.per_contract("house") is None
        assert CATALOGUE.per_contract("moon") is None

    def test_requires_contract_level_plugins_only_since_the_others_are_always_there(self) -> None:
        assert CATALOGUE.offers["clock"].requires == ("shelf",)

    def test_overlays_defaults_with_settings(self) -> None:
        assert CATALOGUE.offers["clock"].bottom["respond_hours"] == 24
        assert CATALOGUE.offers["clock"].bottom["warn_at"] == [50, 80]
