from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest
from litestar import Litestar, get
from litestar.exceptions import ImproperlyConfiguredException
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from msgspec import Struct, defstruct

from wellkept.platform.openapi.document import finish
from wellkept.platform.openapi.names import (
    ComponentNameTakenError,
    component_name,
    component_names,
    component_packages,
)
from wellkept.platform.openapi.walking import JsonObject
from wellkept_sdk.http.access import signed_in
from wellkept_sdk.manifest import Manifest
from wellkept_sdk.plugin import Plugin

Item = TypeVar("Item")


class Page(Struct, Generic[Item]):
    items: list[Item]


class Clock(Struct):
    seconds: int


OtherClock = defstruct("Clock", [("minutes", int)], module="elsewhere.schemas")
TwinClock = defstruct("Clock", [("hours", int)], module=Clock.__module__)


NearClock = defstruct("Clock", [("metres", int)], module="near.schemas")
FarClock = defstruct("Clock", [("miles", int)], module="far.schemas")


@get("/near-clocks", opt=signed_in())
async def list_near() -> Page[NearClock]:  # pyright: ignore[reportInvalidTypeForm, reportUnknownParameterType]
    raise NotImplementedError


@get("/far-clocks", opt=signed_in())
async def list_far() -> Page[FarClock]:  # pyright: ignore[reportInvalidTypeForm, reportUnknownParameterType]
    raise NotImplementedError


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

    def test_are_led_by_the_plugin_whatever_its_package_is_called(self) -> None:
        packages = component_packages([plugin("rain", module="acme.weather.rain"), plugin("fog", module="acme.fog")])
        drop = defstruct("Drop", [], module="acme.weather.rain.schemas")
        mist = defstruct("Mist", [], module="acme.fog.schemas")
        shared = defstruct("Cloud", [], module="acme.clouds")

        assert component_name(drop, packages) == "RainDrop"
        assert component_name(Page[mist], packages) == "FogMistPage"
        assert component_name(shared, packages) == "FogCloud"
        assert component_name(Clock, packages) == "Clock"

    def test_in_a_package_of_several_plugins_begin_with_the_name_of_theirs(self) -> None:
        packages = component_packages([plugin("rain", module="acme.sky"), plugin("fog", module="acme.sky")])
        drop = defstruct("RainDrop", [], module="acme.sky")

        assert component_name(drop, packages) == "RainDrop"

    def test_of_core_and_the_sdk_are_nobodys(self) -> None:
        packages = component_packages([plugin("demo", module="wellkept.demo.plugin")])

        assert packages == {"wellkept.demo.plugin": ("demo",)}

    def test_tell_pages_of_two_plugins_apart(self, build: Callable[..., Litestar]) -> None:
        app = build(list_near, list_far)

        schemas = finish(app, packages={"near": ("near",), "far": ("far",)})["components"]["schemas"]

        assert {"NearClock", "FarClock", "NearClockPage", "FarClockPage"} <= schemas.keys()
        assert schemas["FarClockPage"]["properties"]["items"]["items"] == {"$ref": "#/components/schemas/FarClock"}
        assert NearClock.__name__ == FarClock.__name__ == "Clock"

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


def plugin(name: str, *, module: str) -> Plugin:
    """Return a plugin that is written in this module."""
    members = {"__module__": module, "manifest": Manifest(name=name, version="1.0.0", sdk=">=1.0,<2")}
    return type("Written", (Plugin,), members)()
