"""The end of a ticket ends who takes part in it after some days, and its reopening brings them back."""

from uuid import UUID

from parties_house import (
    closed,
    did,
    events,
    involved,
    moment,
    partner_of,
    registered,
    rows_of,
    swept,
)
from wellkept_parties.service import closing
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import Json, TestApp


async def reopened(app: TestApp, ticket: Json) -> None:
    await did(app, ticket, "reopen", reason="It trips again")


class TestClosedTicket:
    async def test_stays_visible_for_its_days_and_then_ends_with_one_event_each(self, app: TestApp) -> None:
        ticket, pumpco, valveco = await app.ticket(), await registered(app), await registered(app)
        path = f"tickets/{ticket['id']}"
        for party in (pumpco, valveco):
            await involved(app, path, party)
        partner = await partner_of(app, pumpco)
        await closed(app, ticket)

        await swept(app, "2026-04-01T03:59:59Z")
        before = (await partner.get(f"/v1/{path}")).status_code
        version = (await app.client.get(f"/v1/{path}")).json()["version"]
        await swept(app, "2026-04-02T04:00:00Z")
        await swept(app, "2026-04-03T04:00:00Z")

        assert (before, (await partner.get(f"/v1/{path}")).status_code) == (200, 404)
        assert [(str(row["ends_on"]), row["ended_by"]) for row in await rows_of(app, ticket["id"])] == [
            ("2026-04-02", "closure")
        ] * 2
        ended = [data for name, data in await events(app) if name == "involvement.ended"]
        assert [(data["party_id"], data["ends_on"], data["because"]) for data in ended] == [
            (pumpco["id"], "2026-04-02", "closure"),
            (valveco["id"], "2026-04-02", "closure"),
        ]
        assert (await app.client.get(f"/v1/{path}")).json()["version"] == version + 1

    async def test_brings_everybody_back_when_it_is_reopened(self, app: TestApp) -> None:
        ticket, party, other = await app.ticket(contract="patient"), await registered(app), await registered(app)
        path = f"tickets/{ticket['id']}"
        made = await involved(app, path, party)
        await involved(app, path, other, ends_on="2026-03-20")
        await did(app, ticket, "cancel", reason="by mistake")
        await swept(app, "2026-04-05T04:00:00Z")
        partner = await partner_of(app, party)

        await reopened(app, ticket)

        first, second = await rows_of(app, ticket["id"])
        assert (first["ended_by"], first["ends_on"], first["ends_at"], first["record_closed_at"]) == (None,) * 4
        # Its own end has come meanwhile.
        assert second["ended_by"] == "period"
        assert (await partner.get(f"/v1/{path}")).status_code == 200
        assert [(name, data["involvement_id"]) for name, data in await events(app, "parties.involvement.started")][
            -1
        ] == ("involvement.started", made["id"])
        await swept(app, "2026-08-01T04:00:00Z")
        assert (await rows_of(app, ticket["id"]))[0]["ended_by"] is None

    async def test_counts_its_days_anew_after_another_end(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="patient")
        await involved(app, f"tickets/{ticket['id']}", await registered(app), ends_on="2026-12-31")
        await did(app, ticket, "cancel", reason="by mistake")
        await swept(app, "2026-04-05T04:00:00Z")
        await reopened(app, ticket)
        [back] = await rows_of(app, ticket["id"])
        await did(app, ticket, "cancel", reason="once more")

        await swept(app, "2026-04-20T04:00:00Z")
        [kept] = await rows_of(app, ticket["id"])
        await swept(app, "2026-05-06T04:00:00Z")

        assert (str(back["ends_on"]), back["ended_by"], back["agreed_ends_on"]) == ("2026-12-31", None, None)
        assert back["ends_at"] == moment("2026-12-30T16:00:00Z")
        assert kept["ended_by"] is None
        [ended] = await rows_of(app, ticket["id"])
        assert (str(ended["ends_on"]), str(ended["agreed_ends_on"])) == ("2026-05-06", "2026-12-31")

    async def test_does_not_bring_back_what_somebody_has_ended_or_made_anew(self, app: TestApp) -> None:
        ticket, gone, again = await app.ticket(contract="patient"), await registered(app), await registered(app)
        path = f"tickets/{ticket['id']}"
        made = await involved(app, path, gone)
        await involved(app, path, again)
        await app.client.delete(f"/v1/{path}/parties/{made['id']}")
        await did(app, ticket, "cancel", reason="by mistake")
        await swept(app, "2026-04-05T04:00:00Z")
        anew = await involved(app, path, again)

        await reopened(app, ticket)

        rows = await rows_of(app, ticket["id"])
        assert [row["ended_by"] for row in rows] == ["person", "closure", None]
        assert str(rows[2]["id"]) == anew["id"]

    async def test_brings_back_the_last_of_several(self, app: TestApp) -> None:
        ticket, party = await app.ticket(contract="patient"), await registered(app)
        await involved(app, f"tickets/{ticket['id']}", party)
        await did(app, ticket, "cancel", reason="by mistake")
        await swept(app, "2026-04-05T04:00:00Z")
        await involved(app, f"tickets/{ticket['id']}", party)
        await swept(app, "2026-04-06T04:00:00Z")

        await reopened(app, ticket)

        assert [row["ended_by"] for row in await rows_of(app, ticket["id"])] == ["closure", None]

    async def test_gives_its_days_to_whoever_comes_later(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="patient")
        await closed(app, ticket)
        app.clock.set(moment("2026-06-01T04:00:00Z"))
        await involved(app, f"tickets/{ticket['id']}", await registered(app))
        await involved(app, f"tickets/{ticket['id']}", await registered(app), starts_on="2026-07-01")

        ended: list[list[str | None]] = []
        for at in ("2026-06-30T04:00:00Z", "2026-07-01T04:00:00Z", "2026-07-30T15:00:00Z", "2026-07-30T16:00:00Z"):
            await swept(app, at)
            ended.append([row["ended_by"] for row in await rows_of(app, ticket["id"])])

        assert ended == [[None, None], ["closure", None], ["closure", None], ["closure", "closure"]]


class TestImportedTicket:
    async def test_counts_from_the_end_that_it_had_elsewhere(self, app: TestApp) -> None:
        over, going_on, other = await app.ticket(), await app.ticket(), await app.ticket()
        await did(app, over, "cancel", reason="by mistake")
        ctx = await app.house.context("parties", None)
        for ticket in (over, going_on):
            await involved(app, f"tickets/{ticket['id']}", await registered(app))
        records = [await ctx.tickets.get(TicketId(UUID(each["id"]))) for each in (over, going_on, other)]

        async with app.house.transaction():
            await ctx.db.execute("UPDATE parties_involvement SET record_closed_at = NULL")
            await closing.imported(ctx, records)
            await closing.imported(ctx, records[2:])

        [ended], [lasting] = await rows_of(app, over["id"]), await rows_of(app, going_on["id"])
        assert (ended["record_closed_at"], lasting["record_closed_at"]) == (moment("2026-03-02T04:00:00Z"), None)
