"""Plugins that do one small thing at every seam and leave a mark of it, so that a test can see who acted for what."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from msgspec import Struct, defstruct
from piccolo.table import Table, create_table_class

from wellkept_sdk import (
    ActivationLevel,
    Ctx,
    DueTimer,
    Extension,
    Job,
    Manifest,
    Plugin,
    PluginPermission,
    RecordName,
    ServiceKey,
    Terms,
    TimerKind,
    provide,
    subscribe,
)
from wellkept_sdk.actor import Role
from wellkept_sdk.db import TableSet, index
from wellkept_sdk.db.columns import identifier, primary_key, text
from wellkept_sdk.events.tickets import TicketOpened
from wellkept_sdk.hooks import TicketHooks, hookimpl
from wellkept_sdk.hooks.tickets import OpenedTicket, TicketOpening, TransitionedTicket
from wellkept_sdk.http import FromPath, Mount, MountPoint, NamedDependency, get, needs

READERS = frozenset({Role.DISPATCHER, Role.ENGINEER, Role.VIEWER})


class ProbeTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something for plans and contracts to decide."""

    level: int = 1


class Echo(Protocol):
    """What every probe offers to others."""

    def level(self) -> int:
        """Return the level of the record's terms."""
        ...


class Seen(Struct, frozen=True, kw_only=True):
    """Who answered, with which terms."""

    plugin: str
    level: int


class Probe(Plugin, TicketHooks):
    """A plugin that marks what it does; `probe(name)` makes one."""

    terms = ProbeTerms
    table: type[Table]

    @hookimpl
    async def ticket_opening(self, ctx: Ctx, event: TicketOpening) -> None:
        self.asked.append(event.title)
        assert ctx.terms(ProbeTerms).level >= 1

    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        await self.mark(ctx, event.ticket.id, "apply")
        await ctx.timers.set("later", event.ticket.id, due_at=ctx.at)

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        await self.mark(ctx, event.ticket.id, "transition")

    @subscribe(TicketOpened)
    async def on_opened(self, ctx: Ctx, event: TicketOpened) -> None:
        await self.mark(ctx, event.ticket_id, "reaction")

    async def fire(self, ctx: Ctx, timer: DueTimer) -> None:
        await self.mark(ctx, timer.record_id, "timer")

    async def sweep(self, ctx: Ctx) -> None:
        active = ctx.active_tickets("ticket.id")
        found = await ctx.db.fetch(f"SELECT id FROM ticket WHERE {active.sql}", *active.args)
        async with ctx.db.transaction():
            for row in found:
                await self.mark(ctx, row["id"], "job")

    async def mark(self, ctx: Ctx, record_id: UUID, seam: str, note: str = "") -> None:
        await ctx.db.insert(self.table, record_id=record_id, seam=seam, note=note)

    def __init__(self) -> None:
        self.asked: list[str] = []


def probe(name: str) -> Probe:
    """Return a contract-level plugin of this name."""
    table = create_table_class(
        f"{name.title().replace('_', '')}Mark",
        class_kwargs={"tablename": f"{name}_mark"},
        class_members={"id": primary_key(), "record_id": identifier(), "seam": text(), "note": text()},
    )
    made = type(
        f"{name.title().replace('_', '')}Plugin",
        (Probe,),
        {
            "manifest": Manifest(name=name, version="1.0.0", sdk=">=1.0,<2", provides=(f"{name}.echo",)),
            "table": table,
            "schema": TableSet(tables=(table,), migrations="", indexes=(index(f"{name}_mark", "record_id", "seam"),)),
            "permissions": (PluginPermission(name=f"{name}:read", description="See marks.", roles=READERS),),
        },
    )()
    made.jobs = (Job(name="sweep", every=timedelta(hours=1), run=made.sweep),)
    made.timers = (TimerKind(name="later", run=made.fire, record=RecordName.TICKET),)
    made.services = (provide(echo_key(name), _Echo),)
    made.mounts = tuple(_mount(name, at=at) for at in (MountPoint.TICKET, MountPoint.PROJECT))
    made.extensions = (_extension(made, name),)
    return made


def echo_key(name: str) -> ServiceKey[Echo]:
    """Return the key of a probe's service."""
    return ServiceKey(f"{name}.echo", version=1)


class _Echo:
    def __init__(self, ctx: Ctx) -> None:
        self._ctx = ctx

    def level(self) -> int:
        return self._ctx.terms(ProbeTerms).level


def _mount(name: str, *, at: MountPoint) -> Mount:
    if at is MountPoint.TICKET:

        @get("/", opt=needs(f"{name}:read"), name=f"{name}.ticket")
        async def seen_of_ticket(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Seen:
            """Return who answers for the ticket."""
            return _seen(ctx, ticket_id)

        return Mount(at=at, routes=[seen_of_ticket])

    @get("/", opt=needs(f"{name}:read"), name=f"{name}.project")
    async def seen_of_project(project_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Seen:
        """Return who answers for the project."""
        return _seen(ctx, project_id)

    return Mount(at=at, routes=[seen_of_project])


def _seen(ctx: Ctx, record_id: UUID) -> Seen:
    assert ctx.record is not None
    assert ctx.record.id == record_id
    return Seen(plugin=ctx.plugin, level=ctx.terms(ProbeTerms).level)


def _extension(owner: Probe, name: str) -> Extension[Any, Any]:
    prefix = name.title().replace("_", "")
    read = defstruct(f"{prefix}Ticket", [("note", str), ("level", int)], frozen=True, kw_only=True)
    write = defstruct(
        f"{prefix}TicketInput", [("note", str, "")], frozen=True, kw_only=True, forbid_unknown_fields=True
    )

    async def load(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, Any]:
        named = ctx.db.any_of("record_id", list(ids))
        rows = await ctx.db.fetch(
            f"SELECT record_id, note FROM {name}_mark WHERE seam = 'input' AND {named.sql}", *named.args
        )
        level = ctx.terms(ProbeTerms).level
        notes = {row["record_id"]: row["note"] for row in rows}
        return {record_id: read(note=notes.get(record_id, ""), level=level) for record_id in ids}

    async def store(ctx: Ctx, record_id: UUID, value: Any) -> None:
        await ctx.db.execute(f"DELETE FROM {name}_mark WHERE seam = 'input' AND record_id = ?", record_id)
        if value is not None:
            await owner.mark(ctx, record_id, "input", value.note)

    return Extension(record=RecordName.TICKET, read=read, write=write, load=load, store=store)


class Answers(Struct, frozen=True, kw_only=True):
    """Which probes' services answered for a ticket."""

    plugins: list[str]


def asker(names: Sequence[str]) -> Plugin:
    """Return a deployment-level plugin that asks every probe for its service, for one ticket."""

    @get("/", opt=needs("asker:read"))
    async def ask(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Answers:
        """Return the probes whose service is active for the ticket."""
        del ticket_id
        found = [name for name in names if ctx.service_or_none(echo_key(name)) is not None]
        return Answers(plugins=found)

    made = type(
        "AskerPlugin",
        (Plugin,),
        {
            "manifest": Manifest(
                name="asker",
                version="1.0.0",
                sdk=">=1.0,<2",
                after=tuple(names),
                uses=tuple(f"{name}.echo" for name in names),
                activation=ActivationLevel.DEPLOYMENT,
            ),
            "mounts": (Mount(at=MountPoint.TICKET, routes=[ask]),),
            "permissions": (PluginPermission(name="asker:read", description="Ask.", roles=READERS),),
        },
    )()
    assert isinstance(made, Plugin)
    return made
