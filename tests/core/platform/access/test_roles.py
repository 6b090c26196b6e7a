"""The table of roles, written out: whoever changes it changes it here too."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.platform.access.permissions import CORE_PERMISSIONS
from wellkept.platform.access.roles import ROLE_PERMISSIONS, beyond, effective, grant, permissions_of
from wellkept_sdk.actor import Role
from wellkept_sdk.contributions import PluginPermission

MAY = {
    "activation:read": "admin dispatcher engineer integration viewer",
    "activation:write": "admin integration",
    "audit:read": "admin dispatcher integration",
    "customer_types:read": "admin dispatcher engineer integration viewer",
    "customer_types:write": "admin dispatcher integration",
    "customers:read": "admin customer dispatcher engineer integration viewer",
    "customers:write": "admin dispatcher integration",
    "equipment:read": "admin customer dispatcher engineer integration partner viewer",
    "equipment:write": "admin dispatcher integration",
    "events:read": "admin dispatcher engineer integration viewer",
    "imports:write": "admin dispatcher integration",
    "keys:read": "admin",
    "keys:write": "admin",
    "plugins:read": "admin integration",
    "projects:read": "admin customer dispatcher engineer integration partner viewer",
    "projects:write": "admin dispatcher integration",
    "tickets:confirm": "admin customer dispatcher integration",
    "tickets:dispatch": "admin dispatcher integration",
    "tickets:log": "admin customer dispatcher engineer integration partner",
    "tickets:open": "admin customer dispatcher integration",
    "tickets:read": "admin customer dispatcher engineer integration partner viewer",
    "tickets:work": "admin dispatcher engineer integration",
    "users:read": "admin",
    "users:write": "admin",
    "webhooks:write": "admin dispatcher integration",
}


class TestRoles:
    def test_grant_what_the_table_says(self) -> None:
        granted = {
            str(permission): " ".join(sorted(role for role in Role if permission in ROLE_PERMISSIONS[role]))
            for permission in sorted(CORE_PERMISSIONS)
        }

        assert granted == MAY

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
    def test_other_than_admin_cannot_manage_accounts(self, role: Role) -> None:
        assert not {"users:write", "keys:write"} & ROLE_PERMISSIONS[role]


class TestEffectivePermissions:
    @given(role=st.sampled_from(Role), scopes=st.lists(st.sampled_from([*sorted(CORE_PERMISSIONS), "sla:read"])))
    def test_are_never_more_than_the_role_nor_more_than_the_scopes(self, role: Role, scopes: list[str]) -> None:
        granted = effective(role, scopes=tuple(scopes))

        assert granted == {scope for scope in scopes if scope in ROLE_PERMISSIONS[role]}

    def test_are_the_role_without_scopes(self) -> None:
        assert effective(Role.VIEWER, scopes=None) == ROLE_PERMISSIONS[Role.VIEWER]

    def test_are_nothing_with_no_scope_at_all(self) -> None:
        assert effective(Role.ADMIN, scopes=()) == frozenset()


class TestScopesBeyondTheRole:
    def test_are_named_by_their_positions(self) -> None:
        scopes = ["tickets:read", "tickets:work", "nonsense", "tickets:log"]

        assert beyond(Role.CUSTOMER, scopes=scopes) == [1, 2]


@pytest.fixture
def granting() -> Iterator[None]:
    """Grant what plugins declare, and nothing of it afterwards."""
    grant(
        [
            PluginPermission(name="sla:read", description="See clocks.", roles=frozenset({Role.VIEWER, Role.CUSTOMER})),
            PluginPermission(name="sla:write", description="Change clocks."),
        ]
    )
    yield
    grant([])


@pytest.mark.usefixtures("granting")
class TestPermissionsOfPlugins:
    def test_belong_to_admins_programs_and_the_roles_they_name(self) -> None:
        readers = {role for role in Role if "sla:read" in permissions_of(role)}
        writers = {role for role in Role if "sla:write" in effective(role, scopes=None)}

        assert readers == {Role.ADMIN, Role.INTEGRATION, Role.VIEWER, Role.CUSTOMER}
        assert writers == {Role.ADMIN, Role.INTEGRATION}

    def test_are_scopes_of_keys(self) -> None:
        assert beyond(Role.VIEWER, scopes=["sla:read", "sla:write"]) == [1]
        assert effective(Role.INTEGRATION, scopes=("sla:write", "tickets:read")) == {"sla:write", "tickets:read"}

    def test_are_gone_with_the_plugin(self) -> None:
        assert "sla:read" in effective(Role.VIEWER, scopes=None)

        grant([])

        assert effective(Role.VIEWER, scopes=None) == ROLE_PERMISSIONS[Role.VIEWER]
        assert beyond(Role.ADMIN, scopes=["sla:read"]) == [0]
