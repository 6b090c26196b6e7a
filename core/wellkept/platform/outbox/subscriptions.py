"""Who wants to hear of which events; said once, when the application is built."""

from collections.abc import Awaitable, Callable, Iterable

from msgspec import Struct

from wellkept.platform.outbox.envelope import Envelope

Handler = Callable[[Envelope, str], Awaitable[None]]


class Subscription(Struct, frozen=True, kw_only=True):
    """
    One subscriber.

    Args:
        name: unique and lasting, as `sla.start_clocks`: rows that wait for it carry the name.
        types: the types of events that it wants to hear of.
        handler: gets the event and a key that stays the same at every repetition. It runs in one unit of work with
            the end of its delivery: what it writes to our database happens exactly once. What it does elsewhere may
            happen again; it does that before it opens a transaction.
    """

    name: str
    types: frozenset[str]
    handler: Handler


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
            _by_type.setdefault(event_type, []).append(subscription.name)


def subscriptions() -> tuple[Subscription, ...]:
    """Return all subscriptions of this process."""
    return tuple(_by_name.values())


def subscribers_of(event_type: str) -> tuple[str, ...]:
    """Return the names of those who want to hear of this type."""
    return tuple(_by_type.get(event_type, ()))


_by_name: dict[str, Subscription] = {}
_by_type: dict[str, list[str]] = {}
