"""Asking a plugin's service for core's own use: kept harmless as the calls of its hooks are."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from msgspec import Struct

from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.calling.rounds import Round
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.hooks.plan import HookCall
from wellkept.platform.plugin_host.host import Host, Offer
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.manifest import FailurePolicy
from wellkept_sdk.services import ServiceKey

ServiceT = TypeVar("ServiceT")
AnswerT = TypeVar("AnswerT")


class _Question(Struct, frozen=True):
    """What to do with the service."""

    ask: Callable[[Any], Awaitable[Any]]


#: By host, so that the breaker of each service lives as long as its plugin.
_calls: WeakKeyDictionary[Host, dict[ServiceKey[Any], HookCall]] = WeakKeyDictionary()


def is_offered(key: ServiceKey[Any], occasion: Occasion) -> bool:
    """Return whether a plugin that is active on the occasion offers a service."""
    offer = host().offer_of(key)
    return offer is not None and offer.plugin in occasion.active.plugins


async def answer_of(
    key: ServiceKey[ServiceT], ask: Callable[[ServiceT], Awaitable[AnswerT | None]], *, occasion: Occasion
) -> AnswerT | None:
    """
    Return what a service answers in the caller's transaction; None without one, or if its plugin may fail and does.

    Args:
        key: which service.
        ask: gets the service and returns plain values, for whatever it does counts as done by the plugin.
        occasion: says which plugins are active.

    Raises:
        PluginFailed: the plugin is required and has failed.
    """
    if not is_offered(key, occasion):
        return None
    asked = Round(key.name, occasion, _Question(ask), context_of=context_of)
    await asked.call(_call_of(key))
    return asked.replies[0].value if asked.replies else None


def _call_of(key: ServiceKey[Any]) -> HookCall:
    present = host()
    known = _calls.setdefault(present, {})
    if key not in known:
        offer = present.offer_of(key)
        assert offer is not None, "Whether it is offered was asked before."
        known[key] = _made(key, offer, is_optional=present.failure_of(offer.plugin) is FailurePolicy.OPTIONAL)
    return known[key]


def _made(key: ServiceKey[Any], offer: Offer, *, is_optional: bool) -> HookCall:
    async def answer(ctx: Ctx, event: _Question) -> object:
        return await event.ask(offer.make(ctx))

    return HookCall(plugin=offer.plugin, hook=key.name, function=answer, is_optional=is_optional, replies=(object,))
