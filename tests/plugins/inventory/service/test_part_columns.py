from typing import Any

from wellkept_inventory.schemas.parts import InventoryModelUse, InventoryPartCreate, InventoryPartPatch
from wellkept_inventory.service.part_columns import PartChange, columns_of, mistakes, model_rows, new_columns
from wellkept_sdk.money import Money
from wellkept_sdk.services.stock import PartStatus, Tracking

CNY = Money(amount_minor=100, currency="CNY")


def stored(**values: Any) -> dict[str, Any]:
    draft = InventoryPartCreate(code="A", name="A", standard_cost=CNY, models=(InventoryModelUse(model="M"),))
    return {**new_columns(draft), **values}


class TestColumns:
    def test_of_a_new_part_are_all_that_people_fill(self) -> None:
        columns = stored()

        assert (columns["standard_cost_minor"], columns["currency"], columns["status"]) == (100, "CNY", "active")
        assert columns["models"] == [{"model": "M", "quantity": "1.000", "recommended": "0.000"}]
        assert model_rows(columns) == [{"model": "M", "quantity_milli": 1000, "recommended_milli": 0}]

    def test_of_a_patch_are_those_that_it_names(self) -> None:
        patch = InventoryPartPatch(gtin="9506000134352", standard_cost=None)

        assert columns_of(patch) == {"gtin": "09506000134352", "standard_cost_minor": None, "currency": None}


class TestPartChange:
    def test_has_only_what_differs(self) -> None:
        patch = InventoryPartPatch(name="A", unit="kg", tracking=Tracking.NONE, status=PartStatus.ARCHIVED)

        change = PartChange.to(stored(), columns_of(patch))

        assert change.columns == {"unit": "kg", "status": "archived"}
        assert change.earlier == {"unit": "ea", "status": "active"}
        assert (change.fixed, change.archives) == (["unit"], True)

    def test_patches_metadata_member_by_member(self) -> None:
        change = PartChange.to(stored(metadata={"a": 1, "b": 2}), {"metadata": {"b": None, "c": 3}})

        assert change.columns == {"metadata": {"a": 1, "c": 3}}


class TestMistakes:
    def test_are_found_in_the_part_as_it_would_be(self) -> None:
        half = stored(models=[{"model": "M", "quantity": "0.500", "recommended": "0.000"}], tracking="serial")

        found = mistakes(InventoryPartPatch(whole_units=True), half, pointer="/parts/3")

        assert [(each.errors[0].pointer, each.errors[0].code) for each in found] == [
            ("/parts/3/models/0/quantity", "inventory.quantity.not_whole"),
        ]
