"""Mistakes in the routes of a plugin, each told before anything is served."""

from typing import Any
from uuid import UUID

import pytest
from litestar import Controller, WebSocket, websocket
from litestar.types import ControllerRouterHandler

from gauge_plugins import GAUGES, RAIN, plugin_with
from wellkept.platform.plugin_host.assembling.mount_checks import mount_mistakes
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    Mount,
    MountPoint,
    Request,
    anonymous,
    get,
    needs,
    post,
    signed_in,
)


@get("/silent")
async def silent() -> None:
    """Say nothing."""


@get("/open", opt=anonymous())
async def opened() -> None:
    """Be open."""


@post("/open", opt=signed_in())
async def open_to_few() -> None:
    """Be less open than what has the same path."""


@get("/{token:str}", opt=anonymous())
async def by_token(token: FromPath[str]) -> None:
    """Be open to who has the token."""


@get("/needy", opt=needs("flawed:read", "tickets:read", "other:read"))
async def needy() -> None:
    """Need what nobody declares."""


@get("/needy", opt=signed_in())
async def needy_again() -> None:
    """Have the path of another."""


@get("/foreign", opt=needs("tickets:read", record="project"))
async def foreign() -> None:
    """Be about another record than the mount."""


@get("/{ticket_id:uuid}", opt=signed_in())
async def named_twice(ticket_id: FromPath[UUID]) -> None:
    """Call its own id like the record's."""


@get("/unknown", opt=signed_in())
async def unresolved(
    valve: "Valve",  # noqa: F821 # pyright: ignore[reportUndefinedVariable, reportUnknownParameterType]
) -> None:
    """Take what there is not."""


async def look_first(request: Request[Any, Any, Any]) -> None:
    """Stand where core stands."""


@get("/named", opt=signed_in(), before_request=look_first)
async def named_like_core(store: FromQuery[str]) -> None:
    """Call a parameter like something that core gives."""


@websocket("/talk", opt=signed_in())
async def talk(socket: WebSocket[Any, Any, Any]) -> None:
    """Talk."""


class Speaking(Controller):
    """Says it once for all."""

    path = "/spoken"
    opt = signed_in()

    @get("/")
    async def spoken(self) -> None:
        """Be covered by the controller."""


def mistakes(at: MountPoint, *routes: ControllerRouterHandler, **named: Any) -> list[str]:
    return mount_mistakes(plugin_with(Mount(at=at, routes=routes), **named))


class TestMountMistakes:
    @pytest.mark.parametrize("plugin", [GAUGES, RAIN, plugin_with()])
    def test_are_none_of_a_sound_plugin(self, plugin: Any) -> None:
        assert mount_mistakes(plugin) == []

    def test_name_the_routes_that_do_not_speak(self) -> None:
        assert mistakes(MountPoint.TICKET, silent, Speaking) == [
            "GET /v1/tickets/{ticket_id}/flawed/silent says neither needs(), signed_in() nor anonymous()."
        ]

    def test_name_anonymous_routes_about_records(self) -> None:
        assert mistakes(MountPoint.PROJECT, opened) == [
            "GET /v1/projects/{project_id}/flawed/open is about a record, so it cannot be anonymous."
        ]

    def test_name_permissions_that_nobody_declares(self) -> None:
        assert mistakes(MountPoint.DEPLOYMENT, needy, permissions=["flawed:read"]) == [
            "GET /v1/flawed/needy needs other:read, which neither the plugin nor core declares."
        ]

    def test_name_routes_about_another_record_than_the_mount(self) -> None:
        assert mistakes(MountPoint.TICKET, foreign) == [
            "GET /v1/tickets/{ticket_id}/flawed/foreign names the record 'project', but that is for the mount to say."
        ]

    def test_name_what_is_mounted_twice_even_in_two_mounts(self) -> None:
        twice = [Mount(at=MountPoint.DEPLOYMENT, routes=[needy_again]) for _ in range(2)]

        assert mount_mistakes(plugin_with(*twice)) == ["GET /v1/flawed/needy is mounted 2 times."]

    @pytest.mark.parametrize(
        ("anonymous_route", "path"), [(opened, "/v1/flawed/open"), (by_token, "/v1/flawed/{token}")]
    )
    def test_name_what_an_anonymous_route_would_open(self, anonymous_route: ControllerRouterHandler, path: str) -> None:
        assert mistakes(MountPoint.DEPLOYMENT, anonymous_route, open_to_few) == [
            f"POST /v1/flawed/open needs a credential, but lies in what GET {path} opens to everybody."
        ]

    def test_name_what_would_get_in_the_way_of_core(self) -> None:
        assert mistakes(MountPoint.DEPLOYMENT, named_like_core) == [
            "GET /v1/flawed/named has a parameter 'store', a name under which core gives something else.",
            "GET /v1/flawed/named sets 'before_request', which is for core to set.",
        ]

    def test_come_together(self) -> None:
        found = mistakes(MountPoint.TICKET, silent, opened, needy, foreign, talk)

        assert len(found) == 6
        assert found[-1] == "The route /v1/tickets/{ticket_id}/flawed/talk is no HTTP, and nothing else can be mounted."

    @pytest.mark.parametrize(
        ("route", "words"),
        [(named_twice, "ticket_id"), (unresolved, "Valve")],
    )
    def test_tell_what_would_stop_the_start(self, route: ControllerRouterHandler, words: str) -> None:
        [mistake] = mistakes(MountPoint.TICKET, route)

        assert mistake.startswith(("The routes mounted at ticket cannot be read: ", "The routes cannot be served: "))
        assert words in mistake

    def test_leave_the_plugin_as_it_was(self) -> None:
        before = dict(silent.opt)

        mistakes(MountPoint.TICKET, silent)

        assert silent.opt == before
