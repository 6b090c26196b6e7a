"""Checks of what a plugin adds to records."""

from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

from wellkept_sdk.extensions import Extension
from wellkept_sdk.ids import uuid7
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.testing.app import Json, TestApp
from wellkept_sdk.testing.compliance.subject import SERVED, UNSERVED, Subject, refuse

_IDS = 100


class ExtensionChecks(Subject):
    """Extensions are read for a whole page at once, and shown where the plugin is active."""

    async def test_extensions_are_loaded_with_one_statement(self) -> None:
        """Load a hundred records and count the statements."""
        async with self.app() as app:
            costs = [(each, await self._statements(app, each)) for each in self.plugin.extensions]
            refuse(f"{each.record}: {cost} statements for {_IDS} records." for each, cost in costs if cost > 1)

    async def test_extensions_are_shown_where_the_plugin_is_active(self) -> None:
        """Read a record of each kind: what is shown has the declared fields."""
        async with self.app() as app:
            for extension in self.plugin.extensions:
                shown = await _shown(app, extension.record, contract=SERVED)
                unknown = set(shown.get(self.name, {})) - set(extension.read.__struct_fields__)
                refuse(f"{extension.record} shows {field}, which is not declared." for field in sorted(unknown))

    async def test_extensions_are_absent_where_the_plugin_is_inactive(self) -> None:
        """Read a record of each kind for which the plugin is not active."""
        self.require_per_contract()
        async with self.app() as app:
            for extension in self.plugin.extensions:
                assert self.name not in await _shown(app, extension.record, contract=UNSERVED)

    def test_extensions_let_callers_write_only_what_they_show(self) -> None:
        """Compare the fields of input and output."""
        for extension in self.plugin.extensions:
            written = set(() if extension.write is None else extension.write.__struct_fields__)
            refuse(f"{name} is written but not shown." for name in written - set(extension.read.__struct_fields__))

    async def _statements(self, app: TestApp, extension: Extension[Any, Any]) -> int:
        record = await _RECORDS[extension.record](app, contract=SERVED)
        ids = [UUID(record["id"]), *(uuid7() for _ in range(_IDS - 1))]
        ctx = await app.house.context(self.name, RecordRef(extension.record, ids[0]))
        before = app.house.statements
        await extension.load(ctx, ids)
        return app.house.statements - before


async def _shown(app: TestApp, record: RecordName, *, contract: str) -> Json:
    made = await _RECORDS[record](app, contract=contract)
    answer = await app.client.get(f"/v1/{_COLLECTIONS[record]}/{made['id']}")
    assert answer.is_success, answer.text
    return answer.json()["extensions"]


_RECORDS: Final[dict[RecordName, Callable[..., Awaitable[Json]]]] = {
    RecordName.CUSTOMER: TestApp.customer,
    RecordName.PROJECT: TestApp.project,
    RecordName.EQUIPMENT: TestApp.equipment,
    RecordName.TICKET: TestApp.ticket,
}
_COLLECTIONS: Final = {
    RecordName.CUSTOMER: "customers",
    RecordName.PROJECT: "projects",
    RecordName.EQUIPMENT: "equipment",
    RecordName.TICKET: "tickets",
}
