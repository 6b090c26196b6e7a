"""Checks of hooks and reactions: what happens twice, or is undone, and for whom nothing happens."""

from uuid import UUID

from wellkept_sdk.ids import ProjectId
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.testing.app import TestApp
from wellkept_sdk.testing.compliance.story import differences, live_through, rows_of
from wellkept_sdk.testing.compliance.subject import SERVED, UNSERVED, Subject, refuse
from wellkept_sdk.verbs import TicketDraft


class ReactionChecks(Subject):
    """Nothing is done twice, by half, or for the wrong record."""

    async def test_reactions_do_nothing_more_when_an_event_comes_twice(self) -> None:
        """Deliver every event of a story again, and compare the plugin's rows."""
        async with self.app() as app:
            await live_through(app, contract=SERVED, use=self.use)
            before = await rows_of(app, self.tables)
            await app.house.redeliver(self.name)
            refuse(differences(before, await rows_of(app, self.tables)))

    async def test_hooks_survive_the_rollback_of_a_savepoint(self) -> None:
        """Undo the opening of a ticket, compare the plugin's rows, and open one that stays."""
        async with self.app() as app:
            project = await app.project(contract=SERVED)
            before = await rows_of(app, self.tables)
            await self._open_and_undo(app, ProjectId(UUID(project["id"])))
            refuse(differences(before, await rows_of(app, self.tables)))
            await app.ticket(project_id=project["id"])

    async def test_hooks_write_nothing_for_records_of_others(self) -> None:
        """Tell a story of tickets for which the plugin is not active, and compare its rows."""
        self.require_per_contract()
        async with self.app() as app:
            before = await rows_of(app, self.tables)
            await live_through(app, contract=UNSERVED)
            refuse(differences(before, await rows_of(app, self.tables)))

    async def _open_and_undo(self, app: TestApp, project_id: ProjectId) -> None:
        ctx = await app.house.context(self.name, RecordRef(RecordName.PROJECT, project_id))
        draft = TicketDraft(title="Pump trips", project_id=project_id, channel="phone")
        async with app.house.transaction(), app.house.undone():
            await ctx.tickets.open(draft)
