import pytest
from msgspec.structs import replace

from wellkept.platform.metadata import merged_document, patched, shown_to
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.errors import Invalid


class TestPatchedDocument:
    def test_is_emptied_by_null(self) -> None:
        assert merged_document({"erp": 7}, None) == {}

    def test_is_refused_when_it_grows_too_long(self) -> None:
        with pytest.raises(Invalid) as refusal:
            patched({"note": "x" * 16_000}, {"more": "y" * 400}, pointer="/metadata")

        assert [(mistake.pointer, mistake.code) for mistake in refusal.value.errors] == [("/metadata", "too_long")]


class TestShownRow:
    @pytest.mark.parametrize("role", [Role.CUSTOMER, Role.PARTNER])
    def test_has_no_metadata_for_outsiders(self, role: Role) -> None:
        assert shown_to(replace(SYSTEM, role=role), {"id": 1, "metadata": {"erp": 7}}) == {"id": 1, "metadata": {}}

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.INTEGRATION])
    def test_is_whole_for_our_own_house(self, role: Role) -> None:
        assert shown_to(replace(SYSTEM, role=role), {"metadata": {"erp": 7}}) == {"metadata": {"erp": 7}}
