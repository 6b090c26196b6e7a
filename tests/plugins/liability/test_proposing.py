"""A first proposal of shares, through HTTP."""

from collections.abc import AsyncIterator

import pytest

from liability_cases import Matter, got, matter, share
from liability_house import liability_app, party, promised
from parties_house import did, involved
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, terms={"own": {"attribution": {"design": "self"}}}) as app:
        yield app


async def proposal(seal: Matter) -> Json:
    return await got(seal.app.client, f"/v1/tickets/{seal.ticket['id']}/liability/proposal")


def whole(role: str, party: Json | None = None) -> list[Json]:
    return [{"role": role, "party_id": party and party["id"], "share_bp": 10_000}]


class TestProposal:
    async def test_names_whom_the_cause_points_at(self, app: TestApp) -> None:
        seal = await matter(app)
        await involved(app, f"projects/{seal.ticket['project_id']}", seal.designer, "designer")
        await did(app, seal.ticket, "resolve", cause_code="design.seal_groove")

        found = await proposal(seal)

        assert (found["basis"], found["shares"]) == ("expertise", whole("designer", seal.designer))
        assert found["because"] == {
            "code": "attributed",
            "cause_kind": "design",
            "nearness": "project",
            "message": "The cause points at this role.",
        }

    async def test_prefers_who_stands_nearer(self, app: TestApp) -> None:
        plant = await app.equipment(contract="plain")
        pump = await app.equipment(project_id=plant["project_id"], parent_id=plant["id"])
        seal = await matter(app, equipment_id=pump["id"], project_id=pump["project_id"])
        other = await party(app, "OTHER", "installer")
        await involved(app, f"projects/{pump['project_id']}", other, "installer")
        await involved(app, f"equipment/{plant['id']}", seal.installer, "installer")
        await did(app, seal.ticket, "resolve", cause_code="installation")

        far = await proposal(seal)
        await involved(app, f"equipment/{pump['id']}", other, "installer")
        near = await proposal(seal)

        assert (far["shares"], far["because"]["nearness"]) == (whole("installer", seal.installer), "parent")
        assert (near["shares"], near["because"]["nearness"]) == (whole("installer", other), "equipment")

    async def test_can_be_opened_as_it_is(self, app: TestApp) -> None:
        seal = await matter(app)
        await involved(app, f"tickets/{seal.ticket['id']}", seal.designer, "designer")
        await did(app, seal.ticket, "resolve", cause_code="design")
        found = await proposal(seal)

        case = await seal.found(*found["shares"], basis=found["basis"])

        assert [each["party_id"] for each in case["shares"]] == [seal.designer["id"]]

    async def test_follows_the_terms(self, app: TestApp) -> None:
        seal = await matter(app, contract="own")
        await did(app, seal.ticket, "resolve", cause_code="design")

        assert (await proposal(seal))["shares"] == whole("self")

    async def test_is_undetermined_where_nothing_is_known(self, app: TestApp) -> None:
        seal = await matter(app)
        early = await proposal(seal)
        await did(app, seal.ticket, "resolve", cause_code="construction")

        late = await proposal(seal)

        assert (early["because"]["code"], early["shares"]) == ("no_cause", whole("undetermined"))
        assert (late["because"]["code"], late["shares"]) == ("no_party", whole("undetermined"))

    async def test_is_for_our_own_house(self, app: TestApp) -> None:
        seal = await matter(app)
        await seal.proposed(share("designer", 10_000, seal.designer))

        for client in (await seal.key_of(seal.designer), await seal.customer(), await app.as_actor(Role.VIEWER)):
            answer = await client.get(f"/v1/tickets/{seal.ticket['id']}/liability/proposal")

            assert answer.status_code == 403


class TestDefault:
    async def test_puts_all_of_it_on_the_obligor_that_somebody_has_stepped_in_for(self, app: TestApp) -> None:
        seal = await matter(app)
        project = {"id": seal.ticket["project_id"]}
        term = await promised(app, project, side="received", obligor_party_id=seal.installer["id"])
        await did(app, seal.ticket, "resolve", cause_code="design")
        notices = f"/v1/tickets/{seal.ticket['id']}/liability/obligor-notices"
        notice = await app.created(notices, {"warranty_term_id": term["id"], "perform_by": "2026-03-16"})
        before = await proposal(seal)

        await app.created(
            f"{notices}/{notice['id']}/transitions", {"action": "step_in", "reason": "It floods.", "urgent": True}
        )
        stranger = await proposal(seal)
        await involved(app, f"projects/{project['id']}", seal.installer, "supplier")
        known = await proposal(seal)

        assert before["because"]["code"] == "no_party"
        assert (stranger["basis"], stranger["because"]["code"]) == ("statute", "defaulted")
        assert stranger["shares"] == whole("installer", seal.installer)
        assert known["shares"] == whole("supplier", seal.installer)

    async def test_is_ours_where_we_had_promised(self, app: TestApp) -> None:
        seal = await matter(app)
        term = await promised(app, {"id": seal.ticket["project_id"]})
        notices = f"/v1/tickets/{seal.ticket['id']}/liability/obligor-notices"
        notice = await app.created(notices, {"warranty_term_id": term["id"], "perform_by": "2026-03-16"})

        await app.created(
            f"{notices}/{notice['id']}/transitions", {"action": "step_in", "reason": "It floods.", "urgent": True}
        )

        assert (await proposal(seal))["shares"] == whole("self")
