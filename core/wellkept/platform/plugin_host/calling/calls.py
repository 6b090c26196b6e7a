"""Calling the hooks of the active plugins: typed, one after the other, each kept harmless."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from msgspec import Struct

from wellkept.platform.plugin_host.calling.bound_ctx import bound
from wellkept.platform.plugin_host.calling.questions import Unanswered, answers_of
from wellkept.platform.plugin_host.calling.rounds import Round
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.ctx import Ctx, Reply
from wellkept_sdk.errors import Vetoed
from wellkept_sdk.hooks.phases import Veto

EventT = TypeVar("EventT", bound=Struct)
AnswerT = TypeVar("AnswerT")


async def decide(spec: Callable[[Any, Ctx, EventT], Awaitable[object]], occasion: Occasion, event: EventT) -> EventT:
    """
    Ask every active plugin whether a change may happen, and return the event with the patches of all.

    Raises:
        Vetoed: at least one said no; all are named.
        PluginFailed: a plugin that the change needs has failed.
    """
    asked = Round(spec.__name__, occasion, event, context_of=context_of, decides=True)
    await asked.run()
    if asked.replies:
        raise _vetoed(asked.replies, hook=asked.hook)
    return asked.event


async def vetoes(
    spec: Callable[[Any, Ctx, EventT], Awaitable[object]], occasion: Occasion, event: EventT
) -> list[Reply[Veto]]:
    """
    Return why a change may not happen, without refusing it; the failure of a plugin that it needs is a reason too.

    What the hooks write stays: the caller undoes it.
    """
    asked = Round(spec.__name__, occasion, event, context_of=context_of, decides=True, tolerates=True)
    await asked.run()
    return asked.replies


async def apply(spec: Callable[[Any, Ctx, EventT], Awaitable[None]], occasion: Occasion, event: EventT) -> None:
    """
    Tell every active plugin of a change.

    Raises:
        PluginFailed: a plugin that the change needs has failed.
    """
    await Round(spec.__name__, occasion, event, context_of=context_of).run()


async def collect(
    spec: Callable[[Any, Ctx, EventT], Awaitable[AnswerT | None]], occasion: Occasion, event: EventT
) -> list[Reply[AnswerT]]:
    """
    Return what the active plugins answer to a question, in the order of the plugins.

    Raises:
        PluginFailed: a plugin whose failure is not optional has failed.
    """
    asked = Round(spec.__name__, occasion, event, context_of=context_of)
    await asked.run()
    return asked.replies


def answers(
    spec: Callable[[Any, Ctx, EventT], AnswerT | None],
    occasion: Occasion,
    event: EventT,
    *,
    unanswered: list[Unanswered] | None = None,
) -> Sequence[Reply[AnswerT]]:
    """Return what the active plugins answer to a question that needs no waiting; who fails is among `unanswered`."""
    return answers_of(spec.__name__, occasion, event, context_of=context_of, unanswered=unanswered)


def context_of(plugin: str, occasion: Occasion) -> Ctx:
    """Return the plugin's context for the occasion; the same at every call."""
    return bound(plugin, occasion, caller=_HOOKS)


class _Hooks:
    """The functions above, for contexts."""

    decide = staticmethod(decide)
    apply = staticmethod(apply)
    collect = staticmethod(collect)


def _vetoed(replies: Sequence[Reply[Veto]], *, hook: str) -> Vetoed:
    first = replies[0]
    return Vetoed(
        veto_code=first.value.code,
        detail=first.value.message,
        plugin=first.plugin,
        hook=hook,
        reasons=[
            {"code": reply.value.code, "message": reply.value.message, "plugin": reply.plugin} for reply in replies
        ],
    )


_HOOKS = _Hooks()
