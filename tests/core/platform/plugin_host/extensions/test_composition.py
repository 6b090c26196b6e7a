from typing import Any, get_args

import msgspec
import pytest
from msgspec import UNSET, ValidationError

from weather_plugin import GatekeeperNote, GatekeeperPlugin, WeatherPlugin, WeatherTicket
from wellkept.platform.plugin_host.extensions import compose
from wellkept.platform.plugin_host.host import Host
from wellkept.tickets.queries.extended import TICKET_RECORD
from wellkept.tickets.schemas.tickets import TicketCreate, TicketRead
from wellkept_sdk.records.references import RecordName

PROJECT = "0199a000-0000-7000-8000-000000000000"
REPORT = {"title": "Pump trips", "project_id": PROJECT, "channel": "phone"}


def namespace(*plugins: Any) -> dict[str, Any]:
    return dict(compose(Host.of(plugins)).namespace)


class TestComposition:
    def test_adds_one_key_for_each_plugin_in_the_order_of_calling(self) -> None:
        types = namespace(GatekeeperPlugin(), WeatherPlugin())

        assert types["TicketExtensions"].__struct_fields__ == ("gatekeeper", "weather")
        assert types["CustomerExtensions"].__struct_fields__ == ("gatekeeper",)

    def test_changes_nothing_where_no_plugin_adds_anything(self) -> None:
        assert namespace() == {}
        assert compose(Host.of()).records[RecordName.TICKET].extensions is TICKET_RECORD.extensions

    def test_keeps_names_modules_and_order_of_fields(self) -> None:
        composed = namespace(WeatherPlugin())["TicketRead"]

        assert (composed.__name__, composed.__module__) == ("TicketRead", "wellkept.tickets.schemas.tickets")
        assert composed.__struct_fields__ == TicketRead.__struct_fields__
        assert issubclass(composed, TicketRead)

    def test_is_made_once_for_each_host_and_two_stand_side_by_side(self) -> None:
        windy, plain = Host.of([WeatherPlugin()]), Host.of()

        assert compose(windy) is compose(windy)
        assert compose(plain) is not compose(windy)

    def test_reaches_what_holds_a_record(self) -> None:
        types = namespace(WeatherPlugin())

        assert msgspec.structs.fields(types["TransitionRead"])[-1].type is types["TicketRead"]

    def test_shows_a_value_only_where_there_is_one(self) -> None:
        shown = namespace(GatekeeperPlugin(), WeatherPlugin())["TicketExtensions"]

        assert msgspec.json.encode(shown(gatekeeper=GatekeeperNote(note="Ring twice."))) == (
            b'{"gatekeeper":{"note":"Ring twice."}}'
        )
        assert shown().weather is UNSET

    def test_offers_every_sort_of_every_plugin_in_both_directions(self) -> None:
        words = get_args(namespace(WeatherPlugin())["TicketSort"])

        assert words[-4:] == (
            "extensions.weather.hold_until",
            "-extensions.weather.hold_until",
            "extensions.weather.limit_mps",
            "-extensions.weather.limit_mps",
        )
        assert "-reported_at" in words


class TestBodies:
    def test_take_what_the_plugin_may_write(self) -> None:
        body = msgspec.convert(
            {**REPORT, "extensions": {"weather": {"limit_mps": 12}}}, namespace(WeatherPlugin())["TicketCreate"]
        )

        assert isinstance(body, TicketCreate)
        assert body.extensions.weather.limit_mps == 12  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - composed

    @pytest.mark.parametrize(
        "extensions",
        [{"climate": {}}, {"weather": {"limit": 1}}, {"weather": {"limit_mps": 0}}, {"weather": {}}, {"weather": 1}],
        ids=["plugin", "field", "bound", "missing", "type"],
    )
    def test_refuse_what_it_may_not(self, extensions: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            msgspec.convert({**REPORT, "extensions": extensions}, namespace(WeatherPlugin())["TicketCreate"])

    def test_of_a_change_need_no_field_of_a_plugin(self) -> None:
        patch = msgspec.convert({"extensions": {"weather": {}}}, namespace(WeatherPlugin())["TicketPatch"])

        assert patch.extensions.weather.limit_mps is UNSET

    def test_of_a_change_take_null_for_everything_of_a_plugin(self) -> None:
        patch = msgspec.convert({"extensions": {"weather": None}}, namespace(WeatherPlugin())["TicketPatch"])

        assert patch.extensions.weather is None

    def test_have_no_place_for_what_is_only_read(self) -> None:
        class Reader(WeatherPlugin):
            extensions = (msgspec.structs.replace(WeatherPlugin.extensions[0], write=None, store=None),)

        types = namespace(Reader())

        assert types["TicketExtensionsInput"].__struct_fields__ == ()
        assert msgspec.structs.fields(types["TicketExtensions"])[0].type == WeatherTicket | msgspec.UnsetType
