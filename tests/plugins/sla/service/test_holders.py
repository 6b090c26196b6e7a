"""Who has the matter in hand: every second belongs to one holder, and everybody reads what concerns them."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from fake_parties import BLOCKED, PUMPCO, VALVECO
from sla_house import PARTIES, Story, customer_of, iso, mistakes, moment, partner_of, sla_app
from wellkept_sdk import RecordName
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

MONDAY = "2026-03-02 09:00"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


@pytest.fixture
async def story(app: TestApp) -> Story:
    return await Story.opened(app, MONDAY, contract="many")


async def handed_over(story: Story) -> None:
    """The customer has it from noon, PUMPCO from six to eight, then it is put right at ten."""
    await story.did("2026-03-02 10:00", "respond")
    await story.did("2026-03-02 12:00", "hold", reason="customer")
    await story.did("2026-03-02 18:00", "resume")
    await story.post("holders", holder="party", party_id=str(PUMPCO.id), note="Their seal")
    story.app.clock.set(moment("2026-03-02 20:00"))
    await story.post("holders", holder="us")
    await story.did("2026-03-02 22:00", "resolve")


class TestHolder:
    async def test_is_told_for_every_moment(self, story: Story) -> None:
        await handed_over(story)

        listed = (await story.get("holders")).json()["items"]

        assert [(each["holder"], each["from"][11:16], each["to"][11:16]) for each in listed] == [
            ("us", "01:00", "04:00"),
            ("customer", "04:00", "10:00"),
            ("party", "10:00", "12:00"),
            ("us", "12:00", "14:00"),
        ]
        assert [each["because"]["kind"] for each in listed] == ["opened", "held", "holder", "holder"]
        assert (listed[1]["because"]["reason"], listed[2]["because"]["note"]) == ("customer", "Their seal")
        assert listed[2]["party_id"] == str(PUMPCO.id)

    async def test_divides_the_time_of_a_clock_exactly(self, story: Story) -> None:
        await handed_over(story)

        explained = (await story.get("explain")).json()

        resolution = next(each for each in explained["clocks"] if each["clock"]["code"] == "resolution")
        shares = {(share["holder"], share["elapsed"], share["counted"]) for share in resolution["attribution"]}
        assert shares == {("us", "PT5H", "PT5H"), ("party", "PT2H", "PT2H"), ("customer", "PT6H", "PT0S")}
        assert (resolution["clock"]["consumed"], explained["holder"]) == ("PT7H", None)

    async def test_starts_the_clock_of_a_party(self, app: TestApp, story: Story) -> None:
        await story.post("holders", holder="party", party_id=str(PUMPCO.id))
        app.clock.set(moment("2026-03-02 11:00"))

        supplier = (await story.clocks())["pump_supplier"]

        assert (supplier["state"], supplier["consumed"], supplier["party_id"]) == ("running", "PT2H", str(PUMPCO.id))

    async def test_is_shown_with_the_ticket_at_once(self, story: Story) -> None:
        before = await story.app.client.get(story.path)

        await story.post("holders", holder="weather")

        after = await story.app.client.get(story.path)
        assert after.json()["extensions"]["sla"]["holder"] == "weather"
        assert after.headers["ETag"] != before.headers["ETag"]

    async def test_that_is_a_party_takes_part_in_the_ticket(self, story: Story) -> None:
        await story.post("holders", holder="party", party_id=str(VALVECO.id))

        [(party_id, record, record_id, _, origin)] = PARTIES.involved
        assert (party_id, record, record_id, origin) == (VALVECO.id, RecordName.TICKET, UUID(story.id), "sla")

    async def test_is_announced(self, app: TestApp, story: Story) -> None:
        await story.post("holders", holder="customer")

        events = (await app.client.get("/v1/events", params={"type": "sla.holder.changed"})).json()["items"]
        assert [event["data"]["holder"] for event in events] == ["customer"]


class TestHolderMistake:
    @pytest.mark.parametrize(
        "body", [{"holder": "party"}, {"holder": "us", "party_id": str(PUMPCO.id)}], ids=["without", "beside"]
    )
    async def test_is_a_party_that_does_not_fit(self, story: Story, body: Json) -> None:
        answer = await story.post("holders", **body)

        assert mistakes(answer) == [("/party_id", "sla.holder.party_mismatch")]

    @pytest.mark.parametrize("party_id", [BLOCKED.id, UUID("01990000-0000-7000-8000-000000000199")], ids=str)
    async def test_is_a_party_that_may_not_be_named(self, story: Story, party_id: UUID) -> None:
        answer = await story.post("holders", holder="party", party_id=str(party_id))

        assert mistakes(answer) == [("/party_id", "sla.holder.unknown_party")]

    async def test_is_any_party_where_nobody_knows_parties(self) -> None:
        async with sla_app(dialects()[0], parties=False) as app:
            story = await Story.opened(app, MONDAY)

            answer = await story.post("holders", holder="party", party_id=str(PUMPCO.id))

            assert mistakes(answer) == [("/party_id", "sla.holder.unknown_party")]

    async def test_is_a_moment_before_the_start_or_in_the_future(self, story: Story) -> None:
        early = await story.post("holders", holder="customer", occurred_at=iso("2026-03-02 08:00"))
        late = await story.post("holders", holder="customer", occurred_at=iso("2026-03-02 10:00"))
        naive = await story.post("holders", holder="customer", occurred_at="2026-03-02T10:00:00")

        assert mistakes(early) == [("/occurred_at", "sla.fact.before_start")]
        assert mistakes(late) == [("/occurred_at", "sla.fact.in_future")]
        assert mistakes(naive) == [("/occurred_at", "naive_time")]

    async def test_is_a_cancelled_ticket(self, story: Story) -> None:
        await story.did("2026-03-02 10:00", "cancel", reason="double")

        answer = await story.post("holders", holder="customer")

        assert (answer.status_code, answer.json()["code"]) == (409, "sla.ticket.cancelled")


class TestHolderCaller:
    async def test_from_the_customer_reads_the_timeline_without_notes(self, app: TestApp, story: Story) -> None:
        await handed_over(story)

        shown = (await story.get("holders", await customer_of(app, story.ticket))).json()["items"]

        assert [each["holder"] for each in shown] == ["us", "customer", "party", "us"]
        assert {each["because"]["note"] for each in shown} == {None}

    async def test_of_a_party_reads_when_it_was_their_turn(self, app: TestApp, story: Story) -> None:
        await handed_over(story)

        own = (await story.get("holders", await partner_of(app, PUMPCO))).json()["items"]
        others = (await story.get("holders", await partner_of(app, VALVECO))).json()["items"]

        assert [(each["holder"], each["party_id"]) for each in own] == [("party", str(PUMPCO.id))]
        assert (own[0]["because"]["note"], others) == (None, [])

    async def test_records_only_with_the_permission(self, app: TestApp, story: Story) -> None:
        viewer = await app.as_actor(Role.VIEWER)
        engineer = await app.as_actor(Role.ENGINEER)

        refused = await story.post("holders", viewer, holder="customer")
        told = await story.post("holders", engineer, holder="customer")

        assert (refused.status_code, told.status_code) == (403, 201)
