from typing import Any

import pytest

from extended_house import composed_with
from weather_plugin import GatekeeperPlugin
from wellkept.app import Wellkept

RECORDS = ("Customer", "Equipment", "Project", "Ticket")
OF_WEATHER = {"WeatherTicket", "WeatherTicketInput", "WeatherTicketInputPatch"}


@pytest.fixture(scope="module")
def document(composed: Wellkept) -> dict[str, Any]:
    """Return the document of the application with both plugins."""
    return composed.document


@pytest.fixture(scope="module")
def schemas(document: dict[str, Any]) -> dict[str, Any]:
    """Return its components."""
    return document["components"]["schemas"]


@pytest.fixture(scope="module")
def with_one() -> dict[str, Any]:
    """Return the document of an application with only one of the plugins."""
    with composed_with([GatekeeperPlugin()]) as app:
        return app.document


class TestDocument:
    @pytest.mark.parametrize("record", RECORDS)
    def test_names_what_each_record_shows_and_takes(self, schemas: dict[str, Any], record: str) -> None:
        names = [f"{record}Extensions", f"{record}ExtensionsInput", f"{record}ExtensionsPatch"]
        holders = [f"{record}{kind}" for kind in ("Read", "Create", "Patch")]

        refs = [schemas[holder]["properties"]["extensions"]["$ref"] for holder in holders]

        assert [ref.rpartition("/")[2] for ref in refs] == names
        assert all("gatekeeper" in schemas[name]["properties"] for name in names)

    def test_says_exactly_what_a_plugin_shows_and_takes(self, schemas: dict[str, Any]) -> None:
        given = schemas["WeatherTicketInput"]

        assert schemas["TicketExtensions"]["properties"]["weather"] == {"$ref": "#/components/schemas/WeatherTicket"}
        assert schemas["TicketExtensions"].get("required") is None
        assert given["properties"]["limit_mps"] == {"type": "integer", "minimum": 1, "maximum": 60}
        assert given["required"] == ["limit_mps"]
        assert "required" not in schemas["WeatherTicketInputPatch"]

    @pytest.mark.parametrize(
        "name", ["TicketExtensionsInput", "TicketExtensionsPatch", "WeatherTicketInput", "WeatherTicketInputPatch"]
    )
    def test_closes_what_comes_in(self, schemas: dict[str, Any], name: str) -> None:
        assert schemas[name]["additionalProperties"] is False

    def test_shows_the_record_with_its_extensions_wherever_it_is(self, document: dict[str, Any]) -> None:
        schemas, paths = document["components"]["schemas"], document["paths"]
        ticket = {"$ref": "#/components/schemas/TicketRead"}

        opened = paths["/v1/tickets"]["post"]["responses"]

        assert [opened[status]["content"]["application/json"]["schema"] for status in ("200", "201")] == [
            ticket,
            ticket,
        ]
        assert schemas["TransitionRead"]["properties"]["ticket"] == ticket
        assert schemas["TicketReadPage"]["properties"]["items"]["items"] == ticket

    def test_describes_filters_sorts_and_include(self, document: dict[str, Any]) -> None:
        parameters = {each.get("name"): each for each in document["paths"]["/v1/tickets"]["get"]["parameters"]}

        held_since = parameters["extensions.weather.held_since"]
        assert (held_since["description"], held_since["schema"]["format"]) == ("Held until this or later.", "date-time")
        assert parameters["include"]["schema"]["pattern"] == "^(gatekeeper|weather)(,(gatekeeper|weather))*$"
        assert "-extensions.weather.limit_mps" in parameters["sort"]["schema"]["enum"]

    def test_keeps_every_name_when_one_more_plugin_is_enabled(
        self, schemas: dict[str, Any], with_one: dict[str, Any]
    ) -> None:
        before = with_one["components"]["schemas"]

        changed = {name for name in before if schemas[name] != before[name]}

        assert schemas.keys() - before.keys() == OF_WEATHER
        assert before.keys() <= schemas.keys()
        assert changed == {"TicketExtensions", "TicketExtensionsInput", "TicketExtensionsPatch"}
