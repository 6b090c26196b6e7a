"""Fields of events that not every reader of the feed may see, such as a link that is a key."""

from collections.abc import Iterable, Mapping
from typing import Any

from wellkept_sdk.actor import Actor
from wellkept_sdk.events import Event


def declare(events: Iterable[type[Event]]) -> None:
    """Make the confidential fields of these types of events known, instead of all earlier ones."""
    _by_type.clear()
    _by_type.update({event.type: event.confidential for event in events if event.confidential})


def shown(event_type: str, data: dict[str, Any], *, actor: Actor) -> dict[str, Any]:
    """Return what a caller sees of an event's data: null for what he lacks the permission to see."""
    hidden = [name for name, permission in _by_type.get(event_type, {}).items() if not actor.may(permission)]
    return {**data, **dict.fromkeys(hidden)} if hidden else data


_by_type: dict[str, Mapping[str, str]] = {}
