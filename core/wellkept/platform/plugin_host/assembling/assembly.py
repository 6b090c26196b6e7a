"""From what was found to what is active: one state for every plugin, one order for the active ones."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from wellkept.platform.plugin_host.assembling.clashes import clashes
from wellkept.platform.plugin_host.assembling.discovery import Candidate, Source, discover
from wellkept.platform.plugin_host.assembling.mount_checks import mount_mistakes
from wellkept.platform.plugin_host.assembling.order import cyclic, in_order
from wellkept.platform.plugin_host.assembling.states import Found, PluginsError, PluginState
from wellkept.platform.plugin_host.assembling.validation import is_compatible, object_mistakes, own_mistakes
from wellkept.platform.plugin_host.hooks.specifications import specifications
from wellkept.platform.plugin_host.lifecycle.apps import schema_mistakes
from wellkept.platform.plugin_settings import decoded_settings
from wellkept.platform.settings import Settings, SettingsError
from wellkept_sdk.manifest import API_VERSION
from wellkept_sdk.plugin import Plugin


class Assembly:
    """
    The plugins on their way to being active.

    Attributes:
        active: those that nothing speaks against, by name; in the end in the order in which they are called.
        found: what became of the others.
        settings: of the active ones.
    """

    def __init__(self, settings: Settings) -> None:
        """Begin with nothing."""
        self.active: dict[str, Plugin] = {}
        self.found: list[Found] = []
        self.settings: dict[str, Struct] = {}
        self._given = settings
        self._distributions: dict[str, str | None] = {}

    def states(self) -> tuple[Found, ...]:
        """Return every plugin with its state: the active ones in order, then the others by name."""
        active = [self._became(name, PluginState.ACTIVE, "") for name in self.active]
        return (*active, *sorted(self.found, key=lambda found: found.name))

    def run(self, sources: Sequence[Source]) -> None:
        """
        Look at what is there, in the order in which one mistake would hide another.

        Raises:
            PluginsError: a plugin that must be active is not.
        """
        candidates, refused = discover(sources, allowed=self._given.plugins)
        self.found += refused
        for candidate in candidates:
            self._admit(candidate)
        self._check_each()
        self._drop_unmet()
        self._refuse(clashes(self.active), PluginState.REGISTER_FAILED)
        self._refuse(self._cycles(), PluginState.REGISTER_FAILED)
        self._drop_unmet()
        self.active = {
            name: self.active[name] for name in in_order({name: each.manifest for name, each in self.active.items()})
        }
        self._require()

    def _admit(self, candidate: Candidate) -> None:
        name = candidate.name
        self._distributions[name] = candidate.distribution
        mistakes = object_mistakes(name, candidate.offered)
        if mistakes:
            self.found.append(
                Found(
                    name=name,
                    distribution=candidate.distribution,
                    plugin=None,
                    state=PluginState.REGISTER_FAILED,
                    reason=" ".join(mistakes),
                )
            )
            return
        self.active[name] = candidate.offered
        manifest = self.active[name].manifest
        if not is_compatible(manifest):
            version = ".".join(map(str, API_VERSION))
            reason = f"It works with versions {manifest.sdk} of the SDK's API; this is {version}."
            self._refuse({name: [reason]}, PluginState.INCOMPATIBLE)

    def _check_each(self) -> None:
        known = specifications(self.active.values())
        mistakes = {name: own_mistakes(plugin, known=known) for name, plugin in self.active.items()}
        self._refuse(mistakes, PluginState.REGISTER_FAILED)
        self._refuse(schema_mistakes(self.active), PluginState.REGISTER_FAILED)
        mounted = {name: mount_mistakes(plugin) for name, plugin in self.active.items() if plugin.mounts}
        self._refuse(mounted, PluginState.REGISTER_FAILED)
        for name, plugin in list(self.active.items()):
            try:
                self.settings[name] = decoded_settings(plugin.settings, self._given.plugin_settings.get(name, {}))
            except SettingsError as error:
                self._refuse({name: error.mistakes}, PluginState.SETTINGS_INVALID)

    def _cycles(self) -> dict[str, list[str]]:
        manifests = {name: plugin.manifest for name, plugin in self.active.items()}
        return {
            name: [f"It is to come before and after itself, by way of {', '.join(others)}."]
            for name, others in cyclic(manifests).items()
        }

    def _drop_unmet(self) -> None:
        """Drop plugins whose requirements are not active, and those that require these, until none is left."""
        while True:
            unmet = {
                name: [f"It requires {other}, which is not active." for other in missing]
                for name, plugin in self.active.items()
                if (missing := [other for other in plugin.manifest.requires if other not in self.active])
            }
            if not unmet:
                return
            self._refuse(unmet, PluginState.UNMET)

    def _refuse(self, mistakes: Mapping[str, Sequence[str]], state: PluginState) -> None:
        for name, sentences in mistakes.items():
            if sentences:
                self.found.append(self._became(name, state, " ".join(sentences)))
                del self.active[name]
                self.settings.pop(name, None)

    def _became(self, name: str, state: PluginState, reason: str) -> Found:
        return Found(
            name=name,
            distribution=self._distributions[name],
            plugin=self.active[name],
            state=state,
            reason=reason,
        )

    def _require(self) -> None:
        known = {found.name: found for found in self.found}
        missing = [
            known.get(name) or Found(name=name, distribution=None, plugin=None, state=PluginState.UNMET, reason=_ABSENT)
            for name in self._given.must_load
            if name not in self.active
        ]
        if missing:
            raise PluginsError(missing)


_ABSENT = "It is not installed."
