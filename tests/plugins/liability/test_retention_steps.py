"""The steps by which money that was held back is released."""

from collections.abc import AsyncIterator

import pytest

from inventory_tickets import told
from liability_house import liability_app, site
from liability_money import deducted, retention, stepped, withheld, yuan
from parties_house import moment
from refusals import mistakes, refusal
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

WHOLE = 3_000_000


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, terms={"quick": {"retention": {"step_days": 2}}}) as app:
        yield app


@pytest.fixture
async def kept(app: TestApp) -> Json:
    """Return money that may be asked for since 2 March 2025."""
    return await withheld(app, await site(app), months=12)


async def taken(app: TestApp, kept: Json, action: str, **values: object) -> Json:
    """Return a retention after a step."""
    answer = await stepped(app, kept, action, **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


def kinds(shown: Json) -> list[str]:
    """Return what happened to a retention."""
    return [each["kind"] for each in shown["entries"]]


class TestRequest:
    async def test_asks_for_the_check_within_fourteen_days(self, app: TestApp, kept: Json) -> None:
        shown = await taken(app, kept, "request_release")

        assert (shown["status"], shown["step_due_at"]) == ("requested", "2026-03-16T02:00:00Z")
        [event] = await told(app, "liability.retention.requested")
        assert (event["retention_id"], event["step_due_at"]) == (kept["id"], "2026-03-16T02:00:00Z")

    async def test_before_the_last_day_is_over_at_the_site_is_too_early(self, app: TestApp) -> None:
        """It ends on 2 March 2026, which begins in Shanghai at 16:00 UTC the day before."""
        kept = await withheld(app, await site(app))

        refused = refusal(await stepped(app, kept, "request_release", occurred_at="2026-03-01T15:59:59Z"), 409)

        assert (refused["code"], refused["ends_on"]) == ("liability.retention.too_early", "2026-03-02")
        shown = await taken(app, kept, "request_release", occurred_at="2026-03-01T16:00:00Z")
        assert shown["status"] == "requested"

    async def test_while_the_start_is_unknown_is_too_early(self, app: TestApp) -> None:
        kept = await withheld(app, await site(app, accepted_on=None))

        refused = refusal(await stepped(app, kept, "request_release"), 409)

        assert (refused["code"], refused["ends_on"]) == ("liability.retention.too_early", None)

    async def test_follows_the_days_of_the_terms(self, app: TestApp) -> None:
        kept = await withheld(app, await site(app, contract="quick"), months=12)

        assert (await taken(app, kept, "request_release"))["step_due_at"] == "2026-03-04T02:00:00Z"


class TestCheck:
    async def test_that_agrees_makes_it_payable(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release")

        shown = await taken(app, kept, "check", result="agree")

        assert (shown["status"], shown["step_due_at"]) == ("agreed", "2026-03-16T02:00:00Z")
        assert kinds(shown) == ["withheld", "requested", "checked", "agreed"]
        [event] = await told(app, "liability.retention.agreed")
        assert event["given_by"] == "staff"

    async def test_deducts_what_is_not_released(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release")

        shown = await taken(app, kept, "check", result="agree", reason="Two doors jam.", deduct=yuan(100))

        assert (shown["status"], shown["balance"]) == ("agreed", yuan(WHOLE - 100))
        assert kinds(shown) == ["withheld", "requested", "deducted", "checked", "agreed"]
        assert shown["entries"][2]["reason"] == "Two doors jam."

    async def test_says_why_it_deducts_where_nobody_else_does(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release")

        shown = await taken(app, kept, "check", result="agree", deduct=yuan(1))

        assert shown["entries"][2]["reason"] == "Deducted at the check."

    async def test_that_deducts_too_much_changes_nothing(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release")

        refusal(await stepped(app, kept, "check", result="agree", deduct=yuan(WHOLE + 1)), 409)

        assert kinds(await retention(app, kept)) == ["withheld", "requested"]

    async def test_deducts_more_than_nothing_in_the_same_currency(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release")

        euro = {"amount_minor": 1, "currency": "EUR"}
        nothing = await stepped(app, kept, "check", result="agree", deduct=yuan(0))
        assert mistakes(nothing) == {"/deduct/amount_minor": "too_small"}
        other = await stepped(app, kept, "check", result="agree", deduct=euro)
        assert mistakes(other) == {"/deduct/currency": "liability.retention.currency_mismatch"}

    async def test_that_objects_keeps_the_money(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release")

        shown = await taken(app, kept, "check", result="object", reason="The roof leaks.")

        assert (shown["status"], shown["step_due_at"], shown["balance"]) == ("objected", None, yuan(WHOLE))
        [event] = await told(app, "liability.retention.objected")
        assert event["reason"] == "The roof leaks."

    async def test_that_objected_may_be_followed_by_another_request_or_an_agreement(
        self, app: TestApp, kept: Json
    ) -> None:
        for _ in range(2):
            await taken(app, kept, "request_release")
            await taken(app, kept, "check", result="object")

        assert (await taken(app, kept, "check", result="agree"))["status"] == "agreed"


class TestRemind:
    async def test_before_the_check_is_due_is_refused(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release", occurred_at="2026-02-16T02:00:01Z")

        refused = refusal(await stepped(app, kept, "remind"), 409)

        assert (refused["code"], refused["step_due_at"]) == ("liability.retention.not_due", "2026-03-02T02:00:01Z")

    async def test_gives_fourteen_days_more(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release", occurred_at="2026-02-16T02:00:00Z")

        shown = await taken(app, kept, "remind")

        assert (shown["status"], shown["step_due_at"]) == ("reminded", "2026-03-16T02:00:00Z")
        [event] = await told(app, "liability.retention.reminded")
        assert event["step_due_at"] == "2026-03-16T02:00:00Z"


class TestSilence:
    async def test_after_the_reminder_counts_as_agreement(self, app: TestApp, kept: Json) -> None:
        """Asked for 40 days ago, reminded 20 days ago: agreed 6 days ago, and to be paid in 8 days."""
        await taken(app, kept, "request_release", occurred_at="2026-01-21T02:00:00Z")
        await taken(app, kept, "remind", occurred_at="2026-02-10T02:00:00Z")

        await app.drain()

        shown = await retention(app, kept)
        assert (shown["status"], shown["step_due_at"]) == ("agreed", "2026-03-10T02:00:00Z")
        last = shown["entries"][-1]
        assert (last["kind"], last["by"], last["occurred_at"]) == ("agreed", "silence", "2026-02-24T02:00:00Z")
        [event] = await told(app, "liability.retention.agreed")
        assert event["given_by"] == "silence"

    async def test_counts_once(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release", occurred_at="2026-01-21T02:00:00Z")
        await taken(app, kept, "remind", occurred_at="2026-02-10T02:00:00Z")

        await app.drain()
        await app.drain()

        assert kinds(await retention(app, kept)) == ["withheld", "requested", "reminded", "agreed"]

    async def test_before_the_answer_is_due_means_nothing(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release", occurred_at="2026-01-21T02:00:00Z")
        await taken(app, kept, "remind")
        app.clock.set(moment("2026-03-16T01:59:59Z"))

        await app.drain()

        assert (await retention(app, kept))["status"] == "reminded"
        app.clock.set(moment("2026-03-16T02:00:00Z"))
        await app.drain()
        assert (await retention(app, kept))["status"] == "agreed"

    async def test_is_none_where_somebody_answered(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release", occurred_at="2026-01-21T02:00:00Z")
        await taken(app, kept, "remind")
        await taken(app, kept, "check", result="object")
        app.clock.set(moment("2026-04-16T02:00:00Z"))

        await app.drain()

        assert (await retention(app, kept))["status"] == "objected"

    async def test_means_nothing_without_a_reminder(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release", occurred_at="2026-01-21T02:00:00Z")

        await app.drain()

        assert (await retention(app, kept))["status"] == "requested"


class TestPay:
    async def test_pays_the_whole_balance(self, app: TestApp, kept: Json) -> None:
        await deducted(app, kept, 1_000)
        await taken(app, kept, "request_release")
        await taken(app, kept, "check", result="agree")

        shown = await taken(app, kept, "pay", reference="B-81")

        assert (shown["status"], shown["balance"], shown["step_due_at"]) == ("paid", yuan(0), None)
        last = shown["entries"][-1]
        assert (last["kind"], last["amount"], last["reference"]) == ("paid", yuan(WHOLE - 1_000), "B-81")
        [event] = await told(app, "liability.retention.paid")
        assert (event["amount"], event["balance"]) == (yuan(WHOLE - 1_000), yuan(0))
        assert refusal(await deducted(app, kept, 1), 409)["code"] == "liability.retention.insufficient"

    async def test_needs_the_agreement(self, app: TestApp, kept: Json) -> None:
        refused = refusal(await stepped(app, kept, "pay", reference="B-81"), 409)

        assert (refused["code"], refused["retention_status"]) == ("liability.retention.not_allowed", "held")
        assert refused["allowed"] == ["request_release"]


class TestMoments:
    async def test_never_lie_before_the_step_that_they_follow(self, app: TestApp, kept: Json) -> None:
        await taken(app, kept, "request_release")

        answer = await stepped(app, kept, "check", result="agree", occurred_at="2026-03-02T01:59:59Z")

        assert mistakes(answer) == {"/occurred_at": "too_small"}


class TestActions:
    async def test_are_told(self, app: TestApp, kept: Json) -> None:
        path = f"/v1/projects/{kept['project_id']}/liability/retentions/{kept['id']}"

        answer = (await app.client.get(f"{path}/transitions")).json()

        assert answer["status"] == "held"
        assert {each["action"]: each["allowed"] for each in answer["actions"]} == {
            "request_release": True,
            "check": False,
            "remind": False,
            "pay": False,
        }

    async def test_are_an_admins(self, app: TestApp, kept: Json) -> None:
        client = await app.as_actor(Role.DISPATCHER)
        path = f"/v1/projects/{kept['project_id']}/liability/retentions/{kept['id']}/transitions"

        refusal(await client.post(path, json={"action": "request_release"}), 403)

    async def test_are_refused_to_who_has_not_seen_the_latest(self, app: TestApp, kept: Json) -> None:
        path = f"/v1/projects/{kept['project_id']}/liability/retentions/{kept['id']}"
        tag = (await app.client.get(path)).headers["etag"]
        await deducted(app, kept, 1)

        answer = await app.client.post(
            f"{path}/transitions", json={"action": "request_release"}, headers={"If-Match": tag}
        )

        refusal(answer, 412)
