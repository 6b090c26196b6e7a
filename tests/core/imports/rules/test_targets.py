import pytest

from wellkept.imports.rules.targets import Kind, required_targets, target


class TestTarget:
    @pytest.mark.parametrize("kind", Kind)
    def test_may_be_any_member_of_the_metadata(self, kind: Kind) -> None:
        assert target(kind, "metadata.anything") is not None
        assert target(kind, "metadata.") is None

    def test_may_be_a_specification_of_equipment_only(self) -> None:
        assert target(Kind.EQUIPMENT, "specifications.power_kw") is not None
        assert target(Kind.TICKETS, "specifications.power_kw") is None

    def test_is_unknown_by_any_other_name(self) -> None:
        assert target(Kind.CUSTOMERS, "grade") is None


class TestRequiredTargets:
    def test_are_those_without_which_there_is_no_record(self) -> None:
        assert required_targets(Kind.PROJECTS) == ["code", "name", "customer_code", "kind"]
