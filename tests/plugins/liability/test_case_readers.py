"""What parties and customers see of cases: their own share by name, and the sizes of the others."""

from collections.abc import AsyncIterator

import httpx
import pytest

from liability_cases import Matter, acted, got, matter, share
from liability_house import liability_app, party
from parties_house import involved
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

LIST = "/v1/liability/cases"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def seal(app: TestApp) -> Matter:
    return await matter(app)


def borne(case: Json) -> list[tuple[str, int, str | None]]:
    return [(each["role"], each["share_bp"], each["party_id"]) for each in case["shares"]]


async def statuses(client: httpx.AsyncClient, seal: Matter) -> list[int]:
    return [(await client.get(f"{seal.path}{path}")).status_code for path in ("", "/versions", "/transitions")]


class TestParty:
    async def test_sees_its_share_by_name_and_the_others_without(self, seal: Matter) -> None:
        basis = {"basis_text": "Contract 2024-17 with the installer"}
        noted = [share("designer", 4000, seal.designer, note="Drawing 7"), *seal.shares[1:]]
        noted[1] = {**noted[1], "note": "Fitted dry", "scope": "plumbing"}
        await seal.found(*noted, **basis)
        await seal.did("propose")
        await seal.accepted_for(seal.installer)

        case = await got(await seal.key_of(seal.designer), seal.path)

        assert borne(case) == [("designer", 4000, seal.designer["id"]), ("installer", 3500, None), ("self", 2500, None)]
        assert [each["note"] for each in case["shares"]] == ["Drawing 7", None, None]
        assert [(each["scope"], each["answer"]) for each in case["shares"][1:]] == [(None, None)] * 2
        assert (case["cause"]["text"], case["basis_text"]) == ("Seal groove too shallow", None)

    async def test_sees_its_own_answer_without_our_evidence(self, seal: Matter) -> None:
        await seal.proposed()
        await seal.accepted_for(seal.designer)

        case = await got(await seal.key_of(seal.designer), seal.path)

        word = case["shares"][0]["answer"]
        assert (word["answer"], word["by"], word["evidence"]) == ("accepted", "staff", None)

    async def test_sees_nothing_before_the_proposal_though_it_sees_the_ticket(self, app: TestApp, seal: Matter) -> None:
        await involved(app, f"tickets/{seal.ticket['id']}", seal.designer, "designer")
        await seal.found()
        designer = await seal.key_of(seal.designer)

        assert (await designer.get(f"/v1/tickets/{seal.ticket['id']}")).status_code == 200
        assert await statuses(designer, seal) == [404] * 3
        assert (await acted(designer, seal, "accept", version=1)).status_code == 404
        assert (await got(designer, LIST))["items"] == []

    async def test_that_bears_no_share_sees_nothing(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        stranger = await party(app, "STRANGER", "designer")
        outside = await seal.key_of(stranger)
        before = await statuses(outside, seal)
        await involved(app, f"tickets/{seal.ticket['id']}", stranger, "designer")

        assert before == [404] * 3
        assert await statuses(outside, seal) == [404] * 3
        assert (await acted(outside, seal, "accept", version=1)).status_code == 404

    async def test_sees_those_versions_that_it_was_shown(self, seal: Matter) -> None:
        await seal.proposed()
        await seal.revised(share("self", 10_000))
        await seal.revised(share("designer", 1000, seal.designer), share("self", 9000))
        designer = await seal.key_of(seal.designer)
        hidden = await statuses(designer, seal)

        await seal.did("propose")

        found = (await got(designer, f"{seal.path}/versions"))["items"]
        assert hidden == [404] * 3
        assert [(each["version"], each["is_current"], each["actor_id"]) for each in found] == [
            (1, False, None),
            (3, True, None),
        ]
        assert borne(found[0])[1] == ("installer", 3500, None)
        assert len(await seal.versions()) == 3

    async def test_is_told_what_was_decided_for_all(self, seal: Matter) -> None:
        await seal.proposed(*seal.shares)
        decided = {"decided_by": "Arbitration", "decision": "Award 77"}
        other = [share("installer", 9000, seal.installer), share("self", 1000)]

        await seal.did("arbitrate", **decided, shares=other)

        designer, installer = await seal.key_of(seal.designer), await seal.key_of(seal.installer)
        assert (await designer.get(seal.path)).status_code == 404
        case = await got(installer, seal.path)
        assert (case["decided_by"], borne(case)[0]) == ("Arbitration", ("installer", 9000, seal.installer["id"]))


class TestCustomer:
    async def test_sees_sizes_and_no_names_from_the_proposal_on(self, seal: Matter) -> None:
        shares = [share("owner", 2000), share("designer", 8000, seal.designer, note="Drawing 7")]
        await seal.found(*shares)
        customer = await seal.customer()
        before = await statuses(customer, seal)

        await seal.did("propose")

        case = await got(customer, seal.path)
        assert before == [404] * 3
        assert borne(case) == [("owner", 2000, None), ("designer", 8000, None)]
        assert [each["note"] for each in case["shares"]] == [None, None]

    async def test_sees_the_cases_of_its_own_tickets_alone(self, app: TestApp, seal: Matter) -> None:
        other = await matter(app)
        for each in (seal, other):
            await each.proposed()
        customer = await seal.customer()

        assert [each["ticket_id"] for each in (await got(customer, LIST))["items"]] == [seal.ticket["id"]]
        assert (await customer.get(other.path)).status_code == 404


class TestList:
    async def test_is_narrowed_by_status_party_and_customer(self, app: TestApp, seal: Matter) -> None:
        other = await matter(app)
        await seal.proposed()
        await other.found()
        bare = await app.ticket(contract="bare")

        async def listed(**query: str) -> list[str]:
            return [each["ticket_id"] for each in (await got(app.client, LIST, **query))["items"]]

        first, second = seal.ticket["id"], other.ticket["id"]
        assert await listed() == [second, first]
        assert await listed(status="proposed") == [first]
        assert await listed(status="final") == []
        assert await listed(party_id=other.designer["id"]) == [second]
        assert await listed(customer_id=seal.ticket["customer_id"]) == [first]
        assert await listed(customer_id=bare["customer_id"]) == []

    async def test_shows_a_partner_its_own_without_the_names_of_others(self, app: TestApp, seal: Matter) -> None:
        other = await matter(app)
        for each in (seal, other):
            await each.proposed()

        [case] = (await got(await seal.key_of(seal.designer), LIST))["items"]

        assert borne(case)[:2] == [("designer", 4000, seal.designer["id"]), ("installer", 3500, None)]

    async def test_does_not_tell_a_partner_where_others_bear_shares(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        designer = await seal.key_of(seal.designer)

        assert len((await got(designer, LIST, party_id=seal.designer["id"]))["items"]) == 1
        assert (await got(designer, LIST, party_id=seal.installer["id"]))["items"] == []

    async def test_comes_in_pages(self, app: TestApp) -> None:
        for _ in range(3):
            await (await matter(app)).found()

        first = await got(app.client, LIST, limit=2)
        last = await got(app.client, LIST, limit=2, cursor=first["next_cursor"])

        numbers = [each["number"] for each in (*first["items"], *last["items"])]
        assert numbers == ["LC-00000003", "LC-00000002", "LC-00000001"]
        assert last["next_cursor"] is None

    async def test_costs_as_many_statements_for_many_as_for_one(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        costs: list[int] = []
        for _ in range(2):
            before = app.house.statements
            await got(app.client, LIST)
            costs.append(app.house.statements - before)
            for _ in range(4):
                await (await matter(app)).proposed()

        assert costs[0] == costs[1]

    async def test_of_a_viewer_is_that_of_our_house(self, app: TestApp, seal: Matter) -> None:
        await seal.found()

        assert len((await got(await app.as_actor(Role.VIEWER), LIST))["items"]) == 1
