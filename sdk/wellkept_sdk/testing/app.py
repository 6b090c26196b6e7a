"""The whole application with a few plugins, for the tests of those plugins."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

import httpx

from wellkept_sdk.actor import Role
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.events import Event
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing.clock import Clock, telling
from wellkept_sdk.testing.house import House, HouseOrder, open_house
from wellkept_sdk.testing.kept_databases import Wanted, lent_database

Json = dict[str, Any]

#: Contracts of tests have begun long before anything happens.
_STARTS_ON = "2000-01-01"


class TestApp:
    """
    Wellkept with the given plugins and no others, on a database of its own; entry points are not looked at.

    `async with TestApp(plugins=[plugin], contracts={"gold": {"sla": {"calendar": "24x7"}}}) as app: …`

    Attributes:
        client: calls with an admin's key, with paths such as `/v1/tickets`.
        clock: tells the application the time.
        house: more of Wellkept than a plugin's tests need; it may change with every release.
    """

    __test__ = False

    client: httpx.AsyncClient
    house: House

    def __init__(
        self,
        *,
        plugins: Sequence[Plugin],
        contracts: Mapping[str, Mapping[str, Mapping[str, Any]]] | None = None,
        settings: Mapping[str, Any] | None = None,
        database: Dialect = Dialect.SQLITE,
        core_first: bool = False,
    ) -> None:
        """
        Prepare; nothing is opened yet.

        Args:
            plugins: these, checked as installed ones are.
            contracts: by name, the terms of each plugin that it activates. Without any, everybody gets every plugin
                with its default terms.
            settings: what the deployment decides, by name; those of plugins as `<plugin>_<setting>`.
            database: PostgreSQL only where `WELLKEPT_TEST_POSTGRES_URL` names a server.
            core_first: install the plugins into a deployment that has run without them.
        """
        self.clock = Clock()
        self._plugins = plugins
        self._contracts = contracts or {}
        self._settings = settings or {}
        self._database = database
        self._core_first = core_first
        self._stack = AsyncExitStack()
        self._serial = count(1)

    async def __aenter__(self) -> Self:
        try:
            await self._open()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def as_actor(self, role: Role, **account: Any) -> httpx.AsyncClient:  # noqa: ANN401 - fields of any type
        """Return a client of a new account of this role: `await app.as_actor(Role.CUSTOMER, customer_ids=[…])`."""
        number = next(self._serial)
        values = {"email": f"{role}{number}@example.com", "name": f"{role} {number}", **account}
        client = self.house.client(await self.house.key_of(role, values))
        return await self._stack.enter_async_context(client)

    async def created(self, path: str, body: Mapping[str, Any]) -> Json:
        """Return the record that an admin's POST makes."""
        answer = await self.client.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    async def customer(self, *, contract: str | None = None, **values: Any) -> Json:  # noqa: ANN401 - as above
        """Return a new customer, on one of the contracts if it is named."""
        number = next(self._serial)
        kind = await self.created("/v1/customer-types", {"code": f"TYPE-{number}", "name": "Plant operators"})
        body = {"code": f"CUST-{number}", "name": f"Customer {number}", "customer_type": kind["code"]}
        customer = await self.created("/v1/customers", {**body, **values})
        if contract is not None:
            terms = {"customer_id": customer["id"], "plan_code": contract, "starts_on": _STARTS_ON}
            await self.created("/v1/contracts", {"number": f"CONTRACT-{number}", **terms})
        return customer

    async def project(self, *, contract: str | None = None, **values: Any) -> Json:  # noqa: ANN401 - as above
        """Return a new project, of a new customer unless `customer_id` names one."""
        number = next(self._serial)
        if "customer_id" not in values:
            values["customer_id"] = (await self.customer(contract=contract))["id"]
        body = {"code": f"PRJ-{number}", "name": f"Project {number}", "kind": "plant"}
        return await self.created("/v1/projects", {**body, **values})

    async def equipment(self, *, contract: str | None = None, **values: Any) -> Json:  # noqa: ANN401 - as above
        """Return a new item of equipment, of a new project unless `project_id` names one."""
        number = next(self._serial)
        body = {"code": f"P-{number}", "name": f"Pump {number}", **await self._in_project(contract, values)}
        return await self.created("/v1/equipment", body)

    async def ticket(self, *, contract: str | None = None, **values: Any) -> Json:  # noqa: ANN401 - as above
        """Return a new ticket, of a new project unless `project_id` names one."""
        body = {"title": "Pump trips", "channel": "phone", **await self._in_project(contract, values)}
        return await self.created("/v1/tickets", body)

    async def drain(self) -> int:
        """Do everything that is due by now: deliveries, timers, jobs; return how many pieces of work that was."""
        return await self.house.drain()

    async def emit(self, event: Event, *, record: RecordRef | None = None) -> None:
        """Announce an event, as the system; `drain` delivers it."""
        await self.house.emit(event, record=record)

    async def _open(self) -> None:
        folder = self._stack.enter_context(TemporaryDirectory(prefix="wellkept-"))
        wanted = Wanted(plugins=self._plugins, core_first=self._core_first)
        lent = await self._stack.enter_async_context(lent_database(self._database, Path(folder), wanted=wanted))
        self._stack.enter_context(telling(self.clock))
        order = HouseOrder(
            plugins=self._plugins,
            database_url=lent.url,
            settings=self._settings,
            core_first=self._core_first,
        )
        self.house = await self._stack.enter_async_context(open_house(order))
        await lent.remember()
        self.client = await self.as_actor(Role.ADMIN)
        if not self._contracts:
            await self.house.make_default_plan()
        for name, plugins in self._contracts.items():
            await self.created("/v1/service-plans", {"code": name, "name": name, "plugins": plugins})

    async def _in_project(self, contract: str | None, values: Json) -> Json:
        if "project_id" in values:
            return values
        return {**values, "project_id": (await self.project(contract=contract))["id"]}
