from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest
from litestar import Litestar, get
from litestar.exceptions import ImproperlyConfiguredException
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from msgspec import Struct, defstruct

from wellkept.platform.access.gate import signed_in
from wellkept.platform.openapi.document import finish
from wellkept.platform.openapi.names import ComponentNameTakenError, component_name, component_names
from wellkept.platform.openapi.walking import JsonObject

Item = TypeVar("Item")


class Page(Struct, Generic[Item]):
    items: list[Item]


class Clock(Struct):
    seconds: int


OtherClock = defstruct("Clock", [("minutes", int)], module="elsewhere.schemas")
TwinClock = defstruct("Clock", [("hours", int)], module=Clock.__module__)


@get("/valves/{code:str}", opt=signed_in(), name="second", operation_id="valves_get")
async def get_by_code(code: FromPath[str]) -> Clock:
    raise NotImplementedError


@get("/clocks", opt=signed_in())
async def list_clocks() -> Page[Clock]:
    raise NotImplementedError


@get("/other-clocks", opt=signed_in())
async def other() -> OtherClock:  # pyright: ignore[reportInvalidTypeForm, reportUnknownParameterType]
    raise NotImplementedError


@get("/twin-clocks", opt=signed_in())
async def twin() -> TwinClock:  # pyright: ignore[reportInvalidTypeForm, reportUnknownParameterType]
    raise NotImplementedError


@get("/sizes/{size_id:uuid}/marks", opt=signed_in(), tags=["marks"])
async def list_() -> Clock:
    raise NotImplementedError


class TestOperationIds:
    def test_are_led_by_the_collection_unless_the_function_names_it(self, document: JsonObject) -> None:
        ids = {node["operationId"] for item in document["paths"].values() for node in item.values()}

        assert ids == {
            "valves_list",
            "valves_create",
            "valves_get",
            "valves_change",
            "valves_delete",
            "valves_move",
            "valves_add_photo",
            "me",
            "health",
        }

    def test_count_a_singular_or_plural_as_naming_the_collection(self, build: Callable[..., Litestar]) -> None:
        paths = finish(build(list_clocks))["paths"]

        assert paths["/v1/clocks"]["get"]["operationId"] == "list_clocks"

    def test_are_led_by_the_tag_where_there_is_one(self, build: Callable[..., Litestar]) -> None:
        paths = finish(build(list_))["paths"]

        assert paths["/v1/sizes/{size_id}/marks"]["get"]["operationId"] == "marks_list"

    def test_stop_the_start_when_two_are_equal(
        self, build: Callable[..., Litestar], valves: list[ControllerRouterHandler]
    ) -> None:
        app = build(*valves, get_by_code)

        with pytest.raises(ImproperlyConfiguredException, match="valves_get"):
            finish(app)


class TestComponentNames:
    def test_are_those_of_the_classes(self) -> None:
        assert component_name(Clock) == "Clock"

    def test_put_the_argument_of_a_generic_first(self) -> None:
        assert component_name(Page[Clock]) == "ClockPage"
        assert component_name(Page[Any]) == "AnyPage"

    def test_are_led_by_the_plugin(self) -> None:
        read = defstruct("ClockRead", [], module="wellkept_sla.schemas")
        extension = defstruct("SlaTicketExtension", [], module="wellkept_sla.schemas")
        shared = defstruct("FieldError", [], module="wellkept_sdk.errors")

        assert component_name(read) == "SlaClockRead"
        assert component_name(extension) == "SlaTicketExtension"
        assert component_name(Page[read]) == "SlaClockReadPage"
        assert component_name(shared) == "FieldError"

    def test_name_both_types_that_would_have_one_name(self) -> None:
        with pytest.raises(ComponentNameTakenError, match=r"elsewhere\.schemas\.Clock") as caught:
            component_names([Clock, OtherClock])

        assert f"{Clock.__module__}.Clock" in str(caught.value)

    @pytest.mark.parametrize("route", [other, twin])
    def test_stop_the_start_when_two_are_equal(
        self, build: Callable[..., Litestar], route: ControllerRouterHandler
    ) -> None:
        app = build(list_clocks, route)

        with pytest.raises(ComponentNameTakenError):
            finish(app)

    def test_stay_when_another_router_is_added(
        self, build: Callable[..., Litestar], valves: list[ControllerRouterHandler], document: JsonObject
    ) -> None:
        more = finish(build(*valves, list_clocks))

        assert more["components"]["schemas"].items() >= document["components"]["schemas"].items()
        assert more["paths"].items() >= document["paths"].items()
        assert {"Clock", "ClockPage"} <= more["components"]["schemas"].keys()
