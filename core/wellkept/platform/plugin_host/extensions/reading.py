"""Extensions of records as a caller may see them: for each plugin one question about a whole page."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from msgspec import Struct

from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.extensions.calling import loaded
from wellkept.platform.plugin_host.extensions.composition import composition
from wellkept.platform.plugin_host.extensions.contribution import Contribution
from wellkept.platform.plugin_host.extensions.filtering import Asked
from wellkept.platform.plugin_host.extensions.records import ExtensibleRecord, ExtensionsT
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordRef

#: Returns what serves each of the rows, by id.
ActiveSets = Callable[[Sequence[Row]], Awaitable[Mapping[UUID, ActiveSet]]]


async def of_record(
    record: ExtensibleRecord[ExtensionsT], record_id: UUID, *, actor: Actor, active: ActiveSet | None = None
) -> ExtensionsT:
    """
    Return every extension of one record that the caller may see.

    Args:
        record: of which kind.
        record_id: of which one.
        actor: who looks.
        active: what serves the record; without it that is resolved, if there is anything to be shown.

    Raises:
        PluginFailed: a plugin that is required could not answer.
    """
    composed = composition().records[record.name]
    shown = [one for one in composed.contributions if one.is_open_to(actor)]
    if not shown:
        return cast("ExtensionsT", composed.extensions())
    if active is None:
        active = await host().resolver.of(record.name, record_id)
    occasion = Occasion(actor=actor, at=now(), active=active, record=RecordRef(record.name, record_id))
    values = await _load(shown, [record_id], occasion=occasion)
    return cast("ExtensionsT", composed.extensions(**values.get(record_id, {})))


async def included(
    record: ExtensibleRecord[ExtensionsT],
    rows: Sequence[Row],
    asked: Asked,
    *,
    actor: Actor,
    active_sets: ActiveSets | None = None,
) -> Mapping[UUID, ExtensionsT]:
    """
    Return, by id, the extensions that a caller asks for and may see; a row that has none may be absent.

    Args:
        record: of which kind.
        rows: a page of the list.
        asked: what for.
        actor: who looks.
        active_sets: says what serves the rows, for a kind of record whose rows tell it; else that is resolved.

    Raises:
        PluginFailed: a plugin that is required could not answer.
    """
    if not asked.include or not rows:
        return {}
    composed = composition().records[record.name]
    shown = [one for one in composed.contributions if one.plugin in asked.include and one.is_open_to(actor)]
    if not shown:
        return {}
    if active_sets is None:
        serving = await host().resolver.of_many(record.name, [row["id"] for row in rows])
    else:
        serving = await active_sets(rows)
    found: dict[UUID, dict[str, Struct]] = {}
    for active, ids in _groups(serving):
        occasion = Occasion(actor=actor, at=now(), active=active, record=None)
        found |= await _load(shown, ids, occasion=occasion)
    return {record_id: cast("ExtensionsT", composed.extensions(**values)) for record_id, values in found.items()}


async def _load(
    shown: Sequence[Contribution], ids: Sequence[UUID], *, occasion: Occasion
) -> dict[UUID, dict[str, Struct]]:
    """Ask each of the plugins that are active once, in their order."""
    found: dict[UUID, dict[str, Struct]] = {}
    for contribution in shown:
        if contribution.plugin in occasion.active.plugins:
            values = await loaded(contribution.loading, ids, occasion=occasion)
            for record_id, value in (values or {}).items():
                found.setdefault(record_id, {})[contribution.plugin] = value
    return found


def _groups(serving: Mapping[UUID, ActiveSet]) -> Iterator[tuple[ActiveSet, list[UUID]]]:
    """Yield the records that are served alike, together."""
    groups: dict[Any, tuple[ActiveSet, list[UUID]]] = {}
    for record_id, active in serving.items():
        groups.setdefault(active.activation, (active, []))[1].append(record_id)
    yield from groups.values()
