from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from fake_parties import PUMPCO
from sla_house import Story, moment, sla_app
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.db import FALSE, TRUE, Dialect
from wellkept_sdk.http import PageRequest
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.services.sla import ClockKind, ClockState
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.queries.lists import (
    BREACHES,
    CLOCKS,
    BreachFilters,
    ClockFilters,
    breach_page,
    breaches_seen,
    clock_page,
    clocks_seen,
    first_dues,
    opening_fact,
    seen,
    tickets_after,
)
from wellkept_sla.rules.facts import FactKind

MONDAY = "2026-03-02 09:00"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("sla", None)


def caller(role: Role, *, customer_ids: tuple[UUID, ...] = (), party_id: PartyId | None = None) -> Actor:
    return Actor(
        kind=ActorKind.USER,
        id=None,
        name="somebody",
        role=role,
        permissions=frozenset(),
        customer_ids=customer_ids,
        party_id=party_id,
    )


class TestSeen:
    async def test_is_everything_for_our_house_and_its_programs(self, ctx: Ctx) -> None:
        assert {seen(caller(role), ctx.db) for role in (*Role.staff(), Role.INTEGRATION)} == {TRUE}

    async def test_is_what_was_promised_to_the_customer(self, ctx: Ctx) -> None:
        customer_id = UUID("01990000-0000-7000-8000-000000000077")

        clause = seen(caller(Role.CUSTOMER, customer_ids=(customer_id,)), ctx.db)

        assert "clock.kind = 'sla'" in clause.sql
        assert "ticket.customer_id" in clause.sql

    async def test_is_what_the_party_has_promised_or_nothing_without_a_party(self, ctx: Ctx) -> None:
        clause = seen(caller(Role.PARTNER, party_id=PUMPCO.id), ctx.db)

        assert (clause.sql, clause.args) == ("clock.kind = 'uc' AND clock.party_id = ?", (PUMPCO.id,))
        assert seen(caller(Role.PARTNER), ctx.db) == FALSE


class TestFilters:
    def test_hold_for_every_row_if_none_is_given(self) -> None:
        assert ClockFilters().clause() == TRUE
        assert BreachFilters().clause() == TRUE

    def test_are_joined(self) -> None:
        clause = ClockFilters(state=ClockState.RUNNING, kind=ClockKind.UC, breached=False).clause()

        assert clause.sql.startswith("(clock.state = 'running') AND (clock.kind = 'uc') AND (NOT (EXISTS")


async def plan_of(app: TestApp, ctx: Ctx, sql: str, *args: object) -> str:
    """Return how the database walks, if it may neither read everything nor sort."""
    async with app.house.transaction():
        word = "EXPLAIN QUERY PLAN"
        if ctx.db.dialect is Dialect.POSTGRES:
            word = "EXPLAIN"
            await ctx.db.execute("SET LOCAL enable_seqscan = off")
            await ctx.db.execute("SET LOCAL enable_sort = off")
        rows = await app.house.fetch(f"{word} {sql}", *args)
    return "\n".join(str(list(row.values())[-1]) for row in rows)


class TestWalk:
    async def test_of_what_is_due_next_rides_its_index(self, app: TestApp, ctx: Ctx) -> None:
        where = clocks_seen(ctx, ClockFilters(state=ClockState.RUNNING))
        order = "ORDER BY clock.due_at ASC NULLS LAST, clock.id ASC LIMIT 51"

        plan = await plan_of(app, ctx, f"{CLOCKS.select} WHERE {where.sql} {order}", *where.args)

        assert "sla_clock__due_at__id" in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan

    async def test_of_clocks_in_every_state_rides_its_index(self, app: TestApp, ctx: Ctx) -> None:
        where = clocks_seen(ctx, ClockFilters())
        order = "ORDER BY clock.due_at ASC NULLS LAST, clock.id ASC LIMIT 51"

        plan = await plan_of(app, ctx, f"{CLOCKS.select} WHERE {where.sql} {order}", *where.args)

        assert "sla_clock__due_at__id" in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan

    async def test_of_breaches_rides_its_index(self, app: TestApp, ctx: Ctx) -> None:
        where = breaches_seen(ctx, BreachFilters())
        order = "ORDER BY breach.breached_at DESC, breach.id DESC LIMIT 51"

        plan = await plan_of(app, ctx, f"{BREACHES.select} WHERE {where.sql} {order}", *where.args)

        assert "sla_breach__breached_at__id" in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan


class TestPage:
    async def test_leaves_out_clocks_that_a_late_fact_has_taken_back(self, app: TestApp, ctx: Ctx) -> None:
        story = await Story.opened(app, MONDAY)
        async with app.house.transaction():
            await ctx.db.execute(
                "UPDATE sla_clock SET state = 'cancelled' WHERE ticket_id = ? AND code = 'response'", story.id
            )

        found = await clock_page(ctx, PageRequest(), filters=ClockFilters(), sort="-due_at")

        assert [row["code"] for row in found.items] == ["resolution"]

    async def test_of_breaches_has_the_clock_of_each(self, app: TestApp, ctx: Ctx) -> None:
        await Story.opened(app, MONDAY)
        app.clock.set(moment("2026-03-02 14:00"))
        await app.drain()

        [row] = (await breach_page(ctx, PageRequest(), filters=BreachFilters())).items

        assert (row["code"], row["number"], row["kind"], row["excuse_id"], row["withdrawn_at"]) == (
            "response",
            1,
            "sla",
            None,
            None,
        )


class TestTicket:
    async def test_has_a_first_fact_and_a_first_due_if_it_ever_had_clocks(self, app: TestApp, ctx: Ctx) -> None:
        story = await Story.opened(app, MONDAY)
        bare = await Story.opened(app, MONDAY, contract="bare")
        ids = [TicketId(UUID(each.id)) for each in (story, bare)]

        opening = await opening_fact(ctx, ids[0])

        assert opening is not None
        assert (opening.kind, opening.data.grade) == (FactKind.OPENED, 1)
        assert await opening_fact(ctx, ids[1]) is None
        assert await first_dues(ctx, ids) == {ids[0]: moment("2026-03-02 13:00")}

    async def test_comes_after_those_with_lesser_ids_or_by_its_number(self, app: TestApp, ctx: Ctx) -> None:
        stories = [await Story.opened(app, MONDAY) for _ in range(3)]
        ids = [TicketId(UUID(story.id)) for story in stories]

        first = await tickets_after(ctx, None, number=None, limit=2)
        rest = await tickets_after(ctx, first[-1], number=None, limit=2)
        named = await tickets_after(ctx, None, number=stories[1].ticket["number"], limit=2)

        assert (first, rest, named) == (ids[:2], ids[2:], [ids[1]])
