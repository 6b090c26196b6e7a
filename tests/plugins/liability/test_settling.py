"""How back-charges end, each once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest

from consignment_house import lines, shelf
from inventory_tickets import told
from liability_house import liability_app, party, site
from liability_money import (
    asked_to_charge,
    charged,
    deducted,
    final_case,
    issued,
    moved,
    retention,
    share,
    spent,
    withheld,
    yuan,
)
from refusals import mistakes, refusal
from wellkept_consignment import plugin as consignment
from wellkept_inventory import plugin as inventory
from wellkept_sdk.testing import Json, TestApp, dialects

AGREED_IN_EURO = {"currency": "EUR", "prices": ()}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, inventory, consignment) as app:
        yield app


async def owed(app: TestApp, debtor: Json, project: Json | None = None, *, cost_minor: int = 10_000) -> Json:
    """Return what a supplier owes us wholly, issued."""
    place = project or await site(app)
    ticket = await app.ticket(project_id=place["id"])
    await final_case(app, ticket, share("supplier", 10_000, debtor))
    spent(ticket, cost_minor)
    [made] = (await charged(app, ticket))["back_charges"]
    return await issued(app, made)


class TestSettle:
    @pytest.mark.parametrize("method", ["payment", "waiver"])
    async def test_by_payment_or_waiver_ends_it(self, app: TestApp, method: str) -> None:
        charge = await owed(app, await party(app, "PUMPCO"))

        answer = await moved(app, charge, "settle", method=method, reference="B-77")

        shown = answer.json()
        assert answer.status_code == 201
        assert (shown["status"], shown["method"], shown["reference"]) == ("settled", method, "B-77")
        assert shown["settled_at"] == "2026-03-02T02:00:00Z"
        [event] = await told(app, "liability.back_charge.settled")
        assert (event["method"], event["amount"]) == (method, yuan(10_000))

    async def test_happens_once(self, app: TestApp) -> None:
        charge = await owed(app, await party(app, "PUMPCO"))
        await moved(app, charge, "settle", method="payment")

        more: list[tuple[str, Json]] = [
            ("settle", {"method": "waiver"}),
            ("accept", {}),
            ("withdraw", {"reason": "No."}),
        ]
        for action, values in more:
            refused = refusal(await moved(app, charge, action, **values), 409)
            assert (refused["code"], refused["allowed"]) == ("liability.back_charge.not_allowed", [])

    async def test_is_not_for_a_draft(self, app: TestApp) -> None:
        ticket = await app.ticket(project_id=(await site(app))["id"])
        await final_case(app, ticket, share("supplier", 10_000, await party(app, "PUMPCO")))
        spent(ticket, 100)
        [draft] = (await charged(app, ticket))["back_charges"]

        refusal(await moved(app, draft, "settle", method="payment"), 409)

    async def test_eight_times_at_once_happens_once(self, app: TestApp) -> None:
        charge = await owed(app, await party(app, "PUMPCO"))

        answers = await asyncio.gather(*(moved(app, charge, "settle", method="payment") for _ in range(8)))

        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
        assert len(await told(app, "liability.back_charge.settled")) == 1


class TestByRetention:
    async def test_is_deducted_there_in_the_same_transaction(self, app: TestApp) -> None:
        project, debtor = await site(app), await party(app, "PUMPCO")
        kept = await withheld(app, project, direction="held_by_us", party_id=debtor["id"])
        charge = await owed(app, debtor, project)

        by_retention: Json = {"method": "retention", "retention_id": kept["id"]}
        answer = await moved(app, charge, "settle", **by_retention, note="At last.")

        assert (answer.status_code, answer.json()["retention_id"]) == (201, kept["id"])
        now = await retention(app, kept)
        assert now["balance"] == yuan(2_990_000)
        assert [(each["kind"], each["amount"], each["back_charge_id"]) for each in now["entries"]] == [
            ("withheld", yuan(3_000_000), None),
            ("deducted", yuan(10_000), charge["id"]),
        ]
        assert now["entries"][1]["reason"] == charge["number"]
        [event] = await told(app, "liability.retention.deducted")
        assert (event["back_charge_id"], event["balance"]) == (charge["id"], yuan(2_990_000))

    async def test_with_too_little_left_changes_nothing(self, app: TestApp) -> None:
        project, debtor = await site(app), await party(app, "PUMPCO")
        kept = await withheld(app, project, direction="held_by_us", party_id=debtor["id"], amount=yuan(9_999))
        charge = await owed(app, debtor, project)

        refused = refusal(await moved(app, charge, "settle", method="retention", retention_id=kept["id"]), 409)

        assert (refused["code"], refused["balance"]) == ("liability.retention.insufficient", yuan(9_999))
        assert (await retention(app, kept))["balance"] == yuan(9_999)
        assert (await moved(app, charge, "settle", method="payment")).status_code == 201

    async def test_takes_the_partys_own_money_in_the_same_currency_only(self, app: TestApp) -> None:
        project, debtor, other = await site(app), await party(app, "PUMPCO"), await party(app, "OTHER")
        euro = {"amount_minor": 100_000_000, "currency": "EUR"}
        charge = await owed(app, debtor, project)
        not_payable = [
            await withheld(app, project, direction="held_by_us", party_id=other["id"]),
            await withheld(app, project, direction="held_by_us"),
            await withheld(app, project, direction="held_from_us", party_id=debtor["id"]),
            await withheld(app, project, direction="held_by_us", party_id=debtor["id"], settlement_price=euro),
        ]

        for kept in not_payable:
            answer = await moved(app, charge, "settle", method="retention", retention_id=kept["id"])
            assert mistakes(answer) == {"/retention_id": "liability.retention.of_another"}

    async def test_names_the_retention_when_and_only_when_it_pays(self, app: TestApp) -> None:
        charge = await owed(app, await party(app, "PUMPCO"))
        unknown = str(uuid4())

        without = await moved(app, charge, "settle", method="retention")
        needless = await moved(app, charge, "settle", method="payment", retention_id=unknown)
        nowhere = await moved(app, charge, "settle", method="retention", retention_id=unknown)

        assert mistakes(without) == {"/retention_id": "required"}
        assert mistakes(needless) == {"/retention_id": "unexpected"}
        assert mistakes(nowhere) == {"/retention_id": "unknown_reference"}

    async def test_two_for_the_last_of_it_settle_one(self, app: TestApp) -> None:
        project, debtor = await site(app), await party(app, "PUMPCO")
        kept = await withheld(app, project, direction="held_by_us", party_id=debtor["id"], amount=yuan(10_000))
        charges = [await owed(app, debtor, project), await owed(app, debtor, project)]

        answers = await asyncio.gather(
            *(moved(app, each, "settle", method="retention", retention_id=kept["id"]) for each in charges)
        )

        assert sorted(answer.status_code for answer in answers) == [201, 409]
        assert (await retention(app, kept))["balance"] == yuan(0)


class TestByDeduction:
    async def test_that_names_it_settles_it(self, app: TestApp) -> None:
        project, debtor = await site(app), await party(app, "PUMPCO")
        kept = await withheld(app, project, direction="held_by_us", party_id=debtor["id"])
        charge = await owed(app, debtor, project)

        answer = await deducted(app, kept, 10_000, back_charge_id=charge["id"])

        assert (answer.status_code, answer.json()["balance"]) == (201, yuan(2_990_000))
        assert answer.json()["entries"][1]["reason"] == "Repaired by us."
        assert refusal(await moved(app, charge, "settle", method="payment"), 409)["back_charge_status"] == "settled"
        again = refusal(await deducted(app, kept, 10_000, back_charge_id=charge["id"]), 409)
        assert again["code"] == "liability.back_charge.not_allowed"

    async def test_is_not_before_the_last_step_of_the_back_charge(self, app: TestApp) -> None:
        project, debtor = await site(app), await party(app, "PUMPCO")
        kept = await withheld(app, project, direction="held_by_us", party_id=debtor["id"])
        charge = await owed(app, debtor, project)
        app.clock.advance(timedelta(hours=1))
        await moved(app, charge, "accept")

        answer = await deducted(app, kept, 10_000, back_charge_id=charge["id"], occurred_at="2026-03-02T02:30:00Z")

        assert mistakes(answer) == {"/occurred_at": "too_small"}
        assert (await retention(app, kept))["balance"] == yuan(3_000_000)

    async def test_of_a_part_of_it_or_of_theirs_is_refused(self, app: TestApp) -> None:
        project, debtor = await site(app), await party(app, "PUMPCO")
        kept = await withheld(app, project, direction="held_by_us", party_id=debtor["id"])
        charge = await owed(app, debtor, project)
        others = await owed(app, await party(app, "OTHER"), project)

        part = await deducted(app, kept, 9_999, back_charge_id=charge["id"])
        theirs = await deducted(app, kept, 10_000, back_charge_id=others["id"])
        unknown = await deducted(app, kept, 10_000, back_charge_id=str(uuid4()))

        assert mistakes(part) == {"/amount": "liability.back_charge.not_whole"}
        assert mistakes(theirs) == {"/back_charge_id": "liability.retention.of_another"}
        assert mistakes(unknown) == {"/back_charge_id": "unknown_reference"}
        assert (await retention(app, kept))["balance"] == yuan(3_000_000)


class TestByConsignment:
    async def test_takes_it_off_what_we_owe_the_supplier(self, app: TestApp) -> None:
        pump = await shelf(app, "PUMPCO")
        charge = await owed(app, pump.party)

        answer = await moved(app, charge, "settle", method="consignment")

        assert (answer.status_code, answer.json()["status"]) == (201, "settled")
        [line] = await lines(app, agreement_id=pump.agreement["id"])
        assert (line["kind"], line["amount"]) == ("set_off", yuan(-10_000))

    async def test_needs_an_agreement_of_the_party(self, app: TestApp) -> None:
        charge = await owed(app, await party(app, "PUMPCO"))

        refused = refusal(await moved(app, charge, "settle", method="consignment"), 409)

        assert refused["code"] == "consignment.set_off.no_agreement"
        assert (await moved(app, charge, "accept")).status_code == 201

    async def test_needs_the_plugin(self, app: TestApp) -> None:
        del app
        async with liability_app(dialects()[0]) as without:
            charge = await owed(without, await party(without, "PUMPCO"))

            refused = refusal(await moved(without, charge, "settle", method="consignment"), 409)

        assert refused["code"] == "service_inactive"


class TestCredit:
    async def test_is_paid_or_waived_and_never_taken(self, app: TestApp) -> None:
        """A line of 10,000 and its reversal, charged one after the other."""
        project, debtor = await site(app), await party(app, "PUMPCO")
        kept = await withheld(app, project, direction="held_by_us", party_id=debtor["id"])
        ticket = await app.ticket(project_id=project["id"])
        await final_case(app, ticket, share("supplier", 10_000, debtor))
        spent(ticket, 10_000)
        await asked_to_charge(app, ticket)
        spent(ticket, -10_000)
        [made] = (await charged(app, ticket))["back_charges"]
        credit = await issued(app, made)

        taken: list[Json] = [{"method": "retention", "retention_id": kept["id"]}, {"method": "consignment"}]
        for values in taken:
            refused = refusal(await moved(app, credit, "settle", **values), 409)
            assert refused["code"] == "liability.back_charge.not_allowed"
        assert (await moved(app, credit, "settle", method="payment")).json()["amount"] == yuan(-10_000)
