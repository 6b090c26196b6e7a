"""Changing and ending involvements: history stays."""

import asyncio
from typing import Any
from uuid import UUID

import httpx

from parties_house import (
    asked_to_involve,
    events,
    involved,
    mistakes,
    moment,
    partner_of,
    refusal,
    registered,
    rows_of,
)
from wellkept_sdk.testing import Json, TestApp


async def records(app: TestApp) -> list[str]:
    """Return the paths of a record of each kind."""
    project, pump, ticket = await app.project(), await app.equipment(), await app.ticket()
    return [f"projects/{project['id']}", f"equipment/{pump['id']}", f"tickets/{ticket['id']}"]


async def patched(app: TestApp, made: Json, headers: dict[str, str] | None = None, **changes: Any) -> httpx.Response:
    return await app.client.patch(path_of(made), json=changes, headers=headers)


def path_of(made: Json) -> str:
    collection = {"project": "projects", "ticket": "tickets"}.get(made["record_kind"], made["record_kind"])
    return f"/v1/{collection}/{made['record_id']}/parties/{made['id']}"


class TestChange:
    async def test_is_merged(self, app: TestApp) -> None:
        for path in await records(app):
            await self._is_merged(app, path)

    async def _is_merged(self, app: TestApp, path: str) -> None:
        made = await involved(app, path, await registered(app), scope=["hvac"], note="x")
        changes: Json = {"scope": ["control", "part"], "ends_on": "2026-09-01", "reference": "HT-1", "note": None}

        answer = await patched(app, made, **changes)

        assert answer.status_code == 200, answer.text
        assert answer.json() == {**made, **changes, "version": 2}
        assert answer.headers["ETag"] == '"2"'
        [row] = await rows_of(app, made["record_id"])
        assert row["ends_at"] == moment("2026-08-31T16:00:00Z")
        assert (await patched(app, made, **changes)).json()["version"] == 2
        assert (await patched(app, made, ends_on=None)).json()["ends_on"] is None

    async def test_that_ends_it_today_or_before_ends_it_at_once(self, app: TestApp) -> None:
        ticket = await app.ticket()
        made = await involved(app, f"tickets/{ticket['id']}", await registered(app), starts_on="2026-01-01")

        answer = await patched(app, made, ends_on="2026-03-02")
        later = await patched(app, made, ends_on="2026-09-01")

        assert (answer.json()["ends_on"], refusal(later)) == ("2026-03-02", (409, "parties.involvement.ended"))
        assert (await events(app, "parties.involvement"))[-1] == (
            "involvement.ended",
            {
                "involvement_id": made["id"],
                "party_id": made["party"]["id"],
                "record_kind": "ticket",
                "record_id": ticket["id"],
                "role": "supplier",
                "starts_on": "2026-01-01",
                "ends_on": "2026-03-02",
                "because": "person",
            },
        )

    async def test_leaves_no_period_without_a_day_and_none_over_another(self, app: TestApp) -> None:
        ticket, party = await app.ticket(), await registered(app)
        path = f"tickets/{ticket['id']}"
        made = await involved(app, path, party, ends_on="2026-06-01")
        await involved(app, path, party, starts_on="2026-07-01")

        assert mistakes(await patched(app, made, ends_on="2026-03-02")) == [
            ("/ends_on", "parties.involvement.empty_period")
        ]
        assert refusal(await patched(app, made, ends_on=None)) == (409, "parties.involvement.overlaps")
        assert refusal(await patched(app, made, ends_on="2026-07-02")) == (409, "parties.involvement.overlaps")
        assert (await patched(app, made, ends_on="2026-07-01")).status_code == 200

    async def test_is_refused_to_whoever_has_not_seen_the_last_version(self, app: TestApp) -> None:
        made = await involved(app, f"tickets/{(await app.ticket())['id']}", await registered(app))

        answers = await asyncio.gather(
            *(patched(app, made, {"If-Match": '"1"'}, note=f"note {number}") for number in range(6))
        )

        assert sorted(answer.status_code for answer in answers) == [200, *[412] * 5]
        assert (await app.client.delete(path_of(made), headers={"If-Match": '"1"'})).status_code == 412
        # What is wrong in the body is told first.
        assert (await patched(app, made, {"If-Match": '"1"'}, ends_on="2026-01-01")).status_code == 422

    async def test_is_of_an_involvement_of_that_record(self, app: TestApp) -> None:
        ticket, other, project = await app.ticket(), await app.ticket(), await app.project()
        made = await involved(app, f"tickets/{ticket['id']}", await registered(app))
        foreign = {**made, "record_id": other["id"]}
        elsewhere = {**made, "record_kind": "project", "record_id": project["id"]}

        for wrong in (foreign, elsewhere, {**made, "id": str(UUID(int=1))}):
            assert refusal(await patched(app, wrong, note="x")) == (404, "parties.involvement.not_found")
            assert refusal(await app.client.delete(path_of(wrong))) == (404, "parties.involvement.not_found")
        assert mistakes(await patched(app, made, role="designer")) == [("/role", "unknown_field")]


class TestEnd:
    async def test_is_today_and_the_same_for_whoever_ends_it_again(self, app: TestApp) -> None:
        for path in await records(app):
            app.clock.set(moment("2026-03-02T04:00:00Z"))
            await self._ends_once(app, path)

    async def _ends_once(self, app: TestApp, path: str) -> None:
        made = await involved(app, path, await registered(app), starts_on="2026-01-01")

        ended = await app.client.delete(path_of(made))
        app.clock.set(moment("2026-05-01T00:00:00Z"))
        again = await app.client.delete(path_of(made))

        assert (ended.status_code, ended.json()) == (200, {**made, "ends_on": "2026-03-02", "version": 2})
        assert (again.status_code, again.json()) == (200, ended.json())
        of_it = [name for name, data in await events(app) if data.get("involvement_id") == made["id"]]
        assert of_it == ["involvement.started", "involvement.ended"]
        assert (await app.client.get(f"/v1/{path}/parties")).json()["items"] == [ended.json()]

    async def test_is_told_to_the_audit_with_its_actor(self, app: TestApp) -> None:
        made = await involved(app, f"tickets/{(await app.ticket())['id']}", await registered(app))

        await app.client.delete(path_of(made))

        [entry] = await app.house.fetch("SELECT * FROM audit_entry WHERE action = 'parties.involvement.ended'")
        assert (entry["subject"], entry["actor_id"] is None) == (f"parties/{made['party']['id']}", False)

    async def test_hides_the_ticket_from_the_party_and_lets_it_take_part_anew(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        path = f"tickets/{ticket['id']}"
        made, partner = await involved(app, path, party), await partner_of(app, party)

        await app.client.delete(path_of(made))
        hidden = (await partner.get(f"/v1/{path}")).status_code
        anew = await asked_to_involve(app, path, party)

        assert (hidden, anew.status_code, anew.json()["id"] == made["id"]) == (404, 201, False)
        assert (await partner.get(f"/v1/{path}")).status_code == 200

    async def test_of_one_that_would_have_begun_later_leaves_it_without_a_day(self, app: TestApp) -> None:
        made = await involved(
            app, f"tickets/{(await app.ticket())['id']}", await registered(app), starts_on="2026-06-01"
        )

        assert (await app.client.delete(path_of(made))).json()["ends_on"] == "2026-06-01"
