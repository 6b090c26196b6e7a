"""Guides: every setting, route, event and place is documented, and nothing that is not there."""

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import get_type_hints

import pytest
from litestar.routes import HTTPRoute
from msgspec.structs import fields

from wellkept.app import Wellkept, build
from wellkept.hosting import bindings_restored
from wellkept.platform.access.gate import anonymous_paths
from wellkept.platform.plugin_host.assembling.states import PluginState
from wellkept.platform.settings import Settings, setting_names
from wellkept_sdk.events import Event
from wellkept_sdk.plugin import Plugin

SETTING = re.compile(r"^\| `(WELLKEPT_[A-Z0-9_]+)`", re.MULTILINE)
ROUTE = re.compile(r"^\| `((?:GET|POST|PUT|PATCH|DELETE) /[^ `]*)`", re.MULTILINE)
EVENT = re.compile(r"^\| `([a-z_.]+)`", re.MULTILINE)
QUOTED = re.compile(r"`([^`]+)`(?: · `(\w+)`)?")
NAMED = re.compile(r"[a-z_]+(\.[a-z_]+){2}")


@pytest.fixture(scope="module")
def guide(root: Path) -> Callable[[str], str]:
    def read(name: str) -> str:
        return (root / "docs" / name).read_text(encoding="utf-8")

    return read


class TestSettingsGuide:
    def test_names_every_setting_and_no_other(self, guide: Callable[[str], str], app: Wellkept) -> None:
        of_plugins = {
            f"{name}_{setting.name}" for name, plugin in app.host.plugins.items() for setting in fields(plugin.settings)
        }
        settings = {f"WELLKEPT_{name.upper()}" for name in [*setting_names(), *of_plugins]}

        assert set(SETTING.findall(guide("settings.md"))) == settings


class TestApiGuide:
    def test_names_every_route_and_no_other(self, guide: Callable[[str], str], app: Wellkept) -> None:
        routes = [route for route in app.litestar.routes if isinstance(route, HTTPRoute)]
        ours = [route for route in routes if route.path.startswith("/v1/")]
        served = {f"{method} {route.path_format}" for route in ours for method in route.methods - {"OPTIONS"}}

        assert set(ROUTE.findall(guide("api.md"))) == served


class TestSecurityGuide:
    def test_names_every_route_without_a_credential(self, guide: Callable[[str], str], app: Wellkept) -> None:
        named = ROUTE.findall(guide("security.md"))

        assert set(named) == {f"GET {path}" for path in anonymous_paths(app.litestar)}


class TestEventGuide:
    def test_names_every_event_and_no_other(self, guide: Callable[[str], str], events: list[type[Event]]) -> None:
        assert set(EVENT.findall(guide("events.md"))) == {event.type for event in events}

    def test_names_each_as_domain_subject_and_verb(self, events: list[type[Event]]) -> None:
        assert [event.type for event in events if not NAMED.fullmatch(event.type)] == []

    def test_names_each_once(self, events: list[type[Event]]) -> None:
        types = [event.type for event in events]

        assert len(types) == len(set(types))


class TestPluginGuide:
    def test_names_every_state(self, guide: Callable[[str], str]) -> None:
        text = guide("plugins.md")

        assert [state for state in PluginState if f"| `{state}` |" not in text] == []

    def test_names_everything_that_a_plugin_contributes(self, guide: Callable[[str], str]) -> None:
        text = guide("plugins.md")

        assert [name for name in get_type_hints(Plugin) if f"`{name}" not in text and f"{name} = " not in text] == []


class TestFindIt:
    def test_leads_to_what_exists(self, root: Path, guide: Callable[[str], str]) -> None:
        places = [(path, name) for path, name in QUOTED.findall(guide("find-it.md")) if "/" in path]

        assert places
        assert [(path, name) for path, name in places if not leads(root / path, name)] == []


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Wellkept:
    with bindings_restored():
        return build(Settings(data_dir=str(tmp_path_factory.mktemp("data"))))


@pytest.fixture(scope="module")
def events(modules: list[ModuleType]) -> list[type[Event]]:
    assert modules
    ours = {module.__name__ for module in modules}
    own = [event for event in descendants(Event) if event.__module__ in ours]
    return [event for event in own if "type" in vars(event)]


def descendants(event: type[Event]) -> list[type[Event]]:
    return [found for child in event.__subclasses__() for found in [child, *descendants(child)]]


def leads(path: Path, name: str) -> bool:
    if not name:
        return path.exists()
    return path.is_file() and re.search(rf"\b{name}\b", path.read_text(encoding="utf-8")) is not None
