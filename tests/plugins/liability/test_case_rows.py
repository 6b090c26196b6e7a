"""What is kept of everything that is done to a case, and what it is announced as."""

from collections.abc import AsyncIterator

import pytest

from liability_cases import Matter, got, matter, share
from liability_house import liability_app
from parties_house import events
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def seal(app: TestApp) -> Matter:
    return await matter(app)


async def audited(app: TestApp) -> list[str]:
    items: list[Json] = (await got(app.client, "/v1/audit", limit=200))["items"]
    return sorted(each["action"] for each in items if each["action"].startswith("liability.case."))


class TestHistory:
    async def test_leads_from_status_to_status(self, seal: Matter) -> None:
        await seal.proposed(note="By mail.")
        await seal.disputed_for(seal.designer)
        await seal.revised()
        await seal.did("propose")
        await seal.did("arbitrate", decided_by="Court", decision="Judgment", shares=[share("self", 10_000)])
        await seal.did("finalise")

        steps = await seal.steps()

        assert [(each["action"], each["from_status"], each["to_status"], each["version"]) for each in steps] == [
            ("open", None, "provisional", 1),
            ("propose", "provisional", "proposed", 1),
            ("dispute", "proposed", "disputed", 1),
            ("revise", "disputed", "provisional", 2),
            ("propose", "provisional", "proposed", 2),
            ("arbitrate", "proposed", "arbitrated", 3),
            ("finalise", "arbitrated", "final", 3),
        ]
        assert (steps[1]["note"], steps[1]["data"]) == ("By mail.", {"answer_within_days": 14})
        assert (str(steps[2]["party_id"]), steps[2]["given_by"]) == (seal.designer["id"], "staff")

    async def test_is_audited(self, app: TestApp, seal: Matter) -> None:
        await seal.final()
        await (await matter(app)).found()

        assert await audited(app) == [
            "liability.case.accepted",
            "liability.case.accepted",
            "liability.case.finalised",
            "liability.case.opened",
            "liability.case.opened",
            "liability.case.proposed",
        ]


class TestEvents:
    async def test_name_case_ticket_and_version(self, app: TestApp, seal: Matter) -> None:
        case = await seal.final()

        told = await events(app, "liability.case.")

        assert [kind for kind, _ in told] == [
            f"liability.case.{word}" for word in ("opened", "proposed", "accepted", "finalised")
        ]
        assert told[0][1] == {
            "case_id": case["id"],
            "number": "LC-00000001",
            "ticket_id": seal.ticket["id"],
            "version": 1,
        }
        assert told[1][1]["answer_due_at"] == "2026-03-16T02:00:00Z"
        assert told[3][1]["evidence_root"] == case["evidence_root"]


class TestTicket:
    async def test_reads_anew_when_its_case_stands_elsewhere(self, app: TestApp, seal: Matter) -> None:
        path = f"/v1/tickets/{seal.ticket['id']}"
        versions: list[int] = []
        for word in (seal.found, lambda: seal.did("propose"), seal.stated):
            await word()
            versions.append((await got(app.client, path))["version"])

        assert seal.ticket["version"] < versions[0] < versions[1] == versions[2]
