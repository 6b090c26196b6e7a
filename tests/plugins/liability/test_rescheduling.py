"""Warranties follow the days of their records."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from liability_house import COSTS, coverage, done, found, liability_app, promised, promises, site
from parties_house import events, moment
from wellkept_sdk.testing import Json, TestApp, dialects

YEARS: Json = {"kind": "calendar", "years": 5}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


async def changed(app: TestApp, path: str, record: Json, **values: Any) -> None:
    answer = await app.client.patch(f"/v1/{path}/{record['id']}", json=values)
    assert answer.status_code == 200, answer.text


async def told(app: TestApp) -> list[str]:
    return [kind.removeprefix("liability.warranty_term.") for kind, _ in await events(app, "liability.warranty_term.")]


class TestProjectsDay:
    async def test_starts_what_waited_for_it(self, app: TestApp) -> None:
        project = await site(app, accepted_on=None)
        await promised(app, project)

        await changed(app, "projects", project, accepted_on="2024-03-02")

        [term] = await promises(app, project)
        assert (term["status"], term["starts_on"], term["ends_on"]) == ("running", "2024-03-02", "2026-03-03")
        assert term["statutory"] == {
            "rule": "CN-279-40-4-electrical",
            "minimum_ends_on": "2026-03-03",
            "satisfied": True,
        }
        [_, (kind, data)] = await events(app, "liability.")
        assert kind == "liability.warranty_term.rescheduled"
        assert (data["before_starts_on"], data["starts_on"], data["ends_on"]) == (None, "2024-03-02", "2026-03-03")

    async def test_moves_what_ran_from_another(self, app: TestApp) -> None:
        project = await site(app)
        await promised(app, project)

        await changed(app, "projects", project, accepted_on="2024-04-01")
        await changed(app, "projects", project, accepted_on=None)

        [term] = await promises(app, project)
        assert (term["status"], term["starts_on"], term["ends_on"]) == ("pending", None, None)
        assert await told(app) == ["created", "rescheduled", "rescheduled"]

    async def test_leaves_what_runs_from_other_days(self, app: TestApp) -> None:
        project = await site(app, handed_over_on="2024-05-01")
        await promised(app, project, start_rule="handover", scope="control")
        await promised(app, project, start_rule="fixed", fixed_on="2024-06-01", scope="control")

        await changed(app, "projects", project, accepted_on="2024-04-01")

        assert [each["starts_on"] for each in await promises(app, project)] == ["2024-05-01", "2024-06-01"]
        assert await told(app) == ["created", "created"]

    async def test_says_nothing_while_it_stays(self, app: TestApp) -> None:
        project = await site(app)
        await promised(app, project)

        await changed(app, "projects", project, name="Another name")

        assert await told(app) == ["created"]

    async def test_leaves_what_was_revoked(self, app: TestApp) -> None:
        project = await site(app)
        term = await promised(app, project)
        path = f"/v1/projects/{project['id']}/liability/warranty-terms/{term['id']}/revocation"
        await app.client.post(path, json={"reason": "Entered twice."})

        await changed(app, "projects", project, accepted_on="2024-04-01")

        assert [each["starts_on"] for each in await promises(app, project)] == ["2024-03-01"]

    async def test_tells_of_what_turns_out_too_short(self, app: TestApp) -> None:
        project = await site(app, accepted_on=None, handed_over_on="2024-01-01")
        await promised(app, project, scope="waterproofing", length=YEARS, start_rule="handover")

        await changed(app, "projects", project, accepted_on="2024-03-01")
        await changed(app, "projects", project, accepted_on="2024-03-02")

        [term] = await promises(app, project)
        assert (term["ends_on"], term["statutory"]["satisfied"]) == ("2029-01-02", False)
        assert await told(app) == ["created", "below_floor"]
        [*_, (_, data)] = await events(app, "liability.")
        assert (data["rule"], data["minimum_ends_on"]) == ("CN-279-40-2", "2029-03-02")

    async def test_is_never_refused_for_what_turns_out_too_short(self, app: TestApp) -> None:
        project = await site(app, accepted_on=None)
        await promised(app, project, scope="waterproofing", length={"kind": "calendar", "years": 1})

        await changed(app, "projects", project, accepted_on="2024-03-01")

        assert [each["statutory"]["satisfied"] for each in await promises(app, project)] == [False]

    async def test_of_another_region_has_other_seasons(self, app: TestApp) -> None:
        said = {"season": "heating", "starts_md": "10-20", "ends_md": "04-20", "source": "The city"}
        await app.created("/v1/liability/seasons", {"region_prefix": "23", **said})
        project = await site(app)
        await promised(app, project, scope="hvac", length={"kind": "seasons", "season": "heating", "count": 2})

        await changed(app, "projects", project, site={"region_code": "230102"})

        assert [each["ends_on"] for each in await promises(app, project)] == ["2026-04-21"]


class TestItemsDay:
    async def test_starts_and_moves_what_runs_from_it(self, app: TestApp) -> None:
        project = await site(app)
        pump = await app.equipment(project_id=project["id"])
        own = {"equipment_id": pump["id"], "scope": "equipment"}
        await promised(app, project, start_rule="commissioning", **own)
        await promised(app, project, start_rule="installation", **own)

        await changed(app, "equipment", pump, commissioned_on="2024-05-01")
        await changed(app, "equipment", pump, installed_on="2024-04-01", name="Another name")
        await changed(app, "equipment", pump, name="Its first name")

        assert [each["ends_on"] for each in await promises(app, project)] == ["2026-05-02", "2026-04-02"]
        assert await told(app) == ["created", "created", "rescheduled", "rescheduled"]


class TestFinalCase:
    async def test_stands_on_what_was_known_when_it_became_final(self, app: TestApp) -> None:
        COSTS.known.clear()
        project = await site(app)
        await promised(app, project)
        closed, open_still = [
            await app.ticket(project_id=project["id"], occurred_at="2026-03-01T02:00:00Z") for _ in range(2)
        ]
        await found(app, closed, {"role": "self", "share_bp": 10_000})
        for action in ("propose", "finalise"):
            assert (await done(app, closed, action)).status_code == 201
        app.clock.set(moment("2026-03-02T03:00:00Z"))

        await changed(app, "projects", project, accepted_on="2024-02-01")
        app.clock.set(moment("2026-03-02T04:00:00Z"))
        await changed(app, "projects", project, accepted_on="2023-02-01")
        await promised(app, project, start_rule="fixed", fixed_on="2025-01-01")

        kept, anew = await coverage(app, closed, scope="electrical"), await coverage(app, open_still)
        assert [(each["code"], each["ends_on"]) for each in kept["answers"]] == [("inside_period", "2026-03-02")]
        assert [(each["code"], each["ends_on"]) for each in anew["answers"]] == [
            ("expired", "2025-02-02"),
            ("inside_period", "2027-01-02"),
        ]

    async def test_stands_on_what_was_revoked_later(self, app: TestApp) -> None:
        project = await site(app)
        term = await promised(app, project)
        ticket = await app.ticket(project_id=project["id"], occurred_at="2026-03-01T02:00:00Z")
        await found(app, ticket, {"role": "self", "share_bp": 10_000})
        for action in ("propose", "finalise"):
            assert (await done(app, ticket, action)).status_code == 201
        app.clock.set(moment("2026-03-02T03:00:00Z"))

        path = f"/v1/projects/{project['id']}/liability/warranty-terms/{term['id']}/revocation"
        await app.client.post(path, json={"reason": "Entered twice."})

        assert (await coverage(app, ticket, scope="electrical"))["covered"] == "covered"


class TestReactivation:
    async def test_counts_again_what_changed_while_nobody_was_told(self, app: TestApp) -> None:
        customer = await app.customer()
        plan = {"customer_id": customer["id"], "plan_code": "plain"}
        served = await app.created("/v1/contracts", {**plan, "number": "C-1", "starts_on": "2020-01-01"})
        project = await site(app, customer_id=customer["id"])
        await promised(app, project)
        activation = f"/v1/tickets/{(await app.ticket(project_id=project['id']))['id']}/activation"
        await app.client.patch(f"/v1/contracts/{served['id']}", json={"ends_on": "2026-03-01"})
        bare = {**plan, "plan_code": "bare", "number": "C-2", "starts_on": "2026-03-01", "ends_on": "2026-03-10"}
        await app.created("/v1/contracts", bare)
        await app.created("/v1/contracts", {**plan, "number": "C-3", "starts_on": "2026-03-10"})
        await app.created(activation, {})
        await changed(app, "projects", project, accepted_on="2024-03-09")
        before = await told(app)

        app.clock.set(moment("2026-03-11T02:00:00Z"))
        await app.created(activation, {})

        assert (before, await told(app)) == (["created"], ["created", "rescheduled"])
