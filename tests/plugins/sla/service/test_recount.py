"""The one verb that changes clocks."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from sla_house import PARTIES, Story, moment, sla_app
from sla_rows import breach_rows, clock_rows, passes, saying, shift_rows, shown, states, threshold_rows, timer_at, told
from wellkept_sdk import RecordName
from wellkept_sdk.ids import PartyId, TicketId, uuid7
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import Holder
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.rules.facts import FactData, FactKind
from wellkept_sla.rules.histories import NewFact
from wellkept_sla.service.recount import Recounted, recount
from wellkept_sla.service.settling import Manner


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


class TestRecount:
    async def test_of_a_ticket_without_clocks_is_nothing(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="bare")
        ctx = await app.house.context("sla", None)

        assert await recount(ctx, TicketId(uuid7())) is None
        assert await recount(ctx, as_id(story)) is None

    async def test_tells_the_facts_and_ids_that_are_stored(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        app.clock.set(moment("2026-03-02 10:00"))

        recounted = await recorded(app, story, FactKind.RESPONDED, at="2026-03-02 09:30")

        assert [(fact.kind, fact.position) for fact in recounted.recorded] == [(FactKind.RESPONDED, 2)]
        rows = await clock_rows(app, story)
        assert dict(recounted.clock_ids) == {key: row["id"] for key, row in rows.items()}
        assert rows["response", 1]["stopped_at"] == moment("2026-03-02 09:30")

    async def test_without_news_writes_nothing_while_nothing_happens(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        version = (await app.client.get(story.path)).headers["etag"]
        before = await clock_rows(app, story)
        app.clock.set(moment("2026-03-02 10:00"))
        ctx = await app.house.context("sla", RecordRef(RecordName.TICKET, as_id(story)))

        sent = app.house.statements
        await recount(ctx, as_id(story))

        # It locks, reads facts and clocks, and that is all.
        assert app.house.statements - sent == 3
        assert await clock_rows(app, story) == before
        assert (await app.client.get(story.path)).headers["etag"] == version

    async def test_of_a_hold_costs_a_fixed_number_of_statements(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 09:30", "respond")
        app.clock.set(moment("2026-03-02 10:00"))
        ctx = await app.house.context("sla", RecordRef(RecordName.TICKET, as_id(story)))
        held = NewFact(kind=FactKind.HELD, occurred_at=ctx.at, data=FactData(reason=HoldReason.CUSTOMER))

        sent = app.house.statements
        await recount(ctx, as_id(story), news=[held], manner=Manner(raises_version=False))

        # Lock, facts, clocks; fact, clock, shift, row, timer, event.
        assert app.house.statements - sent == 9

    async def test_raises_the_version_only_if_the_ticket_reads_differently(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        version = (await app.client.get(story.path)).headers["etag"]

        await saying(app, story, "2026-03-02 09:10", visibility="internal")
        unchanged = (await app.client.get(story.path)).headers["etag"]
        await saying(app, story, "2026-03-02 09:20")

        assert unchanged == version
        assert (await app.client.get(story.path)).headers["etag"] != version
        assert (await shown(app, story))["response_due_at"] is None


class TestFactThatComesLate:
    async def test_withdraws_the_breach_that_it_disproves(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await passes(app, "2026-03-02 13:30")

        await recorded(app, story, FactKind.OUR_MESSAGE, at="2026-03-02 12:59")

        [breach] = await breach_rows(app, story)
        assert (breach["code"], breach["mark"]) == ("response", "withdrawn")
        assert (await states(app, story))["response 1"] == "met"
        assert not (await shown(app, story))["breached"]
        assert (await told(app, story))[-2:] == ["breach.withdrawn response", "clock.met response"]

    async def test_moves_a_due_with_one_shift(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 11:30", "respond")
        app.clock.set(moment("2026-03-02 12:00"))
        held = NewFact(
            kind=FactKind.HELD, occurred_at=moment("2026-03-02 10:00"), data=FactData(reason=HoldReason.CUSTOMER)
        )
        resumed = NewFact(kind=FactKind.RESUMED, occurred_at=moment("2026-03-02 11:00"))

        await told_together(app, story, held, resumed)

        assert await shift_rows(app, story) == [
            ("resolution", "late_fact", moment("2026-03-03 09:00"), moment("2026-03-03 10:00"))
        ]
        assert (await told(app, story))[-1] == "clock.due_moved resolution"

    async def test_does_not_repeat_a_threshold(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await passes(app, "2026-03-02 21:30")

        await recorded(app, story, FactKind.RESPONDED, at="2026-03-02 12:00")
        await passes(app, "2026-03-02 21:31")

        assert await threshold_rows(app, story) == [("half", "reached")]
        assert (await told(app, story)).count("threshold.reached resolution") == 1

    async def test_ends_a_clock_that_never_was(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="many")
        supplier, other = (
            next(party.id for party in PARTIES.known.values() if party.code == code) for code in ("PUMPCO", "VALVECO")
        )
        app.clock.set(moment("2026-03-02 13:00"))
        await told_together(
            app,
            story,
            holding("2026-03-02 10:00", supplier),
            holding("2026-03-02 11:00", other),
            holding("2026-03-02 12:00", supplier),
        )
        before = await states(app, story)

        await told_together(app, story, holding("2026-03-02 11:00", supplier))

        after = await states(app, story)
        assert (before["pump_supplier 1"], before["pump_supplier 2"]) == ("met", "running")
        assert (after["pump_supplier 1"], after["pump_supplier 2"]) == ("running", "cancelled")
        assert (await clock_rows(app, story))["pump_supplier", 2]["cancelled_because"] is None
        assert "clock.cancelled pump_supplier" in await told(app, story)
        assert (await story.post("replay", apply=False)).json()["identical"]


class TestFactOfAClockThatIsAhead:
    async def test_counts_at_once(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        app.clock.set(moment("2026-03-02 09:30"))

        await story.app.client.post(
            f"{story.path}/transitions",
            json={"action": "respond", "occurred_at": moment("2026-03-02 09:30:40").isoformat()},
        )

        assert (await states(app, story))["response 1"] == "met"
        await passes(app, "2026-03-02 09:30:10")
        assert (await states(app, story))["response 1"] == "met"


class TestHolding:
    async def test_runs_while_the_party_has_the_matter_and_involves_it(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="many")
        [party] = [each for each in PARTIES.known.values() if each.code == "PUMPCO"]
        await story.did("2026-03-02 10:00", "hold", reason="third_party", party_id=str(party.id))
        first = await clock_rows(app, story)
        await story.did("2026-03-02 12:00", "resume")

        rows = await clock_rows(app, story)

        assert first["pump_supplier", 1]["due_at"] == moment("2026-03-02 16:00")
        assert (rows["pump_supplier", 1]["state"], rows["pump_supplier", 1]["party_id"]) == ("met", party.id)
        assert [entry[0] for entry in PARTIES.involved] == [party.id]

    async def test_leaves_no_timer_after_the_end(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="many")
        await story.did("2026-03-02 10:00", "cancel", reason="Reported by mistake.")

        assert await timer_at(app, story) is None
        assert set((await states(app, story)).values()) == {"cancelled"}


def holding(at: str, party_id: PartyId) -> NewFact:
    """Return somebody's word that a party has the matter in hand."""
    data = FactData(holder=Holder.PARTY, party_id=party_id)
    return NewFact(kind=FactKind.HOLDER, occurred_at=moment(at), data=data)


async def recorded(app: TestApp, story: Story, kind: FactKind, *, at: str) -> Recounted:
    """Record a fact of a moment now."""
    return await told_together(app, story, NewFact(kind=kind, occurred_at=moment(at)))


async def told_together(app: TestApp, story: Story, *news: NewFact) -> Recounted:
    """Record facts in one go."""
    ctx = await app.house.context("sla", RecordRef(RecordName.TICKET, as_id(story)))
    recounted = await recount(ctx, as_id(story), news=news)
    assert recounted is not None
    return recounted


def as_id(story: Story) -> TicketId:
    return TicketId(UUID(story.id))
