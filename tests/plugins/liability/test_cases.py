"""Cases through HTTP: opening, versions, proposing, freezing."""

from collections.abc import AsyncIterator

import pytest

from liability_cases import Matter, matter, share
from liability_house import asked_to_find, finding, liability_app, party
from parties_house import mistakes, moved
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects

UNKNOWN = "00000000-0000-7000-8000-000000000009"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def seal(app: TestApp) -> Matter:
    return await matter(app)


class TestCase:
    async def test_begins_as_our_own_finding(self, app: TestApp, seal: Matter) -> None:
        answer = await asked_to_find(app, seal.ticket, *seal.shares)

        case = answer.json()
        assert (answer.status_code, answer.headers["location"]) == (201, seal.path)
        assert answer.headers["etag"] == f'"{case["revision"]}"'
        assert (case["number"], case["status"], case["version"]) == ("LC-00000001", "provisional", 1)
        assert (case["ticket_id"], case["answer_due_at"], case["evidence_root"]) == (seal.ticket["id"], None, None)
        assert case["cause"] == {"code": "design", "text": "Seal groove too shallow", "method": "joint inspection"}
        assert [(each["role"], each["share_bp"], each["share_percent"], each["answer"]) for each in case["shares"]] == [
            ("designer", 4000, "40.00", None),
            ("installer", 3500, "35.00", None),
            ("self", 2500, "25.00", None),
        ]
        assert case["shares"][0]["party_id"] == seal.designer["id"]
        assert await seal.case() == case

    async def test_is_one_for_each_ticket(self, app: TestApp, seal: Matter) -> None:
        await seal.found()

        again = await asked_to_find(app, seal.ticket, *seal.shares)

        assert (again.status_code, again.json()["code"]) == (409, "liability.case.exists")

    async def test_has_a_number_of_its_own(self, app: TestApp, seal: Matter) -> None:
        other = await matter(app)

        numbers = [(await each.found())["number"] for each in (seal, other)]

        assert numbers == ["LC-00000001", "LC-00000002"]

    async def test_is_made_of_weights_exactly(self, seal: Matter) -> None:
        roles = ("owner", "operator", "self", "force_majeure")
        weighted = [share(role, weight=1) for role in roles]
        parties = [
            share("supplier", weight=1, party=seal.installer),
            share("installer", weight=1, party=seal.installer),
        ]

        case = await seal.found(*weighted, *parties, share("designer", weight=1, party=seal.designer))

        assert [each["share_bp"] for each in case["shares"]] == [1429, 1429, 1429, 1429, 1428, 1428, 1428]

    async def test_is_refused_unless_its_shares_are_the_whole(self, app: TestApp, seal: Matter) -> None:
        thirds = [share("owner", 3333), share("self", 3333), share("force_majeure", 3333)]

        answer = await asked_to_find(app, seal.ticket, *thirds)

        assert (answer.status_code, answer.json()["code"]) == (422, "liability.shares.not_whole")
        assert answer.json()["sum_bp"] == 9999
        assert mistakes(answer) == [("/shares", "liability.shares.not_whole")]

    async def test_is_refused_for_shares_that_nobody_can_bear(self, app: TestApp, seal: Matter) -> None:
        blocked = await party(app, "BLOCKED", "designer")
        await moved(app, blocked, "block")
        refused = {
            "party_required": share("designer", 10_000),
            "party_forbidden": share("self", 10_000, seal.designer),
            "unknown_party": share("designer", 10_000, {"id": UNKNOWN}),
            "party_refused": share("designer", 10_000, blocked),
            "party_refused ": share("installer", 10_000, seal.designer),
        }

        for code, wrong in refused.items():
            answer = await asked_to_find(app, seal.ticket, wrong)

            assert mistakes(answer) == [("/shares/0/party_id", f"liability.share.{code.strip()}")]

    async def test_is_refused_for_sizes_that_do_not_go_together(self, app: TestApp, seal: Matter) -> None:
        mixed = await asked_to_find(app, seal.ticket, share("self", 5000), share("owner", weight=1))
        twice = await asked_to_find(app, seal.ticket, share("self", 5000), share("self", 5000))
        bounds = await asked_to_find(app, seal.ticket, share("self", 0), share("owner", 10_001))
        nobody = await app.client.post(seal.path, json=finding())

        assert (mixed.json()["code"], twice.json()["code"]) == ("liability.shares.mixed", "liability.shares.duplicate")
        assert [each.status_code for each in (mixed, twice, bounds, nobody)] == [422] * 4

    async def test_is_written_by_our_own_house_alone(self, app: TestApp, seal: Matter) -> None:
        viewer = await app.as_actor(Role.VIEWER)

        for client in (viewer, await seal.customer()):
            answer = await client.post(seal.path, json=finding(*seal.shares))

            assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")

    async def test_is_not_there_before_it_is_opened(self, app: TestApp, seal: Matter) -> None:
        for path in ("", "/versions", "/transitions", "/evidence"):
            answer = await app.client.get(f"{seal.path}{path}")

            assert (answer.status_code, answer.json()["code"]) == (404, "liability.case.not_found")
        for action in ("propose", "finalise"):
            assert (await seal.tried(action)).status_code == 404

    async def test_is_not_served_without_the_plugin(self, app: TestApp) -> None:
        bare = await matter(app, contract="bare")

        answer = await app.client.post(bare.path, json=finding(*bare.shares))

        assert (answer.status_code, answer.json()["code"]) == (404, "plugin_inactive")


class TestFinal:
    async def test_case_never_changes(self, app: TestApp, seal: Matter) -> None:
        case = await seal.final()

        answers = [
            await seal.revised(),
            await seal.stated(),
            *[await seal.tried(action) for action in ("propose", "finalise")],
            await seal.tried("dispute", version=1, party_id=seal.designer["id"], reason="No."),
        ]

        assert case["status"] == "final"
        assert case["finalised_at"] is not None
        assert [(each.status_code, each.json()["code"]) for each in answers] == [
            (409, "liability.case.closed"),
            (409, "liability.evidence.frozen"),
            (409, "liability.case.not_allowed"),
            (409, "liability.case.not_allowed"),
            (409, "liability.case.not_allowed"),
        ]
        assert await seal.case() == case

    async def test_needs_all_shares_to_be_somebodys(self, seal: Matter) -> None:
        await seal.proposed(share("designer", 6000, seal.designer), share("undetermined", 4000))
        await seal.accepted_for(seal.designer)

        refused = await seal.tried("finalise")

        assert (refused.status_code, refused.json()["code"]) == (409, "liability.case.undetermined")

    async def test_is_not_reached_before_all_agree(self, seal: Matter) -> None:
        await seal.proposed()
        await seal.accepted_for(seal.designer)

        early = await seal.tried("finalise")
        await seal.accepted_for(seal.installer)
        once = await seal.did("finalise")
        twice = await seal.tried("finalise")

        assert (early.status_code, early.json()["code"]) == (409, "liability.case.not_allowed")
        assert early.json()["allowed"] == ["accept", "dispute", "arbitrate"]
        assert (once["status"], twice.status_code) == ("final", 409)

    async def test_follows_at_once_where_nobody_has_a_word(self, seal: Matter) -> None:
        case = await seal.proposed(share("self", 6000), share("force_majeure", 4000))

        assert (case["status"], case["answer_due_at"]) == ("accepted", None)
        assert (await seal.did("finalise"))["status"] == "final"
