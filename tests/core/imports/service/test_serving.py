"""What serves imported tickets, and what plugins are told of them."""

from typing import Any

import pytest

from import_files import Importer, cells, tickets
from made_plugins import listening, made_plugin, make_plan, plugins_bound, revise_plan
from wellkept.platform.storage.engines import database
from wellkept_sdk import ActivationLevel, FailurePolicy
from wellkept_sdk.events.tickets import TicketImported
from wellkept_sdk.reactions import subscribe


class TestImportedTickets:
    async def test_pin_what_serves_their_project_now(self, importer: Importer) -> None:
        with plugins_bound(made_plugin("sla", activation=ActivationLevel.CONTRACT)):
            await make_plan("sla")
            await importer.rows(cells("A", 0, "New"), cells("B", 0, "New"))

        pinned = {ticket["activation_id"] for ticket in await tickets()}
        [stored] = await database().fetch("SELECT id, plugins FROM activation")
        assert pinned == {stored["id"]}
        assert set(stored["plugins"]) == {"core", "sla"}

    async def test_are_told_once_for_each_batch_and_set_of_plugins(self, importer: Importer) -> None:
        plugin, heard = listening("sla", "tickets_imported", activation=ActivationLevel.CONTRACT)
        absent, silence = listening("absent", "tickets_imported", activation=ActivationLevel.CONTRACT)

        with plugins_bound(plugin, absent):
            await make_plan("sla")
            await importer.rows(*(cells(name, 0, "New") for name in "ABC"))

        [(_, told)] = heard
        assert [ticket.number for ticket in told.tickets] == ["T-00000001", "T-00000002", "T-00000003"]
        assert silence == []

    async def test_that_grow_keep_what_they_have_pinned(self, importer: Importer) -> None:
        plugin, heard = listening("sla", "tickets_imported", activation=ActivationLevel.CONTRACT)

        with plugins_bound(plugin):
            plan_id = await make_plan("sla")
            await importer.rows(cells("A", 0, "New"))
            await revise_plan(plan_id, revision=2)
            await importer.rows(cells("A", 0, "New"), cells("A", 1, "Active"), cells("B", 0, "New"))

        assert [[ticket.status for ticket in told.tickets] for _, told in heard] == [["new"], ["in_progress"]]
        assert len({ticket["activation_id"] for ticket in await tickets()}) == 2

    async def test_find_their_facts_stored_when_plugins_hear_of_them(self, importer: Importer) -> None:
        counts: list[int] = []

        async def count(_self: Any, ctx: Any, event: Any) -> None:
            rows = await ctx.db.fetch("SELECT count(*) AS count FROM ticket_fact")
            counts.append(rows[0]["count"])

        with plugins_bound(made_plugin("sla", tickets_imported=count)):
            await importer.rows(cells("A", 0, "New"), cells("A", 1, "Active"))

        assert counts == [2]

    async def test_are_announced_to_the_plugins_that_serve_them(self, importer: Importer) -> None:
        async def note(_self: Any, _ctx: Any, _event: Any) -> None: ...

        members = {"note": subscribe(TicketImported)(note)}
        plugins = [
            made_plugin(name, activation=ActivationLevel.CONTRACT, members=members) for name in ("absent", "sla")
        ]
        with plugins_bound(*plugins):
            await make_plan("sla")
            await importer.rows(cells("A", 0, "New"))

        waiting = await database().fetch("SELECT subscriber FROM event_delivery")
        assert [row["subscriber"] for row in waiting] == ["sla.note"]

    @pytest.mark.parametrize(
        ("failure", "status"), [(FailurePolicy.REQUIRED, "failed"), (FailurePolicy.OPTIONAL, "done")]
    )
    async def test_survive_a_plugin_that_fails_unless_it_is_required(
        self, importer: Importer, failure: FailurePolicy, status: str
    ) -> None:
        async def fail(_self: Any, _ctx: Any, _event: Any) -> None:
            raise ZeroDivisionError

        with plugins_bound(made_plugin("broken", failure=failure, tickets_imported=fail)):
            run = await importer.rows(cells("A", 0, "New"))

        assert run.status == status
        assert len(await tickets()) == (status == "done")
