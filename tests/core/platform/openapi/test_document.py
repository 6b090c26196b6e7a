import json
from collections.abc import Callable
from typing import Annotated, Any, cast

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from litestar import Litestar, Response, get, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from wellkept.platform.openapi.document import finish
from wellkept.platform.openapi.walking import JsonObject
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.documentation import documents

Operation = Callable[[str], JsonObject]
SLOW_TO_START = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


class Gauge(Struct, frozen=True, kw_only=True):
    """A gauge."""

    name: str
    version: int


class GaugeCreate(Struct, frozen=True, kw_only=True):
    """A gauge to be entered."""

    name: Annotated[str, Meta(max_length=3)]


@get("/gauges/{gauge_id:uuid}", opt=needs("gauges:read", record="gauge") | documents(answer=Gauge))
async def get_encoded() -> Response[bytes]:
    raise NotImplementedError


@get(
    "/gauges/{gauge_id:str}/readings", opt=needs("gauges:read") | documents(answer=Gauge, answer_media_type="text/csv")
)
async def get_in_two_forms() -> Response[bytes]:
    raise NotImplementedError


@post("/gauges", opt=needs("gauges:write") | documents(body=GaugeCreate, body_media_type="multipart/form-data"))
async def create_from_stream() -> None:
    raise NotImplementedError


@post("/gauges", opt=needs("gauges:write") | documents(examples={"too long": {"name": "four"}}))
async def create_wrongly_shown(data: JSONBody[GaugeCreate]) -> None:
    raise NotImplementedError


def headers(operation: JsonObject) -> list[str]:
    return [
        parameter["$ref"].rpartition("/")[2] for parameter in operation.get("parameters", []) if "$ref" in parameter
    ]


class TestDocument:
    def test_is_valid_openapi(self, document: JsonObject) -> None:
        assert document["openapi"].startswith("3.1")
        schemathesis.openapi.from_dict(document).validate()

    def test_is_the_same_each_time(self, build: Callable[..., Litestar], document: JsonObject) -> None:
        assert msgspec.json.encode(finish(build())) == msgspec.json.encode(document)

    def test_refers_only_to_what_it_has(self, document: JsonObject) -> None:
        text = json.dumps(document)
        refs = {ref.partition('"')[0] for ref in text.split('"$ref": "')[1:]}

        for ref in refs:
            place: Any = document
            for key in ref.removeprefix("#/").split("/"):
                place = place[key]
            assert place

    def test_leaves_its_own_pages_out(self, document: JsonObject) -> None:
        assert all(path.startswith("/v1/") for path in document["paths"])

    @pytest.mark.parametrize("name", ["valves_create", "valves_change", "valves_move"])
    def test_describes_bodies_that_the_types_accept(
        self, document: JsonObject, bodies: dict[str, Any], name: str
    ) -> None:
        api = cast("Any", schemathesis.openapi.from_dict(document))
        cases = cast("SearchStrategy[Any]", api.find_operation_by_id(name).as_strategy())
        decoder = msgspec.json.Decoder(bodies[name], strict=False)

        @given(cases)
        @settings(max_examples=40, derandomize=True, database=None, deadline=None, suppress_health_check=SLOW_TO_START)
        def check(case: Any) -> None:
            text = json.dumps(case.body)

            assert "\\u0000" not in text
            decoder.decode(text)

        check()


class TestOperation:
    def test_is_summed_up_by_the_first_sentence(self, operation: Operation) -> None:
        assert operation("valves_create")["summary"] == "Enter a valve"
        assert operation("valves_create")["description"] == "The one with this code is returned if there is one."
        assert "description" not in operation("valves_list")

    def test_is_tagged_with_its_collection(self, operation: Operation) -> None:
        assert operation("valves_move")["tags"] == ["valves"]

    def test_answers_with_the_generic_page_of_its_type(self, operation: Operation) -> None:
        content = operation("valves_list")["responses"]["200"]["content"]

        assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/ValveReadPage"}

    def test_documents_every_success(self, operation: Operation) -> None:
        responses = operation("valves_create")["responses"]

        for status in ("200", "201"):
            content = responses[status]["content"]["application/json"]
            assert content["schema"] == {"$ref": "#/components/schemas/ValveRead"}

    def test_takes_a_key_or_token_unless_it_is_open_to_everybody(
        self, document: JsonObject, operation: Operation
    ) -> None:
        assert document["security"] == [{"ApiKey": []}, {"OidcToken": []}]
        assert "security" not in operation("me")
        assert operation("health")["security"] == []

    def test_says_what_the_route_documents_of_encoded_answers(self, build: Callable[..., Litestar]) -> None:
        operation = finish(build(get_encoded))["paths"]["/v1/gauges/{gauge_id}"]["get"]

        assert operation["responses"]["200"]["content"] == {
            "application/json": {"schema": {"$ref": "#/components/schemas/Gauge"}}
        }
        assert headers(operation) == ["IfNoneMatch"]

    def test_says_both_forms_of_an_answer_that_the_caller_chooses(self, build: Callable[..., Litestar]) -> None:
        operation = finish(build(get_in_two_forms))["paths"]["/v1/gauges/{gauge_id}/readings"]["get"]

        assert operation["responses"]["200"]["content"] == {
            "application/json": {"schema": {"$ref": "#/components/schemas/Gauge"}},
            "text/csv": {},
        }

    def test_says_what_the_route_documents_of_streamed_bodies(self, build: Callable[..., Litestar]) -> None:
        operation = finish(build(create_from_stream))["paths"]["/v1/gauges"]["post"]

        content = operation["requestBody"]["content"]["multipart/form-data"]
        assert content["schema"] == {"$ref": "#/components/schemas/GaugeCreate"}
        assert "415" in operation["responses"]


class TestHeaders:
    def test_of_requests_follow_the_method(self, operation: Operation) -> None:
        assert headers(operation("valves_list")) == []
        assert headers(operation("valves_get")) == ["IfNoneMatch"]
        assert headers(operation("valves_create")) == ["IdempotencyKey"]
        assert headers(operation("valves_change")) == ["IfMatch"]
        assert headers(operation("valves_delete")) == ["IfMatch"]
        assert headers(operation("valves_move")) == ["IdempotencyKey", "IfMatch"]

    def test_are_not_repeated_where_a_dependency_declares_them(self, operation: Operation) -> None:
        names = [parameter.get("name") for parameter in operation("valves_delete")["parameters"]]

        assert "If-Match" not in names

    def test_of_answers_name_version_request_and_replay(self, operation: Operation) -> None:
        assert operation("valves_list")["responses"]["200"]["headers"].keys() == {"X-Request-Id"}
        assert operation("valves_get")["responses"]["200"]["headers"].keys() == {"X-Request-Id", "ETag"}
        assert operation("valves_create")["responses"]["201"]["headers"].keys() == {
            "X-Request-Id",
            "ETag",
            "Idempotency-Replayed",
        }

    def test_bring_304_to_single_resources(self, operation: Operation) -> None:
        assert "304" in operation("valves_get")["responses"]
        assert "304" not in operation("valves_list")["responses"]


class TestExamples:
    def test_are_those_of_the_route(self, operation: Operation) -> None:
        media = operation("valves_move")["requestBody"]["content"]["application/json"]

        assert media["examples"] == {"shut": {"value": {"action": "close", "reason": "Leak"}}}

    def test_are_made_from_the_schema_where_the_route_has_none(
        self, operation: Operation, bodies: dict[str, Any]
    ) -> None:
        example = operation("valves_create")["requestBody"]["content"]["application/json"]["examples"]["smallest"]

        assert example["value"]["code"] == "PV7"
        assert msgspec.convert(example["value"], bodies["valves_create"])

    def test_stop_the_start_when_they_do_not_fit(self, build: Callable[..., Litestar]) -> None:
        app = build(create_wrongly_shown)

        with pytest.raises(ValueError, match="too long"):
            finish(app)
