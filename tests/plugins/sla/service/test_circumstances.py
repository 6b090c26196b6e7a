"""What serves a ticket at this moment, as its facts keep it."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from calendar_calls import calendar, revised
from sla_house import PARTIES, Story, moment, sla_app
from wellkept_calendars import plugin as calendars
from wellkept_sdk import RecordName
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.services.calendars import CalendarNotFound
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla import plugin as sla
from wellkept_sla.queries.facts import facts_of
from wellkept_sla.queries.tickets import Zones
from wellkept_sla.rules.facts import Fact, FactData
from wellkept_sla.service.circumstances import at_place, in_force


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


async def opening(app: TestApp, story: Story) -> Fact:
    ticket_id = TicketId(UUID(story.id))
    found = await facts_of(await app.house.context("sla", None), [ticket_id])
    return found[ticket_id][0]


class TestOpening:
    async def test_names_its_terms_and_the_parties_and_calendars_of_that_day(self, app: TestApp) -> None:
        before = await calendar(app)
        first = await Story.opened(app, "2026-03-02 09:00", contract="many")
        await revised(app, before["id"], apply_to="new_clocks", add_exceptions=[{"on": "2026-03-04", "kind": "closed"}])
        second = await Story.opened(app, "2026-03-02 10:00", contract="many")

        old, new = (await opening(app, first)).data, (await opening(app, second)).data

        pumpco = next(party.id for party in PARTIES.known.values() if party.code == "PUMPCO")
        assert old.parties == {"PUMPCO": pumpco}
        assert (old.terms_hash, len(old.terms_hash or "")) == (new.terms_hash, 64)
        assert str(old.calendars["cn-standard"]) == before["revision"]["id"]
        assert str(new.calendars["cn-standard"]) == (await calendar(app))["revision"]["id"]

    async def test_of_a_transaction_that_failed_leaves_no_terms_that_others_rely_on(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="bare")
        assert await app.house.fetch("SELECT id FROM sla_terms") == []
        other = await app.project(contract="preset")
        app.clock.set(moment("2026-03-02 09:30"))
        async with app.house.transaction(), app.house.undone():
            ctx = await app.house.context("sla", RecordRef(RecordName.PROJECT, UUID(other["id"])))
            await in_force(ctx)

        await app.ticket(project_id=other["id"])

        assert story.id
        assert len(await app.house.fetch("SELECT id FROM sla_terms")) == 1


class TestCalendarThatIsNotThere:
    async def test_lets_no_ticket_be_opened_without_clocks(self) -> None:
        async with TestApp(plugins=[calendars, sla]) as app:
            project = await app.project()
            await app.house.fetch("UPDATE calendars_calendar SET code = 'moon' WHERE code = 'cn-standard'")

            answer = await app.client.post(
                "/v1/tickets", json={"title": "Pump", "channel": "phone", "project_id": project["id"]}
            )

            assert answer.status_code == 409
            assert answer.json()["code"] == "plugin_failed"
            assert await app.house.fetch("SELECT id FROM ticket") == []
            ctx = await app.house.context("sla", RecordRef(RecordName.PROJECT, UUID(project["id"])))
            with pytest.raises(CalendarNotFound, match="cn-standard"):
                await in_force(ctx)


class TestPlace:
    def test_is_kept_where_it_is_known(self) -> None:
        data = FactData(terms_hash="a")

        assert at_place(data, None) is data
        assert at_place(data, Zones(site="UTC", customer=None)) == FactData(terms_hash="a", site_time_zone="UTC")
