"""The document without some plugins: what goes with them, and what stays."""

from copy import deepcopy
from typing import Any

from wellkept.platform.openapi.narrowing import narrowed
from wellkept.platform.openapi.walking import JsonObject


def schema_ref(name: str) -> JsonObject:
    return {"$ref": f"#/components/schemas/{name}"}


def operation(name: str, *, plugin: str | None = None, answer: str = "Ticket", **more: Any) -> JsonObject:
    marked = {} if plugin is None else {"x-wellkept-plugin": plugin, "tags": [plugin]}
    content = {"application/json": {"schema": schema_ref(answer)}}
    return {"operationId": name, "responses": {"200": {"description": "OK.", "content": content}}, **marked, **more}


def query(name: str, schema: JsonObject) -> JsonObject:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def extensions(*plugins: str) -> JsonObject:
    return {
        "type": "object",
        "properties": {name: schema_ref(f"{name.capitalize()}TicketExtension") for name in plugins},
        "required": [],
    }


DOCUMENT: JsonObject = {
    "openapi": "3.1.0",
    "info": {"title": "Wellkept", "version": "1.0.0"},
    "paths": {
        "/v1/tickets": {
            "get": operation(
                "tickets_list",
                parameters=[
                    query("limit", {"type": "integer"}),
                    query("include", {"type": "string", "pattern": "^(costs|sla|survey)(,(costs|sla|survey))*$"}),
                    query(
                        "sort",
                        {"type": "string", "enum": ["-number", "extensions.sla.due_at", "-extensions.survey.score"]},
                    ),
                    query("extensions.sla.breached", {"type": "boolean"}),
                    query("extensions.survey.asked", schema_ref("SurveyAsked")),
                    {"$ref": "#/components/parameters/IdempotencyKey"},
                ],
            ),
            "post": operation(
                "tickets_open",
                responses={
                    "201": {
                        "description": "Made.",
                        "links": {
                            "sla_list_clocks": {"operationId": "sla_list_clocks"},
                            "survey_list_answers": {"operationId": "survey_list_answers"},
                        },
                        "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
                    }
                },
            ),
        },
        "/v1/tickets/{ticket_id}/sla": {"get": operation("sla_list_clocks", plugin="sla", answer="SlaClock")},
        "/v1/tickets/{ticket_id}/survey": {
            "get": operation("survey_list_answers", plugin="survey", answer="SurveyAnswer"),
            "post": operation("survey_ask", plugin="survey", answer="SurveyAnswer"),
        },
    },
    "components": {
        "schemas": {
            "Ticket": {"type": "object", "properties": {"extensions": schema_ref("TicketExtensions")}},
            "TicketExtensions": extensions("costs", "sla", "survey") | {"required": ["costs", "survey"]},
            "CostsTicketExtension": {"type": "object"},
            "SlaTicketExtension": {"type": "object"},
            "SurveyTicketExtension": {"type": "object", "properties": {"scores": schema_ref("SurveyScores")}},
            "SurveyScores": {"type": "array"},
            "SlaClock": {"oneOf": [], "discriminator": {"mapping": {"own": "#/components/schemas/SlaOwnClock"}}},
            "SlaOwnClock": {"type": "object"},
            "SurveyAnswer": {"type": "object"},
            "SurveyAsked": {"type": "boolean"},
            "TicketExtensionsHint": {"type": "object", "properties": {"survey": {"type": "string"}}},
        },
        "parameters": {"IdempotencyKey": {"name": "Idempotency-Key"}, "History": {"name": "history"}},
        "headers": {"ETag": {"schema": {"type": "string"}}},
        "responses": {"Problem404": {"description": "Not found."}},
        "securitySchemes": {"ApiKey": {"type": "http"}},
    },
}


def parameters(document: JsonObject) -> dict[str, JsonObject]:
    listed = document["paths"]["/v1/tickets"]["get"]["parameters"]
    return {parameter.get("name", parameter.get("$ref")): parameter.get("schema") for parameter in listed}


class TestNarrowedDocument:
    def test_has_the_routes_of_core_and_of_the_plugins(self) -> None:
        narrow = narrowed(DOCUMENT, {"sla", "costs"})

        assert list(narrow["paths"]) == ["/v1/tickets", "/v1/tickets/{ticket_id}/sla"]
        assert list(narrow["paths"]["/v1/tickets"]) == ["get", "post"]

    def test_has_the_fields_of_the_plugins(self) -> None:
        schemas = narrowed(DOCUMENT, {"sla", "costs"})["components"]["schemas"]

        assert list(schemas["TicketExtensions"]["properties"]) == ["costs", "sla"]
        assert schemas["TicketExtensions"]["required"] == ["costs"]

    def test_has_the_filters_sorts_and_includes_of_the_plugins(self) -> None:
        offered = parameters(narrowed(DOCUMENT, {"sla", "costs"}))

        assert list(offered) == [
            "limit",
            "include",
            "sort",
            "extensions.sla.breached",
            "#/components/parameters/IdempotencyKey",
        ]
        assert offered["include"]["pattern"] == "^(costs|sla)(,(costs|sla))*$"
        assert offered["sort"]["enum"] == ["-number", "extensions.sla.due_at"]

    def test_has_no_include_where_nothing_can_be_included(self) -> None:
        offered = parameters(narrowed(DOCUMENT, set()))

        assert list(offered) == ["limit", "sort", "#/components/parameters/IdempotencyKey"]
        assert offered["sort"]["enum"] == ["-number"]

    def test_links_to_nothing_that_is_gone(self) -> None:
        def links(*plugins: str) -> Any:
            return narrowed(DOCUMENT, plugins)["paths"]["/v1/tickets"]["post"]["responses"]["201"].get("links")

        assert links("sla") == {"sla_list_clocks": {"operationId": "sla_list_clocks"}}
        assert links() is None

    def test_has_no_component_that_nothing_refers_to(self) -> None:
        components = narrowed(DOCUMENT, {"sla"})["components"]

        assert {section: sorted(nodes) for section, nodes in components.items()} == {
            "schemas": ["SlaClock", "SlaOwnClock", "SlaTicketExtension", "Ticket", "TicketExtensions"],
            "parameters": ["IdempotencyKey"],
            "headers": ["ETag"],
            "responses": [],
            "securitySchemes": ["ApiKey"],
        }

    def test_leaves_the_whole_as_it_is(self) -> None:
        before = deepcopy(DOCUMENT)

        narrowed(DOCUMENT, {"sla"})

        assert before == DOCUMENT
