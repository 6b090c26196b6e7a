"""Plugins made of a few functions, for tests of what core asks of plugins."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from typing import Any

from msgspec import Struct

from wellkept.activation.tables import ServicePlan, ServicePlanRevision
from wellkept.hosting import bindings_restored, hosted
from wellkept.platform.plugin_host.assembling.states import PluginState
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.settings import Settings
from wellkept.platform.storage import rows
from wellkept_sdk import ActivationLevel, FailurePolicy, Manifest, Plugin
from wellkept_sdk.hooks import CustomerHooks, EquipmentHooks, ProjectHooks, TicketHooks, hookimpl
from wellkept_sdk.now import now

Hook = Callable[..., Any]
SETTINGS = Settings()


def made_plugin(
    name: str,
    *,
    failure: FailurePolicy = FailurePolicy.OPTIONAL,
    activation: ActivationLevel = ActivationLevel.DEPLOYMENT,
    members: dict[str, Any] | None = None,
    **hooks: Any,
) -> Plugin:
    """Return a plugin whose hooks are these functions of `(self, ctx, event)`."""
    manifest = Manifest(name=name, version="1.0.0", sdk=">=1.0,<2", failure=failure, activation=activation)
    marked = {hook: hookimpl(_method(function)) for hook, function in hooks.items()}
    bases = (Plugin, TicketHooks, CustomerHooks, ProjectHooks, EquipmentHooks)
    return type(name.capitalize(), bases, {"manifest": manifest, **(members or {}), **marked})()


def _method(function: Hook) -> Hook:
    """Return the function under the names of parameters that a hook must have."""

    async def waiting(self: Plugin, ctx: Any, event: Any) -> Any:
        return await function(self, ctx, event)

    def at_once(self: Plugin, ctx: Any, event: Any) -> Any:
        return function(self, ctx, event)

    return waiting if iscoroutinefunction(function) else at_once


class Heard(list[tuple[str, Any]]):
    """What a plugin was told, in order: the hook and its event."""

    def note(self, hook: str) -> Any:
        """Return a hook that only listens."""

        async def listen(_self: Plugin, ctx: Any, event: Struct) -> None:
            self.append((hook, event))

        return listen

    def names(self) -> list[str]:
        """Return the hooks alone."""
        return [hook for hook, _ in self]


def listening(name: str, *hooks: str, **options: Any) -> tuple[Plugin, Heard]:
    """Return a plugin that listens to these hooks, and what it hears."""
    heard = Heard()
    return made_plugin(name, **options, **{hook: heard.note(hook) for hook in hooks}), heard


@contextmanager
def plugins_bound(*plugins: Plugin) -> Generator[Host]:
    """Make these the plugins of the process, as composition does, until the test is over."""
    with bindings_restored():
        host = hosted(SETTINGS, plugins=plugins)
        assert [found.reason for found in host.found if found.state is not PluginState.ACTIVE] == []
        yield host


async def make_plan(*names: str, terms: dict[str, dict[str, Any]] | None = None) -> Any:
    """Make the default plan, with plugins under these terms or their default ones."""
    plan = await rows.insert(ServicePlan, code="default", name="Default")
    await revise_plan(plan["id"], *names, revision=1, terms=terms)
    return plan["id"]


async def revise_plan(plan_id: Any, *names: str, revision: int, terms: dict[str, dict[str, Any]] | None = None) -> None:
    """Let a plan say something else from now on."""
    plugins = {name: (1, (terms or {}).get(name, {})) for name in ("core", *names)}
    await rows.insert(ServicePlanRevision, plan_id=plan_id, revision=revision, plugins=plugins, effective_from=now())
