from datetime import date

import pytest
from httpx import AsyncClient

from core_api import ClientOf, customer_actor
from installed_base import make_customer, make_project
from wellkept.projects.schemas import Site
from wellkept_sdk.ids import uuid7
from wellkept_sdk.records.projects import Stage

NOWHERE = {"address": None, "region_code": None, "longitude": None, "latitude": None, "time_zone": None}


class TestProjects:
    async def test_are_made_with_every_field(self, client: AsyncClient) -> None:
        customer = await make_customer()
        body = {
            "code": "WTP/7",
            "name": "Water treatment",
            "customer_id": str(customer["id"]),
            "kind": "plant",
            "site": {
                "address": "Pudong",
                "region_code": "310000",
                "longitude": 121.5,
                "latitude": 31.2,
                "time_zone": "Asia/Shanghai",
            },
            "stage": "handed_over",
            "accepted_on": "2026-01-31",
            "handed_over_on": "2026-02-28",
            "metadata": {"erp": 7},
        }

        made = await client.post("/projects", json=body)

        assert (made.status_code, made.headers["etag"]) == (201, '"1"')
        assert made.headers["location"] == f"/v1/projects/{made.json()['id']}"
        assert made.json() | body == made.json()

    async def test_are_made_with_defaults(self, client: AsyncClient) -> None:
        customer = await make_customer()
        body = {"code": "P", "name": "P", "customer_id": str(customer["id"]), "kind": "plant"}

        made = await client.post("/projects", json=body)

        assert (
            made.json() | {"site": NOWHERE, "stage": "in_service", "accepted_on": None, "metadata": {}} == made.json()
        )

    @pytest.mark.parametrize(
        ("member", "value", "code"),
        [
            ("site", {"longitude": 180.1}, "too_large"),
            ("site", {"latitude": -90.1}, "too_small"),
            ("stage", "sold", "not_a_choice"),
            ("accepted_on", "2026-02-30", "pattern"),
            ("customer_id", "ACME", "pattern"),
        ],
    )
    async def test_refuse_a_bad_value(self, client: AsyncClient, member: str, value: object, code: str) -> None:
        body = {"code": "P", "name": "P", "customer_id": str(uuid7()), "kind": "plant", member: value}

        answer = await client.post("/projects", json=body)

        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert error["pointer"].startswith(f"/{member}")
        assert error["code"] in {code, "type"}

    async def test_keep_their_customer(self, client: AsyncClient) -> None:
        project, other = await make_project(), await make_customer("OTHER")

        answer = await client.patch(f"/projects/{project['id']}", json={"customer_id": str(other["id"])})

        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
            ("/customer_id", "unknown_field")
        ]

    async def test_are_found_by_filters(self, client: AsyncClient) -> None:
        owner = await make_customer()
        await make_project("A", customer_id=owner["id"], stage=Stage.PLANNED)
        await make_project("B", site=Site(region_code="310000"), accepted_on=date(2026, 1, 31))

        async def codes(**query: str) -> list[str]:
            return [item["code"] for item in (await client.get("/projects", params=query)).json()["items"]]

        assert await codes() == ["A", "B"]
        assert await codes(code="B") == ["B"]
        assert await codes(customer_id=str(owner["id"])) == ["A"]
        assert await codes(stage="planned") == ["A"]
        assert await codes(kind="ship") == []
        assert await codes(region_code="310000") == ["B"]
        assert await codes(q="project b") == ["B"]


class TestProjectsOfCustomersPeople:
    async def test_are_their_own_alone_and_without_metadata(self, client_of: ClientOf) -> None:
        own = await make_project("OWN", metadata={"margin": 7})
        other = await make_project("OTHER")
        client = client_of(customer_actor(own["customer_id"]))

        listed = await client.get("/projects")
        single = await client.get(f"/projects/{own['id']}")
        foreign = await client.get(f"/projects/{other['id']}")
        narrowed = await client.get("/projects", params={"customer_id": str(other["customer_id"])})

        assert [(item["code"], item["metadata"]) for item in listed.json()["items"]] == [("OWN", {})]
        assert single.json()["metadata"] == {}
        assert foreign.status_code == 404
        assert narrowed.json()["items"] == []

    async def test_are_not_changed_by_them(self, client_of: ClientOf) -> None:
        own = await make_project("OWN")
        client = client_of(customer_actor(own["customer_id"]))

        answer = await client.patch(f"/projects/{own['id']}", json={"name": "X"})

        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
