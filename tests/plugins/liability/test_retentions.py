"""Money is held back: how much, from when to when, and who sees it."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from inventory_tickets import told
from liability_house import liability_app, party, site
from liability_money import PRICE, asked_to_withhold, retention, retentions_of, stepped, withheld, yuan
from parties_house import involved
from refusals import mistakes, refusal
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects

NARROW = {"retention": {"cap_bp": 200, "months_max": 12}}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, terms={"narrow": NARROW}) as app:
        yield app


class TestAmount:
    async def test_is_the_part_of_the_price_that_the_rate_tells(self, app: TestApp) -> None:
        """3 % of 1,000,000.00: 30,000.00."""
        kept = await withheld(app, await site(app))

        assert (kept["amount"], kept["balance"], kept["status"]) == (yuan(3_000_000), yuan(3_000_000), "held")
        assert kept["number"] == "LR-00000001"
        assert [(each["kind"], each["amount"], each["by"]) for each in kept["entries"]] == [
            ("withheld", yuan(3_000_000), "staff")
        ]

    async def test_is_rounded_down(self, app: TestApp) -> None:
        """3 % of 1.99 is 0.0597."""
        kept = await withheld(app, await site(app), settlement_price=yuan(199))

        assert kept["amount"] == yuan(5)

    async def test_above_three_percent_is_refused(self, app: TestApp) -> None:
        project = await site(app)

        assert mistakes(await asked_to_withhold(app, project, rate_bp=301)) == {
            "/rate_bp": "liability.retention.above_cap"
        }
        too_much = await asked_to_withhold(app, project, amount=yuan(3_000_001))
        assert mistakes(too_much) == {"/amount": "liability.retention.above_cap"}
        assert (await asked_to_withhold(app, project, amount=yuan(3_000_000))).status_code == 201

    async def test_follows_the_cap_of_the_terms(self, app: TestApp) -> None:
        project = await site(app, contract="narrow")

        assert refusal(await asked_to_withhold(app, project, months=12), 422)["cap_bp"] == 200
        assert (await withheld(app, project, rate_bp=200, months=12))["amount"] == yuan(2_000_000)

    async def test_is_announced(self, app: TestApp) -> None:
        project = await site(app)
        kept = await withheld(app, project)

        [event] = await told(app, "liability.retention.withheld")

        assert event == {
            "retention_id": kept["id"],
            "number": kept["number"],
            "project_id": project["id"],
            "party_id": None,
            "balance": yuan(3_000_000),
            "amount": yuan(3_000_000),
        }


class TestDays:
    async def test_run_from_the_acceptance_to_the_corresponding_day_that_day_included(self, app: TestApp) -> None:
        kept = await withheld(app, await site(app))

        assert (kept["starts_on"], kept["ends_on"]) == ("2024-03-01", "2026-03-02")

    async def test_run_from_a_fixed_day(self, app: TestApp) -> None:
        """31 August and six months: the last day of February, that day included."""
        kept = await withheld(app, await site(app), start_rule="fixed", fixed_on="2023-08-31", months=6)

        assert (kept["starts_on"], kept["ends_on"]) == ("2023-08-31", "2024-03-01")

    async def test_end_with_the_calendar_at_the_latest(self, app: TestApp) -> None:
        kept = await withheld(app, await site(app), start_rule="fixed", fixed_on="9999-06-01")

        assert kept["ends_on"] == "9999-12-31"

    async def test_are_open_without_an_acceptance(self, app: TestApp) -> None:
        kept = await withheld(app, await site(app, accepted_on=None))

        assert (kept["starts_on"], kept["ends_on"]) == (None, None)

    async def test_run_from_ninety_days_after_the_report_when_there_was_no_acceptance_by_then(
        self, app: TestApp
    ) -> None:
        """2025-12-02 + 90 days: 2026-03-02, which is today."""
        project = await site(app, accepted_on=None)

        kept = await withheld(app, project, completion_reported_on="2025-12-02", months=1)

        assert (kept["starts_on"], kept["ends_on"]) == ("2026-03-02", "2026-04-03")

    async def test_for_longer_than_the_terms_allow_are_refused(self, app: TestApp) -> None:
        project, narrow = await site(app), await site(app, contract="narrow")

        too_long = await asked_to_withhold(app, project, months=25)
        assert mistakes(too_long) == {"/months": "liability.retention.too_long"}
        assert too_long.json()["months_max"] == 24
        assert refusal(await asked_to_withhold(app, narrow, rate_bp=200, months=13), 422)["months_max"] == 12


class TestBadInput:
    async def test_is_told_all_at_once(self, app: TestApp) -> None:
        project = await site(app)

        answer = await asked_to_withhold(
            app, project, rate_bp=400, months=30, start_rule="fixed", party_id=str(uuid4())
        )

        assert mistakes(answer) == {
            "/rate_bp": "liability.retention.above_cap",
            "/months": "liability.retention.too_long",
            "/fixed_on": "required",
            "/party_id": "unknown_reference",
        }

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"settlement_price": yuan(0)}, {"/settlement_price/amount_minor": "too_small"}),
            ({"settlement_price": yuan(-1)}, {"/settlement_price/amount_minor": "too_small"}),
            ({"amount": yuan(-1)}, {"/amount/amount_minor": "too_small"}),
            (
                {"amount": {"amount_minor": 1, "currency": "EUR"}},
                {"/amount/currency": "liability.retention.currency_mismatch"},
            ),
            ({"fixed_on": "2024-03-01"}, {"/fixed_on": "unexpected"}),
        ],
    )
    async def test_points_at_the_mistake(self, app: TestApp, values: dict[str, object], expected: object) -> None:
        assert mistakes(await asked_to_withhold(app, await site(app), **values)) == expected

    async def test_of_an_unknown_retention_is_404(self, app: TestApp) -> None:
        project = await site(app)
        other = await withheld(app, await site(app))

        for unknown in (str(uuid4()), other["id"]):
            answer = await app.client.get(f"{retentions_of(project)}/{unknown}")
            assert refusal(answer, 404)["code"] == "liability.retention.not_found"


class TestWhoSees:
    async def test_a_party_sees_its_own_money_only(self, app: TestApp) -> None:
        project, builder, painter = await site(app), await party(app, "BUILDER"), await party(app, "PAINTER")
        for each in (builder, painter):
            await involved(app, f"projects/{project['id']}", each)
        own = await withheld(app, project, direction="held_by_us", party_id=builder["id"])
        other = await withheld(app, project, direction="held_by_us", party_id=painter["id"])
        ours = await withheld(app, project)
        client = await app.as_actor(Role.PARTNER, party_id=builder["id"])

        listed = await client.get(retentions_of(project))

        assert [each["id"] for each in listed.json()["items"]] == [own["id"]]
        assert (await retention(app, own, client=client))["balance"] == yuan(3_000_000)
        for hidden in (other, ours):
            refusal(await client.get(f"{retentions_of(project)}/{hidden['id']}"), 404)

    async def test_a_customer_sees_what_it_holds_of_ours(self, app: TestApp) -> None:
        project, builder = await site(app), await party(app, "BUILDER")
        await withheld(app, project, direction="held_by_us", party_id=builder["id"])
        ours = await withheld(app, project)
        client = await app.as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])

        listed = await client.get(retentions_of(project))

        assert [each["id"] for each in listed.json()["items"]] == [ours["id"]]

    async def test_nobody_outside_sees_our_notes(self, app: TestApp) -> None:
        project, builder = await site(app), await party(app, "BUILDER")
        await involved(app, f"projects/{project['id']}", builder)
        kept = await withheld(app, project, direction="held_by_us", party_id=builder["id"])
        await stepped(app, kept, "request_release", note="He always asks too early.")
        client = await app.as_actor(Role.PARTNER, party_id=builder["id"])

        assert (await retention(app, kept))["entries"][1]["note"] == "He always asks too early."
        assert (await retention(app, kept, client=client))["entries"][1]["note"] is None

    async def test_nobody_but_an_admin_holds_back(self, app: TestApp) -> None:
        project = await site(app)
        body = {"direction": "held_from_us", "settlement_price": PRICE, "rate_bp": 300, "months": 24}

        for role, account in (
            (Role.DISPATCHER, {}),
            (Role.VIEWER, {}),
            (Role.CUSTOMER, {"customer_ids": [project["customer_id"]]}),
        ):
            client = await app.as_actor(role, **account)
            refusal(await client.post(retentions_of(project), json=body), 403)

    async def test_nobody_where_the_plugin_is_not_active(self, app: TestApp) -> None:
        project = await site(app, contract="bare")

        assert refusal(await asked_to_withhold(app, project), 404)["code"] == "plugin_inactive"

    async def test_lists_page_by_page(self, app: TestApp) -> None:
        project = await site(app)
        made = [(await withheld(app, project))["id"] for _ in range(3)]

        first = (await app.client.get(retentions_of(project), params={"limit": 2})).json()
        rest = await app.client.get(retentions_of(project), params={"limit": 2, "cursor": first["next_cursor"]})

        assert [each["id"] for each in [*first["items"], *rest.json()["items"]]] == made
