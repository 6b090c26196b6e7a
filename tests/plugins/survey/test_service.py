"""What the verbs share: links, allowances, contexts, and who may answer for the customer."""

from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from survey_house import CONFIRMED, acted, answered, confirmed, invitations, invited, later, resolved
from wellkept_sdk import DueTimer
from wellkept_sdk.errors import RateLimited
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.testing import TestApp
from wellkept_survey.errors import InvitationNotFound
from wellkept_survey.service.answer_rows import Answer
from wellkept_survey.service.invitation_rows import EXPIRY, REMINDER, context_of, require_context, station_of
from wellkept_survey.service.limiting import require_allowance
from wellkept_survey.service.links import digest_of, new_link
from wellkept_survey.service.low_scores import is_low
from wellkept_survey.service.recording import require_impartial
from wellkept_survey.service.sending import send, send_due
from wellkept_survey.service.waiting import expire, remind

NOBODY = UUID("01990000-0000-7000-8000-00000000dead")


class TestLink:
    async def test_has_two_hundred_and_fifty_six_bits_of_which_the_digest_is_kept(self, app: TestApp) -> None:
        ctx = await app.house.context("survey", None)

        one, two = new_link(ctx, origin="https://a.example"), new_link(ctx)

        assert len(one.token) == 43
        assert one.token != two.token
        assert one.url == f"https://a.example/v1/survey/public/{one.token}"
        assert two.url == f"/v1/survey/public/{two.token}"
        assert one.token_sha256 == digest_of(one.token) == sha256(one.token.encode()).hexdigest()

    def test_of_broken_text_has_a_digest_too(self) -> None:
        assert len(digest_of("\ud800")) == 64


class TestAllowance:
    async def test_ends_for_one_address_at_a_time(self, app: TestApp) -> None:
        ctx = await app.house.context("survey", None)
        # What a process has counted lasts longer than a test.
        one, another = f"one-{uuid4()}", f"another-{uuid4()}"
        for _ in range(600):
            require_allowance(ctx, one)

        with pytest.raises(RateLimited) as refused:
            for _ in range(600):
                require_allowance(ctx, one)

        assert refused.value.headers == {"Retry-After": "1"}
        require_allowance(ctx, another)


class TestContext:
    async def test_is_that_of_the_ticket_or_none(self, app: TestApp) -> None:
        ctx = await app.house.context("survey", None)
        ticket = await resolved(app)
        ticket_id, project_id = UUID(ticket["id"]), UUID(ticket["project_id"])

        of_ticket = await require_context(ctx, {"ticket_id": ticket_id, "project_id": project_id})
        of_project = await require_context(ctx, {"ticket_id": None, "project_id": project_id})

        assert of_ticket.record == RecordRef(RecordName.TICKET, ticket_id)
        assert of_project.record == RecordRef(RecordName.PROJECT, project_id)
        assert await station_of(of_project, None) is None
        with pytest.raises(InvitationNotFound):
            await require_context(ctx, {"ticket_id": NOBODY, "project_id": project_id})
        assert await context_of(ctx, {"ticket_id": None, "project_id": NOBODY}) is None


class TestTimer:
    async def test_of_what_is_gone_or_answered_does_nothing(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])
        await answered(app, made["token"], overall=4)
        ctx = await app.house.context("survey", None)

        for record_id in (NOBODY, UUID(made["id"])):
            await remind(ctx, DueTimer(kind=REMINDER, record_id=record_id, due_at=ctx.at, payload=None))
            await expire(ctx, DueTimer(kind=EXPIRY, record_id=record_id, due_at=ctx.at, payload=None))

        assert [each["status"] for each in await invitations(app, ticket["id"])] == ["answered"]

    async def test_that_comes_too_early_changes_nothing(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])
        ctx = await app.house.context("survey", None)

        await expire(ctx, DueTimer(kind=EXPIRY, record_id=UUID(made["id"]), due_at=ctx.at, payload=None))
        await remind(ctx, DueTimer(kind=REMINDER, record_id=UUID(made["id"]), due_at=ctx.at, payload=None))

        assert [(each["status"], each["reminders_sent"]) for each in await invitations(app, ticket["id"])] == [
            ("sent", 0)
        ]


class TestSending:
    async def test_a_second_time_changes_nothing(self, app: TestApp) -> None:
        ticket = await confirmed(app)
        [before] = await invitations(app, ticket["id"])
        ctx = await app.house.context("survey", None)

        found = {"id": UUID(before["id"]), "ticket_id": UUID(ticket["id"]), "project_id": UUID(ticket["project_id"])}
        await send(ctx, found)
        await send(ctx, {**found, "id": NOBODY})

        assert await invitations(app, ticket["id"]) == [before]

    async def test_tells_what_went_wrong_after_the_others_had_their_turn(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ticket = await resolved(app)
        await acted(app, ticket["id"], CONFIRMED)
        later(app, minutes=1)
        ctx = await app.house.context("survey", None)

        async def fail(*_: object) -> None:
            raise OSError("no disk")

        monkeypatch.setattr("wellkept_survey.service.sending.send", fail)
        with pytest.raises(ExceptionGroup) as failed:
            await send_due(ctx)

        assert [str(each) for each in failed.value.exceptions] == ["no disk"]
        assert [each["status"] for each in await invitations(app, ticket["id"])] == ["scheduled"]


class TestScore:
    async def test_of_nobody_is_not_low(self, app: TestApp) -> None:
        ctx = await app.house.context("survey", None)

        assert not is_low(ctx, Answer(given=(), comment=None, language="en").given)


class TestImpartiality:
    async def test_is_that_of_who_has_nothing_to_do_with_it(self, app: TestApp) -> None:
        ticket = await resolved(app)
        ctx = await app.house.context("survey", RecordRef(RecordName.TICKET, UUID(ticket["id"])))

        await require_impartial(ctx, TicketId(UUID(ticket["id"])))
