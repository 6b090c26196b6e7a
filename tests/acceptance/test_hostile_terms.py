"""Plans and contracts under bad input: each mistake at its place, never a 500, and nothing written."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from api import Api, Json
from knowledge_house import Two, knowledge_app, serving_knowledge, two_projects
from refusals import mistakes, refusal, rows
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine

JSON_TYPE = {"Content-Type": "application/json"}
HUGE = 2**53 + 1

#: The member `plugins` of a plan as JSON text, and the one mistake that is named.
PLUGINS: dict[str, tuple[str, str, str]] = {
    "a prototype": ('{"__proto__": {}}', "/plugins/__proto__", "activation.plugin.unknown"),
    "no name": ('{"": {}}', "/plugins/", "activation.plugin.unknown"),
    "a slash": ('{"a/b~c": {}}', "/plugins/a~1b~0c", "activation.plugin.unknown"),
    "core in capitals": ('{"CORE": {}}', "/plugins/CORE", "activation.plugin.unknown"),
    "core with an unknown field": ('{"core": {"colour": 1}}', "/plugins/core/colour", "unknown_field"),
    "core switched off": ('{"core": {"enabled": false}}', "/plugins/core/enabled", "activation.plugin.always_on"),
    "core as a list": ('{"core": []}', "/plugins/core", "type"),
    "core as null": ('{"core": null}', "/plugins/core", "type"),
    "NUL in a key": ('{"knowledge": {"a\\u0000b": 1}}', "/plugins/knowledge/a\0b", "bad_characters"),
    "NUL in a name": ('{"a\\u0000b": {}}', "/plugins/a\0b", "bad_characters"),
    "NUL in a value": ('{"core": {"days": "\\u0000"}}', "/plugins/core/days", "bad_characters"),
    "a number as words": ('{"knowledge": {"level": "4"}}', "/plugins/knowledge/level", "type"),
    "a fraction": ('{"knowledge": {"level": 4.5}}', "/plugins/knowledge/level", "type"),
    "a truth": ('{"knowledge": {"level": true}}', "/plugins/knowledge/level", "type"),
    "days without end": ('{"core": {"remind_after_days": 1e400}}', "/plugins/core/remind_after_days", "too_large"),
    "too many days": (
        f'{{"core": {{"remind_after_days": {HUGE}}}}}',
        "/plugins/core/remind_after_days",
        "too_large",
    ),
}


@pytest.fixture(scope="module")
def composed() -> Iterator[Wellkept]:
    with knowledge_app() as made:
        yield made


@pytest.fixture
async def app(composed: Wellkept, database: SqliteEngine | PgEngine) -> AsyncIterator[Wellkept]:
    async with serving_knowledge(composed, database):
        yield composed


@pytest.fixture
async def two(admin: Api) -> Two:
    return await two_projects(admin)


@pytest.fixture
async def plan(admin: Api, two: Two) -> Json:
    del two
    (found,) = await admin.all_items("/v1/service-plans", code="FULL")
    return found


async def raw(admin: Api, path: str, text: str) -> Any:
    return await admin.http.post(path, content=text.encode(), headers=JSON_TYPE)


class TestTermsOfPlan:
    async def test_are_refused_at_their_place(self, admin: Api, plan: Json) -> None:
        before = await rows()

        for case, (plugins, pointer, code) in PLUGINS.items():
            for path, text in (
                ("/v1/service-plans", f'{{"code": "X", "name": "X", "plugins": {plugins}}}'),
                (f"/v1/service-plans/{plan['id']}/revisions", f'{{"plugins": {plugins}}}'),
                (f"/v1/service-plans/{plan['id']}/preview", f'{{"plugins": {plugins}}}'),
            ):
                answer = await raw(admin, path, text)
                assert mistakes(answer, case=(case, path)) == {pointer: code}, (case, path)

        assert await rows() == before

    @pytest.mark.parametrize("text", ['{"core": {"\\ud800": 1}}', '{"core": {"days": "\\udfff"}}', '{"\\ud800": {}}'])
    async def test_have_no_lone_surrogates(self, admin: Api, text: str) -> None:
        answer = await raw(admin, "/v1/service-plans", f'{{"code": "X", "name": "X", "plugins": {text}}}')

        assert set(mistakes(answer).values()) == {"bad_characters"}

    async def test_may_be_deep_or_long_without_harm(self, admin: Api) -> None:
        deep = '{"knowledge": {"level": ' + "[" * 5_000 + "]" * 5_000 + "}}"
        long = json.dumps({"core": {f"field_{n}": "x" * 100 for n in range(3_000)}})
        many = json.dumps({f"plugin_{n}": {} for n in range(201)})
        wide = json.dumps({"core": {"required_to_open": ["fault_code"] * 50_000}})

        for text in (deep, long, many, wide):
            answer = await raw(admin, "/v1/service-plans", f'{{"code": "X", "name": "X", "plugins": {text}}}')
            assert answer.status_code in {201, 400, 413, 422}, (text[:60], answer.text[:300])
            if answer.status_code == 201:
                assert (await admin.delete(answer.headers["Location"])).status_code == 204

    @pytest.mark.parametrize("level", [HUGE, -HUGE, 2**63 - 1, 2**63, 10**30])
    async def test_with_large_numbers_come_back_as_they_were_given_or_are_refused(
        self, admin: Api, plan: Json, two: Two, level: int
    ) -> None:
        answer = await raw(
            admin, f"/v1/service-plans/{plan['id']}/revisions", f'{{"plugins": {{"knowledge": {{"level": {level}}}}}}}'
        )

        if answer.status_code == 201:
            read = await admin.found(f"/v1/service-plans/{plan['id']}")
            assert read["plugins"]["knowledge"]["level"] == level
            project = two.within["id"]
            explained = await admin.found(f"/v1/projects/{project}/activation")
            assert explained["plugins"]["knowledge"]["terms"]["level"] == level
            ticket = await admin.ticket(project_id=project)
            assert await admin.get(f"/v1/tickets/{ticket['id']}/activation")
        else:
            assert set(mistakes(answer)) == {"/plugins/knowledge/level"}


class TestContract:
    async def test_is_refused_as_the_specification_says(self, admin: Api, two: Two) -> None:
        other = await admin.project()
        good: Json = {
            "number": "N-1",
            "customer_id": two.customer["id"],
            "project_id": two.within["id"],
            "plan_code": "FULL",
            "starts_on": "2026-01-01",
        }
        table: list[tuple[Json, int, str]] = [
            ({"project_id": two.without["id"]}, 409, "activation.contract.overlap"),
            ({"project_id": None}, 409, "activation.contract.overlap"),
            ({"ends_on": "2026-01-01"}, 422, "activation.contract.empty_period"),
            ({"ends_on": "2025-12-31"}, 422, "activation.contract.empty_period"),
            ({"project_id": other["id"]}, 422, "activation.contract.other_customer"),
            ({"number": "K-ALL"}, 409, "code_taken"),
            ({"plan_code": "NONE"}, 422, "validation_failed"),
            ({"starts_on": "2026-02-30"}, 422, "validation_failed"),
            ({"overrides": {"knowledge": {"enabled": "no"}}}, 422, "validation_failed"),
            ({"overrides": {"knowledge": None}}, 422, "validation_failed"),
            ({"overrides": {"__proto__": {}}}, 422, "validation_failed"),
            ({"overrides": {"": {}}}, 422, "validation_failed"),
            ({"overrides": {"core": {"enabled": False}}}, 422, "validation_failed"),
            ({"overrides": {"core": {"terms": {"\0": 1}}}}, 422, "validation_failed"),
            ({"overrides": {"core": {"terms": {"days": "\0"}}}}, 422, "validation_failed"),
            ({"overrides": {"knowledge": {"terms": {"level": []}}}}, 422, "validation_failed"),
        ]
        before = await rows()

        for values, status, code in table:
            answer = await admin.post("/v1/contracts", {**good, **values})
            assert refusal(answer, status, case=values)["code"] == code, values
            if status == 422 and code == "validation_failed":
                preview = await admin.post("/v1/contracts/preview", {**good, **values})
                assert mistakes(preview, case=values) == mistakes(answer, case=values)

        assert await rows() == before

    async def test_names_the_other_one_that_it_overlaps(self, admin: Api, two: Two) -> None:
        body = {"number": "N-1", "customer_id": two.customer["id"], "plan_code": "FULL", "starts_on": "2030-01-01"}

        assert "K-ALL" in refusal(await admin.post("/v1/contracts", body), 409)["detail"]
