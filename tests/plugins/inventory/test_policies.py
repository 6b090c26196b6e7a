"""Deciding how parts are replenished: what is kept, changed, listed and refused."""

from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import pytest

from fake_parties import BLOCKED, PUMPCO
from inventory_house import inventory_app, location, part, policy, refusals
from inventory_tickets import UNKNOWN
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

POLICIES: Final = "/v1/inventory/policies"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


async def patch(app: TestApp, policy: Json, *, headers: dict[str, str] | None = None, **said: Any) -> httpx.Response:
    return await app.client.patch(f"{POLICIES}/{policy['id']}", json=said, headers=headers)


async def listed(app: TestApp, **query: Any) -> list[str]:
    answer = await app.client.get(POLICIES, params=query)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


class TestPolicy:
    async def test_is_read_as_it_was_made(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        said = {
            "part_id": bearing["id"],
            "location_id": nanjing["id"],
            "method": "min_max",
            "minimum": "4.000",
            "maximum": "12.000",
            "reorder_point": None,
            "order_multiple": "6.000",
            "order_minimum": "12.000",
            "service_level_permille": 990,
            "lead_time_days": 45,
            "review_days": 7,
            "source": "transfer",
            "party_id": str(PUMPCO.id),
            "count_every_days": 90,
        }

        answer = await app.client.post(POLICIES, json=said)

        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert answer.headers["Location"] == f"{POLICIES}/{made['id']}"
        assert made == {
            **said,
            "id": made["id"],
            # There is none of it.
            "alert": "out",
            "levels": {"reorder_point": "4.000", "order_up_to": "12.000"},
            "forecast": None,
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": "2026-03-02T02:00:00Z",
            "version": 2,
        }
        read = await app.client.get(answer.headers["Location"])
        assert (read.json(), read.headers["ETag"]) == (made, '"2"')

    async def test_follows_the_forecast_if_nobody_says_otherwise(self, app: TestApp) -> None:
        made = await policy(app, await part(app), await location(app))

        assert (made["method"], made["source"], made["service_level_permille"]) == ("forecast", "purchase", 950)
        assert (made["lead_time_days"], made["review_days"], made["levels"]) == (30, 30, None)

    async def test_is_changed_by_whoever_has_seen_it(self, app: TestApp) -> None:
        made = await policy(app, await part(app), await location(app), method="min_max", minimum="1", maximum="2")

        changed = await patch(app, made, maximum="5", headers={"If-Match": '"2"'})
        late = await patch(app, made, maximum="6", headers={"If-Match": '"2"'})
        same = await patch(app, changed.json(), maximum="5.000")
        off = await patch(app, made, method="none", minimum=None)

        assert (changed.status_code, changed.json()["levels"]["order_up_to"]) == (200, "5.000")
        assert late.status_code == 412
        assert same.json() == changed.json()
        assert (off.json()["levels"], off.json()["minimum"], off.json()["alert"]) == (None, None, "none")

    async def test_is_listed_by_what_it_says(self, app: TestApp) -> None:
        bearing, seal = await part(app), await part(app, "SEAL-40")
        nanjing, suzhou = await location(app), await location(app, "SUZHOU")
        fixed = await policy(app, bearing, nanjing, method="reorder_point", reorder_point="2", party_id=str(PUMPCO.id))
        computed = await policy(app, bearing, suzhou)
        off = await policy(app, seal, nanjing, method="none")

        assert await listed(app) == [fixed["id"], computed["id"], off["id"]]
        assert await listed(app, sort="-created_at", limit=1) == [off["id"]]
        assert await listed(app, part_id=bearing["id"]) == [fixed["id"], computed["id"]]
        assert await listed(app, location_id=nanjing["id"], method="none") == [off["id"]]
        assert await listed(app, alert="out", party_id=str(PUMPCO.id)) == [fixed["id"]]

    async def test_is_refused_with_all_its_mistakes(self, app: TestApp) -> None:
        bearing, oil = await part(app), await part(app, "OIL", unit="l", whole_units=False)
        nanjing = await location(app)
        quarantine = await location(app, "Q", kind="quarantine")
        archived = await location(app, "OLD")
        await app.client.patch(f"/v1/inventory/locations/{archived['id']}", json={"archived": True})
        gone = await part(app, "GONE")
        await app.client.patch(f"/v1/inventory/parts/{gone['id']}", json={"status": "archived"})
        await policy(app, oil, nanjing, minimum="0.5", order_multiple="0.25")
        invalid = "inventory.policy.invalid"
        wrong: list[tuple[Json, int, list[tuple[str, str]]]] = [
            ({"part_id": UNKNOWN}, 422, [("/part_id", "unknown_reference")]),
            ({"location_id": UNKNOWN}, 422, [("/location_id", "unknown_reference")]),
            ({"location_id": quarantine["id"]}, 422, [("/location_id", "inventory.location.not_issuable")]),
            ({"location_id": archived["id"]}, 409, [("/location_id", "inventory.location.archived")]),
            ({"part_id": gone["id"]}, 409, [("/part_id", "inventory.part.not_active")]),
            ({"part_id": oil["id"]}, 409, [("/location_id", "inventory.policy.taken")]),
            ({"party_id": UNKNOWN}, 422, [("/party_id", "unknown_reference")]),
            ({"party_id": str(BLOCKED.id)}, 409, []),
            ({"method": "min_max"}, 422, [("/minimum", invalid), ("/maximum", invalid)]),
            ({"minimum": "3", "maximum": "2"}, 422, [("/minimum", invalid)]),
            ({"method": "reorder_point"}, 422, [("/reorder_point", invalid)]),
            (
                {"minimum": "-1", "order_multiple": "0", "order_minimum": "1.5"},
                422,
                [
                    ("/minimum", "too_small"),
                    ("/order_multiple", "too_small"),
                    ("/order_minimum", "inventory.quantity.not_whole"),
                ],
            ),
            (
                {"service_level_permille": 1_000, "lead_time_days": -1, "count_every_days": 0},
                422,
                [
                    ("/service_level_permille", "too_large"),
                    ("/lead_time_days", "too_small"),
                    ("/count_every_days", "too_small"),
                ],
            ),
        ]
        for said, status, mistakes in wrong:
            body = {"part_id": bearing["id"], "location_id": nanjing["id"], **said}
            answer = await app.client.post(POLICIES, json=body)
            assert (answer.status_code, sorted(refusals(answer))) == (status, sorted(mistakes)), said

        made = await policy(app, bearing, nanjing)
        turned = await patch(app, made, method="min_max", maximum="1.5", part_id=UNKNOWN)
        unfit = await patch(app, made, method="min_max", maximum="1.5")
        unknown = await app.client.patch(f"{POLICIES}/{UNKNOWN}", json={})
        assert refusals(turned) == [("/part_id", "unknown_field")]
        assert sorted(refusals(unfit)) == [("/maximum", "inventory.quantity.not_whole"), ("/minimum", invalid)]
        assert (unknown.status_code, unknown.json()["code"]) == (404, "inventory.policy.not_found")

    async def test_is_for_those_who_keep_the_catalogue(self, app: TestApp) -> None:
        engineer, dispatcher = await app.as_actor(Role.ENGINEER), await app.as_actor(Role.DISPATCHER)

        assert (await engineer.get(POLICIES)).status_code == 403
        assert (await engineer.get("/v1/inventory/suggestions")).status_code == 403
        assert (await dispatcher.get(POLICIES)).status_code == 200
        assert (await dispatcher.get("/v1/inventory/suggestions")).json() == {"items": []}
