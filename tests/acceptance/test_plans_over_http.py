"""Acceptance 9 to 11 over HTTP, literally: contracts switch a plugin off and on, plans change, periods meet."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest

from api import Api, Json
from knowledge_house import Two, knowledge_app, serving_knowledge, two_projects
from refusals import mistakes, refusal
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine


@pytest.fixture(scope="module")
def composed() -> Iterator[Wellkept]:
    with knowledge_app() as made:
        yield made


@pytest.fixture
async def app(composed: Wellkept, database: SqliteEngine | PgEngine) -> AsyncIterator[Wellkept]:
    async with serving_knowledge(composed, database):
        yield composed


@pytest.fixture
async def two(admin: Api) -> Two:
    return await two_projects(admin)


async def full_plan(admin: Api) -> Json:
    (plan,) = await admin.all_items("/v1/service-plans", code="FULL")
    return plan


class TestProjectContract:
    async def test_switches_a_plugin_off_at_every_seam_that_http_reaches(self, admin: Api, two: Two) -> None:
        ticket = await admin.ticket(project_id=two.without["id"])
        path = f"/v1/tickets/{ticket['id']}"
        given = {"extensions": {"knowledge": {"note": "x"}}}
        draft = {"title": "x", "channel": "phone", "project_id": two.without["id"]}

        explained = await admin.found(f"{path}/activation")
        assert explained["chosen"]["rule"] == "project_contract"
        assert explained["chosen"]["contract_number"] == "K-OFF"
        assert "knowledge" in explained["inactive"]
        for route in (f"{path}/knowledge", f"{path}/knowledge/articles", f"/v1/projects/{two.without['id']}/knowledge"):
            assert refusal(await admin.get(route), 404, case=route)["code"] == "plugin_inactive"
            assert (await admin.http.head(route)).status_code == 404
        assert refusal(await admin.post(f"{path}/knowledge/articles", {}), 404)["code"] == "plugin_inactive"
        assert mistakes(await admin.patch(path, given)) == {"/extensions/knowledge": "plugin_inactive"}
        assert mistakes(await admin.post("/v1/tickets", {**draft, **given})) == {
            "/extensions/knowledge": "plugin_inactive"
        }
        assert mistakes(await admin.patch(path, {"extensions": {"knowledge": None}})) == {
            "/extensions/knowledge": "plugin_inactive"
        }
        assert (await admin.found(path))["extensions"] == {}

    async def test_leaves_another_project_of_the_customer_alone(self, admin: Api, two: Two) -> None:
        ticket = await admin.ticket(project_id=two.within["id"], extensions={"knowledge": {"note": "Ring twice."}})
        path = f"/v1/tickets/{ticket['id']}"

        assert (await admin.found(f"{path}/activation"))["chosen"]["rule"] == "customer_contract"
        assert (await admin.found(f"{path}/knowledge")) == {"plugin": "knowledge", "level": 4}
        assert (await admin.found(path))["extensions"] == {"knowledge": {"note": "Ring twice.", "level": 4}}

    async def test_is_seen_per_row_in_lists(self, admin: Api, two: Two) -> None:
        off = await admin.ticket(project_id=two.without["id"])
        on = await admin.ticket(project_id=two.within["id"])

        listed = await admin.all_items("/v1/tickets", include="knowledge")

        assert {each["id"]: set(each["extensions"]) for each in listed} == {off["id"]: set(), on["id"]: {"knowledge"}}


class TestPlanRevision:
    async def test_leaves_an_open_ticket_its_terms_until_it_is_asked_for(self, admin: Api, two: Two) -> None:
        old = await admin.ticket(project_id=two.within["id"])
        plan = await full_plan(admin)
        await admin.created(f"/v1/service-plans/{plan['id']}/revisions", {"plugins": {"knowledge": {"level": 7}}})
        new = await admin.ticket(project_id=two.within["id"])

        async def levels() -> list[int]:
            paths = [f"/v1/tickets/{each['id']}/knowledge" for each in (old, new)]
            return [(await admin.found(path))["level"] for path in paths]

        assert await levels() == [4, 7]
        answer = await admin.post(f"/v1/tickets/{old['id']}/activation", {"note": "As agreed."})

        assert answer.status_code == 200
        assert answer.json()["changes"] == [
            {
                "plugin": "knowledge",
                "kind": "terms_changed",
                "fields": [{"pointer": "/level", "before": 4, "after": 7}],
            }
        ]
        assert await levels() == [7, 7]
        facts = await admin.all_items(f"/v1/tickets/{old['id']}/history")
        assert Counter(fact["kind"] for fact in facts)["activation"] == 1
        found = [await admin.found(f"/v1/tickets/{each['id']}") for each in (old, new)]
        assert len({each["activation_id"] for each in found}) == 1

    async def test_counts_alike_whatever_the_order_of_keys(self, admin: Api, two: Two) -> None:
        plan = await full_plan(admin)
        path = f"/v1/service-plans/{plan['id']}/revisions"
        core = {"remind_after_days": 2, "auto_close_after_days": 4}
        hashes: list[str] = []

        for plugins in (
            {"core": core, "knowledge": {"level": 1}},
            {"knowledge": {"level": 1}, "core": dict(reversed(core.items()))},
        ):
            await admin.created(path, {"plugins": plugins})
            ticket = await admin.ticket(project_id=two.within["id"])
            hashes.append((await admin.found(f"/v1/tickets/{ticket['id']}/activation"))["hash"])

        assert len(set(hashes)) == 1


class TestPeriods:
    async def test_meet_at_the_customers_midnight(self, admin: Api, two: Two) -> None:
        customer = await admin.customer(time_zone="Asia/Shanghai")
        project = await admin.project(customer_id=customer["id"])
        body = {"customer_id": customer["id"], "plan_code": "FULL"}
        await admin.created(
            "/v1/contracts", {"number": "P-1", "starts_on": "2026-01-01", "ends_on": "2026-07-01", **body}
        )
        await admin.created("/v1/contracts", {"number": "P-2", "starts_on": "2026-07-01", **body})

        async def ruling(at: str) -> str:
            explained = await admin.found(f"/v1/projects/{project['id']}/activation", params={"at": at})
            return explained["chosen"]["contract_number"]

        assert await ruling("2026-06-30T15:59:59Z") == "P-1"
        assert await ruling("2026-06-30T16:30:00Z") == "P-2"

    async def test_that_overlap_are_refused_but_one_however_many_come_at_once(self, admin: Api, two: Two) -> None:
        customer = await admin.customer()
        bodies = [
            {
                "number": f"O-{n}",
                "customer_id": customer["id"],
                "plan_code": "FULL",
                "starts_on": f"2026-01-{n:02}",
                "ends_on": "2026-12-31",
            }
            for n in range(1, 21)
        ]

        answers = await asyncio.gather(*(admin.post("/v1/contracts", body) for body in bodies))

        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 19}
        (made,) = [answer.json() for answer in answers if answer.status_code == 201]
        for answer in answers:
            if answer.status_code == 409:
                problem = refusal(answer, 409)
                assert problem["code"] == "activation.contract.overlap"
                assert made["number"] in answer.text
