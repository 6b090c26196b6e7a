"""Contracts over HTTP."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from api import Api, AsActor
from wellkept.platform.plugin_host.host import Host
from wellkept_sdk.actor import Role

pytestmark = pytest.mark.usefixtures("host")

Json = dict[str, Any]


@pytest.fixture
async def customer(admin: Api) -> Json:
    """Return a customer, with the plans GOLD (both plugins) and BARE (none) to be had."""
    await admin.created(
        "/v1/service-plans", {"code": "GOLD", "name": "Gold", "plugins": {"clock": {"respond_hours": 4}, "shelf": {}}}
    )
    await admin.created("/v1/service-plans", {"code": "BARE", "name": "Bare", "plugins": {}})
    return await admin.customer(time_zone="Asia/Shanghai")


def body_of(customer: Json, **values: Any) -> Json:
    return {
        "number": "K-1",
        "customer_id": customer["id"],
        "plan_code": "GOLD",
        "starts_on": "2026-01-01",
        **values,
    }


class TestCreateContract:
    async def test_makes_it(self, admin: Api, customer: Json) -> None:
        overrides = {"clock": {"terms": {"respond_hours": 2}}}

        answer = await admin.post("/v1/contracts", body_of(customer, ends_on="2027-01-01", overrides=overrides))

        assert answer.status_code == 201
        made = answer.json()
        told = ("number", "project_id", "plan_code", "starts_on", "ends_on", "overrides", "revision", "version")
        assert {name: made[name] for name in told} == {
            "number": "K-1",
            "project_id": None,
            "plan_code": "GOLD",
            "starts_on": "2026-01-01",
            "ends_on": "2027-01-01",
            "overrides": {"clock": {"enabled": None, "terms": {"respond_hours": 2}}},
            "revision": 1,
            "version": 1,
        }
        assert await admin.found(f"/v1/contracts/{made['id']}") == made
        (event,) = await admin.all_events("activation.contract.created")
        assert (event["subject"], event["data"]["number"]) == (f"contracts/{made['id']}", "K-1")
        assert len(await admin.all_items("/v1/audit", subject=f"contracts/{made['id']}")) == 1

    @pytest.mark.parametrize(
        ("values", "code", "errors"),
        [
            ({"plan_code": "NONE"}, "validation_failed", [("/plan_code", "unknown_reference")]),
            (
                {"customer_id": "0199a1c0-1111-7222-8333-444455556666"},
                "validation_failed",
                [("/customer_id", "unknown_reference")],
            ),
            (
                {"project_id": "0199a1c0-1111-7222-8333-444455556666"},
                "validation_failed",
                [("/project_id", "unknown_reference")],
            ),
            (
                {"ends_on": "2026-01-01"},
                "activation.contract.empty_period",
                [("/ends_on", "activation.contract.empty_period")],
            ),
            (
                {"overrides": {"moon": {}}},
                "validation_failed",
                [("/overrides/moon", "activation.plugin.unknown")],
            ),
            (
                {"overrides": {"house": {"enabled": False}}},
                "validation_failed",
                [("/overrides/house", "activation.plugin.not_per_contract")],
            ),
            (
                {"overrides": {"core": {"enabled": False}}},
                "validation_failed",
                [("/overrides/core/enabled", "activation.plugin.always_on")],
            ),
            (
                {"overrides": {"shelf": {"enabled": False}}},
                "validation_failed",
                [("/overrides/shelf", "activation.plugin.requires")],
            ),
            (
                {"plan_code": "BARE", "overrides": {"clock": {"enabled": True}}},
                "validation_failed",
                [("/overrides/clock", "activation.plugin.requires")],
            ),
            (
                {"overrides": {"clock": {"terms": {"calendar": 7, "respond_hours": None}}}},
                "validation_failed",
                [("/overrides/clock/terms/calendar", "type")],
            ),
            (
                {"plan_code": "NONE", "ends_on": "2025-01-01", "overrides": {"clock": {"terms": {"colour": 1}}}},
                "validation_failed",
                [
                    ("/plan_code", "unknown_reference"),
                    ("/ends_on", "activation.contract.empty_period"),
                    ("/overrides/clock/terms/colour", "unknown_field"),
                ],
            ),
        ],
    )
    async def test_refuses_what_is_wrong_at_its_place(
        self, admin: Api, customer: Json, values: Json, code: str, errors: list[tuple[str, str]]
    ) -> None:
        answer = await admin.post("/v1/contracts", body_of(customer, **values))

        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == errors

    async def test_refuses_the_project_of_another_customer(self, admin: Api, customer: Json) -> None:
        project = await admin.project()

        answer = await admin.post("/v1/contracts", body_of(customer, project_id=project["id"]))

        assert (answer.status_code, answer.json()["code"]) == (422, "activation.contract.other_customer")
        assert answer.json()["errors"][0]["pointer"] == "/project_id"

    async def test_refuses_a_number_that_is_taken(self, admin: Api, customer: Json) -> None:
        await admin.created("/v1/contracts", body_of(customer))
        other = await admin.customer()

        answer = await admin.post("/v1/contracts", body_of(other))

        assert (answer.status_code, answer.json()["code"]) == (409, "code_taken")
        assert answer.json()["errors"][0]["pointer"] == "/number"

    async def test_refuses_an_overlap_and_names_the_other_contract(self, admin: Api, customer: Json) -> None:
        await admin.created("/v1/contracts", body_of(customer, ends_on="2026-07-01"))

        answer = await admin.post("/v1/contracts", body_of(customer, number="K-2", starts_on="2026-06-30"))

        assert (answer.status_code, answer.json()["code"]) == (409, "activation.contract.overlap")
        assert answer.json()["contract_number"] == "K-1"
        assert "K-1" in answer.json()["detail"]

    async def test_lets_periods_touch_and_scopes_differ(self, admin: Api, customer: Json) -> None:
        project = await admin.project(customer_id=customer["id"])
        await admin.created("/v1/contracts", body_of(customer, ends_on="2026-07-01"))
        await admin.created("/v1/contracts", body_of(customer, number="K-2", starts_on="2026-07-01"))
        await admin.created("/v1/contracts", body_of(customer, number="K-3", project_id=project["id"]))

        found = await admin.all_items("/v1/contracts", customer_id=customer["id"], sort="starts_on")

        assert [each["number"] for each in found] == ["K-1", "K-3", "K-2"]
        path = f"/v1/projects/{project['id']}"
        assert (await admin.delete(path)).json()["code"] == "in_use"

    async def test_lets_a_plugin_refuse(self, admin: Api, customer: Json) -> None:
        overrides = {"clock": {"terms": {"calendar": "moon"}}}

        answer = await admin.post("/v1/contracts", body_of(customer, overrides=overrides))

        assert (answer.status_code, answer.json()["code"]) == (409, "clock.calendar.unknown")
        assert (answer.json()["plugin"], answer.json()["hook"]) == ("clock", "contract_activating")
        assert await admin.all_items("/v1/contracts") == []

    async def test_lets_one_of_twenty_overlapping_ones_through(self, admin: Api, customer: Json) -> None:
        answers = await asyncio.gather(
            *(admin.post("/v1/contracts", body_of(customer, number=f"K-{number}")) for number in range(20))
        )

        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 19}
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {
            "activation.contract.overlap"
        }

    async def test_is_not_for_viewers(self, as_actor: AsActor, customer: Json) -> None:
        viewer = await as_actor(Role.VIEWER)

        assert (await viewer.post("/v1/contracts", body_of(customer))).status_code == 403
        assert (await viewer.get("/v1/contracts")).status_code == 200

    async def test_is_hidden_from_customers(self, admin: Api, as_actor: AsActor, customer: Json) -> None:
        made = await admin.created("/v1/contracts", body_of(customer))
        outside = await as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])

        assert (await outside.get("/v1/contracts")).status_code == 403
        assert (await outside.get(f"/v1/contracts/{made['id']}")).status_code == 404


class TestUpdateContract:
    async def test_writes_a_revision_that_counts_from_now_on(self, admin: Api, customer: Json) -> None:
        made = await admin.created("/v1/contracts", body_of(customer))
        path = f"/v1/contracts/{made['id']}"

        answer = await admin.patch(path, {"ends_on": "2026-12-31", "plan_code": "BARE"})
        again = await admin.patch(path, {"ends_on": "2026-12-31"})

        changed = answer.json()
        assert (changed["ends_on"], changed["plan_code"], changed["revision"]) == ("2026-12-31", "BARE", 2)
        assert again.json() == changed
        revisions = await admin.all_items(f"{path}/revisions", limit=1)
        assert [(each["revision"], each["plan_code"], each["ends_on"]) for each in revisions] == [
            (1, "GOLD", None),
            (2, "BARE", "2026-12-31"),
        ]
        (event,) = await admin.all_events("activation.contract.updated")
        assert sorted(event["data"]["changed_fields"]) == ["ends_on", "plan_code"]

    async def test_replaces_the_override_of_a_plugin_whole(self, admin: Api, customer: Json) -> None:
        overrides = {
            "clock": {"terms": {"respond_hours": 2, "calendar": "CN"}},
            "core": {"terms": {"handovers_max": 1}},
        }
        made = await admin.created("/v1/contracts", body_of(customer, overrides=overrides))
        path = f"/v1/contracts/{made['id']}"

        replaced = await admin.patch(path, {"overrides": {"clock": {"terms": {"respond_hours": None}}, "core": None}})
        emptied = await admin.patch(path, {"overrides": None})

        assert replaced.json()["overrides"] == {"clock": {"enabled": None, "terms": {"respond_hours": None}}}
        assert emptied.json()["overrides"] == {}

    @pytest.mark.parametrize(
        ("patch", "status", "code"),
        [
            ({"ends_on": "2025-12-31"}, 422, "activation.contract.empty_period"),
            ({"ends_on": None}, 409, "activation.contract.overlap"),
            ({"plan_code": "NONE"}, 422, "validation_failed"),
            ({"overrides": {"shelf": {"enabled": False}}}, 422, "validation_failed"),
            ({"overrides": {"clock": {"terms": {"calendar": "moon"}}}}, 409, "clock.calendar.unknown"),
            ({"starts_on": "2026-02-01"}, 422, "validation_failed"),
        ],
    )
    async def test_refuses_what_creating_would_refuse(
        self, admin: Api, customer: Json, patch: Json, status: int, code: str
    ) -> None:
        made = await admin.created("/v1/contracts", body_of(customer, ends_on="2026-07-01"))
        await admin.created("/v1/contracts", body_of(customer, number="K-2", starts_on="2026-07-01"))

        answer = await admin.patch(f"/v1/contracts/{made['id']}", patch)

        assert (answer.status_code, answer.json()["code"]) == (status, code)

    async def test_honours_if_match(self, admin: Api, customer: Json) -> None:
        made = await admin.created("/v1/contracts", body_of(customer))
        path = f"/v1/contracts/{made['id']}"
        await admin.patch(path, {"ends_on": "2027-01-01"}, headers={"If-Match": '"1"'})

        answer = await admin.patch(path, {"ends_on": "2028-01-01"}, headers={"If-Match": '"1"'})

        assert answer.status_code == 412


class TestDeleteContract:
    async def test_deletes_one_that_no_ticket_has_pinned(self, admin: Api, customer: Json) -> None:
        made = await admin.created("/v1/contracts", body_of(customer))

        assert (await admin.delete(f"/v1/contracts/{made['id']}")).status_code == 204
        assert (await admin.get(f"/v1/contracts/{made['id']}")).status_code == 404
        assert len(await admin.all_events("activation.contract.deleted")) == 1

    async def test_keeps_one_that_a_ticket_has_pinned(self, admin: Api, customer: Json) -> None:
        made = await admin.created("/v1/contracts", body_of(customer))
        project = await admin.project(customer_id=customer["id"])
        ticket = await admin.ticket(project_id=project["id"])

        answer = await admin.delete(f"/v1/contracts/{made['id']}")

        assert ticket["contract_id"] == made["id"]
        assert (answer.status_code, answer.json()["code"]) == (409, "in_use")


class TestListContracts:
    async def test_filters(self, admin: Api, customer: Json) -> None:
        project = await admin.project(customer_id=customer["id"])
        await admin.created("/v1/contracts", body_of(customer))
        await admin.created(
            "/v1/contracts", body_of(customer, number="K-2", project_id=project["id"], plan_code="BARE")
        )

        for params in ({"number": "K-2"}, {"project_id": project["id"]}, {"plan_code": "BARE"}):
            assert [each["number"] for each in await admin.all_items("/v1/contracts", **params)] == ["K-2"]


class TestPreviewContract:
    async def test_tells_what_it_would_change(self, admin: Api, customer: Json, host: Host) -> None:
        assert list(host.plugins) == ["house", "shelf", "clock"]
        project = await admin.project(customer_id=customer["id"])
        await admin.equipment(project_id=project["id"])
        await admin.created("/v1/contracts", body_of(customer, plan_code="BARE", ends_on="2030-01-01"))

        answer = await admin.post(
            "/v1/contracts/preview",
            body_of(customer, overrides={"shelf": {"terms": {"articles_max": 1}}}),
        )

        assert answer.status_code == 200
        found = answer.json()
        assert [(each["plugin"], each["kind"]) for each in found["changes"]] == [
            ("shelf", "enabled"),
            ("clock", "enabled"),
        ]
        assert found["changes"][0]["fields"] == [{"pointer": "/articles_max", "before": None, "after": 1}]
        assert found["affected"] == {"customers": 1, "projects": 1, "equipment": 1, "open_tickets_pinned": 0}
        assert [(each["code"], each["contract_number"]) for each in found["conflicts"]] == [
            ("activation.contract.overlap", "K-1"),
            ("code_taken", "K-1"),
        ]
        assert len(await admin.all_items("/v1/contracts")) == 1

    async def test_concerns_one_project_alone(self, admin: Api, customer: Json) -> None:
        project = await admin.project(customer_id=customer["id"])
        await admin.project(customer_id=customer["id"])

        answer = await admin.post("/v1/contracts/preview", body_of(customer, project_id=project["id"]))

        assert answer.json()["affected"] == {"customers": 0, "projects": 1, "equipment": 0, "open_tickets_pinned": 0}

    async def test_refuses_what_creating_would_refuse(self, admin: Api, customer: Json) -> None:
        answer = await admin.post("/v1/contracts/preview", body_of(customer, ends_on="2025-01-01"))

        assert (answer.status_code, answer.json()["code"]) == (422, "activation.contract.empty_period")
