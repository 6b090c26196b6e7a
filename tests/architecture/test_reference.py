"""The reference of the SDK: every hook, event, service and contract has a page that says what authors need."""

import importlib
import inspect
import pkgutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import pytest

import wellkept_sdk
from wellkept_sdk.events import Event
from wellkept_sdk.hooks.phases import SPEC_MARK, HookSpec
from wellkept_sdk.services import ServiceKey

PROMISED = "| since | API "


class Tide(Protocol):
    """Tells of the tide."""

    async def depth_cm(self, port: str) -> int:
        """
        Return how deep the water is.

        Args:
            port: by its code.
        """
        ...


@pytest.fixture(scope="session")
def generator(root: Path) -> ModuleType:
    """Import what the build of the documentation runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(root / "docs"), *sys.path])
        return importlib.import_module("reference")


@pytest.fixture(scope="session")
def reference(generator: ModuleType) -> dict[str, str]:
    return generator.pages()


class TestReference:
    def test_has_a_page_for_every_hook(self, reference: dict[str, str], sdk: list[ModuleType]) -> None:
        assert folder(reference, "hooks") == sorted(hook.__name__ for hook in hooks(sdk))

    def test_says_when_a_hook_is_called_and_what_its_failure_means(
        self, reference: dict[str, str], sdk: list[ModuleType]
    ) -> None:
        said = {hook.__name__: getattr(hook, SPEC_MARK) for hook in hooks(sdk)}

        silent = [name for name, spec in said.items() if not tells(reference[f"hooks/{name}.md"], spec)]

        assert silent == []

    def test_has_a_page_for_every_event(self, reference: dict[str, str], sdk: list[ModuleType]) -> None:
        events = [member for member in classes(sdk) if issubclass(member, Event)]

        assert folder(reference, "events") == sorted(event.type for event in events if "type" in vars(event))

    def test_has_a_page_for_every_service(self, reference: dict[str, str], sdk: list[ModuleType]) -> None:
        keys: set[ServiceKey[Any]] = {value for module in sdk for value in vars(module).values() if is_key(value)}

        assert folder(reference, "services") == sorted(f"{key.name}.v{key.version}" for key in keys)

    def test_has_a_page_for_what_authors_import_first(self, reference: dict[str, str]) -> None:
        imported = [name for name in wellkept_sdk.__all__ if is_written(getattr(wellkept_sdk, name))]

        assert set(imported) - set(folder(reference, "contracts")) == set()

    def test_shows_an_example_and_the_first_version_on_every_page(self, reference: dict[str, str]) -> None:
        pages = {path: text for path, text in reference.items() if path != "index.md"}

        assert [path for path, text in pages.items() if "\n## Example\n\n```" not in text] == []
        assert [path for path, text in pages.items() if PROMISED not in text] == []

    def test_leads_to_every_page(self, reference: dict[str, str]) -> None:
        led_to = reference["index.md"].splitlines()

        assert [path for path in reference if path != "index.md" and path.removesuffix(".md") not in led_to] == []


class TestPageOfAService:
    def test_says_what_it_can_be_asked(self, generator: ModuleType) -> None:
        page = generator.service_page("TIDE", ServiceKey[Tide]("harbour.tide", version=2), Tide)

        assert page.startswith("# harbour.tide v2\n")
        assert "async def depth_cm(self, port: str) -> int: ..." in page
        assert "- `port`: by its code." in page
        assert "service: Tide = ctx.service(TIDE)" in page


class TestWriting:
    def test_deletes_the_page_of_what_is_gone(self, generator: ModuleType, tmp_path: Path) -> None:
        gone = tmp_path / "hooks" / "ticket_lost.md"
        gone.parent.mkdir()
        gone.write_text("# ticket_lost\n")

        generator.write(tmp_path)

        assert not gone.exists()
        assert (tmp_path / "hooks" / "ticket_opened.md").exists()

    def test_leaves_what_is_unchanged(self, generator: ModuleType, tmp_path: Path) -> None:
        generator.write(tmp_path)
        before = (tmp_path / "index.md").stat().st_mtime_ns

        generator.write(tmp_path)

        assert (tmp_path / "index.md").stat().st_mtime_ns == before


@pytest.fixture(scope="session")
def sdk() -> list[ModuleType]:
    found = pkgutil.walk_packages(wellkept_sdk.__path__, "wellkept_sdk.")
    return [importlib.import_module(module.name) for module in found]


def folder(reference: dict[str, str], name: str) -> list[str]:
    return sorted(Path(path).name.removesuffix(".md") for path in reference if path.startswith(f"{name}/"))


def classes(sdk: list[ModuleType]) -> list[type]:
    """Return every class that the SDK defines, each once."""
    found = [member for module in sdk for member in vars(module).values() if inspect.isclass(member)]
    return [member for member in dict.fromkeys(found) if member.__module__.startswith("wellkept_sdk")]


def hooks(sdk: list[ModuleType]) -> list[Any]:
    return [hook for spec in classes(sdk) for hook in vars(spec).values() if hasattr(hook, SPEC_MARK)]


def tells(page: str, spec: HookSpec) -> bool:
    return f"| phase | {spec.phase}: " in page and f"{PROMISED}{spec.since} |" in page and "| on failure | " in page


def is_key(value: object) -> bool:
    return isinstance(value, ServiceKey)


def is_written(value: object) -> bool:
    return inspect.isclass(value) and "StrEnum" not in {parent.__name__ for parent in value.__mro__}
