"""Plugins that do harm in every way we could think of, and one that stands beside them and must not suffer."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from time import sleep
from typing import Any, cast
from uuid import UUID, uuid4

from msgspec import Struct

from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.settings import Settings
from wellkept_sdk import Ctx, Manifest, Plugin
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.errors import NotFound
from wellkept_sdk.hooks import TicketHooks, hookimpl
from wellkept_sdk.hooks.ticket_questions import Charges, ChargesQuestion
from wellkept_sdk.hooks.tickets import LoggedTicket, TicketTransitioning
from wellkept_sdk.manifest import FailurePolicy
from wellkept_sdk.now import now
from wellkept_sdk.records.activation import Activation
from wellkept_sdk.records.references import RecordName, RecordRef

TICKET = UUID("0199aaaa-0000-7000-8000-000000000001")
ROW = UUID("0199aaaa-0000-7000-8000-000000000002")
MAKE_TABLES = (
    "DROP TABLE IF EXISTS broken_row",
    "DROP TABLE IF EXISTS neighbour_row",
    "CREATE TABLE broken_row (id UUID PRIMARY KEY)",
    "CREATE TABLE neighbour_row (id UUID PRIMARY KEY)",
)
# Their tables are made by hand: what is tested here is what happens when they are called.
_INSERT = "INSERT INTO broken_row (id) VALUES (?)"


class Behaving(Plugin, TicketHooks):
    """Does the same thing in each phase."""

    async def act(self, ctx: Ctx) -> Any:
        """Do nothing yet."""
        del ctx

    @hookimpl
    async def ticket_transitioning(self, ctx: Ctx, event: TicketTransitioning) -> Any:
        return await self.act(ctx)

    @hookimpl
    async def ticket_logged(self, ctx: Ctx, event: LoggedTicket) -> None:
        return await self.act(ctx)

    @hookimpl
    async def ticket_charges(self, ctx: Ctx, event: ChargesQuestion) -> Charges | None:
        return await self.act(ctx)


class Neighbour(Behaving):
    """Writes a row whenever it is called, as it should."""

    async def act(self, ctx: Ctx) -> None:
        await ctx.db.execute("INSERT INTO neighbour_row (id) VALUES (?)", uuid4())


class Raises(Behaving):
    async def act(self, ctx: Ctx) -> None:
        raise KeyError("nowhere")


class RaisesAnErrorOfTheApi(Behaving):
    async def act(self, ctx: Ctx) -> None:
        raise NotFound


class Hangs(Behaving):
    async def act(self, ctx: Ctx) -> None:
        await ctx.db.execute(_INSERT, ROW)
        await asyncio.sleep(30)


class HangsStubbornly(Behaving):
    async def act(self, ctx: Ctx) -> None:
        while True:
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(30)


class BurnsTheProcessor(Behaving):
    """Never gives anybody else a turn, so that no time limit can reach it before its end."""

    async def act(self, ctx: Ctx) -> None:
        sleep(0.35)  # noqa: ASYNC251 - what it is made for


class AnswersRubbish(Behaving):
    async def act(self, ctx: Ctx) -> Any:
        await ctx.db.execute(_INSERT, ROW)
        return "rubbish"


class WritesHalf(Behaving):
    async def act(self, ctx: Ctx) -> None:
        await ctx.db.execute(_INSERT, ROW)
        ctx.after_commit(lambda: committed.append(self.manifest.name))
        raise RuntimeError("The other half is missing.")


class SwallowsDatabaseError(Behaving):
    async def act(self, ctx: Ctx) -> None:
        await ctx.db.execute(_INSERT, ROW)
        with suppress(Exception):
            await ctx.db.execute(_INSERT, ROW)


class LeavesTransactionOpen(Behaving):
    async def act(self, ctx: Ctx) -> None:
        await ctx.db.transaction().__aenter__()
        await ctx.db.execute(_INSERT, ROW)
        raise RuntimeError("The door is open.")


class Exits(Behaving):
    async def act(self, ctx: Ctx) -> None:
        raise SystemExit(3)


class CancelsItself(Behaving):
    async def act(self, ctx: Ctx) -> None:
        raise asyncio.CancelledError


class SpawnsTask(Behaving):
    """Starts work that outlives its call; it has no part in the transaction."""

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[int]] = []

    async def act(self, ctx: Ctx) -> None:
        self.tasks.append(asyncio.create_task(ctx.db.execute(_INSERT, ROW)))  # pyright: ignore[reportArgumentType] - a coroutine
        await asyncio.sleep(0)
        raise RuntimeError("The task lives on.")


#: Those that fail in whatever phase they are called.
FAILING: tuple[type[Behaving], ...] = (
    Raises,
    RaisesAnErrorOfTheApi,
    Hangs,
    HangsStubbornly,
    BurnsTheProcessor,
    AnswersRubbish,
    WritesHalf,
    SwallowsDatabaseError,
    LeavesTransactionOpen,
    Exits,
    CancelsItself,
    SpawnsTask,
)
#: Which of them have come as far as being committed; none should.
committed: list[str] = []


def named(
    kind: type[Any], name: str = "broken", *, failure: FailurePolicy = FailurePolicy.OPTIONAL, **members: object
) -> Any:
    """Return a plugin of this kind; members go into its manifest where that has them, else into its class."""
    said = {field: members.pop(field) for field in Manifest.__struct_fields__ if field in members}
    manifest = Manifest(
        **cast("Any", {"name": name, "version": "1.0.0", "sdk": ">=1.0,<2", "failure": failure, **said})
    )
    return type(kind.__name__, (kind,), {"manifest": manifest, **members})()


def hosting(*plugins: Plugin) -> Host:
    """Return a host of these, all of them active."""
    host = Host.of(plugins, settings=Settings(hook_seconds_max=0.3))
    assert len(host.plugins) == len(plugins), [found.reason for found in host.found]
    return host


def occasion_for(names: Iterable[str], *, terms: dict[str, Struct] | None = None, with_record: bool = True) -> Occasion:
    """Return an occasion on which these plugins serve a ticket."""
    activation = Activation(id=None, hash="", plugins=frozenset(names))
    return Occasion(
        actor=SYSTEM,
        at=now(),
        active=ActiveSet(activation=activation, terms=terms or {}),
        record=RecordRef(RecordName.TICKET, TICKET) if with_record else None,
    )
