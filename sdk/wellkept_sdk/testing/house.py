"""What the tests of plugins need of Wellkept itself; `wellkept.testing` implements it, so that types end here."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from typing import Any, cast

import httpx
from msgspec import Struct

from wellkept_sdk.actor import Role
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.db.database import Row
from wellkept_sdk.events import Event
from wellkept_sdk.http.mount import MountPoint
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.records.references import RecordRef


class MountedRoute(Struct, frozen=True, kw_only=True):
    """A route of a plugin as it is mounted: `/v1/tickets/{ticket_id}/checks`, with what it asks of its caller."""

    at: MountPoint
    method: str
    path: str
    permissions: tuple[str, ...]
    anonymous: bool


class House(ABC):
    """Wellkept with some plugins, on a database of its own, without a server."""

    @abstractmethod
    def client(self, key: str | None) -> httpx.AsyncClient:
        """Return a client with a key, or without a credential."""

    @abstractmethod
    async def key_of(self, role: Role, account: Mapping[str, Any]) -> str:
        """Return the key of a new account; `scopes` among the values are the key's."""

    @abstractmethod
    async def make_default_plan(self) -> None:
        """Give everybody every plugin with its default terms, as the first start of a deployment does."""

    @abstractmethod
    async def drain(self) -> int:
        """Do everything that is due: deliveries, timers, jobs; return how many pieces of work that was."""

    @abstractmethod
    async def emit(self, event: Event, *, record: RecordRef | None) -> None:
        """Announce an event about a record as the system, in a transaction of its own."""

    @abstractmethod
    async def redeliver(self, plugin: str) -> int:
        """Call a plugin's reactions again for every event so far, and return how many calls that was."""

    @abstractmethod
    async def context(self, plugin: str, record: RecordRef | None) -> Ctx:
        """Return a plugin's context for a record, as the system."""

    @abstractmethod
    def transaction(self) -> AbstractAsyncContextManager[object]:
        """Return the scope of a transaction; inside one, of a savepoint."""

    @abstractmethod
    def undone(self) -> AbstractAsyncContextManager[object]:
        """Return the scope of a savepoint that is rolled back at its end."""

    @abstractmethod
    async def fetch(self, sql: str, *args: object) -> list[Row]:
        """Return the rows of a statement."""

    @property
    @abstractmethod
    def statements(self) -> int:
        """How many statements have been sent to the database so far."""

    @property
    @abstractmethod
    def states(self) -> Mapping[str, str]:
        """By plugin, `active`, or what became of it with the reason."""

    @abstractmethod
    def routes(self, plugin: str) -> Sequence[MountedRoute]:
        """Return the routes of a plugin."""

    @abstractmethod
    def mistakes(self, plugin: str) -> Sequence[str]:
        """Return what is wrong with a plugin's routes, tables and migrations."""

    @abstractmethod
    async def schema_difference(self) -> Sequence[str]:
        """Return how the database differs from what the tables of core and of the plugins declare."""

    @abstractmethod
    async def uninstall(self, plugin: str) -> str:
        """Remove a plugin with its data, and return what is left of it in words; empty for nothing."""


class HouseOrder(Struct, frozen=True, kw_only=True):
    """
    Which house to open.

    Args:
        plugins: these and no others.
        database_url: of an empty database.
        settings: what the deployment decides, by name; those of plugins as `<plugin>_<setting>`.
        core_first: bring the database up to date for core alone before the plugins come, as in an older deployment.
    """

    plugins: Sequence[Plugin]
    database_url: str
    settings: Mapping[str, Any] = {}
    core_first: bool = False


def open_house(order: HouseOrder) -> AbstractAsyncContextManager[House]:
    """Return the scope in which the house is open."""
    # Named in a string, because the SDK imports nothing of ours: this package alone needs Wellkept to be installed.
    return cast("AbstractAsyncContextManager[House]", import_module("wellkept.testing").opened(order))
