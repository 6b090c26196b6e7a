"""The plugin object: one class per plugin, whose attributes say everything that it contributes."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from wellkept_sdk.background import Job, TimerKind
from wellkept_sdk.contributions import Command, Label, PluginPermission
from wellkept_sdk.db.tables import TableSet
from wellkept_sdk.demo import Demo
from wellkept_sdk.errors import WellkeptError
from wellkept_sdk.events import Event
from wellkept_sdk.extensions import Extension
from wellkept_sdk.http.mount import Mount
from wellkept_sdk.manifest import Manifest
from wellkept_sdk.providing import Provided
from wellkept_sdk.terms import NoTerms, Terms


class NoSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of a plugin that has none."""


class Plugin:
    """
    What every plugin inherits, beside the spec classes whose hooks it implements.

    An instance is what the entry point names: `sla = "wellkept_sla:plugin"`, in the group `wellkept.plugins`.

    Attributes:
        manifest: who the plugin is.
        settings: what the deployment decides, from `WELLKEPT_<PLUGIN>_…` or the table `[<plugin>]` of the TOML file;
            a field that `terms` has too gives that term's value where no plan or contract does.
        terms: what plans and contracts decide.
        schema: what it stores.
        mounts: its routes.
        extensions: what it adds to records.
        services: what it offers to other plugins.
        hooks: spec classes of hooks that it offers to other plugins.
        permissions: what its routes ask for.
        events: what it announces.
        jobs: what it does again and again.
        timers: kinds of timers that it sets.
        commands: what it adds to the terminal.
        errors: failures of its own, with codes `<plugin>.<subject>.<what>`.
        labels: the words that people see, by key: a field, an enum's value, a code.
        demo: what it adds to the demo.
    """

    manifest: Manifest
    settings: type[Struct] = NoSettings
    terms: type[Terms] = NoTerms
    schema: TableSet | None = None
    mounts: Sequence[Mount] = ()
    extensions: Sequence[Extension[Any, Any]] = ()
    services: Sequence[Provided] = ()
    hooks: Sequence[type] = ()
    permissions: Sequence[PluginPermission] = ()
    events: Sequence[type[Event]] = ()
    jobs: Sequence[Job] = ()
    timers: Sequence[TimerKind] = ()
    commands: Sequence[Command] = ()
    errors: Sequence[type[WellkeptError]] = ()
    labels: Mapping[str, Label] = MappingProxyType({})
    demo: Demo | None = None
