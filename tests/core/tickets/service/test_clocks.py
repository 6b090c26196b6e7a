"""Which timers a ticket keeps, status by status."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api import Api
from broken_plugins import named, occasion_for
from made_plugins import make_plan, plugins_bound, revise_plan
from tickets_made import REPORTED_AT, ticket
from wellkept.activation.terms import CoreTerms
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.service.clocks import follow
from wellkept_sdk import ActivationLevel, Ctx, FailurePolicy, Plugin, provide
from wellkept_sdk.errors import Invalid
from wellkept_sdk.period import BusinessDays
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.services.calendars import CALENDARS, CalendarNotFound, CountedMoment

RESOLVED = {"cause": "seal worn", "measure": "seal replaced"}
REPORTED = "2026-10-01T01:00:00Z"
EVIDENCE = {"kind": "phone", "statement": "It runs.", "contact_name": "Ms Li"}
EVERY_DAY = {"ticket_confirmation_reminder": "2026-10-07 15:30", "ticket_auto_close": "2026-10-12 15:30"}


class FiveDayWeek:
    """Calendars as far as core asks them: works from Monday to Friday, but on one day."""

    closed_on = date(2026, 10, 5)

    def __init__(self, ctx: Ctx) -> None:
        self._ctx = ctx

    async def default(self, *, time_zone: str | None = None) -> "FiveDayWeek":
        assert (await self._ctx.db.fetch_one("SELECT 1 AS one")) == {"one": 1}
        assert time_zone is not None
        self._zone = ZoneInfo(time_zone)
        return self

    def add(self, start: datetime, duration: BusinessDays) -> CountedMoment:
        assert duration.until == "same_time"
        at, left = start.astimezone(self._zone), duration.days
        while left:
            at += timedelta(days=1)
            left -= at.weekday() < 5 and at.date() != self.closed_on
        return CountedMoment(at=at.astimezone(start.tzinfo), provisional=False)


class NoDefault(FiveDayWeek):
    async def default(self, *, time_zone: str | None = None) -> FiveDayWeek:
        raise CalendarNotFound(time_zone=time_zone)


class AlwaysClosed(FiveDayWeek):
    def add(self, start: datetime, duration: BusinessDays) -> CountedMoment:
        del start, duration
        raise Invalid


class Broken(FiveDayWeek):
    async def default(self, *, time_zone: str | None = None) -> FiveDayWeek:
        del time_zone
        raise ZeroDivisionError


def calendars(make: Callable[[Ctx], Any], *, failure: FailurePolicy = FailurePolicy.REQUIRED) -> Plugin:
    return named(
        Plugin,
        "calendars",
        activation=ActivationLevel.DEPLOYMENT,
        failure=failure,
        provides=(CALENDARS.name,),
        services=(provide(CALENDARS, make),),
    )


async def resolved_in(admin: Api, time_zone: str = "Asia/Shanghai") -> str:
    """Return a ticket that was resolved on Friday, 2 October 2026, at 23:30 in Shanghai."""
    customer = await admin.customer(time_zone=time_zone)
    project = await admin.project(customer_id=customer["id"])
    ticket = await admin.ticket(project_id=project["id"], reported_at=REPORTED)
    await admin.act(ticket["id"], "resolve", occurred_at="2026-10-02T15:30:00Z", **RESOLVED)
    return ticket["id"]


async def timers(database: Database) -> dict[str, str]:
    rows = await database.fetch("SELECT kind, due_at FROM timer WHERE plugin = 'core'")
    return {row["kind"]: moment(row["due_at"]) for row in rows}


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")


class TestFollow:
    async def test_waits_for_the_end_of_a_hold(self, admin: Api, database: Database) -> None:
        ticket = await admin.ticket(reported_at=REPORTED)
        await admin.act(ticket["id"], "hold", reason="scheduled", until="2999-10-05T08:00:00+08:00")

        held = await timers(database)
        await admin.act(ticket["id"], "resume")

        assert held == {"ticket_hold_until": "2999-10-05 00:00"}
        assert await timers(database) == {}

    async def test_keeps_waiting_when_a_ticket_on_hold_is_given_to_somebody(
        self, admin: Api, database: Database
    ) -> None:
        ticket = await admin.ticket(reported_at=REPORTED)
        await admin.act(ticket["id"], "hold", reason="scheduled", until="2999-10-05T00:00:00Z")

        await admin.act(ticket["id"], "assign", assignee_id=str(admin.user_id))

        assert await timers(database) == {"ticket_hold_until": "2999-10-05 00:00"}

    async def test_counts_days_of_the_confirmation_from_the_resolution(self, admin: Api, database: Database) -> None:
        ticket = await admin.ticket(reported_at=REPORTED)

        await admin.act(ticket["id"], "resolve", occurred_at="2026-10-02T03:00:00Z", **RESOLVED)

        assert await timers(database) == {
            "ticket_confirmation_reminder": "2026-10-07 03:00",
            "ticket_auto_close": "2026-10-12 03:00",
        }

    async def test_waits_for_nothing_with_zero_days(self, database: Database) -> None:
        never = CoreTerms(remind_after_days=0, auto_close_after_days=0)
        resolved = ticket(status=TicketStatus.RESOLVED, resolved_at=REPORTED_AT)

        async with transaction():
            await follow(ticket(), resolved, terms=never, occasion=occasion_for([]))

        assert await timers(database) == {}

    async def test_stops_when_the_customer_has_answered(self, admin: Api, database: Database) -> None:
        ticket = await admin.ticket(reported_at=REPORTED)
        await admin.act(ticket["id"], "resolve", **RESOLVED)

        await admin.act(ticket["id"], "reject", reason="still leaks")

        assert await timers(database) == {}


class TestWorkingDays:
    async def test_are_those_of_the_default_calendar_in_the_customers_zone(
        self, admin: Api, database: Database
    ) -> None:
        with plugins_bound(calendars(FiveDayWeek)):
            await resolved_in(admin)
            in_shanghai = await timers(database)
            await database.execute("DELETE FROM timer")
            await resolved_in(admin, "Pacific/Kiritimati")

        # Monday the 5th is no working day. On the atoll it is Saturday already: the same days, counted from there.
        assert in_shanghai == {
            "ticket_confirmation_reminder": "2026-10-12 15:30",
            "ticket_auto_close": "2026-10-19 15:30",
        }
        assert await timers(database) == {
            "ticket_confirmation_reminder": "2026-10-11 15:30",
            "ticket_auto_close": "2026-10-18 15:30",
        }

    async def test_do_not_count_where_a_plan_says_so(self, admin: Api, database: Database) -> None:
        with plugins_bound(calendars(FiveDayWeek)):
            await make_plan(terms={"core": {"days": "calendar"}})
            await resolved_in(admin)

        assert await timers(database) == EVERY_DAY

    @pytest.mark.parametrize("make", [NoDefault, AlwaysClosed])
    async def test_give_way_to_every_day_where_there_are_none(
        self, admin: Api, database: Database, make: Callable[[Ctx], Any]
    ) -> None:
        with plugins_bound(calendars(make)):
            await resolved_in(admin)

        assert await timers(database) == EVERY_DAY
        assert await database.fetch("SELECT id FROM plugin_failure") == []

    async def test_give_way_to_every_day_where_a_plugin_fails_that_may(self, admin: Api, database: Database) -> None:
        with plugins_bound(calendars(Broken, failure=FailurePolicy.OPTIONAL)):
            await resolved_in(admin)

        assert await timers(database) == EVERY_DAY
        assert len(await database.fetch("SELECT id FROM plugin_failure")) == 1

    async def test_are_needed_where_their_plugin_is_required(self, admin: Api) -> None:
        with plugins_bound(calendars(Broken)):
            ticket = await admin.ticket()
            path = f"/v1/tickets/{ticket['id']}/transitions"

            answer = await admin.post(path, {"action": "resolve", **RESOLVED})

        assert (answer.status_code, answer.json()["code"], answer.json()["plugin"]) == (
            409,
            "plugin_failed",
            "calendars",
        )

    async def test_cost_statements_only_where_they_are_counted(self, admin: Api, database: Database) -> None:
        async def spent(*plugins: Plugin) -> list[int]:
            counts: list[int] = []
            with plugins_bound(*plugins):
                ticket = await admin.ticket()
                for action, fields in (("start", {}), ("resolve", RESOLVED), ("confirm", {"evidence": EVIDENCE})):
                    before = database.statements
                    await admin.act(ticket["id"], action, **fields)
                    counts.append(database.statements - before)
            return counts

        without, with_calendars = await spent(), await spent(calendars(FiveDayWeek))

        # The customer's zone, and what the service itself asks.
        assert [after - before for before, after in zip(without, with_calendars, strict=True)] == [0, 2, 0]


class TestAdapt:
    async def test_counts_again_by_other_days(self, admin: Api, database: Database) -> None:
        with plugins_bound(calendars(FiveDayWeek)):
            plan_id = await make_plan(terms={"core": {"days": "calendar"}})
            ticket_id = await resolved_in(admin)
            before = await timers(database)
            await revise_plan(plan_id, revision=2, terms={"core": {"remind_after_days": 1, "auto_close_after_days": 0}})
            await admin.created(f"/v1/tickets/{ticket_id}/activation", {})

        assert before == EVERY_DAY
        assert await timers(database) == {"ticket_confirmation_reminder": "2026-10-06 15:30"}

    async def test_leaves_timers_alone_that_are_counted_as_before(self, admin: Api, database: Database) -> None:
        with plugins_bound(calendars(FiveDayWeek)):
            plan_id = await make_plan()
            ticket_id = await resolved_in(admin)
            await database.execute("UPDATE timer SET due_at = ?", REPORTED_AT)
            await revise_plan(plan_id, revision=2, terms={"core": {"auto_close_after_days": 1}})
            await admin.created(f"/v1/tickets/{ticket_id}/activation", {})

        assert await timers(database) == {
            "ticket_confirmation_reminder": moment(REPORTED_AT),
            "ticket_auto_close": "2026-10-06 15:30",
        }
