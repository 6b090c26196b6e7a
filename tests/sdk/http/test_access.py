import pytest
from msgspec.structs import replace

from wellkept_sdk.actor import SYSTEM, Actor, ActorKind, Role
from wellkept_sdk.errors import PermissionDenied
from wellkept_sdk.http import anonymous, needs, require_staff, signed_in
from wellkept_sdk.http.access import ACCESS, Access

READER = Actor(
    kind=ActorKind.USER, id=None, name="Li", role=Role.VIEWER, permissions=frozenset({"sla:read", "tickets:read"})
)


class TestAccess:
    def test_lets_in_who_has_one_of_the_permissions(self) -> None:
        access = needs("sla:read", "sla:write")[ACCESS]

        assert access.lets(READER)
        assert access.lets(SYSTEM)
        assert not access.lets(replace(READER, permissions=frozenset()))

    def test_lets_in_everyone_where_nothing_is_asked_for(self) -> None:
        assert signed_in()[ACCESS].lets(replace(READER, permissions=frozenset()))

    def test_names_the_record_that_the_caller_must_see(self) -> None:
        assert needs("tickets:read", record="ticket") == {
            ACCESS: Access(permissions=("tickets:read",), record="ticket")
        }

    def test_may_need_no_caller_at_all(self) -> None:
        assert anonymous()[ACCESS].anonymous

    def test_is_gated_where_a_plugin_serves_a_record(self) -> None:
        assert Access(plugin="sla", record="ticket").is_gated_by_plugin
        assert not Access(plugin="sla").is_gated_by_plugin
        assert not Access(record="ticket").is_gated_by_plugin


class TestRequireStaff:
    def test_lets_in_our_own_house(self) -> None:
        require_staff(READER, "sla:read")
        require_staff(SYSTEM, "sla:read")

    @pytest.mark.parametrize("role", [Role.CUSTOMER, Role.PARTNER])
    def test_refuses_callers_from_outside_who_have_the_permission(self, role: Role) -> None:
        with pytest.raises(PermissionDenied) as raised:
            require_staff(replace(READER, role=role), "sla:read")

        assert raised.value.context == {"permissions": ("sla:read",)}
