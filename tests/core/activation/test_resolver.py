"""Activation as the plugin host asks for it."""

import pytest

from api import Api
from plans_house import ClockTerms
from wellkept.activation.resolver import ActivationResolver
from wellkept.platform.storage.engines import database
from wellkept_sdk.db.clauses import TRUE
from wellkept_sdk.ids import uuid7
from wellkept_sdk.records.references import RecordName

pytestmark = pytest.mark.usefixtures("host")

RESOLVER = ActivationResolver()


class TestActivationResolver:
    @pytest.mark.usefixtures("database")
    async def test_has_every_active_plugin_where_no_record_is_concerned(self) -> None:
        found = RESOLVER.nowhere()

        assert (found.id, found.activation.hash) == (None, "")
        assert found.plugins == {"house", "shelf", "clock"}
        assert found.terms["clock"] == ClockTerms(respond_hours=24)
        assert RESOLVER.nowhere() is found

    @pytest.mark.usefixtures("database")
    async def test_knows_nothing_of_what_is_not_there(self) -> None:
        for name in RecordName:
            assert await RESOLVER.of_many(name, [uuid7()]) == {}
            assert await RESOLVER.of_many(name, []) == {}

    async def test_names_the_tickets_of_a_plugin(self, admin: Api) -> None:
        await admin.created("/v1/service-plans", {"code": "GOLD", "name": "Gold", "plugins": {"shelf": {}}})
        project = await admin.project()
        body = {"number": "K-1", "customer_id": project["customer_id"], "plan_code": "GOLD", "starts_on": "2020-01-01"}
        await admin.created("/v1/contracts", body)
        with_shelf = await admin.ticket(project_id=project["id"])
        await admin.ticket()

        shelf, clock = (RESOLVER.tickets_with(name, "ticket.id") for name in ("shelf", "clock"))

        found = await database().fetch(f"SELECT id FROM ticket WHERE {shelf.sql}", *shelf.args)
        assert [str(row["id"]) for row in found] == [with_shelf["id"]]
        assert await database().fetch(f"SELECT id FROM ticket WHERE {clock.sql}", *clock.args) == []
        assert RESOLVER.tickets_with("house", "ticket.id") == TRUE
        active = await RESOLVER.of(RecordName.TICKET, found[0]["id"])
        assert active.plugins == {"house", "shelf"}
