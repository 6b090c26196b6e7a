from typing import Annotated, Any

import pytest
from msgspec import Meta, Struct

from wellkept.platform.plugin_settings import decoded_settings
from wellkept.platform.settings import SettingsError
from wellkept_sdk.plugin import NoSettings


class WeatherSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    station: str
    wind_max: Annotated[int, Meta(ge=1)] = 12
    strict: bool = False
    zones: tuple[str, ...] = ()
    levels: list[int] | None = None
    note: str | list[str] = ""


class UnsoundSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    low: int = 1
    high: int = 2

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("low is above high")


def mistakes(kind: type[Struct], **given: Any) -> list[str]:
    with pytest.raises(SettingsError) as refusal:
        decoded_settings(kind, given)
    return refusal.value.mistakes


class TestDecodedSettings:
    def test_read_the_texts_of_the_environment_as_the_field_wants_them(self):
        given = {"station": "Riga", "wind_max": "5", "strict": "true", "zones": "north, south", "levels": "1,2"}

        assert decoded_settings(WeatherSettings, given) == WeatherSettings(
            station="Riga", wind_max=5, strict=True, zones=("north", "south"), levels=[1, 2]
        )

    def test_take_the_values_of_a_file_as_they_are(self):
        given = {"station": "Riga", "wind_max": 5, "strict": True, "zones": ["north"], "note": "a, b"}

        assert decoded_settings(WeatherSettings, given) == WeatherSettings(
            station="Riga", wind_max=5, strict=True, zones=("north",), note="a, b"
        )

    def test_tell_all_mistakes_at_once(self):
        assert mistakes(WeatherSettings, wind_max="0", strct="true", levels="1,x") == [
            "strct is no setting; the nearest one is strict.",
            "station must be set.",
            "wind_max: Expected `int` >= 1.",
            "levels: Expected `int`, got `str` - at `$[1]`.",
        ]

    def test_are_refused_where_the_plugin_has_none(self):
        assert mistakes(NoSettings, wind_max=1) == ["wind_max: there are no settings."]
        assert decoded_settings(NoSettings, {}) == NoSettings()

    def test_are_refused_where_they_do_not_fit_together(self):
        assert mistakes(UnsoundSettings, low="3") == ["low is above high."]
