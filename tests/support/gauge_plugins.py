"""Two plugins with routes at every mount point, and one whose package is not named after it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct, defstruct

from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.contributions import PluginPermission
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.db.clauses import FALSE, TRUE
from wellkept_sdk.errors import Conflict
from wellkept_sdk.extensions import Extension, ExtensionFilter, ExtensionSort
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    JSONBody,
    Mount,
    MountPoint,
    NamedDependency,
    Page,
    anonymous,
    delete,
    documents,
    get,
    needs,
    post,
    signed_in,
)
from wellkept_sdk.manifest import Manifest
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.providing import provide
from wellkept_sdk.records.references import RecordName
from wellkept_sdk.services import ServiceKey
from wellkept_sdk.terms import Terms


class GaugeTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a plan says about gauges."""

    readings_max: int = 3


class GaugeStuck(Conflict):
    """The gauge is stuck."""

    code = "gauges.gauge.stuck"


class Seen(Struct, frozen=True, kw_only=True):
    """What a handler was given."""

    plugin: str
    actor: str
    record: str | None
    key: str | None
    readings_max: int
    active: list[str]


class Reading(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was read off."""

    bar: int


def _seen(ctx: Ctx) -> Seen:
    return Seen(
        plugin=ctx.plugin,
        actor=f"{ctx.actor.kind} {ctx.actor.name}",
        record=None if ctx.record is None else f"{ctx.record.name}/{ctx.record.id}",
        key=ctx.idempotency_key,
        readings_max=ctx.terms(GaugeTerms).readings_max,
        active=sorted(ctx.activation.plugins),
    )


@get("/", opt=needs("gauges:read"))
async def list_gauges(ctx: NamedDependency[Ctx], below: FromQuery[int | None] = None) -> Seen:
    """List the gauges."""
    del below
    return _seen(ctx)


@get("/kinds", opt=signed_in())
async def list_kinds(actor: NamedDependency[Actor]) -> Page[Reading]:
    """List the kinds of gauges."""
    del actor
    return Page(items=[], next_cursor=None)


@get("/links/{token:str}", opt=anonymous())
async def open_link(token: FromPath[str], ctx: NamedDependency[Ctx], actor: NamedDependency[Actor]) -> Seen:
    """Open the link of a gauge."""
    assert actor is ctx.actor
    del token
    return _seen(ctx)


@get("/", opt=needs("gauges:read"))
async def show_record(ctx: NamedDependency[Ctx]) -> Seen:
    """Show the gauges of a record."""
    return _seen(ctx)


@post("/readings", opt=needs("gauges:write") | documents(problems=[GaugeStuck]))
async def add_reading(ctx: NamedDependency[Ctx], data: JSONBody[Reading]) -> Seen:
    """Read a gauge."""
    del data
    return _seen(ctx)


@delete("/readings", opt=needs("gauges:write"))
async def clear_readings() -> None:
    """Forget what was read."""


@get("/ids", opt=needs("tickets:read"))
async def show_ids(ticket_id: FromPath[UUID]) -> list[UUID]:
    """Return the ticket's id, without a look at anything."""
    return [ticket_id]


@get("/", opt=needs("gauges:read"))
async def show_customer(ctx: NamedDependency[Ctx]) -> Seen:
    """Show the gauges of a customer."""
    return _seen(ctx)


class GaugesTicketExtension(Struct, frozen=True, kw_only=True):
    """What gauges add to a ticket."""

    bar: int


class GaugesTicketInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be given for a ticket."""

    bar: int


async def _load(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, GaugesTicketExtension]:
    del ctx
    return {ticket_id: GaugesTicketExtension(bar=7) for ticket_id in ids}


async def _store(ctx: Ctx, ticket_id: UUID, value: GaugesTicketInput | None) -> None:
    del ctx, ticket_id, value


ON_TICKETS = Extension(
    record=RecordName.TICKET,
    read=GaugesTicketExtension,
    load=_load,
    write=GaugesTicketInput,
    store=_store,
    filters={
        "urgent": ExtensionFilter(type=bool, where=lambda value: TRUE if value else FALSE, description="Urgent or not.")
    },
    sorts={"bar": ExtensionSort(type=int, expression="7")},
)


class GaugesPlugin(Plugin):
    """Keeps gauges."""

    manifest = Manifest(name="gauges", version="1.2.0", sdk=">=1.0,<2", provides=("gauges.readings",))
    terms = GaugeTerms
    errors = (GaugeStuck,)
    extensions = (ON_TICKETS,)
    services = (provide(ServiceKey[Seen]("gauges.readings", version=1), _seen),)
    permissions = (
        PluginPermission(name="gauges:read", description="See gauges.", roles=frozenset({Role.VIEWER, Role.CUSTOMER})),
        PluginPermission(name="gauges:write", description="Read gauges."),
    )
    mounts = (
        Mount(at=MountPoint.DEPLOYMENT, routes=[list_gauges, list_kinds, open_link]),
        Mount(at=MountPoint.TICKET, routes=[show_record, add_reading, clear_readings, show_ids]),
        Mount(at=MountPoint.CUSTOMER, routes=[show_customer]),
    )


#: Bears the name of a type that the other plugin has, and lies in a package that is not named after its plugin.
OtherReading = defstruct("Reading", [("mm", float)], module="acme_weather.schemas", kw_only=True)


@get("/", opt=needs("rain:read"))
async def list_rain() -> Page[OtherReading]:  # pyright: ignore[reportInvalidTypeForm, reportUnknownParameterType]
    """List what has fallen."""
    raise NotImplementedError


@get("/today", opt=needs("rain:read"))
async def rain_at_ticket(ctx: NamedDependency[Ctx]) -> OtherReading:  # pyright: ignore[reportInvalidTypeForm, reportUnknownParameterType]
    """Return what falls today where the ticket is."""
    raise NotImplementedError


class RainPlugin(Plugin):
    """Counts rain."""

    manifest = Manifest(name="rain", version="0.1.0", sdk=">=1.0,<2")
    permissions = (PluginPermission(name="rain:read", description="See rain."),)
    mounts = (
        Mount(at=MountPoint.DEPLOYMENT, routes=[list_rain]),
        Mount(at=MountPoint.TICKET, routes=[rain_at_ticket]),
    )


# As if it had been installed from elsewhere.
RainPlugin.__module__ = "acme_weather.plugin"

GAUGES, RAIN = GaugesPlugin(), RainPlugin()


def plugin_with(*mounts: Mount, name: str = "flawed", permissions: Sequence[str] = ()) -> Plugin:
    """Return a plugin with these routes."""
    declared = tuple(PluginPermission(name=each, description="Do it.") for each in permissions)
    members: dict[str, Any] = {
        "manifest": Manifest(name=name, version="1.0.0", sdk=">=1.0,<2"),
        "mounts": mounts,
        "permissions": declared,
    }
    return type("Flawed", (Plugin,), members)()
