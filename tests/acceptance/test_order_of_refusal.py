"""Mistakes stacked on each other: of all that is wrong with a request, the answer names what comes first."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from api import Api, Json, anonymous_api
from refusals import refusal, rows
from wellkept.app import Wellkept
from wellkept_sdk.actor import Role

NOBODY = "0199c0de-0000-7000-8000-000000000000"
JSON_TYPE = "application/json"
TRANSITION = "/v1/tickets/{id}/transitions"
#: `start` is refused with 409 by a ticket that is resolved.
START = '{"action": "start"}'
WRONG_START = '{"action": "start", "colour": "red"}'

#: status and code · who calls · path · body · content type · version in If-Match
STACKS: list[tuple[int, str, str | None, str, str, str, str]] = [
    # Everything is wrong; then one mistake less each time.
    (401, "unauthenticated", None, "/v1/nothing", "{", "text/plain", "9"),
    (401, "unauthenticated", None, TRANSITION, "{", "text/plain", "9"),
    (404, "not_found", "stranger", "/v1/nothing", "{", "text/plain", "9"),
    (404, "not_found", "stranger", TRANSITION, "{", "text/plain", "9"),
    (404, "not_found", "stranger", f"/v1/tickets/{NOBODY}/transitions", "{", "text/plain", "9"),
    (404, "not_found", "viewer", f"/v1/tickets/{NOBODY}/transitions", "{", "text/plain", "9"),
    (404, "not_found", "admin", f"/v1/tickets/{NOBODY}/transitions", "{", "text/plain", "9"),
    (404, "not_found", "admin", "/v1/tickets/no-uuid/transitions", "{", "text/plain", "9"),
    (403, "permission_denied", "viewer", TRANSITION, "{", "text/plain", "9"),
    (403, "permission_denied", "viewer", TRANSITION, WRONG_START, JSON_TYPE, "9"),
    (403, "permission_denied", "viewer", TRANSITION, START, JSON_TYPE, "1"),
    (415, "unsupported_media_type", "admin", TRANSITION, "{", "text/plain", "9"),
    (415, "unsupported_media_type", "admin", TRANSITION, WRONG_START, "text/plain", "9"),
    (400, "malformed_json", "admin", TRANSITION, "{", JSON_TYPE, "9"),
    (400, "malformed_json", "admin", TRANSITION + "?page=2", "{", JSON_TYPE, "9"),
    (422, "validation_failed", "admin", TRANSITION, WRONG_START, JSON_TYPE, "9"),
    (422, "validation_failed", "admin", TRANSITION + "?page=2", START, JSON_TYPE, "9"),
    (412, "precondition_failed", "admin", TRANSITION, START, JSON_TYPE, "9"),
    (409, "tickets.transition.not_allowed", "admin", TRANSITION, START, JSON_TYPE, "2"),
]


@pytest.fixture
async def callers(app: Wellkept, admin: Api, as_actor: Callable[..., Awaitable[Api]]) -> dict[str | None, Api]:
    """Return who calls: nobody, somebody of another customer, somebody who may only read, and somebody who may all."""
    customer = await admin.customer()
    return {
        None: anonymous_api(app),
        "stranger": await as_actor(Role.CUSTOMER, customer_ids=[customer["id"]]),
        "viewer": await as_actor(Role.VIEWER),
        "admin": admin,
    }


@pytest.fixture
async def ticket(admin: Api) -> Json:
    """Return a ticket that is resolved, in version 2."""
    made = await admin.ticket()
    return (await admin.act(made["id"], "resolve", cause="Bearing worn", measure="Bearing replaced"))["ticket"]


class TestRefusal:
    async def test_names_the_first_mistake_of_all(self, callers: dict[str | None, Api], ticket: Json) -> None:
        before = await rows()

        for status, code, caller, path, body, media_type, version in STACKS:
            case = (status, caller, path, body, media_type, version)
            headers = {"Content-Type": media_type, "If-Match": f'"{version}"'}
            url = path.format(id=ticket["id"])
            answer = await callers[caller].http.post(url, content=body, headers=headers)
            assert refusal(answer, status, case=case)["code"] == code, case

        assert await rows() == before

    async def test_of_a_change_keeps_the_same_order(self, admin: Api, ticket: Json) -> None:
        path = f"/v1/customers/{ticket['customer_id']}"
        other = await admin.customer()
        wrong: dict[str, Any] = {"code": other["code"], "customer_type": "NONE"}

        async def changed(body: Json, version: int) -> Json:
            answer = await admin.patch(path, body, headers={"If-Match": f'"{version}"'})
            return refusal(answer, 409, 412, 422)

        assert (await changed(wrong, 9))["errors"][0]["code"] == "unknown_reference"
        assert (await changed({"code": other["code"]}, 9))["code"] == "precondition_failed"
        assert (await changed({"code": other["code"]}, 1))["code"] == "code_taken"

    async def test_of_a_deletion_names_the_version_before_what_is_in_use(self, admin: Api, ticket: Json) -> None:
        path = f"/v1/projects/{ticket['project_id']}"

        stale = await admin.delete(path, headers={"If-Match": '"9"'})
        used = await admin.delete(path, headers={"If-Match": '"1"'})

        assert refusal(stale, 412)["code"] == "precondition_failed"
        assert refusal(used, 409)["code"] == "in_use"
