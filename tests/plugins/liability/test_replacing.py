"""Equipment that was replaced: both serial numbers are held, and its warranties go on."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from liability_house import coverage, liability_app, party, promised, promises, site
from parties_house import events, mistakes
from wellkept_sdk.testing import Json, TestApp, dialects

NOBODY = "00000000-0000-7000-8000-000000000000"
REPLACED = "2026-02-01"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def project(app: TestApp) -> Json:
    return await site(app)


@pytest.fixture
async def pump(app: TestApp, project: Json) -> Json:
    return await app.equipment(project_id=project["id"], serial_number="SN-1")


async def asked_to_replace(app: TestApp, item: Json, rule: str, **values: Any) -> httpx.Response:
    body = {"replaced_on": REPLACED, "rule": rule, **values}
    return await app.client.post(f"/v1/equipment/{item['id']}/liability/replacements", json=body)


async def replaced(app: TestApp, item: Json, rule: str, **values: Any) -> Json:
    answer = await asked_to_replace(app, item, rule, **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


class TestReplacement:
    @pytest.mark.parametrize(
        ("rule", "more", "ends_on"),
        [
            ("remainder", {}, "2026-03-02"),
            ("restart", {}, "2028-02-02"),
            ("longer_of", {"minimum": {"kind": "calendar", "months": 6}}, "2026-08-02"),
            ("longer_of", {"minimum": {"kind": "calendar", "days": 1}}, "2026-03-02"),
        ],
    )
    async def test_lets_the_warranty_go_on(
        self, app: TestApp, project: Json, pump: Json, rule: str, more: Json, ends_on: str
    ) -> None:
        original = await promised(app, project, scope="equipment", equipment_id=pump["id"])

        made = await replaced(app, pump, rule, serial_fitted="SN-2", **more)

        [term] = made["items"]
        assert (term["replaces_id"], term["equipment_id"]) == (original["id"], pump["id"])
        assert (term["start_rule"], term["starts_on"], term["ends_on"]) == ("replacement", REPLACED, ends_on)
        assert [each["id"] for each in await promises(app, project)] == [original["id"], term["id"]]
        assert (made["serial_removed"], made["serial_fitted"]) == ("SN-1", "SN-2")

    async def test_covers_what_was_fitted(self, app: TestApp, project: Json, pump: Json) -> None:
        await promised(app, project, scope="equipment")

        await replaced(app, pump, "restart")

        later = {"of": "equipment", "scope": "equipment", "on": "2027-01-01"}
        other = await app.equipment(project_id=project["id"])
        assert (await coverage(app, pump, **later))["covered"] == "covered"
        assert (await coverage(app, other, **later))["covered"] == "not_covered"

    async def test_goes_on_from_the_replacement_before(self, app: TestApp, project: Json, pump: Json) -> None:
        await promised(app, project, scope="equipment")
        [first] = (await replaced(app, pump, "restart"))["items"]

        [second] = (await replaced(app, pump, "remainder", replaced_on="2026-02-20"))["items"]

        assert (second["replaces_id"], second["ends_on"]) == (first["id"], "2028-02-02")

    async def test_is_of_all_that_cover_the_item_or_of_one_scope(self, app: TestApp, project: Json, pump: Json) -> None:
        supplier = await party(app, "PUMPCO")
        received = {"side": "received", "obligor_party_id": supplier["id"], "scope": "part"}
        await promised(app, project, scope="equipment")
        await promised(app, project, equipment_id=pump["id"], **received)
        await promised(app, project, scope="control", start_rule="fixed", fixed_on="2020-01-01")

        parts = (await replaced(app, pump, "restart", scope="part"))["items"]
        others = (await replaced(app, pump, "restart", replaced_on="2026-01-01"))["items"]

        assert [(each["scope"], each["side"]) for each in parts] == [("part", "received")]
        assert [(each["scope"], each["side"]) for each in others] == [("equipment", "given")]

    async def test_at_the_same_time_as_another_makes_one_chain(self, app: TestApp, project: Json, pump: Json) -> None:
        await promised(app, project, scope="equipment")

        await asyncio.gather(*(replaced(app, pump, "restart") for _ in range(4)))

        originals = [each["replaces_id"] for each in await promises(app, project)]
        assert len(set(originals)) == 5

    async def test_makes_nothing_where_nothing_covers(self, app: TestApp, pump: Json) -> None:
        assert (await replaced(app, pump, "remainder"))["items"] == []

    async def test_follows_the_original_to_other_days(self, app: TestApp, project: Json, pump: Json) -> None:
        await promised(app, project, scope="equipment")
        for rule, more in (("remainder", {}), ("longer_of", {"minimum": {"kind": "calendar", "days": 1}})):
            await replaced(app, pump, rule, **more)

        await app.client.patch(f"/v1/projects/{project['id']}", json={"accepted_on": "2024-05-01"})

        assert [each["ends_on"] for each in await promises(app, project)] == ["2026-05-02"] * 3

    async def test_waits_for_the_original(self, app: TestApp) -> None:
        project = await site(app, accepted_on=None)
        pump = await app.equipment(project_id=project["id"])
        await promised(app, project, scope="equipment")

        [term] = (await replaced(app, pump, "remainder"))["items"]

        assert (term["status"], term["starts_on"], term["ends_on"]) == ("pending", REPLACED, None)
        found = await coverage(app, pump, of="equipment", scope="equipment")
        assert [each["code"] for each in found["answers"]] == ["start_unknown", "start_unknown"]

    async def test_is_told_of_a_ticket_and_announced(self, app: TestApp, project: Json, pump: Json) -> None:
        original = await promised(app, project, scope="equipment")
        ticket = await app.ticket(project_id=project["id"], equipment_id=pump["id"])

        made = await replaced(app, pump, "restart", ticket_id=ticket["id"], serial_removed="SN-0")

        assert (made["ticket_id"], made["serial_removed"]) == (ticket["id"], "SN-0")
        [*_, (kind, data)] = await events(app, "liability.")
        assert (kind, data["replaces_id"]) == ("liability.warranty_term.created", original["id"])


class TestMistakes:
    @pytest.mark.parametrize(
        ("rule", "more", "found"),
        [
            ("longer_of", {}, ("/minimum", "required")),
            ("restart", {"minimum": {"kind": "calendar", "years": 1}}, ("/minimum", "unexpected")),
            ("longer_of", {"minimum": {"kind": "calendar"}}, ("/minimum", "required")),
            ("restart", {"ticket_id": NOBODY}, ("/ticket_id", "unknown_reference")),
        ],
    )
    async def test_are_told_with_their_places(
        self, app: TestApp, pump: Json, rule: str, more: Json, found: tuple[str, str]
    ) -> None:
        assert mistakes(await asked_to_replace(app, pump, rule, **more)) == [found]

    async def test_of_form_are_refused(self, app: TestApp, pump: Json) -> None:
        assert (await asked_to_replace(app, pump, "forget")).status_code == 422
        assert (await asked_to_replace(app, {"id": NOBODY}, "restart")).status_code == 404
