from uuid import UUID

from api import Api
from made_plugins import made_plugin, make_plan, plugins_bound, revise_plan
from wellkept.tickets.queries import lookups
from wellkept.tickets.service.occasions import on_ticket
from wellkept_sdk import ActivationLevel, RecordName, RecordRef
from wellkept_sdk.actor import SYSTEM


class TestOccasion:
    async def test_is_that_of_the_plugins_that_the_ticket_has_pinned(self, admin: Api) -> None:
        plugins = [made_plugin(name, activation=ActivationLevel.CONTRACT) for name in ("sla", "survey")]
        with plugins_bound(*plugins, made_plugin("parties")):
            plan_id = await make_plan("sla")
            ticket_id = UUID((await admin.ticket())["id"])
            await revise_plan(plan_id, "survey", revision=2)

            occasion = await on_ticket(await lookups.ticket(ticket_id, actor=SYSTEM), actor=SYSTEM)

        assert occasion.active.plugins == {"sla", "parties"}
        assert (occasion.record, occasion.actor) == (RecordRef(RecordName.TICKET, ticket_id), SYSTEM)
