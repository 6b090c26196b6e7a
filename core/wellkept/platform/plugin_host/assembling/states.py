"""What became of each plugin that was found: exactly one state, with a reason."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from wellkept_sdk.plugin import Plugin


class PluginState(StrEnum):
    """What became of a plugin at the start."""

    ACTIVE = "active"  #: It is called.
    DISABLED = "disabled"  #: It is installed, but the setting `plugins` does not name it.
    DENIED = "denied"  #: It has a name that belongs to core or to a plugin of ours, but it comes from somebody else.
    DUPLICATE = "duplicate"  #: Several installed plugins have its name; none of them is taken.
    INCOMPATIBLE = "incompatible"  #: It works with other versions of the SDK than this one.
    UNMET = "unmet"  #: It is not installed, or something that it requires is not active.
    IMPORT_FAILED = "import_failed"  #: Its module could not be imported.
    REGISTER_FAILED = "register_failed"  #: What it contributes breaks a rule, or clashes with another plugin.
    SETTINGS_INVALID = "settings_invalid"  #: What the deployment has set for it cannot be used.


class Found(Struct, frozen=True, kw_only=True):
    """
    A plugin that was found or asked for.

    Args:
        name: of its entry point.
        distribution: the installed package that it comes from; None where it is not installed.
        plugin: the object, where it could be imported and is one.
        state: what became of it.
        reason: why, in sentences; empty for an active one.
    """

    name: str
    distribution: str | None
    plugin: Plugin | None
    state: PluginState
    reason: str = ""


class PluginsError(Exception):
    """A plugin that must be active is not; every one is named with its reason."""

    def __init__(self, missing: Sequence[Found]) -> None:
        """Name them, one a line."""
        self.missing = tuple(missing)
        lines = [f"{found.name} is {found.state}: {found.reason}" for found in missing]
        super().__init__("\n".join(["These plugins must be active, but are not:", *lines]))
