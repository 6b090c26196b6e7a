"""Whether anybody implements a hook, for verbs that would do work only to call it."""

from collections.abc import Callable
from typing import Any

from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.current import host


def is_heard(spec: Callable[..., Any], active: ActiveSet) -> bool:
    """Return whether one of the active plugins implements the hook."""
    return bool(host().plans.of(spec.__name__, active.plugins))


def is_implemented(spec: Callable[..., Any]) -> bool:
    """Return whether any plugin of the deployment implements the hook."""
    return bool(host().plans.of(spec.__name__, frozenset(host().plugins)))
