"""Reactions of plugins: who is told of what, after the change is durable."""

from typing import Any
from uuid import UUID

from api import Api
from made_plugins import Heard, made_plugin, make_plan, plugins_bound, revise_plan
from wellkept.platform.delivery.lanes import delivery_lanes
from wellkept.platform.outbox.subscriptions import subscriptions
from wellkept.platform.plugin_host.seams.reactions import record_of, subscriptions_of
from wellkept.platform.storage.database import Database
from wellkept_sdk import ActivationLevel, Plugin, RecordName, RecordRef, subscribe
from wellkept_sdk.events.tickets import TicketOpened, TicketResumed, TicketTransitioned
from wellkept_sdk.now import now

TICKET_ID = UUID("01900000-0000-7000-8000-00000000000a")


def reacting(
    name: str, event: type[Any], *, activation: ActivationLevel = ActivationLevel.DEPLOYMENT
) -> tuple[Plugin, Heard]:
    """Return a plugin that reacts to a type of event, and what it hears."""
    heard = Heard()

    async def note(_self: Plugin, ctx: Any, told: Any) -> None:
        heard.append((ctx.plugin, (ctx, told)))

    return made_plugin(name, activation=activation, members={"note": subscribe(event)(note)}), heard


async def deliver() -> None:
    """Hand everything over that waits."""
    for lane in delivery_lanes(subscriptions()):
        for attempt in await lane.claim(100, now):
            await attempt()


class TestReaction:
    async def test_gets_the_event_and_a_context_of_its_record(self, admin: Api, database: Database) -> None:
        plugin, heard = reacting("ears", TicketOpened)

        with plugins_bound(plugin):
            ticket = await admin.ticket()
            await deliver()

        [(_, (ctx, told))] = heard
        assert isinstance(told, TicketOpened)
        assert told.number == ticket["number"]
        assert ctx.record == RecordRef(RecordName.TICKET, UUID(ticket["id"]))
        assert (ctx.actor.name, ctx.plugin) == ("system", "ears")
        [event] = await admin.all_events("tickets.ticket.opened")
        assert ctx.idempotency_key == f"{event['id']}:ears.note"
        assert await database.fetch("SELECT id FROM event_delivery") == []

    async def test_to_a_general_event_hears_of_all_its_kinds(self, admin: Api) -> None:
        plugin, heard = reacting("ears", TicketTransitioned)

        with plugins_bound(plugin):
            ticket = await admin.ticket()
            await admin.act(ticket["id"], "hold", reason="parts")
            await admin.act(ticket["id"], "resume")
            await deliver()
            await deliver()

        assert [type(told).__name__ for _, (_, told) in heard] == ["TicketHeld", "TicketResumed"]

    async def test_of_a_plugin_that_does_not_serve_the_record_is_not_even_delivered(
        self, admin: Api, database: Database
    ) -> None:
        served, unserved = (
            reacting(name, TicketOpened, activation=ActivationLevel.CONTRACT) for name in ("served", "unserved")
        )
        with plugins_bound(served[0], unserved[0]):
            await make_plan("served")
            await admin.ticket()
            waiting = await database.fetch("SELECT subscriber FROM event_delivery")
            await deliver()

        assert [row["subscriber"] for row in waiting] == ["served.note"]
        assert (len(served[1]), len(unserved[1])) == (1, 0)

    async def test_of_a_plugin_that_serves_the_record_no_more_is_completed_without_a_call(
        self, admin: Api, database: Database
    ) -> None:
        plugin, heard = reacting("leaving", TicketOpened, activation=ActivationLevel.CONTRACT)

        with plugins_bound(plugin):
            plan_id = await make_plan("leaving")
            ticket = await admin.ticket()
            await revise_plan(plan_id, revision=2)
            await admin.created(f"/v1/tickets/{ticket['id']}/activation", {})
            await deliver()

        assert heard == []
        assert await database.fetch("SELECT id FROM event_delivery") == []

    async def test_that_fails_leaves_nothing_of_what_it_wrote_without_a_transaction_of_its_own(
        self, admin: Api, database: Database
    ) -> None:
        async def stumble(_self: Plugin, ctx: Any, _event: Any) -> None:
            await ctx.db.execute("UPDATE ticket SET title = 'half'")
            raise ZeroDivisionError

        with plugins_bound(made_plugin("clumsy", members={"note": subscribe(TicketOpened)(stumble)})):
            ticket = await admin.ticket()
            await deliver()

        assert (await admin.found(f"/v1/tickets/{ticket['id']}"))["title"] == "Pump trips"
        [waiting] = await database.fetch("SELECT attempts FROM event_delivery")
        assert waiting["attempts"] == 1

    async def test_of_a_record_that_is_gone_is_completed_without_a_call(self, admin: Api, database: Database) -> None:
        plugin, heard = reacting("ears", TicketOpened)

        with plugins_bound(plugin):
            await admin.ticket()
            await database.execute("DELETE FROM ticket")
            await deliver()

        assert heard == []
        assert await database.fetch("SELECT id FROM event_delivery") == []


class TestSubscriptionsOfPlugin:
    def test_are_named_by_plugin_and_method(self) -> None:
        plugin, _ = reacting("ears", TicketResumed, activation=ActivationLevel.CONTRACT)

        [found] = subscriptions_of(plugin)

        assert (found.name, found.types) == ("ears.note", {"tickets.ticket.resumed"})
        assert (found.plugin, found.contract_level) == ("ears", True)


class TestRecordOfSubject:
    def test_is_a_record_of_core_or_none(self) -> None:
        assert record_of(f"equipment/{TICKET_ID}") == RecordRef(RecordName.EQUIPMENT, TICKET_ID)
        assert record_of(f"sla-clocks/{TICKET_ID}") is None
