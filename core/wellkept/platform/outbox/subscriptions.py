"""Who wants to hear of which events; said once, when the application is built."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from msgspec import Struct

from wellkept.platform.outbox.envelope import Envelope

Handler = Callable[[Envelope, str], Awaitable[None]]


class Serving(Protocol):
    """What serves the record that an event is about: an `ActiveSet`, of which only the plugins matter here."""

    @property
    def plugins(self) -> frozenset[str]:
        """The names of the active plugins."""
        ...


class Subscription(Struct, frozen=True, kw_only=True):
    """
    One subscriber.

    Args:
        name: unique and lasting, as `sla.start_clocks`: rows that wait for it carry the name.
        types: the types of events that it wants to hear of.
        handler: gets the event and a key that stays the same at every repetition. It runs in one unit of work with
            the end of its delivery: what it writes to our database happens exactly once. What it does elsewhere may
            happen again; it does that before it opens a transaction.
        plugin: whose subscription this is; None for those of core.
        contract_level: hears only of records that the plugin serves.
    """

    name: str
    types: frozenset[str]
    handler: Handler
    plugin: str | None = None
    contract_level: bool = False

    def hears_of(self, active: Serving | None) -> bool:
        """Return whether events of a record that these plugins serve are for this subscriber; None is no record."""
        return active is None or not self.contract_level or self.plugin in active.plugins


def subscribe_all(subscriptions: Iterable[Subscription]) -> None:
    """
    Make these the subscriptions of this process, instead of all earlier ones.

    Raises:
        ValueError: two have the same name.
    """
    _by_type.clear()
    _by_name.clear()
    for subscription in subscriptions:
        if subscription.name in _by_name:
            raise ValueError(f"Two subscriptions are named {subscription.name}.")
        _by_name[subscription.name] = subscription
        for event_type in subscription.types:
            _by_type.setdefault(event_type, []).append(subscription)


def subscriptions() -> tuple[Subscription, ...]:
    """Return all subscriptions of this process."""
    return tuple(_by_name.values())


def subscribers_of(event_type: str, *, active: Serving | None = None) -> tuple[str, ...]:
    """Return the names of those who hear of an event of this type, written for a record that these plugins serve."""
    return tuple(subscription.name for subscription in _by_type.get(event_type, ()) if subscription.hears_of(active))


def asks_who_serves(event_type: str) -> bool:
    """Return whether it depends on the record's plugins who hears of this type."""
    return any(subscription.contract_level for subscription in _by_type.get(event_type, ()))


_by_name: dict[str, Subscription] = {}
_by_type: dict[str, list[Subscription]] = {}
