"""What one plugin adds to one kind of record, as composition has prepared it."""

from typing import Any

from msgspec import Struct

from wellkept.platform.plugin_host.hooks.plan import HookCall
from wellkept_sdk.actor import Actor
from wellkept_sdk.extensions import Extension


class Contribution(Struct, frozen=True, kw_only=True, eq=False):
    """
    An extension of an active plugin.

    Args:
        plugin: whose it is; also its key among the extensions.
        extension: what the plugin declares.
        patch: like the extension's `write`, every field optional; None where nothing can be written.
        by_contract: whether it is there for some records only.
        loading: the call that asks for values.
        storing: the call that stores one.
    """

    plugin: str
    extension: Extension[Any, Any]
    patch: type[Struct] | None
    by_contract: bool
    loading: HookCall
    storing: HookCall

    @property
    def field(self) -> str:
        """Its name in the list of changed fields."""
        return f"extensions.{self.plugin}"

    @property
    def pointer(self) -> str:
        """Its place in a body."""
        return f"/extensions/{self.plugin}"

    def is_open_to(self, actor: Actor) -> bool:
        """Return whether the caller may see it, write it, and choose records by it."""
        if actor.is_outside and not self.extension.shown_outside:
            return False
        if actor.role in self.extension.hidden_from:
            return False
        return self.extension.permission is None or actor.may(self.extension.permission)
