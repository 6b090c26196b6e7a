"""Reactions of plugins as subscriptions of the outbox: called for the records that they serve, and for no others."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from msgspec import convert

from wellkept.platform.outbox.envelope import Envelope
from wellkept.platform.outbox.subscriptions import Subscription
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.errors import NotFound
from wellkept_sdk.events import Event
from wellkept_sdk.manifest import ActivationLevel
from wellkept_sdk.now import now
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.reactions import REACTION_MARK
from wellkept_sdk.records.references import RecordName, RecordRef

_COLLECTIONS = {
    "customers": RecordName.CUSTOMER,
    "projects": RecordName.PROJECT,
    "equipment": RecordName.EQUIPMENT,
    "tickets": RecordName.TICKET,
}


def subscriptions_of(plugin: Plugin) -> list[Subscription]:
    """Return one subscription for each reaction of a plugin, named `<plugin>.<method>`."""
    return [_subscription(plugin, name, event) for name, event in _reactions(plugin)]


def _reactions(plugin: Plugin) -> Iterator[tuple[str, type[Event]]]:
    for name in sorted(set(dir(type(plugin)))):
        event = getattr(getattr(type(plugin), name), REACTION_MARK, None)
        if event is not None:
            yield name, event


def _subscription(plugin: Plugin, name: str, event: type[Event]) -> Subscription:
    manifest = plugin.manifest
    return Subscription(
        name=f"{manifest.name}.{name}",
        types=frozenset(_types(event)),
        handler=partial(_react, plugin, name, event),
        plugin=manifest.name,
        contract_level=manifest.activation is ActivationLevel.CONTRACT,
    )


def _types(event: type[Event]) -> Iterator[str]:
    """Yield the type of an event and those of its more special kinds: `TicketTransitioned` is every action's."""
    if "type" in event.__dict__:
        yield event.type
    for special in event.__subclasses__():
        yield from _types(special)


def _class_of(event: type[Event], event_type: str) -> type[Event]:
    """Return the class that has exactly this type."""
    if event.__dict__.get("type") == event_type:
        return event
    found = (_class_of(special, event_type) for special in event.__subclasses__() if event_type in _types(special))
    return next(found)


async def _react(plugin: Plugin, method: str, event: type[Event], envelope: Envelope, key: str) -> None:
    """Call a reaction, unless the record is gone or served by others by now: then there is nothing left to do."""
    record = record_of(envelope.subject)
    active = await _serving(record)
    if active is None or plugin.manifest.name not in active.plugins:
        return
    occasion = Occasion(actor=SYSTEM, at=now(), active=active, record=record, idempotency_key=key)
    told = convert(envelope.data, _class_of(event, envelope.type))
    await getattr(plugin, method)(context_of(plugin.manifest.name, occasion), told)


def record_of(subject: str) -> RecordRef | None:
    """Return the record of core that an event's subject names, such as `tickets/<id>`; others are none."""
    collection, _, record_id = subject.partition("/")
    name = _COLLECTIONS.get(collection)
    return None if name is None else RecordRef(name, UUID(record_id))


async def _serving(record: RecordRef | None) -> ActiveSet | None:
    if record is None:
        return host().resolver.nowhere()
    try:
        return await host().resolver.of(record.name, record.id)
    except NotFound:
        return None
