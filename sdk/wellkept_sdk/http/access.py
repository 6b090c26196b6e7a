"""What a route asks of its caller; said in the route's `opt`, held by the one gate of core."""

from typing import Any, Self

from msgspec import Struct

from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import PermissionDenied

ACCESS = "access"


class Access(Struct, frozen=True, kw_only=True):
    """
    What one route asks of its caller.

    Args:
        permissions: of which one is enough.
        record: the kind of record that the caller must see.
        anonymous: whether no credential is needed.
        plugin: whose route it is; core writes it at a plugin's routes, as it does `record`.
    """

    permissions: tuple[str, ...] = ()
    record: str | None = None
    anonymous: bool = False
    plugin: str | None = None

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return itself: nothing of it changes, and every router copies its routes with all that they say."""
        del memo
        return self

    @property
    def is_gated_by_plugin(self) -> bool:
        """True for a plugin's routes about one record: they answer only where the plugin is active for it."""
        return self.plugin is not None and self.record is not None

    def lets(self, actor: Actor) -> bool:
        """Return whether the caller has one of the permissions, or none is asked for."""
        return not self.permissions or any(map(actor.may, self.permissions))


def needs(*permissions: str, record: str | None = None) -> dict[str, Any]:
    """
    Return the `opt` of a route that asks for a permission; of several, one is enough.

    `record` is the kind of record whose id is the path parameter `<record>_id`; the caller must see that record.
    """
    return {ACCESS: Access(permissions=permissions, record=record)}


def require_staff(actor: Actor, *permissions: str) -> None:
    """
    Refuse customers and partners what is for our own house and its programs.

    Args:
        actor: who is calling.
        permissions: those of the route, which callers from outside may have too, for what is theirs.

    Raises:
        PermissionDenied: the caller is a customer or a partner.
    """
    if actor.is_outside:
        raise PermissionDenied(permissions=permissions)


def signed_in() -> dict[str, Any]:
    """Return the `opt` of a route that every caller with a valid credential may use."""
    return {ACCESS: Access()}


def anonymous() -> dict[str, Any]:
    """Return the `opt` of a route that needs no credential; each such route is listed in `docs/security.md`."""
    return {ACCESS: Access(anonymous=True)}
