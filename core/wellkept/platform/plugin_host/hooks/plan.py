"""Which implementations a hook has, in which order they are called, for each set of active plugins."""

from collections.abc import Callable, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pluggy

from wellkept.platform.plugin_host.hooks.breaker import Breaker
from wellkept.platform.plugin_host.hooks.tallies import Tally, tally_of
from wellkept_sdk.hooks.phases import SPEC_MARK, HookSpec
from wellkept_sdk.manifest import FailurePolicy
from wellkept_sdk.plugin import Plugin


class HookCall:
    """
    The implementation of one hook by one plugin.

    Attributes:
        plugin: whose it is.
        hook: its name.
        function: takes `(ctx, event)`.
        is_optional: whether a failure leaves the change standing.
        replies: the types that it may answer beside None.
        breaker: what keeps it from being called when it fails again and again.
        tally: what is counted of it.
    """

    __slots__ = ("breaker", "function", "hook", "is_optional", "plugin", "replies", "tally")

    def __init__(
        self, *, plugin: str, hook: str, function: Callable[..., Any], is_optional: bool, replies: tuple[type, ...]
    ) -> None:
        """Begin with a closed breaker."""
        self.plugin = plugin
        self.hook = hook
        self.function = function
        self.is_optional = is_optional
        self.replies = replies
        self.breaker = Breaker()
        self.tally: Tally = tally_of(plugin, hook)


class Plans:
    """The calls of every hook, cached by hook and active plugins; there are few different sets of those."""

    def __init__(self, registry: pluggy.PluginManager, *, plugins: Mapping[str, Plugin]) -> None:
        """
        Read the implementations out of the registry.

        Args:
            registry: the plugins in reverse order of calling, for pluggy calls who comes last first.
            plugins: the same by name.
        """
        self._calls: dict[str, tuple[HookCall, ...]] = {}
        for hook, caller in vars(registry.hook).items():
            self._calls[hook] = tuple(_calls(hook, caller, plugins=plugins))
        self._plans: dict[tuple[str, frozenset[str]], tuple[HookCall, ...]] = {}

    def of(self, hook: str, active: frozenset[str]) -> tuple[HookCall, ...]:
        """Return the calls of a hook for a set of active plugins, in order."""
        plan = self._plans.get((hook, active))
        if plan is None:
            plan = tuple(call for call in self._calls.get(hook, ()) if call.plugin in active)
            self._plans[(hook, active)] = plan
        return plan


def spec_of(function: object) -> HookSpec | None:
    """Return what a specification says, or None for anything else."""
    said = getattr(function, SPEC_MARK, None)
    return said if isinstance(said, HookSpec) else None


def reply_types(specification: Callable[..., Any]) -> tuple[type, ...]:
    """Return the types that a hook may answer beside None."""
    answer: Any = get_type_hints(specification).get("return", type(None))
    choices = get_args(answer) if get_origin(answer) in {Union, UnionType} else (answer,)
    return tuple(get_origin(choice) or choice for choice in choices if choice is not type(None))


def _calls(hook: str, caller: pluggy.HookCaller, *, plugins: Mapping[str, Plugin]) -> list[HookCall]:
    assert caller.spec is not None, "Registration has checked that there is a specification."
    replies = reply_types(caller.spec.function)
    return [
        HookCall(
            plugin=implementation.plugin_name,
            hook=hook,
            function=implementation.function,
            is_optional=plugins[implementation.plugin_name].manifest.failure is FailurePolicy.OPTIONAL,
            replies=replies,
        )
        for implementation in reversed(caller.get_hookimpls())
    ]
