"""What partners see: the rows that plugins show them, each among the records that it serves."""

from typing import Any
from uuid import UUID

import pytest

from api import Api, AsActor
from made_plugins import Hook, made_plugin, make_plan, plugins_bound
from wellkept.platform.storage.database import Database
from wellkept_sdk import ActivationLevel
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Clause

PARTY = "01900000-0000-7000-8000-000000000001"
LISTS = {"ticket": "/v1/tickets", "project": "/v1/projects", "equipment": "/v1/equipment"}


def showing(**ids: str) -> dict[str, Any]:
    """Return hooks that show the partner one record of each kind."""

    def show(record_id: str) -> Hook:
        def clause(_self: Any, _ctx: Any, event: Any) -> Clause | None:
            if event.party_id != UUID(PARTY):
                return None
            return Clause(f"{event.table}.id = ?", (UUID(record_id),))

        return clause

    return {f"{kind}_visibility": show(record_id) for kind, record_id in ids.items()}


@pytest.fixture
async def estate(admin: Api) -> dict[str, str]:
    """Return the ids of a ticket with its project and equipment, beside others of the same customer."""
    project = await admin.project()
    equipment = await admin.equipment(project_id=project["id"])
    await admin.equipment(project_id=project["id"])
    ticket = await admin.ticket(project_id=project["id"])
    await admin.ticket(project_id=project["id"])
    return {"ticket": ticket["id"], "project": project["id"], "equipment": equipment["id"]}


@pytest.fixture
async def partner(as_actor: AsActor) -> Api:
    return await as_actor(Role.PARTNER, party_id=PARTY)


class TestPartner:
    @pytest.mark.parametrize("kind", LISTS)
    async def test_sees_what_a_plugin_shows_and_no_more(
        self, admin: Api, partner: Api, estate: dict[str, str], kind: str
    ) -> None:
        with plugins_bound(made_plugin("parties", **showing(**estate))):
            listed = await partner.all_items(LISTS[kind])
            one = await partner.get(f"{LISTS[kind]}/{estate[kind]}")
            [hidden] = {item["id"] for item in await admin.all_items(LISTS[kind])} - {estate[kind]} or {PARTY}
            other = await partner.get(f"{LISTS[kind]}/{hidden}")

        assert [item["id"] for item in listed] == [estate[kind]]
        assert (one.status_code, other.status_code) == (200, 404)

    @pytest.mark.parametrize("kind", LISTS)
    async def test_sees_what_any_of_several_plugins_shows(
        self, admin: Api, partner: Api, estate: dict[str, str], kind: str
    ) -> None:
        second = await admin.ticket() if kind == "ticket" else await admin.project()
        if kind == "equipment":
            second = await admin.equipment(project_id=second["id"])

        with plugins_bound(
            made_plugin("parties", **showing(**estate)), made_plugin("stations", **showing(**{kind: second["id"]}))
        ):
            listed = await partner.all_items(LISTS[kind])

        assert {item["id"] for item in listed} == {estate[kind], second["id"]}

    @pytest.mark.parametrize("kind", LISTS)
    async def test_sees_only_records_that_the_plugin_serves(
        self, admin: Api, partner: Api, estate: dict[str, str], kind: str
    ) -> None:
        hooks = showing(**estate)
        absent = made_plugin("absent", activation=ActivationLevel.CONTRACT, **hooks)
        serving = made_plugin("serving", activation=ActivationLevel.CONTRACT)

        with plugins_bound(absent, serving):
            await make_plan("serving")
            assert await partner.all_items(LISTS[kind]) == []

    @pytest.mark.parametrize("kind", LISTS)
    async def test_sees_records_that_a_plugin_of_its_contract_shows(self, admin: Api, partner: Api, kind: str) -> None:
        with plugins_bound(made_plugin("probe", activation=ActivationLevel.CONTRACT)):
            await make_plan("probe")
            project = await admin.project()
            equipment = await admin.equipment(project_id=project["id"])
            ticket = await admin.ticket(project_id=project["id"])
        ids = {"ticket": ticket["id"], "project": project["id"], "equipment": equipment["id"]}

        with plugins_bound(made_plugin("probe", activation=ActivationLevel.CONTRACT, **showing(**ids))):
            listed = await partner.all_items(LISTS[kind])

        assert [item["id"] for item in listed] == [ids[kind]]

    async def test_sees_nothing_through_a_plugin_that_fails(self, partner: Api, estate: dict[str, str]) -> None:
        def fail(_self: Any, _ctx: Any, _event: Any) -> None:
            raise ZeroDivisionError

        hooks: dict[str, Any] = dict.fromkeys((f"{kind}_visibility" for kind in LISTS), fail)
        with plugins_bound(made_plugin("broken", **hooks)):
            for path in LISTS.values():
                assert await partner.all_items(path) == []
            assert (await partner.get(f"/v1/tickets/{estate['ticket']}")).status_code == 404

    async def test_of_another_party_sees_nothing(self, as_actor: AsActor, estate: dict[str, str]) -> None:
        stranger = await as_actor(Role.PARTNER, party_id="01900000-0000-7000-8000-000000000002")

        with plugins_bound(made_plugin("parties", **showing(**estate))):
            for path in LISTS.values():
                assert await stranger.all_items(path) == []

    async def test_never_sees_customers(self, partner: Api, estate: dict[str, str], database: Database) -> None:
        [row] = await database.fetch("SELECT id FROM customer")

        with plugins_bound(made_plugin("parties", **showing(**estate))):
            answer = await partner.get(f"/v1/customers/{row['id']}")

        assert answer.status_code == 404
