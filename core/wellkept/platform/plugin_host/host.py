"""The plugins of this process: which are active, in which order, with which settings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct

from wellkept.platform.installed_plugins import ENTRY_POINT_GROUP
from wellkept.platform.plugin_host.assembling.assembly import Assembly
from wellkept.platform.plugin_host.assembling.discovery import Source, sources_from, sources_of
from wellkept.platform.plugin_host.hooks.plan import Plans
from wellkept.platform.plugin_host.hooks.specifications import offered_by, registry_of, specifications
from wellkept.platform.plugin_host.resolver import Resolver
from wellkept.platform.settings import Settings
from wellkept_sdk.actor import Actor
from wellkept_sdk.ctx import Attachments, Ctx
from wellkept_sdk.hooks import TicketHooks
from wellkept_sdk.manifest import ActivationLevel, FailurePolicy
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.services import ServiceKey
from wellkept_sdk.terms import Terms
from wellkept_sdk.verbs import Tickets

#: What every plugin may ask all others about a ticket.
QUESTIONS: Final = (TicketHooks.ticket_candidates, TicketHooks.ticket_suggestions, TicketHooks.ticket_charges)


class Offer(Struct, frozen=True):
    """A service that an active plugin offers: who does, and what makes it for the provider's context."""

    plugin: str
    make: Callable[[Ctx], Any]


class Host:
    """
    The plugins of a deployment.

    Attributes:
        plugins: the active ones by name, in the order in which they are called.
        found: every plugin that was found or asked for, with its state: the active ones first, in their order.
        plans: which implementations a hook has.
        hook_seconds_max: how long one call of a hook may take.
        resolver: tells which plugins serve a record; set once, at composition.
        tickets_verbs: makes the verbs of tickets for an actor; set once, at composition.
        attachments_of: the files of tickets as an actor sees them; set once, at composition.
    """

    resolver: Resolver
    tickets_verbs: Callable[[Actor], Tickets]
    attachments_of: Callable[[Actor], Attachments]

    def __init__(self, sources: Sequence[Source], *, settings: Settings) -> None:
        """
        Take what is active among the sources; `Host.of` and `Host.installed` know where to look.

        Raises:
            PluginsError: a plugin that the setting `must_load` names is not active.
        """
        assembly = Assembly(settings)
        assembly.run(sources)
        self.found = assembly.states()
        self.plugins: Mapping[str, Plugin] = MappingProxyType(assembly.active)
        self.hook_seconds_max = settings.hook_seconds_max
        self.plans = _plans(self.plugins)
        self._settings = assembly.settings
        self._offers = {
            provided.key: Offer(name, provided.make)
            for name, plugin in self.plugins.items()
            for provided in plugin.services
        }
        self._terms = {plugin.terms: name for name, plugin in self.plugins.items()}
        self._offered = {name: offered_by(plugin) for name, plugin in self.plugins.items()}

    @classmethod
    def of(cls, plugins: Iterable[Plugin] = (), *, settings: Settings | None = None) -> "Host":
        """
        Return a host of these plugins: tests name them, and they are checked as installed ones are.

        Raises:
            PluginsError: a plugin that the setting `must_load` names is not active.
        """
        return cls(sources_from(plugins), settings=settings or Settings())

    @classmethod
    def installed(cls, settings: Settings) -> "Host":
        """
        Return the host of the plugins that are installed and that the settings allow.

        Raises:
            PluginsError: a plugin that the setting `must_load` names is not active.
        """
        return cls(sources_of(entry_points(group=ENTRY_POINT_GROUP)), settings=settings)

    def settings_of(self, name: str) -> Struct:
        """Return what the deployment has set for an active plugin, in the plugin's own type."""
        return self._settings[name]

    def failure_of(self, name: str) -> FailurePolicy:
        """Return what it means for a change when a hook of this plugin fails."""
        return self.plugins[name].manifest.failure

    def is_contract_level(self, name: str) -> bool:
        """Return whether plans and contracts decide for whom the plugin acts."""
        return self.plugins[name].manifest.activation is ActivationLevel.CONTRACT

    def owner_of_terms(self, kind: type[Terms], *, asked_by: str) -> str:
        """
        Return the plugin whose terms are of this type; who asks comes first, for types may be shared.

        Raises:
            ValueError: no active plugin has such terms.
        """
        if self.plugins[asked_by].terms is kind:
            return asked_by
        if kind not in self._terms:
            raise ValueError(f"No active plugin has terms of the type {kind.__name__}.")
        return self._terms[kind]

    def offer_of(self, key: ServiceKey[Any]) -> Offer | None:
        """Return who offers a service, if anybody does."""
        return self._offers.get(key)

    def require_offered(self, spec: Callable[..., object], *, by: str) -> None:
        """
        Make sure that a plugin calls its own hooks only.

        Raises:
            ValueError: the plugin does not offer this one.
        """
        if self._offered[by].get(spec.__name__) is not spec:
            raise ValueError(f"{by} does not offer the hook {spec.__name__}.")

    def require_asked(self, spec: Callable[..., object], *, by: str) -> None:
        """
        Make sure that a plugin asks its own questions, or those about a ticket that every plugin may ask.

        Raises:
            ValueError: this is another one.
        """
        if spec not in QUESTIONS:
            self.require_offered(spec, by=by)


def _plans(plugins: Mapping[str, Plugin]) -> Plans:
    registry = registry_of(specifications(plugins.values()))
    # pluggy calls who was registered last first.
    for name in reversed(list(plugins)):
        registry.register(plugins[name], name=name)
    return Plans(registry, plugins=plugins)
