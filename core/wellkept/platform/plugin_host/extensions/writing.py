"""
Writing extensions together with their record.

A verb asks `prepare` before it writes, refuses what is wrong together with its own mistakes, writes the record with a
new version if anything changes, and then calls `store`, all in one transaction.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType

from wellkept.platform.plugin_host.extensions.calling import loaded, stored
from wellkept.platform.plugin_host.extensions.composition import contributions_to
from wellkept.platform.plugin_host.extensions.contribution import Contribution
from wellkept.platform.plugin_host.extensions.filtering import require_open
from wellkept.platform.plugin_host.extensions.merging import is_written_alike, merged, mistakes_in
from wellkept.platform.plugin_host.extensions.records import ExtensibleRecord
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.errors import FieldError, Invalid, PluginFailed, PluginInactive


class Pending(Struct, frozen=True, kw_only=True):
    """
    What a request changes in the extensions of a record.

    Args:
        values: by plugin, the new value; None clears it. A plugin whose value stays is not among them.
        mistakes: what is wrong, for `refuse`; while there are any, nothing may be stored.
    """

    values: Mapping[str, Struct | None] = {}
    mistakes: tuple[Invalid, ...] = ()

    @property
    def changed_fields(self) -> tuple[str, ...]:
        """The names of what changes, as facts and events list them: `extensions.sla`."""
        return tuple(f"extensions.{plugin}" for plugin in self.values)


async def prepare(
    record: ExtensibleRecord[Any],
    given: Struct | UnsetType | None,
    *,
    occasion: Occasion,
    record_id: UUID | None = None,
) -> Pending:
    """
    Return what a body's `extensions` change; nothing is written yet.

    Args:
        record: of which kind.
        given: the body's `extensions`.
        occasion: who changes the record, and what serves it.
        record_id: the record that a PATCH changes, locked; None while the record is being made.

    Raises:
        PermissionDenied: the caller may not see the extension, and so not write it.
        PluginFailed: a plugin could not say what there is now, into which the given fields are merged.
    """
    values: dict[str, Struct | None] = {}
    mistakes: list[Invalid] = []
    for contribution in contributions_to(record) if isinstance(given, Struct) else ():
        value: Struct | UnsetType | None = getattr(given, contribution.plugin, UNSET)
        if value is UNSET:
            continue
        if contribution.plugin not in occasion.active.plugins:
            mistakes.append(_inactive(contribution))
            continue
        require_open(contribution, actor=occasion.actor)
        if record_id is None:
            changed = {} if value is None else {contribution.plugin: value}
            errors: list[FieldError] = []
        else:
            changed, errors = await _changed(contribution, value, record_id=record_id, occasion=occasion)
        values |= changed
        mistakes += [Invalid(errors=errors)] if errors else []
    return Pending(values=values, mistakes=tuple(mistakes))


async def store(record: ExtensibleRecord[Any], record_id: UUID, pending: Pending, *, occasion: Occasion) -> None:
    """
    Store what was prepared, in the transaction of the change and after the record itself.

    Raises:
        Invalid: a plugin does not accept its value.
        PluginFailed: a plugin that is required has failed.
    """
    assert not pending.mistakes, "The mistakes are to be refused first."
    for contribution in contributions_to(record) if pending.values else ():
        if contribution.plugin in pending.values:
            await stored(
                contribution.storing,
                record_id,
                pending.values[contribution.plugin],
                occasion=occasion,
                pointer=contribution.pointer,
            )


async def _changed(
    contribution: Contribution, value: Struct | UnsetType | None, *, record_id: UUID, occasion: Occasion
) -> tuple[dict[str, Struct | None], list[FieldError]]:
    """Return the new value of one extension, if it is another than the present one, or what is wrong with it."""
    write = contribution.extension.write
    present = await _present(contribution, record_id, occasion=occasion)
    if not isinstance(value, Struct):
        return ({} if present is None else {contribution.plugin: None}), []
    assert write is not None, "Without `write` the body has no such field."
    document = merged(present, value, write)
    errors = mistakes_in(document, write, pointer=contribution.pointer)
    if errors:
        return {}, errors
    new = msgspec.convert(document, write)
    return ({} if is_written_alike(present, new) else {contribution.plugin: new}), []


async def _present(contribution: Contribution, record_id: UUID, *, occasion: Occasion) -> Struct | None:
    found = await loaded(contribution.loading, [record_id], occasion=occasion)
    if found is None:
        # Merged into nothing, the given fields would wipe out the others.
        plugin = contribution.plugin
        raise PluginFailed(detail=f"The plugin {plugin} has failed.", plugin=plugin, hook=contribution.loading.hook)
    return found.get(record_id)


def _inactive(contribution: Contribution) -> Invalid:
    error = FieldError(contribution.pointer, PluginInactive.code, PluginInactive.title())
    return Invalid(errors=(error,))
