"""What a ticket does by itself when its time has come."""

from datetime import UTC, datetime, timedelta

from api import Api
from made_plugins import made_plugin, plugins_bound
from wellkept.platform.jobs.timers import timer_lanes
from wellkept.platform.jobs.worker import Worker
from wellkept.tickets.jobs import TIMER_HANDLERS
from wellkept_sdk import Ctx, Plugin
from wellkept_sdk.hooks import Veto
from wellkept_sdk.hooks.tickets import TicketTransitioning
from wellkept_sdk.records.tickets import Action

RESOLVED = {"cause": "seal worn", "measure": "seal replaced"}


def moment(days_ahead: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days_ahead)  # noqa: TID251 - the server reads the same clock


async def work_until(at: datetime) -> None:
    """Do whatever is due at a moment."""
    await Worker(lanes=timer_lanes(TIMER_HANDLERS), clock=lambda: at).drain()


class TestHoldUntil:
    async def test_resumes_the_ticket_at_that_moment(self, admin: Api) -> None:
        ticket = await admin.ticket(reported_at=moment(-3).isoformat())
        until = moment(-1)
        held = {"reason": "parts", "occurred_at": moment(-2).isoformat(), "until": until.isoformat()}
        await admin.act(ticket["id"], "hold", **held)

        await work_until(moment(0))

        resumed = await admin.found(f"/v1/tickets/{ticket['id']}")
        assert (resumed["status"], resumed["hold"]) == ("new", None)
        last = (await admin.all_items(f"/v1/tickets/{ticket['id']}/history"))[-1]
        assert (last["action"], last["actor"]["kind"]) == ("resume", "system")
        assert datetime.fromisoformat(last["occurred_at"]) == until

    async def test_does_nothing_to_a_ticket_that_was_resumed_before(self, admin: Api) -> None:
        ticket = await admin.ticket()
        await admin.act(ticket["id"], "hold", reason="parts", until=moment(1).isoformat())
        await admin.act(ticket["id"], "resume")

        await work_until(moment(2))

        assert len(await admin.all_items(f"/v1/tickets/{ticket['id']}/history")) == 3


class TestConfirmation:
    async def test_is_reminded_of_and_then_taken_as_given(self, admin: Api) -> None:
        ticket = await admin.ticket(reported_at=moment(-20).isoformat())
        await admin.act(ticket["id"], "resolve", occurred_at=moment(-11).isoformat(), **RESOLVED)

        await work_until(moment(0))

        closed = await admin.found(f"/v1/tickets/{ticket['id']}")
        assert closed["status"] == "closed"
        assert len(await admin.all_events("tickets.ticket.confirmation_reminded")) == 1
        last = (await admin.all_items(f"/v1/tickets/{ticket['id']}/history"))[-1]
        assert (last["action"], last["from_status"], last["actor"]["name"]) == ("close", "resolved", "system")

    async def test_is_waited_for_as_long_as_the_ticket_is_escalated(self, admin: Api) -> None:
        ticket = await admin.ticket(reported_at=moment(-20).isoformat())
        await admin.act(ticket["id"], "resolve", occurred_at=moment(-11).isoformat(), **RESOLVED)
        await admin.act(ticket["id"], "escalate", reason="the customer is abroad")

        await work_until(moment(0))

        assert (await admin.found(f"/v1/tickets/{ticket['id']}"))["status"] == "resolved"

    async def test_is_no_matter_any_more_after_a_rejection(self, admin: Api) -> None:
        ticket = await admin.ticket(reported_at=moment(-20).isoformat())
        await admin.act(ticket["id"], "resolve", occurred_at=moment(-11).isoformat(), **RESOLVED)
        await admin.act(ticket["id"], "reject", reason="still leaks")

        await work_until(moment(0))

        assert (await admin.found(f"/v1/tickets/{ticket['id']}"))["status"] == "in_progress"


class TestVetoedTimer:
    async def test_is_tried_again_until_the_plugin_allows_it(self, admin: Api) -> None:
        windy = [True]

        async def judge(_self: Plugin, _ctx: Ctx, event: TicketTransitioning) -> Veto | None:
            is_forbidden = windy[0] and event.action is Action.RESUME
            return Veto(code="wind.work.too_windy", message="It blows.") if is_forbidden else None

        with plugins_bound(made_plugin("wind", ticket_transitioning=judge)):
            ticket = await admin.ticket(reported_at=moment(-3).isoformat())
            held = {"reason": "weather", "occurred_at": moment(-2).isoformat(), "until": moment(-1).isoformat()}
            await admin.act(ticket["id"], "hold", **held)
            await work_until(moment(-0.5))
            waiting = await admin.found(f"/v1/tickets/{ticket['id']}")
            windy[0] = False
            await work_until(moment(0))

        assert waiting["status"] == "on_hold"
        assert (await admin.found(f"/v1/tickets/{ticket['id']}"))["status"] == "new"
