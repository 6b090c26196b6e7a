from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import pytest
from msgspec import Meta, Struct
from msgspec.structs import replace

from weather_plugin import WEATHER, GatekeeperPlugin, WeatherPlugin, WeatherTicket, gatekeeper_extension
from wellkept.platform.plugin_host.assembling.extension_checks import extension_mistakes
from wellkept_sdk import ActivationLevel, Ctx, ExtensionFilter, ExtensionSort, Manifest, Plugin, RecordName
from wellkept_sdk.db.clauses import TRUE
from wellkept_sdk.extensions import Extension


class Breeze(Struct, frozen=True, kw_only=True):
    limit_mps: int


class WeatherLax(Struct, frozen=True, kw_only=True):
    limit_mps: int


class WeatherStranger(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    colour: str


class WeatherText(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    limit_mps: str


class WeatherClears(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    limit_mps: Annotated[int, Meta(ge=1)] | None


def load_at_once(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, WeatherTicket]:
    del ctx, ids
    return {}


def store_at_once(ctx: Ctx, ticket_id: UUID, value: object) -> None:
    del ctx, ticket_id, value


def mistakes(*extensions: Extension[Any, Any], by_contract: bool = True) -> list[str]:
    level = ActivationLevel.CONTRACT if by_contract else ActivationLevel.DEPLOYMENT

    class Weather(Plugin):
        manifest = Manifest(name="weather", version="1.0.0", sdk=">=1.0,<2", activation=level)

    Weather.extensions = extensions
    return [*extension_mistakes(Weather())]


class TestExtensionMistakes:
    def test_are_none_in_good_plugins(self) -> None:
        assert [*extension_mistakes(WeatherPlugin()), *extension_mistakes(GatekeeperPlugin())] == []

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"read": Breeze, "write": None, "store": None}, "the name of Breeze must begin with Weather"),
            ({"write": WeatherLax}, "WeatherLax must forbid unknown fields"),
            ({"write": WeatherStranger}, "colour can be written, but not read"),
            ({"write": WeatherText}, "limit_mps is written as another type than it is read"),
            ({"write": WeatherClears}, "limit_mps is written as another type than it is read"),
            ({"store": None}, "write and store belong together"),
            ({"write": None}, "write and store belong together"),
            ({"load": load_at_once}, "load must be written with `async def`"),
            ({"store": store_at_once}, "store must be written with `async def`"),
            ({"permission": "weather:read"}, "weather:read is none of the plugin's permissions"),
            (
                {"filters": {"Late": ExtensionFilter(type=bool, where=lambda _: TRUE, description="Late.")}},
                "'Late' is no name for a filter",
            ),
            (
                {"filters": {"late": ExtensionFilter(type=list[int], where=lambda _: TRUE, description="Late.")}},
                "the filter late is of a type that no query carries",
            ),
            ({"sorts": {"by-limit": ExtensionSort(type=int, expression="1")}}, "'by-limit' is no name for a sort"),
            (
                {"sorts": {"limit": ExtensionSort(type=float, expression="1")}},
                "the sort limit is of a type that no cursor carries",
            ),
        ],
    )
    def test_name_each_broken_rule(self, changes: dict[str, Any], words: str) -> None:
        [mistake] = mistakes(replace(WEATHER, **changes))

        assert mistake == f"The extension of ticket: {words}."

    def test_name_filters_that_only_a_plugin_of_the_deployment_can_offer(self) -> None:
        late = {"late": ExtensionFilter(type=datetime, where=lambda _: TRUE, description="Late.")}
        extension = replace(WEATHER, record=RecordName.PROJECT, filters=late, sorts={})

        assert mistakes(extension, by_contract=False) == []
        [mistake] = mistakes(extension)
        assert mistake.startswith("The extension of project: filters and sorts of a plugin that acts by contract")
        assert gatekeeper_extension(RecordName.PROJECT).filters
