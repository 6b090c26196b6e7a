"""What the tests of plugins need of Wellkept itself."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, cast

import httpx
import msgspec
from litestar.routes import HTTPRoute

from wellkept.activation.service.default_plan import ensure_default_plan
from wellkept.app import Wellkept
from wellkept.platform.auth.schemas import ApiKeyCreate, UserCreate
from wellkept.platform.auth.service.keys import create_key
from wellkept.platform.auth.service.users import create_user
from wellkept.platform.delivery.lanes import idempotency_key
from wellkept.platform.migrations.difference import schema_difference
from wellkept.platform.outbox.envelope import Envelope
from wellkept.platform.outbox.service import emit
from wellkept.platform.outbox.subscriptions import subscriptions
from wellkept.platform.plugin_host.assembling.mount_checks import mount_mistakes
from wellkept.platform.plugin_host.assembling.routers import access_of, handlers_of
from wellkept.platform.plugin_host.assembling.trials import document_mistakes
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.lifecycle.apps import apps_of, schema_mistakes
from wellkept.platform.plugin_host.lifecycle.remains import drop_everything, remains_of
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.rows import decode
from wellkept.platform.storage.unit_of_work import current_unit, transaction, unit_of_work
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.db.database import Row
from wellkept_sdk.events import Event
from wellkept_sdk.http.mount import MountPoint
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing.house import House, MountedRoute


class OpenHouse(House):
    """The application with the plugins of one test."""

    def __init__(self, app: Wellkept, database: Database) -> None:
        """Take the application, and the open database that is bound now."""
        self._app = app
        self._host = app.host
        self._database = database

    def client(self, key: str | None) -> httpx.AsyncClient:
        """Return a client with a key, or without a credential."""
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        transport = httpx.ASGITransport(cast("Any", self._app))
        return httpx.AsyncClient(transport=transport, base_url="http://wellkept", headers=headers)

    async def key_of(self, role: Role, account: Mapping[str, Any]) -> str:
        """Return the key of a new account; `scopes` among the values are the key's."""
        values = {name: value for name, value in account.items() if name != "scopes"}
        user = await create_user(msgspec.convert({**values, "role": role}, UserCreate), actor=SYSTEM)
        draft = ApiKeyCreate(user_id=user.id, name="test", scopes=account.get("scopes"))
        return (await create_key(draft, actor=SYSTEM)).key

    async def make_default_plan(self) -> None:
        """Give everybody every plugin with its default terms, as the first start of a deployment does."""
        await ensure_default_plan(self._app.settings.default_plan)

    async def drain(self) -> int:
        """Do everything that is due: deliveries, timers, jobs; return how many pieces of work that was."""
        return await self._app.worker.drain()

    async def emit(self, event: Event, *, record: RecordRef | None) -> None:
        """Announce an event about a record as the system, in a transaction of its own."""
        async with transaction():
            active = None if record is None else await self._host.resolver.of(record.name, record.id)
            await emit(event, actor=SYSTEM, active=active)

    async def redeliver(self, plugin: str) -> int:
        """Call a plugin's reactions again for every event so far, and return how many calls that was."""
        rows = await self.fetch("SELECT * FROM event ORDER BY seq")
        calls = [
            (subscription, event)
            for event in (decode(row, Envelope) for row in rows)
            for subscription in subscriptions()
            if subscription.plugin == plugin and event.type in subscription.types
        ]
        for subscription, event in calls:
            async with unit_of_work():
                await subscription.handler(event, idempotency_key(event.id, subscriber=subscription.name))
        return len(calls)

    async def context(self, plugin: str, record: RecordRef | None) -> Ctx:
        """Return a plugin's context for a record, as the system."""
        resolver = self._host.resolver
        active = resolver.nowhere() if record is None else await resolver.of(record.name, record.id)
        return context_of(plugin, Occasion(actor=SYSTEM, at=now(), active=active, record=record))

    def transaction(self) -> AbstractAsyncContextManager[object]:
        """Return the scope of a transaction; inside one, of a savepoint."""
        return transaction()

    def undone(self) -> AbstractAsyncContextManager[object]:
        """Return the scope of a savepoint that is rolled back at its end."""
        return _undone()

    async def fetch(self, sql: str, *args: object) -> list[Row]:
        """Return the rows of a statement."""
        return await self._database.fetch(sql, *args)

    @property
    def statements(self) -> int:
        """How many statements have been sent to the database so far."""
        return self._database.statements

    @property
    def states(self) -> Mapping[str, str]:
        """By plugin, `active`, or what became of it with the reason."""
        return {found.name: f"{found.state}: {found.reason}".removesuffix(": ") for found in self._host.found}

    def routes(self, plugin: str) -> Sequence[MountedRoute]:
        """Return the routes of a plugin."""
        return [
            MountedRoute(
                at=MountPoint(access.record or MountPoint.DEPLOYMENT),
                method=method,
                path=route.path_format,
                permissions=access.permissions,
                anonymous=access.anonymous,
            )
            for route in self._app.litestar.routes
            if isinstance(route, HTTPRoute)
            for handler in handlers_of(route)
            if (access := access_of(handler)) is not None and access.plugin == plugin
            for method in sorted(route.methods - {"OPTIONS"})
        ]

    def mistakes(self, plugin: str) -> Sequence[str]:
        """Return what is wrong with a plugin's routes, tables and migrations."""
        found = self._host.plugins[plugin]
        of_tables = schema_mistakes(self._host.plugins).get(plugin, [])
        return [*mount_mistakes(found), *document_mistakes(found), *of_tables]

    async def schema_difference(self) -> Sequence[str]:
        """Return how the database differs from what the tables of core and of the plugins declare."""
        return await schema_difference(self._database, apps_of(self._host))

    async def uninstall(self, plugin: str) -> str:
        """Remove a plugin with its data, and return what is left of it in words; empty for nothing."""
        async with transaction():
            await drop_everything(plugin, await remains_of(plugin))
        left = await remains_of(plugin)
        return str(left) if left else ""


@asynccontextmanager
async def _undone() -> AsyncGenerator[None]:
    unit = current_unit()
    assert unit is not None, "there is no transaction to undo a part of"
    savepoint = unit.guard()
    try:
        yield
    finally:
        await unit.undo(savepoint)
