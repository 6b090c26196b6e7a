"""Reactions: what a plugin does when something has been announced, after the commit, at least once."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.events import Event

REACTION_MARK: Final = "wellkept_reaction"

PluginT = TypeVar("PluginT")
AnyEvent = TypeVar("AnyEvent", bound=Event)
Method = Callable[[PluginT, Ctx, AnyEvent], Awaitable[None]]


def subscribe(event: type[AnyEvent]) -> Callable[[Method[Any, AnyEvent]], Method[Any, AnyEvent]]:
    """
    Mark a method of a plugin as its reaction to a type of event.

    It runs in one unit of work with the end of its delivery: what it writes to the database happens exactly once. What
    it does elsewhere may happen again, under the same `ctx.idempotency_key`; it does that before it writes.
    """

    def mark(method: Method[Any, AnyEvent]) -> Method[Any, AnyEvent]:
        setattr(method, REACTION_MARK, event)
        return method

    return mark
