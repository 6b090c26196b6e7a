"""The names of the plugins that are installed, read from package metadata; no plugin is imported for it."""

from collections.abc import Collection
from importlib.metadata import entry_points

ENTRY_POINT_GROUP = "wellkept.plugins"


def installed_names() -> frozenset[str]:
    """Return the name of every entry point of the group, whether the plugin behind it can be used or not."""
    return frozenset(found.name for found in entry_points(group=ENTRY_POINT_GROUP))


def owner_of(name: str, plugins: Collection[str]) -> str | None:
    """
    Return the plugin to which a flat name such as `sla_warn_minutes` belongs, the longest where several would do.

    Args:
        name: in lower case, `<plugin>_<setting>`.
        plugins: the names to choose from.
    """
    owners = [plugin for plugin in plugins if name.startswith(f"{plugin}_")]
    return max(owners, key=len, default=None)
