"""What a ticket needs of whoever is sent."""

import pytest

from wellkept_stations.rules.requirements import Required, required
from wellkept_stations.terms import Requirement, RequirementCase

HYDRAULIC_PRESSES = Requirement(
    when=RequirementCase(model="HP-200", fault_code_prefix="E5"),
    skills={"hydraulics": 3},
    certificates=("high_voltage",),
)
NOTHING = Required()


class TestRequired:
    @pytest.mark.parametrize(
        ("model", "fault_code"), [("HP-300", "E51"), ("HP-200", "E41"), ("HP-200", None), (None, "E51"), (None, None)]
    )
    def test_does_not_hold_for_other_tickets(self, model: str | None, fault_code: str | None) -> None:
        assert required([HYDRAULIC_PRESSES], model=model, fault_code=fault_code, own=NOTHING) == NOTHING

    def test_holds_for_a_model_and_the_beginning_of_a_fault_code(self) -> None:
        found = required([HYDRAULIC_PRESSES], model="HP-200", fault_code="E51", own=NOTHING)

        assert found == Required({"hydraulics": 3}, ("high_voltage",))

    def test_holds_for_every_ticket_where_no_case_is_named(self) -> None:
        everybody = Requirement(skills={"safety": 1})

        assert required([everybody], model=None, fault_code=None, own=NOTHING) == Required({"safety": 1})

    def test_takes_the_higher_of_several_levels(self) -> None:
        cases = [Requirement(skills={"hydraulics": 2, "welding": 4}), Requirement(skills={"hydraulics": 4})]

        found = required(cases, model=None, fault_code=None, own=Required({"hydraulics": 3, "welding": 5}))

        assert found.skills == {"hydraulics": 4, "welding": 5}

    def test_joins_certificates_in_the_order_of_their_codes(self) -> None:
        cases = [Requirement(certificates=("welder", "crane")), Requirement(certificates=("welder",))]

        found = required(cases, model=None, fault_code=None, own=Required(certificates=("diver",)))

        assert found.certificates == ("crane", "diver", "welder")

    def test_orders_skills_by_their_codes(self) -> None:
        found = required([Requirement(skills={"welding": 1, "crane": 1})], model=None, fault_code=None, own=NOTHING)

        assert list(found.skills) == ["crane", "welding"]
