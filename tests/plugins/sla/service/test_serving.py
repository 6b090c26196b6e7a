"""What other plugins get: clocks, first dues, and a way to tell what has happened."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from fake_parties import PUMPCO
from sla_house import Story, moment, sla_app
from wellkept_sdk import RecordName
from wellkept_sdk.errors import Conflict, Invalid
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.services.sla import SLA, ClockState, Holder, SlaService
from wellkept_sdk.testing import TestApp, dialects

MONDAY = "2026-03-02 09:00"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


async def service_for(story: Story) -> SlaService:
    """Return the service as another plugin gets it for a ticket, at the present moment."""
    record = RecordRef(RecordName.TICKET, UUID(story.id))
    return (await story.app.house.context("parties", record)).service(SLA)


def id_of(story: Story) -> TicketId:
    return TicketId(UUID(story.id))


class TestService:
    async def test_tells_all_clocks_by_code_and_number(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        await story.did("2026-03-02 10:00", "respond")

        clocks = await (await service_for(story)).clocks(id_of(story))

        assert [(clock.code, clock.state) for clock in clocks] == [
            ("on_site", ClockState.RUNNING),
            ("resolution", ClockState.RUNNING),
            ("response", ClockState.MET),
            ("triage", ClockState.RUNNING),
        ]
        assert {str(clock.id) for clock in clocks} == {clock["id"] for clock in (await story.clocks()).values()}

    async def test_tells_why_clocks_stand_as_they_do(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        await story.did("2026-03-02 10:00", "respond")

        told = await (await service_for(story)).explanation(id_of(story))

        shown = (await app.client.get(f"/v1/tickets/{story.id}/sla/explain")).json()
        assert told["clocks"] == shown["clocks"]
        assert told["as_of"] == shown["as_of"]

    async def test_tells_clocks_as_they_stood(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY)
        await story.did("2026-03-02 10:00", "respond")
        service = await service_for(story)

        early = await service.clocks(id_of(story), as_of=moment("2026-03-02 09:30"))
        earlier = await service.clocks(id_of(story), as_of=moment("2026-03-01 09:30"))

        assert ({clock.state for clock in early}, earlier) == ({ClockState.RUNNING}, [])

    async def test_tells_first_dues_in_one_statement(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY)
        bare = await Story.opened(app, MONDAY, contract="bare")
        service = await service_for(story)
        before = app.house.statements

        dues = await service.first_due([id_of(story), id_of(bare)])

        assert dues == {id_of(story): moment("2026-03-02 13:00"), id_of(bare): None}
        assert app.house.statements - before == 1

    async def test_lets_others_say_who_has_the_matter_in_hand(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        app.clock.set(moment("2026-03-02 11:00"))
        service = await service_for(story)

        await service.hold_by(
            id_of(story), holder=Holder.PARTY, party_id=PUMPCO.id, occurred_at=moment("2026-03-02 10:00")
        )

        assert (await story.clocks())["pump_supplier"]["consumed"] == "PT1H"

    async def test_lets_others_say_that_somebody_has_arrived(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        service = await service_for(story)

        await service.milestone(id_of(story), milestone="on_site", occurred_at=moment(MONDAY))

        assert (await story.clocks())["on_site"]["state"] == "met"

    async def test_takes_no_notice_of_what_no_clock_names(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY)

        await (await service_for(story)).milestone(
            id_of(story), milestone="on_site", occurred_at=moment("2026-03-05 09:00")
        )

        assert (await story.get("milestones")).json()["items"] == []

    async def test_refuses_what_has_not_happened_or_does_not_fit(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        service = await service_for(story)
        tomorrow = moment("2026-03-03 09:00")

        with pytest.raises(Invalid, match="not happened"):
            await service.milestone(id_of(story), milestone="on_site", occurred_at=tomorrow)
        with pytest.raises(Invalid, match="not happened"):
            await service.hold_by(id_of(story), holder=Holder.US, party_id=None, occurred_at=tomorrow)
        with pytest.raises(Invalid, match="holder"):
            await service.hold_by(id_of(story), holder=Holder.US, party_id=PUMPCO.id, occurred_at=moment(MONDAY))

    async def test_refuses_a_cancelled_ticket(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        await story.did("2026-03-02 10:00", "cancel", reason="double")
        service = await service_for(story)

        with pytest.raises(Conflict, match="cancelled"):
            await service.milestone(id_of(story), milestone="on_site", occurred_at=moment("2026-03-02 10:00"))
