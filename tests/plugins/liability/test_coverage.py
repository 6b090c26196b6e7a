"""Whether tickets and equipment are covered, as callers ask."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from liability_house import asked_to_find, coverage, done, liability_app, party, promised, site
from parties_house import did, involved, partner_of
from wellkept_liability.service import covering
from wellkept_sdk import RecordName
from wellkept_sdk.actor import Role
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing import Json, TestApp, dialects

LAST_DAY = "2026-03-01T15:59:59Z"
DAY_AFTER = "2026-03-01T16:00:00Z"
HOURS: Json = {"kind": "running_hours", "hours": 8000, "within": {"years": 3}}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def project(app: TestApp) -> Json:
    return await site(app)


async def about(app: TestApp, project: Json, scope: str | None = "electrical", **values: Any) -> Json:
    said: Json = {"occurred_at": LAST_DAY, **values}
    if scope is not None:
        said["extensions"] = {"liability": {"scope": scope}}
    return await app.ticket(project_id=project["id"], **said)


def codes(found: Json) -> list[str]:
    return [each["code"] for each in found["answers"]]


class TestTicket:
    async def test_is_covered_on_the_last_day(self, app: TestApp, project: Json) -> None:
        term = await promised(app, project)

        found = await coverage(app, await about(app, project))

        assert found == {
            "on": "2026-03-01",
            "scope": "electrical",
            "covered": "covered",
            "covered_by": "warranty",
            "code": "inside_period",
            "answers": [
                {
                    "warranty_term_id": term["id"],
                    "side": "given",
                    "obligor_party_id": None,
                    "scope": "electrical",
                    "answer": "covered",
                    "code": "inside_period",
                    "reason": "The day lies inside the warranty.",
                    "starts_on": "2024-03-01",
                    "ends_on": "2026-03-02",
                }
            ],
        }

    async def test_is_not_covered_on_the_day_after(self, app: TestApp, project: Json) -> None:
        await promised(app, project)

        found = await coverage(app, await about(app, project, occurred_at=DAY_AFTER))

        assert (found["on"], found["covered"], found["covered_by"]) == ("2026-03-02", "not_covered", None)
        assert codes(found) == ["expired"]

    async def test_counts_from_its_report_where_nobody_knows_the_day_of_the_fault(
        self, app: TestApp, project: Json
    ) -> None:
        ticket = await app.ticket(project_id=project["id"], reported_at="2026-02-20T02:00:00Z")

        assert (await coverage(app, ticket))["on"] == "2026-02-20"

    async def test_is_asked_about_another_day_and_scope(self, app: TestApp, project: Json) -> None:
        await promised(app, project)
        ticket = await about(app, project)

        assert codes(await coverage(app, ticket, on="2024-02-29")) == ["before_start"]
        assert codes(await coverage(app, ticket, scope="hvac")) == ["scope_differs"]

    async def test_is_unknown_while_the_start_is(self, app: TestApp) -> None:
        project = await site(app, accepted_on=None)
        await promised(app, project)

        found = await coverage(app, await about(app, project))

        assert (found["covered"], codes(found)) == ("unknown", ["start_unknown"])

    async def test_without_a_scope_is_known_where_all_agree(self, app: TestApp, project: Json) -> None:
        await promised(app, project)
        ticket = await about(app, project, None)
        alone = await coverage(app, ticket)
        await promised(app, project, scope="control", start_rule="fixed", fixed_on="2020-01-01")

        assert (alone["covered"], alone["scope"]) == ("covered", None)
        assert (await coverage(app, ticket))["covered"] == "unknown"

    async def test_stands_on_what_was_recorded_when_a_case_became_final_and_not_on_when_that_happened(
        self, app: TestApp, project: Json
    ) -> None:
        await promised(app, project)
        ticket = await about(app, project)
        await asked_to_find(app, ticket, {"role": "self", "share_bp": 10_000})
        await done(app, ticket, "propose", occurred_at="2026-02-20T02:00:00Z")
        final = await done(app, ticket, "finalise", occurred_at="2026-02-21T02:00:00Z")
        app.clock.advance(timedelta(seconds=1))
        await app.client.patch(f"/v1/projects/{project['id']}", json={"accepted_on": "2023-01-01"})

        answer = await coverage(app, ticket)

        assert (final.status_code, final.json()["finalised_at"]) == (201, "2026-02-21T02:00:00Z")
        assert (answer["covered"], answer["answers"][0]["ends_on"]) == ("covered", "2026-03-02")

    async def test_is_not_covered_when_its_cause_turns_out_excluded(self, app: TestApp, project: Json) -> None:
        await promised(app, project, exclusions=["misuse"])
        ticket = await about(app, project)
        before = await coverage(app, ticket)

        await did(app, ticket, "resolve", cause_code="misuse")

        found = await coverage(app, ticket)
        assert (before["covered"], found["covered"], codes(found)) == ("covered", "not_covered", ["excluded_cause"])

    @pytest.mark.parametrize(
        ("hours", "covered", "code"),
        [
            ({}, "unknown", "usage_unknown"),
            ({"running_hours": 8000}, "covered", "inside_period"),
            ({"running_hours": 8001}, "not_covered", "usage_exceeded"),
        ],
    )
    async def test_may_hang_on_running_hours(
        self, app: TestApp, project: Json, hours: Json, covered: str, code: str
    ) -> None:
        await promised(app, project, scope="control", length=HOURS)

        found = await coverage(app, await about(app, project, "control"), **hours)

        assert (found["covered"], codes(found)) == (covered, [code])

    async def test_is_covered_by_what_its_item_belongs_to(self, app: TestApp, project: Json) -> None:
        line = await app.equipment(project_id=project["id"])
        pump = await app.equipment(project_id=project["id"], parent_id=line["id"])
        other = await app.equipment(project_id=project["id"])
        for item in (line, pump, other):
            await promised(app, project, equipment_id=item["id"])

        of_pump = await coverage(app, await about(app, project, equipment_id=pump["id"]))
        of_line = await coverage(app, await about(app, project, equipment_id=line["id"]))
        of_none = await coverage(app, await about(app, project))

        assert [len(each["answers"]) for each in (of_pump, of_line, of_none)] == [2, 1, 0]

    @pytest.mark.parametrize("query", [{"on": "soon"}, {"scope": "roof"}, {"running_hours": "-1"}, {"colour": "red"}])
    async def test_is_asked_in_words_that_there_are(self, app: TestApp, project: Json, query: Json) -> None:
        ticket = await about(app, project)

        answer = await app.client.get(f"/v1/tickets/{ticket['id']}/liability/coverage", params=query)

        assert answer.status_code == 422


class TestWhoAsks:
    async def test_sees_the_promises_that_are_his(self, app: TestApp, project: Json) -> None:
        pumps, valves = await party(app, "PUMPCO"), await party(app, "VALVECO")
        for each in (pumps, valves):
            await promised(app, project, side="received", obligor_party_id=each["id"])
        await promised(app, project)
        ticket = await about(app, project)
        await involved(app, f"tickets/{ticket['id']}", pumps)
        partner = await partner_of(app, pumps)
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])

        async def seen(client: Any) -> list[tuple[str, str | None]]:
            answer = await client.get(f"/v1/tickets/{ticket['id']}/liability/coverage")
            return [(each["side"], each["obligor_party_id"]) for each in answer.json()["answers"]]

        assert await seen(partner) == [("received", pumps["id"])]
        assert await seen(customer) == [("given", None)]
        assert len(await seen(app.client)) == 3


class TestEquipment:
    async def test_is_asked_about_today_unless_another_day_is_named(self, app: TestApp, project: Json) -> None:
        pump = await app.equipment(project_id=project["id"])
        await promised(app, project, scope="equipment")

        today = await coverage(app, pump, of="equipment")
        yesterday = await coverage(app, pump, of="equipment", on="2026-03-01", scope="equipment")

        assert (today["on"], today["covered"]) == ("2026-03-02", "not_covered")
        assert (yesterday["covered"], yesterday["scope"]) == ("covered", "equipment")

    async def test_at_depth_six_with_two_hundred_warranties_takes_one_statement(
        self, app: TestApp, project: Json
    ) -> None:
        item: Json = {"id": None}
        items: list[Json] = []
        for _ in range(6):
            parent = {} if item["id"] is None else {"parent_id": item["id"]}
            item = await app.equipment(project_id=project["id"], **parent)
            items.append(item)
        for number in range(200):
            await promised(app, project, equipment_id=items[number % 6]["id"])
        ctx = await app.house.context("liability", RecordRef(name=RecordName.EQUIPMENT, id=UUID(item["id"])))

        before = app.house.statements

        found = await covering.of_equipment(ctx, UUID(item["id"]))

        assert (len(found.answers), app.house.statements - before) == (200, 1)
