"""Which timers a ticket keeps, status by status."""

from datetime import datetime

from api import Api
from tickets_made import REPORTED_AT, ticket
from wellkept.activation.terms import CoreTerms
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.rules.words import TicketStatus
from wellkept.tickets.service.clocks import follow

RESOLVED = {"cause": "seal worn", "measure": "seal replaced"}
REPORTED = "2026-10-01T01:00:00Z"


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
            await follow(ticket(), resolved, terms=never)

        assert await timers(database) == {}

    async def test_stops_when_the_customer_has_answered(self, admin: Api, database: Database) -> None:
        ticket = await admin.ticket(reported_at=REPORTED)
        await admin.act(ticket["id"], "resolve", **RESOLVED)

        await admin.act(ticket["id"], "reject", reason="still leaks")

        assert await timers(database) == {}
