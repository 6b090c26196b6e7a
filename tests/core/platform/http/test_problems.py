from typing import Any

import httpx
import jsonschema
import pytest

VALID = {"title": "Pump", "project_id": "0199a000-0000-7000-8000-000000000000"}


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert document["code"] == code
    assert document["status"] == status
    assert document["type"] == f"/docs/problems#{code}"
    assert document["request_id"] == response.headers["x-request-id"]
    return document


class TestProblem:
    async def test_has_the_members_of_the_rfc_and_ours(self, client: httpx.AsyncClient):
        document = problem(await client.get("/nowhere"), 404, "not_found")

        assert set(document) == {"type", "title", "status", "code", "detail", "errors", "request_id"}

    async def test_obeys_the_published_schema(self, client: httpx.AsyncClient, problem_schema: dict[str, Any]):
        for response in (
            await client.get("/nowhere"),
            await client.post("/things", json={}),
            await client.get("/boom"),
        ):
            jsonschema.validate(response.json(), problem_schema)

    async def test_carries_the_context_of_our_errors(self, client: httpx.AsyncClient):
        document = problem(await client.post("/things", json=VALID | {"title": "taken"}), 409, "code_taken")

        assert (document["pointer"], document["other"]) == ("/code", "x")

    async def test_of_an_unexpected_failure_tells_nothing_of_the_house(self, client: httpx.AsyncClient):
        response = await client.get("/boom")

        problem(response, 500, "internal_error")
        assert "secret" not in response.text
        assert "Traceback" not in response.text

    async def test_of_a_wrong_method_names_the_right_ones(self, client: httpx.AsyncClient):
        response = await client.delete("/things")

        problem(response, 405, "method_not_allowed")
        assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"

    async def test_of_a_request_out_of_time_says_when_to_come_back(self, client: httpx.AsyncClient):
        response = await client.get("/slow")

        problem(response, 503, "unavailable")
        assert int(response.headers["retry-after"]) >= 1

    @pytest.mark.parametrize("path", ["/things/no-uuid", "/things/1", "/things/a%00b"])
    async def test_of_a_path_id_that_is_no_uuid_is_404(self, client: httpx.AsyncClient, path: str):
        problem(await client.get(path), 404, "not_found")
