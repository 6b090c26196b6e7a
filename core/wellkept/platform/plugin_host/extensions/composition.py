"""What the active plugins add to the records, put together once when the application is composed."""

from collections.abc import Mapping
from typing import Any, Literal
from weakref import WeakKeyDictionary

from litestar.di import Provide
from msgspec import Struct

from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.extensions.calling import load_call, store_call
from wellkept.platform.plugin_host.extensions.composing import patch_of, types_of
from wellkept.platform.plugin_host.extensions.contribution import Contribution
from wellkept.platform.plugin_host.extensions.filtering import provider_of
from wellkept.platform.plugin_host.extensions.records import ExtensibleRecord, registered
from wellkept.platform.plugin_host.host import Host
from wellkept_sdk.extensions import Extension
from wellkept_sdk.manifest import FailurePolicy
from wellkept_sdk.records.references import RecordName


class ComposedRecord(Struct, frozen=True, kw_only=True, eq=False):
    """
    One kind of record as this deployment shows it.

    Args:
        contributions: in the order in which the plugins are called.
        extensions: the struct of all values that a record may have.
    """

    contributions: tuple[Contribution, ...]
    extensions: type[Struct]


class Composition(Struct, frozen=True, kw_only=True, eq=False):
    """
    The records of a deployment with everything that its plugins add.

    Args:
        records: by kind.
        namespace: what the names in the signatures of core's routes stand for.
        dependencies: by name, what reads the query of a list: `<record>_extensions`.
    """

    records: Mapping[RecordName, ComposedRecord]
    namespace: Mapping[str, Any]
    dependencies: Mapping[str, Provide]


def compose(host: Host) -> Composition:
    """Return what a host's plugins add to the records; the same object for the same host."""
    known = _compositions.get(host)
    if known is None:
        known = _compositions[host] = _compose(host)
    return known


def composition() -> Composition:
    """Return what the plugins of the present host add to the records."""
    return compose(host())


def contributions_to(record: ExtensibleRecord[Any]) -> tuple[Contribution, ...]:
    """Return what the present plugins add to a kind of record, in the order in which they are called."""
    return composition().records[record.name].contributions


_compositions: WeakKeyDictionary[Host, Composition] = WeakKeyDictionary()


def _compose(host: Host) -> Composition:
    records: dict[RecordName, ComposedRecord] = {}
    namespace: dict[str, Any] = {}
    dependencies: dict[str, Provide] = {}
    for record in registered():
        contributions = _contributions(host, record.name)
        extensions = record.extensions
        if contributions:
            types = types_of(record, contributions)
            extensions = types[record.extensions.__name__]
            namespace |= {**types, record.sort_name: Literal[(*record.sorts, *_sort_words(contributions))]}
        records[record.name] = ComposedRecord(contributions=contributions, extensions=extensions)
        dependencies[f"{record.name}_extensions"] = Provide(provider_of(record, contributions))
    return Composition(records=records, namespace=namespace, dependencies=dependencies)


def _contributions(host: Host, name: RecordName) -> tuple[Contribution, ...]:
    return tuple(
        _contribution(host, plugin_name, extension)
        for plugin_name, plugin in host.plugins.items()
        for extension in plugin.extensions
        if extension.record is name
    )


def _contribution(host: Host, plugin: str, extension: Extension[Any, Any]) -> Contribution:
    is_optional = host.failure_of(plugin) is FailurePolicy.OPTIONAL
    return Contribution(
        plugin=plugin,
        extension=extension,
        patch=None if extension.write is None else patch_of(extension.write),
        by_contract=host.is_contract_level(plugin),
        loading=load_call(plugin, extension, is_optional=is_optional),
        storing=store_call(plugin, extension, is_optional=is_optional),
    )


def _sort_words(contributions: tuple[Contribution, ...]) -> list[str]:
    return [sign + f"{one.field}.{name}" for one in contributions for name in one.extension.sorts for sign in ("", "-")]
