"""The timers that a plugin sets through its context."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from wellkept.platform.jobs.timers import cancel_timer, set_timer, set_timers
from wellkept.platform.plugin_host.current import host
from wellkept_sdk.ctx import Timers


@cache
def timers_of(plugin: str) -> "PluginTimers":
    """Return the timers of a plugin; they have no state, so all its contexts share them."""
    return PluginTimers(plugin)


class PluginTimers(Timers):
    """The timers of one plugin."""

    def __init__(self, plugin: str) -> None:
        """Set nothing yet."""
        self._plugin = plugin

    async def set(self, kind: str, record_id: UUID, *, due_at: datetime, payload: dict[str, Any] | None = None) -> None:
        """
        Make the record's timer of this kind due at a moment; an earlier setting is gone.

        Raises:
            ValueError: the plugin declares no timers of this kind.
        """
        self._require_declared(kind)
        await set_timer(self._plugin, kind, record_id, due_at=due_at, payload=payload)

    async def set_many(self, kind: str, due_at: Mapping[UUID, datetime]) -> None:
        """
        Do the same for many records, each at its own moment, in at most one statement.

        Raises:
            ValueError: the plugin declares no timers of this kind.
        """
        self._require_declared(kind)
        await set_timers(self._plugin, kind, due_at)

    async def cancel(self, kind: str, record_id: UUID) -> None:
        """
        Make sure that the record's timer of this kind never comes due.

        Raises:
            ValueError: the plugin declares no timers of this kind.
        """
        self._require_declared(kind)
        await cancel_timer(self._plugin, kind, record_id)

    def _require_declared(self, kind: str) -> None:
        if kind not in {timer.name for timer in host().plugins[self._plugin].timers}:
            raise ValueError(f"{self._plugin} declares no timer {kind!r}.")
