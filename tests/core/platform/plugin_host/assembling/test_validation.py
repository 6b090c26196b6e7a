"""What is refused at the start instead of failing at the first call."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import pluggy
import pytest
from msgspec import Struct

from broken_plugins import named
from wellkept.platform.plugin_host.assembling.states import PluginState
from wellkept.platform.plugin_host.host import Host
from wellkept_sdk import Ctx, Extension, Job, Plugin, PluginPermission, RecordName, ServiceKey, Terms, provide
from wellkept_sdk.errors import Conflict
from wellkept_sdk.events import Event
from wellkept_sdk.hooks import TicketHooks, apply, hookimpl
from wellkept_sdk.hooks.tickets import OpenedTicket
from wellkept_sdk.manifest import Manifest
from wellkept_sdk.reactions import REACTION_MARK


def refusal(*offered: Any) -> str:
    """Return the reason for which the first of these is refused."""
    host = Host.of(offered)
    found = next(each for each in host.found if each.state is not PluginState.ACTIVE)
    assert found.state is PluginState.REGISTER_FAILED
    return found.reason


class Plain(Plugin):
    manifest = Manifest(name="plain", version="1", sdk=">=1.0,<2")


class WithoutMarker(Plugin, TicketHooks):
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None: ...


class Synchronous(Plugin, TicketHooks):
    @hookimpl
    def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride]


class Asynchronous(Plugin, TicketHooks):
    @hookimpl
    async def ticket_visibility(self, ctx: Ctx, event: Any) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride]


class Misspelt(Plugin, TicketHooks):
    @hookimpl
    async def ticket_openned(self, ctx: Ctx, event: OpenedTicket) -> None: ...


class OtherArguments(Plugin, TicketHooks):
    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket, more: int = 1) -> None: ...


class FewerArguments(Plugin, TicketHooks):
    @hookimpl
    async def ticket_opened(self, ctx: Ctx) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride]


class First(Plugin, TicketHooks):
    @pluggy.HookimplMarker("wellkept")(tryfirst=True)
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None: ...


class Secretive(Plugin, TicketHooks):
    @property
    def jobs(self) -> Any:  # pyright: ignore[reportIncompatibleVariableOverride]
        raise RuntimeError("Not at home.")


class TestHook:
    @pytest.mark.parametrize(
        ("kind", "reason"),
        [
            (WithoutMarker, "ticket_opened overrides a hook without @hookimpl."),
            (Synchronous, "ticket_opened must be written with `async def`."),
            (Asynchronous, "ticket_visibility must be written with `def`."),
            (Misspelt, "ticket_openned is marked with @hookimpl, but there is no hook of this name."),
            (OtherArguments, "ticket_opened must take exactly (self, ctx, event)."),
            (FewerArguments, "ticket_opened must take exactly (self, ctx, event)."),
            (First, "ticket_opened asks for tryfirst: the order follows from `requires` and `after` alone."),
        ],
    )
    def test_is_refused_if_it_is_written_wrongly(self, kind: type[Plugin], reason: str) -> None:
        assert refusal(named(kind)) == reason


class TestObject:
    def test_must_be_an_instance(self) -> None:
        assert refusal(Plain) == "Plain is a class; the entry point must name an instance of it."

    def test_must_be_a_plugin(self) -> None:
        assert refusal(3) == "A int is no plugin: its class must inherit wellkept_sdk.Plugin."

    def test_must_have_a_manifest(self) -> None:
        assert refusal(Plugin()).startswith("Its manifest cannot be read: AttributeError")

    @pytest.mark.parametrize(
        ("said", "reason"),
        [
            ({"name": "Broken-Name"}, "Its manifest cannot be read: ValidationError"),
            ({"sdk": "about one"}, "Its manifest cannot be read: InvalidSpecifier"),
            ({"requires": (3,)}, "Its manifest cannot be read: ValidationError"),
            ({"name": "tickets"}, "The name tickets belongs to core."),
        ],
    )
    def test_must_have_a_correct_manifest(self, said: dict[str, Any], reason: str) -> None:
        assert refusal(named(Plugin, **said)).startswith(reason)

    def test_must_let_itself_be_looked_at(self) -> None:
        assert refusal(named(Secretive)) == "It cannot be looked at: RuntimeError: Not at home."


class Rained(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "rain.shower.begun"


class TooWet(Conflict):
    """It is too wet."""

    code = "rain.shower.wet"


class Demanding(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    level: int  # pyright: ignore[reportGeneralTypeIssues] - what is wrong with it


class Shower(Struct, frozen=True, kw_only=True):
    millimetres: int


class ShowerInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    colour: str = ""


async def load(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, Shower]:
    return {}


async def run(ctx: Ctx) -> None: ...


JOB = Job(name="sweep", every=timedelta(hours=1), run=run)
RAIN: ServiceKey[object] = ServiceKey("rain.gauge", version=1)


class Subscriber(Plugin):
    async def react(self, ctx: Ctx, event: Any) -> None: ...


setattr(Subscriber.react, REACTION_MARK, "tickets.ticket.opened")


MISTAKES: list[tuple[dict[str, Any], str]] = [
    (
        {"permissions": (PluginPermission(name="rain:read", description="See."),)},
        "The permission rain:read must begin with broken:.",
    ),
    ({"events": (Rained,)}, "The type rain.shower.begun must begin with broken."),
    ({"errors": (TooWet,)}, "The code rain.shower.wet must begin with broken."),
    (
        {"services": (provide(RAIN, lambda ctx: ctx),), "provides": ("rain.gauge",)},
        "The service rain.gauge v1 must begin with broken.",
    ),
    (
        {"provides": ("broken.gauge",)},
        "The service broken.gauge must be both in the manifest's provides and in services.",
    ),
    ({"terms": Demanding}, "Its terms must do without any argument, so that a plan may say {}"),
    ({"terms": Shower}, "terms must be a class that inherits Terms."),
    ({"settings": 3}, "settings must be a class that inherits Struct."),
    ({"events": (3,)}, "events must be classes that inherit Event."),
    ({"schema": 3}, "schema must be a TableSet."),
    ({"demo": 3}, "demo must be a Demo."),
    ({"hooks": (Plugin,)}, "Plugin is offered as hooks, but specifies none."),
    ({"jobs": (JOB, JOB)}, "There are 2 of the job sweep."),
    (
        {"extensions": (Extension(record=RecordName.TICKET, read=Shower, load=load),)},
        "The extension of ticket: the name of Shower must begin with Broken.",
    ),
]


class TestContribution:
    @pytest.mark.parametrize(
        ("members", "reason"),
        MISTAKES,
    )
    def test_is_refused_if_it_breaks_a_rule(self, members: dict[str, Any], reason: str) -> None:
        assert reason in refusal(named(Plugin, **members))

    def test_of_reactions_must_name_events(self) -> None:
        assert refusal(named(Subscriber)) == "react subscribes to 'tickets.ticket.opened', which is no event."


class AntsNestShower(Struct, frozen=True, kw_only=True):
    millimetres: int


class RainHooks:
    @apply(since="1.0")
    async def rain_begun(self, ctx: Ctx, event: OpenedTicket) -> None:
        """Hear of rain."""


class OtherRainHooks:
    @apply(since="1.0")
    async def rain_begun(self, ctx: Ctx, event: OpenedTicket) -> None:
        """Hear of other rain."""


class OfCore:
    @apply(since="1.0")
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:
        """Stand in for core."""


class Umbrella(Plugin, RainHooks):
    @hookimpl
    async def rain_begun(self, ctx: Ctx, event: OpenedTicket) -> None: ...


class TestClash:
    def test_is_told_to_everybody_concerned(self) -> None:
        host = Host.of(
            [
                named(Plugin, "ants", hooks=(RainHooks,)),
                named(Plugin, "bees", hooks=(OtherRainHooks,)),
                named(Plain, "cats"),
            ]
        )

        reasons = {found.name: found.reason for found in host.found}
        expected = "The hook rain_begun is claimed by ants and bees."
        assert reasons == {"ants": expected, "bees": expected, "cats": ""}

    def test_with_core_is_one_too(self) -> None:
        expected = "The hook ticket_opened is claimed by ants and core."

        assert refusal(named(Plugin, "ants", hooks=(OfCore,))) == expected

    def test_comes_together_with_all_others(self) -> None:
        extension: Extension[Any, Any] = Extension(record=RecordName.TICKET, read=AntsNestShower, load=load)
        shared: dict[str, Any] = {"hooks": (RainHooks,), "extensions": (extension,)}

        host = Host.of([named(Plugin, "ants", **shared), named(Plugin, "ants_nest", **shared)])

        (reason,) = {found.reason for found in host.found}
        assert reason == (
            "The hook rain_begun is claimed by ants and ants_nest. "
            "The schema AntsNestShower is claimed by ants and ants_nest."
        )


class TestOfferedHook:
    def test_can_be_implemented_by_others(self) -> None:
        host = Host.of([named(Plugin, "ants", hooks=(RainHooks,)), named(Umbrella, "bees")])

        plan = host.plans.of("rain_begun", frozenset({"ants", "bees"}))

        assert [call.plugin for call in plan] == ["bees"]

    def test_may_be_implemented_where_nobody_offers_it(self) -> None:
        assert list(Host.of([named(Umbrella, "bees")]).plugins) == ["bees"]
