"""The plugin that is checked, and the houses that the checks open for it."""

import inspect
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest

from wellkept_sdk.db.database import Dialect
from wellkept_sdk.manifest import ActivationLevel
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.testing.app import Json, TestApp
from wellkept_sdk.testing.compliance.tables import table_name
from wellkept_sdk.testing.databases import dialects

#: The contract that activates the plugin, and the one that does not.
SERVED = "served"
UNSERVED = "unserved"


class Subject:
    """What every check knows of its plugin; the attributes are told in `PluginCompliance`."""

    plugin: ClassVar[type[Plugin]]
    companions: ClassVar[Sequence[Plugin]] = ()
    settings: ClassVar[Mapping[str, Any]] = {}
    served_terms: ClassVar[Mapping[str, Any]] = {}
    earlier_terms: ClassVar[Mapping[int, Mapping[str, Any]]] = {}
    guides: ClassVar[Sequence[Path]] = ()
    exempt: ClassVar[Mapping[str, str]] = {}

    _database = Dialect.SQLITE

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run what opens Wellkept on every database that is there."""
        if inspect.iscoroutinefunction(metafunc.function):
            metafunc.parametrize("_on_database", dialects(), ids=str, indirect=True)

    @pytest.fixture(autouse=True)
    def _on_database(self, request: pytest.FixtureRequest) -> None:
        self._database = getattr(request, "param", Dialect.SQLITE)

    @pytest.fixture(autouse=True)
    def _exemption(self, request: pytest.FixtureRequest) -> None:
        reason = self.exempt.get(request.node.originalname.removeprefix("test_"))
        if reason is not None:
            pytest.skip(reason)

    async def use(self, app: TestApp, ticket: Json) -> None:
        """Do what people do with the plugin at a ticket; inherit this where its hooks alone write nothing."""

    @property
    def name(self) -> str:
        """Return the plugin's name."""
        return self.plugin.manifest.name

    @property
    def tables(self) -> list[str]:
        """Return the names of its tables."""
        return [] if self.plugin.schema is None else [table_name(table) for table in self.plugin.schema.tables]

    @property
    def package(self) -> ModuleType:
        """Return the top-level package that the plugin is in."""
        return import_module(self.plugin.__module__.partition(".")[0])

    @property
    def package_folder(self) -> Path:
        """Return the folder of that package."""
        return Path(inspect.getfile(self.package)).parent

    @property
    def project_folder(self) -> Path:
        """Return the folder above the package: where the README is."""
        return self.package_folder.parent

    @property
    def is_per_contract(self) -> bool:
        """True where plans and contracts decide for whom it acts."""
        return self.plugin.manifest.activation is ActivationLevel.CONTRACT

    def require_per_contract(self) -> None:
        """Skip the rest of a check that has no meaning for a plugin that always acts."""
        if not self.is_per_contract:
            pytest.skip("the plugin acts for every record")

    @asynccontextmanager
    async def app(self, *, core_first: bool = False) -> AsyncGenerator[TestApp]:
        """Open Wellkept with the plugin, a contract that activates it, and one that does not."""
        plugins = [*self.companions, _instance(self.plugin)]
        by_contract = [each for each in plugins if each.manifest.activation is ActivationLevel.CONTRACT]
        served: dict[str, Mapping[str, Any]] = {each.manifest.name: {} for each in by_contract}
        if self.is_per_contract:
            served[self.name] = self.served_terms
        async with TestApp(
            plugins=plugins,
            contracts={SERVED: served, UNSERVED: {}},
            settings=self.settings,
            database=self._database,
            core_first=core_first,
        ) as app:
            yield app


@cache
def _instance(plugin: type[Plugin]) -> Plugin:
    """Return the same object each time, because what it is composed to is kept."""
    return plugin()


def refuse(mistakes: Iterable[str]) -> None:
    """Fail with all mistakes, one a line."""
    found = list(mistakes)
    assert not found, "\n".join(["", *found])
