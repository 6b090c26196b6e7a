"""Notices: what obligors are asked to do, and what comes of it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from liability_house import liability_app, party, promised, site
from parties_house import events, mistakes, moment, moved, refusal
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

NOBODY = "00000000-0000-7000-8000-000000000000"


class Scene:
    """A ticket on which a supplier has promised something; `notices` is where it is asked to keep it."""

    def __init__(self, app: TestApp, *, project: Json, ticket: Json, supplier: Json, term: Json) -> None:
        self.app, self.project, self.ticket, self.supplier, self.term = app, project, ticket, supplier, term
        self.notices = f"/v1/tickets/{ticket['id']}/liability/obligor-notices"

    async def ask(self, perform_by: str = "2026-03-16", **values: Any) -> httpx.Response:
        body = {"warranty_term_id": self.term["id"], "perform_by": perform_by, **values}
        return await self.app.client.post(self.notices, json=body)

    async def asked(self, perform_by: str = "2026-03-16", **values: Any) -> Json:
        answer = await self.ask(perform_by, **values)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def step(self, notice: Json, action: str, **values: Any) -> httpx.Response:
        path = f"{self.notices}/{notice['id']}/transitions"
        return await self.app.client.post(path, json={"action": action, **values})

    async def listed(self) -> list[Json]:
        return (await self.app.client.get(self.notices)).json()["items"]


@pytest.fixture(params=dialects(), ids=str)
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    async with liability_app(request.param) as app:
        project = await site(app)
        supplier = await party(app, "PUMPCO")
        term = await promised(app, project, side="received", obligor_party_id=supplier["id"])
        ticket = await app.ticket(project_id=project["id"])
        yield Scene(app, project=project, ticket=ticket, supplier=supplier, term=term)


class TestNotice:
    async def test_asks_who_has_promised(self, scene: Scene) -> None:
        notice = await scene.asked(note="Replace the seal.")

        assert notice == {
            "id": notice["id"],
            "ticket_id": scene.ticket["id"],
            "warranty_term_id": scene.term["id"],
            "obligor_party_id": scene.supplier["id"],
            "status": "open",
            "perform_by": "2026-03-16",
            "due_at": "2026-03-16T16:00:00Z",
            "note": "Replace the seal.",
            "defaulted_at": None,
            "performed_at": None,
            "stepped_in_at": None,
            "urgent": False,
            "step_in_party_id": None,
            "reason": None,
            "outcome_note": None,
            "actor_id": notice["actor_id"],
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": notice["updated_at"],
            "version": 1,
        }
        assert await scene.listed() == [notice]
        [*_, (kind, data)] = await events(scene.app, "liability.")
        assert (kind, data["due_at"]) == ("liability.notice.given", "2026-03-16T16:00:00Z")

    async def test_may_name_a_moment(self, scene: Scene) -> None:
        assert (await scene.asked("2026-03-16T10:00:00+08:00"))["due_at"] == "2026-03-16T02:00:00Z"

    @pytest.mark.parametrize(
        ("values", "found"),
        [
            ({"perform_by": "2026-02-30"}, ("/perform_by", "type")),
            ({"perform_by": "2026-03-16T10:00:00"}, ("/perform_by", "type")),
            ({"warranty_term_id": NOBODY}, ("/warranty_term_id", "unknown_reference")),
        ],
    )
    async def test_needs_a_warranty_and_a_time(self, scene: Scene, values: Json, found: tuple[str, str]) -> None:
        assert mistakes(await scene.ask(**values)) == [found]

    async def test_is_about_a_warranty_of_the_tickets_project(self, scene: Scene) -> None:
        elsewhere = await promised(scene.app, await site(scene.app))

        answer = await scene.ask(warranty_term_id=elsewhere["id"])

        assert mistakes(answer) == [("/warranty_term_id", "unknown_reference")]

    async def test_is_for_those_who_write(self, scene: Scene) -> None:
        viewer = await scene.app.as_actor(Role.VIEWER)

        assert (await viewer.get(scene.notices)).status_code == 403


class TestDefault:
    async def test_comes_when_the_time_is_over(self, scene: Scene) -> None:
        notice = await scene.asked()

        scene.app.clock.set(moment("2026-03-16T15:59:59Z"))
        await scene.app.drain()
        before = (await scene.listed())[0]["status"]
        scene.app.clock.set(moment("2026-03-16T16:00:00Z"))
        await scene.app.drain()
        await scene.app.drain()

        [found] = await scene.listed()
        assert (before, found["status"], found["defaulted_at"]) == ("open", "in_default", "2026-03-16T16:00:00Z")
        assert found["version"] == 2
        told = [data for kind, data in await events(scene.app, "liability.") if kind == "liability.notice.defaulted"]
        assert [each["notice_id"] for each in told] == [notice["id"]]

    async def test_comes_at_once_where_the_time_was_over_already(self, scene: Scene) -> None:
        await scene.asked("2026-03-01")

        await scene.app.drain()

        assert [each["status"] for each in await scene.listed()] == ["in_default"]

    async def test_does_not_come_once_it_was_performed(self, scene: Scene) -> None:
        notice = await scene.asked()
        await scene.step(notice, "performed")

        scene.app.clock.set(moment("2026-04-01T00:00:00Z"))
        await scene.app.drain()

        assert [each["status"] for each in await scene.listed()] == ["performed"]

    async def test_comes_when_the_ticket_is_served_again(self, scene: Scene) -> None:
        app, plan = scene.app, {"customer_id": scene.project["customer_id"]}
        await scene.asked()
        [contract] = (await app.client.get("/v1/contracts", params=plan)).json()["items"]
        await app.client.patch(f"/v1/contracts/{contract['id']}", json={"ends_on": "2026-03-01"})
        bare = {**plan, "plan_code": "bare", "number": "C-2", "starts_on": "2026-03-01", "ends_on": "2026-03-17"}
        await app.created("/v1/contracts", bare)
        again = {**plan, "plan_code": "plain", "number": "C-3", "starts_on": "2026-03-17"}
        await app.created("/v1/contracts", again)
        activation = f"/v1/tickets/{scene.ticket['id']}/activation"
        await app.created(activation, {})
        app.clock.set(moment("2026-03-18T00:00:00Z"))
        await app.drain()

        await app.created(activation, {})
        before = (await scene.listed())[0]["status"]
        await app.drain()

        assert (before, (await scene.listed())[0]["status"]) == ("open", "in_default")


class TestPerformed:
    async def test_ends_the_notice_in_time_or_late(self, scene: Scene) -> None:
        notice, late = await scene.asked(), await scene.asked("2026-03-01")
        await scene.app.drain()

        answer = await scene.step(notice, "performed", occurred_at="2026-03-02T01:00:00Z", note="Done.")
        again = await scene.step(late, "performed")

        assert answer.status_code == 201
        found = answer.json()
        assert (found["status"], found["performed_at"]) == ("performed", "2026-03-02T01:00:00Z")
        assert found["outcome_note"] == "Done."
        assert again.json()["status"] == "performed"

    async def test_is_told_once(self, scene: Scene) -> None:
        notice = await scene.asked()
        await scene.step(notice, "performed")

        assert refusal(await scene.step(notice, "performed")) == (409, "liability.notice.not_allowed")
        assert refusal(await scene.step(notice, "step_in", reason="x", urgent=True)) == (
            409,
            "liability.notice.not_allowed",
        )


class TestStepIn:
    async def test_waits_until_the_obligor_is_in_default(self, scene: Scene) -> None:
        notice = await scene.asked()

        early = await scene.step(notice, "step_in", reason="Nobody came.")
        scene.app.clock.set(moment("2026-03-16T16:00:00Z"))
        late = await scene.step(notice, "step_in", reason="Nobody came.")

        assert refusal(early) == (409, "liability.notice.too_early")
        assert late.status_code == 201
        found = late.json()
        assert (found["status"], found["step_in_party_id"], found["urgent"]) == ("stepped_in", None, False)

    async def test_comes_at_once_where_it_cannot_wait(self, scene: Scene) -> None:
        notice = await scene.asked()
        other = await party(scene.app, "VALVECO")

        answer = await scene.step(notice, "step_in", reason="Water runs.", urgent=True, party_id=other["id"])

        assert answer.status_code == 201
        assert (answer.json()["step_in_party_id"], answer.json()["urgent"]) == (other["id"], True)
        [*_, (kind, data)] = await events(scene.app, "liability.")
        assert (kind, data["step_in_party_id"]) == ("liability.notice.stepped_in", other["id"])

    async def test_is_the_obligors_to_pay(self, scene: Scene) -> None:
        notice = await scene.asked("2026-03-01")
        await scene.step(notice, "step_in", reason="Nobody came.")

        proposal = (await scene.app.client.get(f"/v1/tickets/{scene.ticket['id']}/liability/proposal")).json()

        assert proposal["basis"] == "statute"
        assert [(each["role"], each["party_id"], each["share_bp"]) for each in proposal["shares"]] == [
            ("supplier", scene.supplier["id"], 10_000)
        ]

    async def test_names_a_party_that_there_is(self, scene: Scene) -> None:
        notice = await scene.asked("2026-03-01")
        blocked = await party(scene.app, "VALVECO")
        await moved(scene.app, blocked, "block")

        unknown = await scene.step(notice, "step_in", reason="Nobody came.", party_id=NOBODY)
        refused = await scene.step(notice, "step_in", reason="Nobody came.", party_id=blocked["id"])

        assert mistakes(unknown) == [("/party_id", "unknown_reference")]
        assert refused.status_code == 409

    async def test_is_of_a_notice_of_the_ticket(self, scene: Scene) -> None:
        answer = await scene.step({"id": NOBODY}, "step_in", reason="Nobody came.")

        assert refusal(answer) == (404, "liability.notice.not_found")
        assert (await scene.step({"id": NOBODY}, "forgive")).status_code == 422
