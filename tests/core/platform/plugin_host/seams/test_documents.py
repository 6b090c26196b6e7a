"""What the OpenAPI document says of plugins, and that their names stand whatever else is enabled."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import schemathesis
from structlog.testing import capture_logs

from gauge_plugins import GAUGES, RAIN, plugin_with
from plugin_house import plugin_app
from wellkept.platform.openapi.narrowing import narrowed
from wellkept.platform.openapi.pages import problems_page
from wellkept.platform.openapi.problems import all_errors
from wellkept.platform.openapi.walking import JsonObject
from wellkept_sdk.http import JSONBody, Mount, MountPoint, documents, post, signed_in
from wellkept_sdk.plugin import Plugin


def document_of(*plugins: Plugin) -> JsonObject:
    with plugin_app(None, plugins) as app:
        return app.document


@pytest.fixture(scope="module")
def bare() -> JsonObject:
    return document_of()


@pytest.fixture(scope="module")
def gauges() -> JsonObject:
    return document_of(GAUGES)


@pytest.fixture(scope="module")
def both() -> JsonObject:
    return document_of(GAUGES, RAIN)


def schemas(document: JsonObject) -> dict[str, JsonObject]:
    return document["components"]["schemas"]


def names(parameters: Sequence[dict[str, Any]]) -> list[str]:
    return [parameter.get("name") or parameter["$ref"] for parameter in parameters]


class TestOperation:
    def test_says_whose_it_is(self, both: JsonObject) -> None:
        post = both["paths"]["/v1/tickets/{ticket_id}/gauges/readings"]["post"]

        assert (post["x-wellkept-plugin"], post["tags"]) == ("gauges", ["gauges"])
        assert "x-wellkept-plugin" not in both["paths"]["/v1/tickets"]["get"]

    def test_is_led_by_the_name_of_the_plugin(self, both: JsonObject) -> None:
        ids = {
            node["operationId"]
            for item in both["paths"].values()
            for node in item.values()
            if "x-wellkept-plugin" in node
        }

        assert ids == {
            "gauges_list_gauges",
            "gauges_list_kinds",
            "gauges_open_link",
            "gauges_show_record",
            "gauges_add_reading",
            "gauges_clear_readings",
            "gauges_show_ids",
            "gauges_show_customer",
            "rain_list_rain",
            "rain_at_ticket",
        }

    def test_tells_of_history_where_there_is_one(self, both: JsonObject) -> None:
        paths = both["paths"]
        history = "#/components/parameters/History"

        assert history in names(paths["/v1/tickets/{ticket_id}/gauges"]["get"]["parameters"])
        assert history not in names(paths["/v1/tickets/{ticket_id}/gauges/readings"]["post"]["parameters"])
        assert history not in names(paths["/v1/gauges"]["get"]["parameters"])
        assert both["components"]["parameters"]["History"]["in"] == "query"

    def test_tells_which_record_it_is_about(self, both: JsonObject) -> None:
        [ticket_id, *_] = both["paths"]["/v1/tickets/{ticket_id}/gauges"]["get"]["parameters"]

        assert (ticket_id["name"], ticket_id["in"], ticket_id["schema"]) == (
            "ticket_id",
            "path",
            {"type": "string", "format": "uuid"},
        )

    def test_tells_of_its_problems(self, both: JsonObject) -> None:
        responses = both["paths"]["/v1/tickets/{ticket_id}/gauges/readings"]["post"]["responses"]

        assert responses["404"] == {"$ref": "#/components/responses/Problem404"}
        assert "`plugin_inactive`" in both["components"]["responses"]["Problem404"]["description"]
        assert "`gauges.gauge.stuck`: The gauge is stuck." in responses["409"]["description"]
        assert b'id="gauges.gauge.stuck"' in problems_page(all_errors())

    def test_needs_a_credential_unless_it_is_anonymous(self, both: JsonObject) -> None:
        assert both["paths"]["/v1/gauges/links/{token}"]["get"]["security"] == []
        assert "401" in both["paths"]["/v1/gauges"]["get"]["responses"]


class TestDocument:
    def test_is_valid_openapi(self, both: JsonObject) -> None:
        schemathesis.openapi.from_dict(both).validate()

    def test_names_the_types_of_a_plugin_after_it(self, bare: JsonObject, both: JsonObject) -> None:
        assert schemas(both).keys() - schemas(bare).keys() == {
            "GaugesReading",
            "GaugesReadingPage",
            "GaugesSeen",
            "GaugesTicketExtension",
            "GaugesTicketInput",
            "GaugesTicketInputPatch",
            "RainReading",
            "RainReadingPage",
        }

    def test_adds_the_extension_of_a_plugin_under_its_name(self, gauges: JsonObject) -> None:
        extended = schemas(gauges)["TicketExtensions"]["properties"]
        listed = gauges["paths"]["/v1/tickets"]["get"]["parameters"]
        [sort] = [parameter for parameter in listed if parameter.get("name") == "sort"]

        assert extended == {"gauges": {"$ref": "#/components/schemas/GaugesTicketExtension"}}
        assert {"include", "extensions.gauges.urgent"} <= set(names(listed))
        assert {"extensions.gauges.bar", "-extensions.gauges.bar"} <= set(sort["schema"]["enum"])

    def test_narrowed_keeps_nothing_of_the_extensions_of_others(self, bare: JsonObject, gauges: JsonObject) -> None:
        narrow = narrowed(gauges, set())

        assert "gauges" not in str(narrow["paths"]["/v1/tickets"])
        assert narrow["paths"]["/v1/tickets"]["get"] == bare["paths"]["/v1/tickets"]["get"]
        assert schemas(narrow)["TicketExtensions"]["properties"] == {}

    def test_of_one_plugin_is_a_part_of_that_with_another(
        self, bare: JsonObject, gauges: JsonObject, both: JsonObject
    ) -> None:
        assert schemas(bare).keys() <= schemas(gauges).keys()
        assert schemas(gauges).items() <= schemas(both).items()
        own = {path: item for path, item in gauges["paths"].items() if "/gauges" in path}
        assert own
        assert all(both["paths"][path] == item for path, item in own.items())

    def test_narrowed_to_some_plugins_is_that_of_a_house_with_only_them(
        self, bare: JsonObject, gauges: JsonObject, both: JsonObject
    ) -> None:
        assert narrowed(both, {"gauges"}) == narrowed(gauges, {"gauges"})
        assert narrowed(both, set())["paths"].keys() == bare["paths"].keys()
        assert narrowed(bare, set())["paths"] == bare["paths"]


@post("/shown", opt=signed_in() | documents(examples={"no date": {"on": "tomorrow"}}))
async def wrongly_shown(data: JSONBody[dict[str, date]]) -> None:
    """Show an example that is refused."""


class TestDocumented:
    def test_leaves_out_what_cannot_be_documented_and_says_so(self, gauges: JsonObject) -> None:
        flawed = plugin_with(Mount(at=MountPoint.TICKET, routes=[wrongly_shown]))

        with capture_logs() as logs, plugin_app(None, [GAUGES, flawed]) as app:
            assert app.document["paths"] == gauges["paths"]
            assert flawed.manifest.name in app.host.plugins

        [line] = [line for line in logs if line["event"] == "plugin_undocumented"]
        assert line["plugin"] == flawed.manifest.name
        assert line["reason"].startswith("The routes cannot be documented: ")
