"""Every plugin that is found ends in exactly one state, and no bad one stops the others."""

import sys
from collections.abc import Callable
from time import sleep
from typing import Any

import pytest
from msgspec import Struct

from broken_plugins import named
from wellkept.platform.plugin_host.assembling import discovery
from wellkept.platform.plugin_host.assembling.discovery import Source
from wellkept.platform.plugin_host.assembling.states import PluginsError, PluginState
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.settings import Settings
from wellkept_sdk import Plugin


def source(name: str, load: Callable[[], object] | None = None, *, by: str | None = "wellkept") -> Source:
    return Source(name=name, distribution=by, load=load or (lambda: named(Plugin, name)))


def host_of(*sources: Source, **settings: Any) -> Host:
    return Host(sources, settings=Settings(**settings))


def states(host: Host) -> dict[str, PluginState]:
    return {found.name: found.state for found in host.found}


def reason(host: Host, name: str = "broken") -> str:
    return next(found.reason for found in host.found if found.name == name)


def never() -> object:
    raise AssertionError("Nobody may import this.")


class TestInstalledPlugin:
    def test_is_active_by_default_if_it_comes_with_core(self) -> None:
        host = host_of(source("sla"), source("weather", never, by="wellkept-weather"))

        assert states(host) == {"sla": PluginState.ACTIVE, "weather": PluginState.DISABLED}

    def test_is_active_if_it_is_named(self) -> None:
        host = host_of(source("sla", never), source("weather", by="wellkept-weather"), plugins=["weather"])

        assert states(host) == {"sla": PluginState.DISABLED, "weather": PluginState.ACTIVE}
        assert list(host.plugins) == ["weather"]

    def test_is_reported_missing_if_it_is_named_but_not_installed(self) -> None:
        host = host_of(plugins=["weather"])

        assert states(host) == {"weather": PluginState.UNMET}
        assert reason(host, "weather") == "It is named in the setting `plugins`, but is not installed."

    @pytest.mark.parametrize("name", ["core", "tickets", "sla", "log", "database", "rate"])
    def test_is_denied_a_name_that_is_not_its_own(self, name: str) -> None:
        host = host_of(source(name, never, by="wellkept-evil"), plugins=[name])

        assert states(host) == {name: PluginState.DENIED}

    def test_does_not_replace_ours_of_the_same_name(self) -> None:
        host = host_of(source("sla"), source("sla", never, by="wellkept-evil"), plugins=["sla"])

        assert sorted(found.state for found in host.found) == [PluginState.ACTIVE, PluginState.DENIED]
        assert list(host.plugins) == ["sla"]

    def test_is_not_taken_if_two_claim_one_name(self) -> None:
        host = host_of(source("weather", never, by="one"), source("weather", never, by="two"), plugins=["weather"])

        assert [found.state for found in host.found] == [PluginState.DUPLICATE, PluginState.DUPLICATE]

    def test_is_looked_up_among_the_entry_points_without_import(self) -> None:
        before = set(sys.modules)

        host = Host.installed(Settings(plugins=[]))

        assert {found.state for found in host.found} <= {PluginState.DISABLED}
        assert not [name for name in set(sys.modules) - before if name.startswith("wellkept_") and "sdk" not in name]


class TestImport:
    def test_that_fails_is_contained(self) -> None:
        def load() -> object:
            raise ModuleNotFoundError("No module named 'weatherlib'")

        host = host_of(source("broken", load), source("sla"))

        assert states(host) == {"sla": PluginState.ACTIVE, "broken": PluginState.IMPORT_FAILED}
        assert reason(host) == "Its import failed: ModuleNotFoundError: No module named 'weatherlib'"

    def test_that_would_end_the_process_is_contained(self) -> None:
        host = host_of(source("broken", lambda: sys.exit(3)), source("sla"))

        assert states(host) == {"sla": PluginState.ACTIVE, "broken": PluginState.IMPORT_FAILED}

    def test_that_never_ends_is_left_behind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(discovery, "IMPORT_SECONDS_MAX", 0.05)

        host = host_of(source("broken", lambda: sleep(1)), source("sla"))

        assert states(host) == {"sla": PluginState.ACTIVE, "broken": PluginState.IMPORT_FAILED}
        assert reason(host) == "Its import took longer than 0.05 s."


class TestRequirement:
    def test_that_is_not_active_takes_its_dependents_with_it(self) -> None:
        host = Host.of([named(Plugin, "ants", requires=("bees",)), named(Plugin, "bees", requires=("cats",))])

        assert states(host) == {"ants": PluginState.UNMET, "bees": PluginState.UNMET}
        assert reason(host, "bees") == "It requires cats, which is not active."

    def test_that_runs_in_a_circle_is_refused_for_all_of_it(self) -> None:
        host = Host.of(
            [
                named(Plugin, "ants", requires=("bees",)),
                named(Plugin, "bees", requires=("ants",)),
                named(Plugin, "cats", requires=("ants",)),
                named(Plugin, "dogs"),
            ]
        )

        assert states(host) == {
            "ants": PluginState.REGISTER_FAILED,
            "bees": PluginState.REGISTER_FAILED,
            "cats": PluginState.UNMET,
            "dogs": PluginState.ACTIVE,
        }

    def test_that_is_met_comes_first(self) -> None:
        host = Host.of([named(Plugin, "ants", requires=("cats",)), named(Plugin, "bees"), named(Plugin, "cats")])

        assert list(host.plugins) == ["bees", "cats", "ants"]


class TestVersion:
    @pytest.mark.parametrize("sdk", [">=2", "<1.0", ">=1.1,<2"])
    def test_of_the_sdk_may_not_be_one_that_the_plugin_works_with(self, sdk: str) -> None:
        host = Host.of([named(Plugin, sdk=sdk)])

        assert states(host) == {"broken": PluginState.INCOMPATIBLE}
        assert reason(host) == f"It works with versions {sdk} of the SDK's API; this is 1.0."


class Strict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of which one has no default."""

    url: str
    seconds: int = 5


class TestSettings:
    def test_reach_the_plugin_in_its_own_type(self) -> None:
        given = {"broken": {"url": "http://localhost", "seconds": "7"}}

        host = Host.of([named(Plugin, settings=Strict)], settings=Settings(plugin_settings=given))

        assert host.settings_of("broken") == Strict(url="http://localhost", seconds=7)

    def test_that_cannot_be_used_are_named(self) -> None:
        host = Host.of([named(Plugin, settings=Strict)])

        assert states(host) == {"broken": PluginState.SETTINGS_INVALID}
        assert "url" in reason(host)


class TestMustLoad:
    def test_stops_the_start_with_every_reason(self) -> None:
        with pytest.raises(PluginsError) as caught:
            host_of(source("sla", lambda: sys.exit(3)), must_load=["sla", "weather"])

        assert str(caught.value) == (
            "These plugins must be active, but are not:\n"
            "sla is import_failed: Its import failed: SystemExit: 3\n"
            "weather is unmet: It is not installed."
        )

    def test_is_content_with_active_ones(self) -> None:
        assert list(host_of(source("sla"), must_load=["sla"]).plugins) == ["sla"]
