"""Where a plugin's routes are mounted; core chooses the path and gates it."""

from collections.abc import Sequence
from enum import StrEnum

from litestar.types import ControllerRouterHandler
from msgspec import Struct


class MountPoint(StrEnum):
    """Under what the routes of a mount are found."""

    DEPLOYMENT = "deployment"  #: `/v1/<plugin>/…`, about no record.
    CUSTOMER = "customer"  #: `/v1/customers/{customer_id}/<plugin>/…`.
    PROJECT = "project"  #: `/v1/projects/{project_id}/<plugin>/…`.
    EQUIPMENT = "equipment"  #: `/v1/equipment/{equipment_id}/<plugin>/…`.
    TICKET = "ticket"  #: `/v1/tickets/{ticket_id}/<plugin>/…`.


class Mount(Struct, frozen=True, kw_only=True):
    """
    Routes of a plugin under one mount point.

    A handler takes `ctx: NamedDependency[Ctx]`, `actor`, `page` and `if_match` by name, and the record's id as the path
    parameter that the mount point names. Its `opt` is `needs("<plugin>:<verb>")`, `signed_in()` or, for a deployment
    mount, `anonymous()`; of a record mount core checks by itself that the caller sees the record.

    Args:
        at: the mount point.
        routes: handlers and controllers, with paths below the plugin's segment; `/` is the segment itself.
    """

    at: MountPoint
    routes: Sequence[ControllerRouterHandler]
