"""What is done every day: each in its turn, whatever becomes of the others."""

from collections.abc import AsyncIterator
from types import ModuleType
from typing import Any, cast
from uuid import UUID

import pytest

from consignment_house import consignment_app, shelf
from consignment_statements import STATEMENTS
from wellkept_consignment.jobs import JOBS, draft_statements
from wellkept_consignment.service import ageing, drafting, silence
from wellkept_consignment.service.drafting import Due
from wellkept_consignment.settings import ConsignmentSettings
from wellkept_sdk import Ctx
from wellkept_sdk.testing import TestApp, dialects

FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))


class Deployment:
    """A context that knows the settings, and nothing else."""

    @staticmethod
    def settings(kind: type[ConsignmentSettings]) -> ConsignmentSettings:
        return kind(draft_statements=True)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


class TestDailyJob:
    @pytest.mark.parametrize(
        ("job", "module", "question", "verb"),
        [
            ("draft_statements", drafting, "due", "draw_up"),
            ("lapse_answers", silence, "lapsed", "lapse"),
            ("announce_aged", ageing, "with_limit", "announce_aged"),
            ("end_agreements", drafting, "ended", "end"),
        ],
        ids=["draft_statements", "lapse_answers", "announce_aged", "end_agreements"],
    )
    async def test_serves_the_others_when_one_fails_and_then_counts_as_failed(
        self, job: str, module: ModuleType, question: str, verb: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        served: list[UUID] = []

        async def asked(_: Ctx) -> list[UUID]:
            return [FIRST, SECOND, THIRD]

        async def done(_: Ctx, subject: UUID) -> None:
            if subject == SECOND:
                raise RuntimeError("Out of order.")
            served.append(subject)

        monkeypatch.setattr(module, question, asked)
        monkeypatch.setattr(module, verb, done)
        [run] = [each.run for each in JOBS if each.name == job]

        with pytest.raises(ExceptionGroup) as failed:
            await run(cast("Any", Deployment()))

        assert served == [FIRST, THIRD]
        assert [str(failure) for failure in failed.value.exceptions] == ["Out of order."]

    async def test_that_failed_for_one_does_the_rest_when_it_comes_again(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pump, valve = await shelf(app), await shelf(app, "VALVECO")
        ticket = await app.ticket(contract="plain")
        for each in (pump, valve):
            await each.use(ticket, "4", at="2026-02-20T02:00:00Z")
        draw_up = drafting.draw_up

        async def broken(ctx: Ctx, each: Due) -> None:
            async with ctx.db.transaction():
                await draw_up(ctx, each)
                if str(each.agreement_id) == pump.agreement["id"]:
                    raise RuntimeError("Out of order.")

        with monkeypatch.context() as patched:
            patched.setattr(drafting, "draw_up", broken)
            with pytest.raises(ExceptionGroup):
                await draft_statements(await app.house.context("consignment", None))
        first = (await app.client.get(STATEMENTS)).json()["items"]
        await draft_statements(await app.house.context("consignment", None))
        second = (await app.client.get(STATEMENTS)).json()["items"]

        assert [each["agreement_id"] for each in first] == [valve.agreement["id"]]
        assert {each["agreement_id"] for each in second} == {pump.agreement["id"], valve.agreement["id"]}
        assert len(second) == 2


class TestDrafting:
    async def test_is_left_to_people_where_the_deployment_says_so(self) -> None:
        async with consignment_app(dialects()[0], consignment_draft_statements=False) as app:
            await (await shelf(app)).use(await app.ticket(contract="plain"), "4", at="2026-02-20T02:00:00Z")

            await draft_statements(await app.house.context("consignment", None))

            assert (await app.client.get(STATEMENTS)).json()["items"] == []
