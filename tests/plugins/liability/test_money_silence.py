"""What it means that a party does not answer a back-charge in time."""

from collections.abc import AsyncIterator

import pytest

from inventory_tickets import told
from liability_house import liability_app, party, site
from liability_money import BACK_CHARGES, charged, final_case, issued, moved, share, spent
from parties_house import moment
from refusals import refusal
from wellkept_sdk.testing import Json, TestApp, dialects

#: Fifteen days before now: the answer was due yesterday.
LONG_AGO = "2026-02-15T02:00:00Z"
TERMS = {name: {"back_charge": {"silence": name}} for name in ("accepted", "disputed")}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, terms=TERMS) as app:
        yield app


async def asked(app: TestApp, contract: str, *, project: Json | None = None, **values: object) -> Json:
    """Return what a builder owes us under a contract, issued."""
    ticket = await app.ticket(project_id=(project or await site(app, contract=contract))["id"])
    await final_case(app, ticket, share("contractor", 10_000, await party(app, "BUILDER", "contractor")))
    spent(ticket, 10_000)
    [made] = (await charged(app, ticket))["back_charges"]
    return await issued(app, made, **values)


async def now(app: TestApp, charge: Json) -> Json:
    """Return a back-charge as it is now."""
    return (await app.client.get(f"{BACK_CHARGES}/{charge['id']}")).json()


class TestSilence:
    async def test_that_is_open_is_announced_once_and_a_late_answer_counts(self, app: TestApp) -> None:
        charge = await asked(app, "plain", occurred_at=LONG_AGO)

        await app.drain()
        await app.drain()

        assert (await now(app, charge))["status"] == "issued"
        [event] = await told(app, "liability.back_charge.answer_overdue")
        assert (event["back_charge_id"], event["answer_due_at"]) == (charge["id"], "2026-03-01T02:00:00Z")
        assert (await moved(app, charge, "dispute", reason="Late, and no.")).status_code == 201

    @pytest.mark.parametrize("meaning", ["accepted", "disputed"])
    async def test_that_means_something_is_taken_for_the_answer(self, app: TestApp, meaning: str) -> None:
        charge = await asked(app, meaning, occurred_at=LONG_AGO)

        await app.drain()

        shown = await now(app, charge)
        assert (shown["status"], shown["answered_by"]) == (meaning, "silence")
        [event] = await told(app, f"liability.back_charge.{meaning}")
        assert event["given_by"] == "silence"
        assert await told(app, "liability.back_charge.answer_overdue") == []

    @pytest.mark.parametrize(
        ("meaning", "action", "values"), [("accepted", "dispute", {"reason": "No."}), ("disputed", "accept", {})]
    )
    async def test_that_was_taken_for_the_answer_leaves_none_for_later(
        self, app: TestApp, meaning: str, action: str, values: Json
    ) -> None:
        charge = await asked(app, meaning, occurred_at=LONG_AGO)
        await app.drain()

        refused = refusal(await moved(app, charge, action, **values), 409)

        assert refused["code"] == "liability.back_charge.answer_too_late"
        possible = (await app.client.get(f"{BACK_CHARGES}/{charge['id']}/transitions")).json()["actions"]
        assert [each["action"] for each in possible if each["allowed"]] == ["withdraw", "settle"]
        assert (await moved(app, charge, "settle", method="payment")).status_code == 201

    async def test_begins_fourteen_times_24_hours_after_the_issue(self, app: TestApp) -> None:
        charge = await asked(app, "accepted")
        app.clock.set(moment("2026-03-16T01:59:59Z"))
        await app.drain()
        assert (await now(app, charge))["status"] == "issued"

        app.clock.set(moment("2026-03-16T02:00:00Z"))
        await app.drain()

        assert (await now(app, charge))["status"] == "accepted"

    async def test_is_none_where_the_party_answered(self, app: TestApp) -> None:
        charge = await asked(app, "accepted")
        await moved(app, charge, "dispute", reason="No.")
        app.clock.set(moment("2026-04-16T02:00:00Z"))

        await app.drain()

        assert (await now(app, charge))["status"] == "disputed"

    async def test_does_not_touch_what_was_withdrawn_or_settled(self, app: TestApp) -> None:
        gone, paid = await asked(app, "accepted"), await asked_of_another(app)
        await moved(app, gone, "withdraw", reason="Wrong.")
        await moved(app, paid, "settle", method="payment")
        app.clock.set(moment("2026-04-16T02:00:00Z"))

        await app.drain()

        assert [(await now(app, each))["status"] for each in (gone, paid)] == ["withdrawn", "settled"]


class TestReactivation:
    async def test_awaits_answers_again_that_came_due_meanwhile(self, app: TestApp) -> None:
        customer = await app.customer()
        plan = {"customer_id": customer["id"], "plan_code": "accepted"}
        served = await app.created("/v1/contracts", {**plan, "number": "C-1", "starts_on": "2020-01-01"})
        charge = await asked(app, "accepted", project=await site(app, customer_id=customer["id"]))
        activation = f"/v1/tickets/{charge['ticket_id']}/activation"
        await app.client.patch(f"/v1/contracts/{served['id']}", json={"ends_on": "2026-03-01"})
        bare = {**plan, "plan_code": "bare", "number": "C-2", "starts_on": "2026-03-01", "ends_on": "2026-03-10"}
        await app.created("/v1/contracts", bare)
        await app.created("/v1/contracts", {**plan, "number": "C-3", "starts_on": "2026-03-10"})
        await app.created(activation, {})
        refusal(await app.client.get(f"{BACK_CHARGES}/{charge['id']}"), 404)
        app.clock.set(moment("2026-03-17T02:00:00Z"))
        await app.drain()

        await app.created(activation, {})
        waiting = await now(app, charge)
        await app.drain()

        assert (waiting["status"], (await now(app, charge))["status"]) == ("issued", "accepted")


async def asked_of_another(app: TestApp) -> Json:
    """Return what another party owes us, issued, under a contract by which silence accepts."""
    ticket = await app.ticket(project_id=(await site(app, contract="accepted"))["id"])
    await final_case(app, ticket, share("supplier", 10_000, await party(app, "PUMPCO")))
    spent(ticket, 10_000)
    [made] = (await charged(app, ticket))["back_charges"]
    return await issued(app, made)
