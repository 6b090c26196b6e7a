"""Acceptance 15: a plugin may do what it wants; the change names it or goes on without it, and others' rows stand."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from broken_plugins import (
    FAILING,
    MAKE_TABLES,
    TICKET,
    Behaving,
    HangsStubbornly,
    Neighbour,
    SpawnsTask,
    WritesHalf,
    committed,
    hosting,
    named,
    occasion_for,
)
from wellkept.hosting import bindings_restored
from wellkept.platform.plugin_host.calling import calls, deadline
from wellkept.platform.plugin_host.calling.failures import KEPT, forget
from wellkept.platform.plugin_host.current import bind_host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.errors import PluginFailed, Unavailable
from wellkept_sdk.hooks import TicketHooks
from wellkept_sdk.hooks.ticket_questions import ChargesQuestion
from wellkept_sdk.hooks.tickets import LoggedTicket, TicketTransitioning
from wellkept_sdk.ids import TicketId
from wellkept_sdk.manifest import FailurePolicy
from wellkept_sdk.now import now
from wellkept_sdk.records.tickets import Action, LogKind, Visibility

NO_TICKET: Any = None
TRANSITIONING = TicketTransitioning(
    ticket=NO_TICKET, action=Action.START, occurred_at=now(), note=None, data={}, is_question=False
)
LOGGED = LoggedTicket(
    ticket=NO_TICKET,
    log_entry_id=cast("Any", uuid4()),
    kind=next(iter(LogKind)),
    text="",
    visibility=Visibility.INTERNAL,
    occurred_at=now(),
)


async def decide(occasion: Occasion) -> None:
    await calls.decide(TicketHooks.ticket_transitioning, occasion, TRANSITIONING)


async def apply(occasion: Occasion) -> None:
    await calls.apply(TicketHooks.ticket_logged, occasion, LOGGED)


async def collect(occasion: Occasion) -> None:
    await calls.collect(TicketHooks.ticket_charges, occasion, ChargesQuestion(ticket_id=TicketId(TICKET)))


PHASES = {"ticket_transitioning": decide, "ticket_logged": apply, "ticket_charges": collect}
Phase = Callable[[Occasion], Awaitable[None]]


@pytest.fixture
async def store(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """Return a database with the tables of the plugins, and leave no host behind."""
    monkeypatch.setattr(deadline, "GRACE_SECONDS", 0.1)
    for statement in MAKE_TABLES:
        await database.execute(statement)
    committed.clear()
    with bindings_restored():
        yield database
    for statement in MAKE_TABLES[:2]:
        await database.execute(statement)


@pytest.fixture(params=list(PHASES))
def hook(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


async def ids(store: Database, table: str) -> list[UUID]:
    return [row["id"] for row in await store.fetch(f"SELECT id FROM {table}")]


def bound(*plugins: Any) -> Occasion:
    bind_host(hosting(*plugins))
    return occasion_for(plugin.manifest.name for plugin in plugins)


async def settled(plugin: Behaving) -> list[UUID]:
    """Wait for what a plugin has set going, and return the ids of its rows that are none of the change's."""
    if not isinstance(plugin, SpawnsTask):
        return []
    for task in plugin.tasks:
        assert await task == 1
    return [UUID("0199aaaa-0000-7000-8000-000000000002")] * len(plugin.tasks)


@pytest.mark.parametrize("kind", FAILING, ids=lambda kind: kind.__name__)
class TestOptionalPlugin:
    async def test_fails_alone(self, store: Database, hook: str, kind: type[Behaving]) -> None:
        broken = named(kind)
        occasion = bound(broken, named(Neighbour, "neighbour"), named(Neighbour, "alpha"))

        async with transaction():
            await PHASES[hook](occasion)
        own = await settled(broken)

        assert len(await ids(store, "neighbour_row")) == 2
        assert await ids(store, "broken_row") == own
        assert committed == []
        (failure,) = await store.fetch("SELECT * FROM plugin_failure")
        assert (failure["plugin"], failure["hook"]) == ("broken", hook)
        assert failure["subject"] == f"tickets/{TICKET}"


@pytest.mark.parametrize("kind", FAILING, ids=lambda kind: kind.__name__)
class TestRequiredPlugin:
    async def test_fails_the_change_by_name(self, store: Database, hook: str, kind: type[Behaving]) -> None:
        broken = named(kind, failure=FailurePolicy.REQUIRED)
        occasion = bound(named(Neighbour, "alpha"), broken)

        with pytest.raises(PluginFailed) as caught:
            async with transaction():
                await PHASES[hook](occasion)
        own = await settled(broken)

        assert caught.value.context == {"plugin": "broken", "hook": hook}
        assert await ids(store, "neighbour_row") == []
        assert await ids(store, "broken_row") == own
        assert committed == []
        assert await ids(store, "plugin_failure") == []

    async def test_is_one_of_the_reasons_where_somebody_only_asks(self, store: Database, kind: type[Behaving]) -> None:
        broken = named(kind, failure=FailurePolicy.REQUIRED)
        occasion = bound(broken, named(Neighbour, "neighbour"))

        async with transaction():
            replies = await calls.vetoes(TicketHooks.ticket_transitioning, occasion, TRANSITIONING)
        await settled(broken)

        assert [(reply.plugin, reply.value.code) for reply in replies] == [("broken", "plugin_failed")]
        assert len(await ids(store, "neighbour_row")) == 1


class TestPluginThatFailsAgainAndAgain:
    async def test_is_left_alone_if_it_is_optional(self, store: Database) -> None:
        occasion = bound(named(WritesHalf), named(Neighbour, "neighbour"))

        async with transaction():
            for _ in range(7):
                await apply(occasion)

        assert len(await ids(store, "plugin_failure")) == 5
        assert len(await ids(store, "neighbour_row")) == 7

    async def test_fails_changes_at_once_if_it_is_required(self, store: Database) -> None:
        occasion = bound(named(WritesHalf, failure=FailurePolicy.REQUIRED))
        for _ in range(5):
            with pytest.raises(PluginFailed):
                async with transaction():
                    await apply(occasion)

        with pytest.raises(PluginFailed) as caught:
            async with transaction():
                await apply(occasion)

        assert "too often" in caught.value.detail
        assert caught.value.context == {"plugin": "broken", "hook": "ticket_logged"}


class CutOff(Behaving):
    """Meets a database that has gone."""

    async def act(self, ctx: Ctx) -> None:
        raise Unavailable


class TestDatabaseThatIsAway:
    async def test_is_no_failure_of_the_plugin_that_meets_it_however_often(self, store: Database) -> None:
        occasion = bound(named(CutOff, failure=FailurePolicy.REQUIRED))

        for _ in range(7):
            with pytest.raises(Unavailable):
                async with transaction():
                    await apply(occasion)

        assert await ids(store, "plugin_failure") == []


class TestHangingPlugin:
    async def test_is_closed_if_it_does_not_care(self, store: Database) -> None:
        occasion = bound(named(HangsStubbornly))

        async with transaction():
            await apply(occasion)
            await store.execute("INSERT INTO neighbour_row (id) VALUES (?)", TICKET)

        assert await ids(store, "neighbour_row") == [TICKET]


class TestFailure:
    async def test_is_kept_outside_of_transactions_too(self, store: Database) -> None:
        await collect(bound(named(WritesHalf)))

        assert len(await ids(store, "plugin_failure")) == 1

    async def test_is_forgotten_after_a_month(self, store: Database) -> None:
        async with transaction():
            await apply(bound(named(WritesHalf)))

        early = await forget(now() + KEPT / 2)
        late = await forget(now() + KEPT * 2)

        assert (early, late) == (0, 1)
        assert await ids(store, "plugin_failure") == []
