"""What a plugin offers to others: a service, made for the record, actor and transaction of the caller."""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.services import ServiceKey

ServiceT = TypeVar("ServiceT")


class Provided(Struct, frozen=True, kw_only=True):
    """A service that a plugin offers: its key, and what makes it for the provider's own context."""

    key: ServiceKey[Any]
    make: Callable[[Ctx], Any]


def provide(key: ServiceKey[ServiceT], make: Callable[[Ctx], ServiceT]) -> Provided:
    """
    Return the offer of a service, for `Plugin.services`.

    Args:
        key: what is offered.
        make: gets the provider's context for the caller's record, actor and transaction, and returns the service.
    """
    return Provided(key=key, make=make)
