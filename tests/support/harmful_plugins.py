"""One plugin that does harm wherever a test says, through every seam, and two neighbours that must not suffer."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct

from broken_plugins import ROW
from wellkept_sdk import (
    Ctx,
    DueTimer,
    Extension,
    FailurePolicy,
    Job,
    Manifest,
    Plugin,
    RecordName,
    TimerKind,
    subscribe,
)
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.errors import NotFound, WellkeptError
from wellkept_sdk.events.tickets import TicketOpened
from wellkept_sdk.extensions import ExtensionFilter
from wellkept_sdk.hooks import TicketHooks, hookimpl
from wellkept_sdk.hooks.tickets import OpenedTicket, TicketOpening
from wellkept_sdk.hooks.visibility import VisibilityQuestion
from wellkept_sdk.http import FromPath, JSONBody, Mount, MountPoint, NamedDependency, get, needs, post

Act = Callable[[Ctx], Awaitable[Any]]
_INSERT = "INSERT INTO broken_row (id) VALUES (?)"
#: What the harmful plugin has started beside its calls; it has no part in any transaction.
spawned: list[asyncio.Task[int]] = []


class BlamesUsError(WellkeptError):
    """A plugin's own error that forgot to say its status."""


async def raises(_: Ctx) -> Any:
    raise KeyError("nowhere")


async def raises_ours(_: Ctx) -> Any:
    raise BlamesUsError


async def hangs(ctx: Ctx) -> Any:
    await ctx.db.execute(_INSERT, ROW)
    await asyncio.sleep(30)


async def answers_rubbish(ctx: Ctx) -> Any:
    await ctx.db.execute(_INSERT, ROW)
    return object()


async def writes_half(ctx: Ctx) -> Any:
    async with ctx.db.transaction():
        await ctx.db.execute(_INSERT, ROW)
    raise RuntimeError("The other half is missing.\0")


async def swallows(ctx: Ctx) -> Any:
    await ctx.db.execute(_INSERT, ROW)
    with suppress(Exception):
        await ctx.db.execute(_INSERT, ROW)


async def breaks_a_statement(ctx: Ctx) -> Any:
    await ctx.db.execute(_INSERT, ROW)
    await ctx.db.execute("DELETE FROM nowhere")


async def spawns(ctx: Ctx) -> Any:
    spawned.append(asyncio.create_task(_alone(ctx)))
    await asyncio.sleep(0)
    raise RuntimeError("The task lives on.")


async def _alone(ctx: Ctx) -> int:
    return await ctx.db.execute(_INSERT, uuid4())


async def exits(_: Ctx) -> Any:
    raise SystemExit(3)


async def cancels_itself(_: Ctx) -> Any:
    raise asyncio.CancelledError


ACTS: Mapping[str, Act] = {
    "raises": raises,
    "raises an error that blames us": raises_ours,
    "hangs": hangs,
    "answers rubbish": answers_rubbish,
    "writes half": writes_half,
    "swallows": swallows,
    "breaks a statement": breaks_a_statement,
    "spawns": spawns,
    "exits": exits,
    "cancels itself": cancels_itself,
}


def _exit(*_: object) -> Any:
    raise SystemExit(3)


def _raise(*_: object) -> Any:
    raise NotFound


#: What a plugin may answer instead of a condition.
CONDITIONS: Mapping[str, Callable[[str], Any]] = {
    "raises": _raise,
    "exits": _exit,
    "answers rubbish": lambda _: True,
    "answers no SQL": lambda _: Clause("moon IS (("),
    "answers an unknown column": lambda table: Clause(f"{table}.moon = ?", (1,)),
    "answers too few values": lambda table: Clause(f"{table}.id = ?", ()),
    "answers values of another kind": lambda table: Clause(f"{table}.created_at = ?", (object(),)),
}


class BrokenNote(Struct, frozen=True, kw_only=True):
    """What the harmful plugin adds to a ticket."""

    note: str


class BrokenNoteInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be given for a ticket."""

    note: str


class Harmful(Plugin, TicketHooks):
    """Does harm in one phase."""

    def __init__(self) -> None:
        self.phase = ""
        self.act: Act = raises
        self.condition: Callable[[str], Any] | None = None
        self.jobs = (Job(name="sweep", every=timedelta(hours=1), run=self.sweep),)
        self.timers = (TimerKind(name="later", run=self.fire, record=RecordName.TICKET),)
        self.mounts = (Mount(at=MountPoint.TICKET, routes=_routes(self)),)
        self.extensions = (_extension(self),)

    def harm(self, phase: str, act: Act) -> None:
        """Do this harm in that phase from now on, and none elsewhere."""
        self.phase, self.act = phase, act

    async def at(self, phase: str, ctx: Ctx) -> Any:
        """Do harm, if this is where to do it."""
        return await self.act(ctx) if phase == self.phase else None

    @hookimpl
    async def ticket_opening(self, ctx: Ctx, event: TicketOpening) -> Any:
        return await self.at("decide", ctx)

    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        if self.phase == "timer":
            await ctx.timers.set("later", event.ticket.id, due_at=ctx.at)
        return await self.at("apply", ctx)

    @hookimpl
    def ticket_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        return None if self.condition is None else self.condition(event.table)

    @subscribe(TicketOpened)
    async def on_opened(self, ctx: Ctx, event: TicketOpened) -> None:
        await self.at("react", ctx)

    async def fire(self, ctx: Ctx, timer: DueTimer) -> None:
        await self.at("timer", ctx)

    async def sweep(self, ctx: Ctx) -> None:
        await self.at("job", ctx)


class Neighbour(Plugin, TicketHooks):
    """Writes a row whenever it is told of something, and shows partners every ticket."""

    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        await ctx.db.execute("INSERT INTO neighbour_row (id) VALUES (?)", uuid4())

    @hookimpl
    def ticket_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        return Clause(f"{event.table}.title = ?", ("Shown",))

    @subscribe(TicketOpened)
    async def on_opened(self, ctx: Ctx, event: TicketOpened) -> None:
        await ctx.db.execute("INSERT INTO neighbour_row (id) VALUES (?)", uuid4())


def harmful(failure: FailurePolicy) -> Harmful:
    """Return the plugin `broken`, which may fail or not."""
    manifest = Manifest(name="broken", version="1.0.0", sdk=">=1.0,<2", failure=failure)
    return type("Harmful", (Harmful,), {"manifest": manifest})()


def neighbours() -> list[Plugin]:
    """Return `alpha`, which is called before the plugin `broken`, and `zeta`, which is called after it."""
    return [
        type("Neighbour", (Neighbour,), {"manifest": Manifest(name=name, version="1.0.0", sdk=">=1.0,<2")})()
        for name in ("alpha", "zeta")
    ]


def _routes(owner: Harmful) -> list[Any]:
    @get("/", opt=needs("tickets:read"))
    async def show_note(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> BrokenNote:
        """Show the note of a ticket."""
        del ticket_id
        return await owner.at("route", ctx) or BrokenNote(note="")

    @post("/", opt=needs("tickets:work"))
    async def add_note(
        ticket_id: FromPath[UUID], data: JSONBody[BrokenNoteInput], ctx: NamedDependency[Ctx]
    ) -> BrokenNote:
        """Add a note to a ticket."""
        del ticket_id
        return await owner.at("route", ctx) or BrokenNote(note=data.note)

    return [show_note, add_note]


def _extension(owner: Harmful) -> Extension[BrokenNote, BrokenNoteInput]:
    async def load(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, BrokenNote]:
        harm = await owner.at("load", ctx)
        return harm or {record_id: BrokenNote(note="Fine.") for record_id in ids}

    async def store(ctx: Ctx, record_id: UUID, value: BrokenNoteInput | None) -> None:
        del record_id, value
        return await owner.at("store", ctx)

    def where(_: str) -> Clause:
        return Clause("1 = 1") if owner.condition is None else owner.condition("ticket")

    return Extension(
        record=RecordName.TICKET,
        read=BrokenNote,
        write=BrokenNoteInput,
        load=load,
        store=store,
        filters={"note": ExtensionFilter(type=str, where=where, description="The note.")},
    )
