"""What calls hooks, as the context of a plugin needs it: for hooks that the plugin offers to others."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.ctx import Ctx, Reply

EventT = TypeVar("EventT", bound=Struct)
AnswerT = TypeVar("AnswerT")


class Caller(Protocol):
    """The calls of `calls`, which makes contexts and so cannot be imported by them."""

    @staticmethod
    async def decide(
        spec: Callable[[Any, Ctx, EventT], Awaitable[object]], occasion: Occasion, event: EventT
    ) -> EventT:
        """Return the event with the patches of all plugins."""
        ...

    @staticmethod
    async def apply(spec: Callable[[Any, Ctx, EventT], Awaitable[None]], occasion: Occasion, event: EventT) -> None:
        """Tell every active plugin of a change."""
        ...

    @staticmethod
    async def collect(
        spec: Callable[[Any, Ctx, EventT], Awaitable[AnswerT | None]], occasion: Occasion, event: EventT
    ) -> list[Reply[AnswerT]]:
        """Return what the active plugins answer."""
        ...
