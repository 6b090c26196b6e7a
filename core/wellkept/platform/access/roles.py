"""What each role may do, as data; a key's scopes can only take away from it."""

from collections.abc import Iterable
from functools import lru_cache

from wellkept.platform.access.permissions import CORE_PERMISSIONS, Permission
from wellkept_sdk.actor import Role
from wellkept_sdk.contributions import PluginPermission

CACHE_SIZE_MAX = 4096

_P = Permission

_READ: frozenset[str] = frozenset(
    {
        _P.CUSTOMER_TYPES_READ,
        _P.CUSTOMERS_READ,
        _P.PROJECTS_READ,
        _P.EQUIPMENT_READ,
        _P.TICKETS_READ,
        _P.ACTIVATION_READ,
        _P.EVENTS_READ,
    }
)
_ACCOUNTS: frozenset[str] = frozenset({_P.USERS_READ, _P.USERS_WRITE, _P.KEYS_READ, _P.KEYS_WRITE})

ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.ADMIN: CORE_PERMISSIONS,
    Role.DISPATCHER: CORE_PERMISSIONS - _ACCOUNTS - {_P.PLUGINS_READ, _P.ACTIVATION_WRITE},
    Role.ENGINEER: _READ | {_P.TICKETS_WORK, _P.TICKETS_LOG},
    Role.VIEWER: _READ,
    Role.CUSTOMER: frozenset(
        {
            _P.CUSTOMERS_READ,
            _P.PROJECTS_READ,
            _P.EQUIPMENT_READ,
            _P.TICKETS_READ,
            _P.TICKETS_OPEN,
            _P.TICKETS_CONFIRM,
            _P.TICKETS_LOG,
        }
    ),
    Role.PARTNER: frozenset({_P.PROJECTS_READ, _P.EQUIPMENT_READ, _P.TICKETS_READ, _P.TICKETS_LOG}),
    # A program that could make accounts or keys could give itself every permission its scopes leave out.
    Role.INTEGRATION: CORE_PERMISSIONS - _ACCOUNTS,
}


#: Who may do whatever a plugin offers; a program's key has scopes.
_ALWAYS_GRANTED = frozenset({Role.ADMIN, Role.INTEGRATION})

_granted: dict[Role, frozenset[str]] = dict(ROLE_PERMISSIONS)


def grant(permissions: Iterable[PluginPermission]) -> None:
    """Let roles do what these permissions of plugins say, in place of what was granted before."""
    declared = list(permissions)
    for role, own in ROLE_PERMISSIONS.items():
        _granted[role] = own | {
            permission.name for permission in declared if role in permission.roles | _ALWAYS_GRANTED
        }
    effective.cache_clear()


def permissions_of(role: Role) -> frozenset[str]:
    """Return all that a role may do, with what plugins let it do."""
    return _granted[role]


@lru_cache(maxsize=CACHE_SIZE_MAX)
def effective(role: Role, *, scopes: tuple[str, ...] | None) -> frozenset[str]:
    """Return what a caller may do: all that its role may, or the part of it that its key's scopes name."""
    granted = permissions_of(role)
    return granted if scopes is None else granted & frozenset(scopes)


def beyond(role: Role, *, scopes: Iterable[str]) -> list[int]:
    """Return the positions of the scopes that the role does not have, unknown ones included."""
    granted = permissions_of(role)
    return [position for position, scope in enumerate(scopes) if scope not in granted]
