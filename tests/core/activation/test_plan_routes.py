"""Service plans over HTTP."""

from typing import Any

import pytest

from api import Api, AsActor
from wellkept_sdk.actor import Role

pytestmark = pytest.mark.usefixtures("host")

BOTH: dict[str, Any] = {"clock": {"respond_hours": 4}, "shelf": {}}


async def gold(admin: Api, **values: Any) -> dict[str, Any]:
    return await admin.created("/v1/service-plans", {"code": "GOLD", "name": "Gold", "plugins": BOTH, **values})


class TestCreateServicePlan:
    async def test_makes_the_first_revision(self, admin: Api) -> None:
        answer = await admin.post("/v1/service-plans", {"code": "GOLD", "name": "Gold", "plugins": BOTH})

        assert answer.status_code == 201
        made = answer.json()
        assert (made["code"], made["revision"], made["plugins"], made["version"]) == ("GOLD", 1, BOTH, 1)
        assert answer.headers["Location"] == f"/v1/service-plans/{made['id']}"
        assert await admin.found(f"/v1/service-plans/{made['id']}") == made

    @pytest.mark.parametrize(
        ("plugins", "pointer", "code"),
        [
            ({"moon": {}}, "/plugins/moon", "activation.plugin.unknown"),
            ({"house": {}}, "/plugins/house", "activation.plugin.not_per_contract"),
            ({"clock": {}}, "/plugins/clock", "activation.plugin.requires"),
            ({"core": {"enabled": False}}, "/plugins/core/enabled", "activation.plugin.always_on"),
            ({"shelf": {"colour": 1}}, "/plugins/shelf/colour", "unknown_field"),
            ({"shelf": {"colour": None}}, "/plugins/shelf/colour", "unknown_field"),
            ({"shelf": {"articles_max": -1}}, "/plugins/shelf/articles_max", "too_small"),
            ({"core": {"days": "moons"}}, "/plugins/core/days", "not_a_choice"),
        ],
    )
    async def test_refuses_what_is_wrong_at_its_place(
        self, admin: Api, plugins: dict[str, Any], pointer: str, code: str
    ) -> None:
        answer = await admin.post("/v1/service-plans", {"code": "GOLD", "name": "Gold", "plugins": plugins})

        assert answer.status_code == 422
        assert answer.json()["code"] == "validation_failed"
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]

    async def test_names_all_mistakes_at_once(self, admin: Api) -> None:
        plugins = {"moon": {}, "clock": {"respond_hours": 0, "by_grade": {"1": "soon"}}}

        answer = await admin.post("/v1/service-plans", {"code": "GOLD", "name": "Gold", "plugins": plugins})

        assert [error["pointer"] for error in answer.json()["errors"]] == [
            "/plugins/moon",
            "/plugins/clock/respond_hours",
            "/plugins/clock/by_grade/1",
            "/plugins/clock",
        ]

    async def test_refuses_a_code_that_is_taken(self, admin: Api) -> None:
        await gold(admin)

        answer = await admin.post("/v1/service-plans", {"code": "GOLD", "name": "Other", "plugins": {}})

        assert (answer.status_code, answer.json()["code"]) == (409, "code_taken")

    @pytest.mark.parametrize("role", [Role.DISPATCHER, Role.ENGINEER, Role.VIEWER])
    async def test_is_not_for_everybody(self, as_actor: AsActor, role: Role) -> None:
        answer = await (await as_actor(role)).post("/v1/service-plans", {"code": "G", "name": "G", "plugins": {}})

        assert answer.status_code == 403

    async def test_is_announced_and_audited(self, admin: Api) -> None:
        made = await gold(admin)

        (event,) = await admin.all_events("activation.plan.created")
        (entry,) = await admin.all_items("/v1/audit", subject=f"service-plans/{made['id']}")
        assert (event["subject"], event["data"]) == (
            f"service-plans/{made['id']}",
            {"plan_id": made["id"], "code": "GOLD"},
        )
        assert (entry["action"], entry["changes"]["plugins"]["after"]) == ("activation.plan.created", BOTH)


class TestReviseServicePlan:
    async def test_counts_from_now_on(self, admin: Api) -> None:
        made = await gold(admin)
        path = f"/v1/service-plans/{made['id']}"

        revised = await admin.created(f"{path}/revisions", {"plugins": {"shelf": {}}})

        read = await admin.found(path)
        assert (read["revision"], read["plugins"], read["version"]) == (2, {"shelf": {}}, 2)
        assert revised["effective_from"] == read["effective_from"]
        revisions = await admin.all_items(f"{path}/revisions", limit=1)
        assert [(each["revision"], each["plugins"]) for each in revisions] == [(1, BOTH), (2, {"shelf": {}})]
        assert len(await admin.all_events("activation.plan.revised")) == 1

    async def test_cannot_count_for_the_past(self, admin: Api) -> None:
        made = await gold(admin)
        body: dict[str, Any] = {"plugins": {}, "effective_from": "2020-01-01T00:00:00Z"}

        answer = await admin.post(f"/v1/service-plans/{made['id']}/revisions", body)

        assert (answer.status_code, answer.json()["code"]) == (422, "activation.revision.in_past")
        assert answer.json()["errors"][0]["pointer"] == "/effective_from"

    async def test_cannot_count_from_before_the_last_one(self, admin: Api) -> None:
        made = await gold(admin)
        path = f"/v1/service-plans/{made['id']}/revisions"
        await admin.created(path, {"plugins": {}, "effective_from": "2999-01-01T00:00:00Z"})

        answer = await admin.post(path, {"plugins": {"shelf": {}}})

        assert (answer.status_code, answer.json()["code"]) == (422, "activation.revision.out_of_order")

    async def test_honours_if_match(self, admin: Api) -> None:
        made = await gold(admin)
        path = f"/v1/service-plans/{made['id']}/revisions"
        await admin.created(path, {"plugins": {}}, headers={"If-Match": '"1"'})

        answer = await admin.post(path, {"plugins": {}}, headers={"If-Match": '"1"'})

        assert answer.status_code == 412


class TestUpdateServicePlan:
    async def test_renames_it(self, admin: Api) -> None:
        made = await gold(admin)
        path = f"/v1/service-plans/{made['id']}"

        renamed = await admin.patch(path, {"name": "Golden"})
        again = await admin.patch(path, {"name": "Golden"})

        assert (renamed.json()["name"], renamed.headers["ETag"], again.headers["ETag"]) == ("Golden", '"2"', '"2"')
        assert [event["data"]["changed_fields"] for event in await admin.all_events("activation.plan.updated")] == [
            ["name"]
        ]


class TestDeleteServicePlan:
    async def test_deletes_one_that_nobody_needs(self, admin: Api) -> None:
        made = await gold(admin)

        assert (await admin.delete(f"/v1/service-plans/{made['id']}")).status_code == 204
        assert (await admin.get(f"/v1/service-plans/{made['id']}")).status_code == 404
        assert len(await admin.all_events("activation.plan.deleted")) == 1

    async def test_keeps_one_that_a_contract_follows(self, admin: Api) -> None:
        made, customer = await gold(admin), await admin.customer()
        body = {"number": "K-1", "customer_id": customer["id"], "plan_code": "GOLD", "starts_on": "2026-01-01"}
        await admin.created("/v1/contracts", body)

        answer = await admin.delete(f"/v1/service-plans/{made['id']}")

        assert (answer.status_code, answer.json()["code"]) == (409, "in_use")

    async def test_keeps_the_default_plan_of_a_customer_type(self, admin: Api) -> None:
        made = await gold(admin)
        kind = {"code": "OPERATORS", "name": "Operators", "default_plan_code": "GOLD"}
        await admin.created("/v1/customer-types", kind)

        assert (await admin.delete(f"/v1/service-plans/{made['id']}")).status_code == 409

    async def test_keeps_the_default_plan_of_the_deployment(self, admin: Api) -> None:
        made = await gold(admin, code="default")

        assert (await admin.delete(f"/v1/service-plans/{made['id']}")).status_code == 409


class TestListServicePlans:
    async def test_filters_by_code(self, admin: Api) -> None:
        made = await gold(admin)
        await gold(admin, code="SILVER")

        assert await admin.all_items("/v1/service-plans", code="GOLD") == [made]
        assert [each["code"] for each in await admin.all_items("/v1/service-plans", sort="-code", limit=1)] == [
            "SILVER",
            "GOLD",
        ]

    async def test_is_not_for_customers(self, admin: Api, as_actor: AsActor) -> None:
        made, customer = await gold(admin), await admin.customer()
        outside = await as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])

        assert (await outside.get("/v1/service-plans")).status_code == 403
        assert (await outside.get(f"/v1/service-plans/{made['id']}")).status_code == 404


class TestPreviewServicePlan:
    async def test_tells_what_a_revision_would_change(self, admin: Api) -> None:
        made, project = await gold(admin), await admin.project()
        await admin.equipment(project_id=project["id"])
        customer_id = project["customer_id"]
        body = {"number": "K-1", "customer_id": customer_id, "plan_code": "GOLD", "starts_on": "2026-01-01"}
        await admin.created("/v1/contracts", {**body, "overrides": {"clock": {"terms": {"by_grade": {"3": 9}}}}})
        await admin.project()

        preview = await admin.post(
            f"/v1/service-plans/{made['id']}/preview", {"plugins": {"clock": {"respond_hours": 6}}}
        )
        kept = await admin.post(f"/v1/service-plans/{made['id']}/preview", {"plugins": {"shelf": {"articles_max": 2}}})

        assert preview.status_code == 422
        assert kept.status_code == 200
        assert kept.json() == {
            "changes": [
                {
                    "plugin": "shelf",
                    "kind": "terms_changed",
                    "fields": [{"pointer": "/articles_max", "before": 10, "after": 2}],
                },
                {
                    "plugin": "clock",
                    "kind": "disabled",
                    "fields": [
                        {"pointer": "/respond_hours", "before": 4, "after": None},
                        {"pointer": "/by_grade/1", "before": 2, "after": None},
                        {"pointer": "/by_grade/2", "before": 4, "after": None},
                        {"pointer": "/warn_at", "before": [50, 80], "after": None},
                        {"pointer": "/pause", "before": {"kind": "never"}, "after": None},
                        {"pointer": "/calendar", "before": None, "after": None},
                    ],
                },
            ],
            "affected": {"customers": 1, "projects": 1, "equipment": 1, "open_tickets_pinned": 0},
            "conflicts": [],
        }
        assert (await admin.found(f"/v1/service-plans/{made['id']}"))["revision"] == 1

    async def test_names_the_contracts_that_it_would_break(self, admin: Api) -> None:
        made, customer = await gold(admin), await admin.customer()
        body = {"number": "K-1", "customer_id": customer["id"], "plan_code": "GOLD", "starts_on": "2026-01-01"}
        await admin.created("/v1/contracts", {**body, "overrides": {"clock": {"enabled": True}}})

        preview = await admin.post(f"/v1/service-plans/{made['id']}/preview", {"plugins": {}})

        assert [(each["code"], each["contract_number"]) for each in preview.json()["conflicts"]] == [
            ("activation.plugin.requires", "K-1")
        ]
