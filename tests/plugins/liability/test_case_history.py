"""What is asked of the past of a case: in the order of recording, of one case alone."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from liability_cases import matter
from liability_house import COSTS, liability_app
from parties_house import moment
from wellkept_liability.queries import case_history
from wellkept_sdk import RecordName
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, terms={"agreeing": {"silence": "accepted"}}) as app:
        yield app


class TestHistory:
    async def test_is_that_of_one_case(self, app: TestApp) -> None:
        seal, other = await matter(app), await matter(app)
        ticket_id = TicketId(UUID(seal.ticket["id"]))
        COSTS.spent(ticket_id, 12_345)
        case = await seal.final()
        await other.final()
        for each in (seal, other):
            await app.client.post(f"{each.path}/back-charges", json={})
        ctx = await app.house.context("liability", RecordRef(RecordName.TICKET, ticket_id))
        case_id = UUID(case["id"])

        steps = await case_history.steps(ctx, case_id)
        allocations = await case_history.allocations(ctx, case_id)
        charges = await case_history.back_charges(ctx, case_id)

        assert [step["action"] for step in steps] == ["open", "propose", "accept", "accept", "finalise"]
        assert [(each["role"], each["amount_minor"]) for each in allocations] == [
            ("designer", 4938),
            ("installer", 4321),
            ("self", 3086),
        ]
        assert [each["amount_minor"] for each in charges] == [4938, 4321]
        assert await case_history.latest_default(ctx, ticket_id) is None


class TestLastDone:
    async def test_is_the_last_action_and_not_the_writing_of_a_version(self, app: TestApp) -> None:
        seal = await matter(app)
        case = await seal.found()
        ctx = await app.house.context("liability", RecordRef(RecordName.TICKET, TicketId(UUID(seal.ticket["id"]))))
        case_id = UUID(case["id"])

        unasked = await case_history.last_done_at(ctx, case_id)
        await seal.did("propose", occurred_at="2026-02-20T02:00:00Z")
        await seal.revised()

        assert unasked is None
        assert await case_history.last_done_at(ctx, case_id) == moment("2026-02-20T02:00:00Z")

    @pytest.mark.parametrize(
        ("contract", "last"), [("plain", "2026-02-10T02:00:00Z"), ("agreeing", "2026-02-24T02:00:00Z")]
    )
    async def test_is_the_end_of_the_time_for_answers_where_silence_answers(
        self, app: TestApp, contract: str, last: str
    ) -> None:
        seal = await matter(app, contract=contract)
        case = await seal.proposed(occurred_at="2026-02-10T02:00:00Z")
        await app.drain()
        ctx = await app.house.context("liability", RecordRef(RecordName.TICKET, TicketId(UUID(seal.ticket["id"]))))

        assert [step["action"] for step in await seal.steps()][-1] == "lapse"
        assert await case_history.last_done_at(ctx, UUID(case["id"])) == moment(last)
