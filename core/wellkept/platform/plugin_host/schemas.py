"""Plugins, as they go over the wire."""

from msgspec import Struct

from wellkept.platform.plugin_host.assembling.states import Found, PluginState
from wellkept.platform.plugin_host.queries import Failures
from wellkept_sdk.actor import Role
from wellkept_sdk.manifest import ActivationLevel, FailurePolicy


class PluginPermissionRead(Struct, frozen=True, kw_only=True):
    """Something that a plugin lets callers do; admins may, programs as far as their keys' scopes go."""

    name: str
    description: str
    roles: list[Role]


class PluginRead(Struct, frozen=True, kw_only=True):
    """
    A plugin that is installed or asked for, and what became of it.

    What its manifest says is null or empty where the plugin could not be imported.
    """

    name: str
    version: str | None
    distribution: str | None
    state: PluginState
    reason: str | None
    activation: ActivationLevel | None
    failure: FailurePolicy | None
    requires: list[str]
    provides: list[str]
    permissions: list[PluginPermissionRead]
    failures: Failures

    @classmethod
    def of(cls, found: Found, *, failures: Failures) -> "PluginRead":
        """Return a plugin with what went wrong in its hooks."""
        manifest = None if found.plugin is None else found.plugin.manifest
        declared = () if found.plugin is None else found.plugin.permissions
        return cls(
            name=found.name,
            version=None if manifest is None else manifest.version,
            distribution=found.distribution,
            state=found.state,
            reason=found.reason or None,
            activation=None if manifest is None else manifest.activation,
            failure=None if manifest is None else manifest.failure,
            requires=[] if manifest is None else list(manifest.requires),
            provides=[] if manifest is None else list(manifest.provides),
            permissions=[
                PluginPermissionRead(name=one.name, description=one.description, roles=sorted(one.roles))
                for one in declared
            ],
            failures=failures,
        )
