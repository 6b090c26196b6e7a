"""What stops routes from being served, and what only stops them from being documented."""

from typing import Annotated

from litestar import Controller
from litestar.types import ControllerRouterHandler
from msgspec import Meta, Struct

from gauge_plugins import GAUGES, RAIN, plugin_with
from wellkept.platform.plugin_host.assembling.trials import document_mistakes, serving_mistakes
from wellkept_sdk.http import JSONBody, Mount, MountPoint, documents, get, post, signed_in
from wellkept_sdk.plugin import Plugin


class Draft(Struct, frozen=True, kw_only=True):
    """What is to be made."""

    name: Annotated[str, Meta(max_length=3)]


class Speaking(Controller):
    """Says it once for all."""

    path = "/spoken"
    opt = signed_in()

    @get("/")
    async def spoken(self) -> None:
        """Be covered by the controller."""


@get("/unknown", opt=signed_in())
async def unresolved(
    valve: "Valve",  # noqa: F821 # pyright: ignore[reportUndefinedVariable, reportUnknownParameterType]
) -> None:
    """Take what there is not."""


@post("/shown", opt=signed_in() | documents(examples={"too long": {"name": "four"}}))
async def wrongly_shown(data: JSONBody[Draft]) -> None:
    """Show an example that is refused."""


def mounting(route: ControllerRouterHandler, *at: MountPoint) -> Plugin:
    return plugin_with(*(Mount(at=each, routes=[route]) for each in at or (MountPoint.TICKET,)))


class TestServingMistakes:
    def test_are_none_of_a_sound_plugin(self) -> None:
        for plugin in (GAUGES, RAIN, plugin_with()):
            assert serving_mistakes(plugin) == []

    def test_tell_what_would_stop_the_start(self) -> None:
        [mistake] = serving_mistakes(mounting(unresolved))

        assert mistake.startswith("The routes cannot be served: ")
        assert "Valve" in mistake

    def test_are_none_of_what_cannot_be_documented_only(self) -> None:
        assert serving_mistakes(mounting(wrongly_shown)) == []


class TestDocumentMistakes:
    def test_are_none_of_a_sound_plugin(self) -> None:
        for plugin in (GAUGES, RAIN, plugin_with()):
            assert document_mistakes(plugin) == []

    def test_tell_of_an_example_that_is_refused(self) -> None:
        [mistake] = document_mistakes(mounting(wrongly_shown))

        assert mistake.startswith("The routes cannot be documented: ")
        assert "too long" in mistake

    def test_tell_of_two_operations_of_one_name(self) -> None:
        [mistake] = document_mistakes(mounting(Speaking, MountPoint.TICKET, MountPoint.PROJECT))

        assert "flawed_spoken" in mistake
