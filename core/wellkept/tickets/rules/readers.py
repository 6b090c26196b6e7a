"""Who reads which lines of the service record and which files, and for whom a caller may write."""

from wellkept.tickets.errors import LogVisibilityDenied
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.errors import Invalid
from wellkept_sdk.records.tickets import Visibility

_VISIBLE_FROM_OUTSIDE = {
    Role.CUSTOMER: (Visibility.CUSTOMER,),
    Role.PARTNER: (Visibility.PARTNER, Visibility.CUSTOMER),
}


def visible_to(actor: Actor) -> tuple[Visibility, ...]:
    """Return what the caller may read and write; when writing, the first is meant unless another is named."""
    return _VISIBLE_FROM_OUTSIDE.get(actor.role, tuple(Visibility))


def readers_mistakes(visibility: Visibility, *, actor: Actor) -> list[Invalid]:
    """Return the mistake of writing for readers that the caller may not write for, or nothing."""
    return [] if visibility in visible_to(actor) else [LogVisibilityDenied.at("/visibility")]
