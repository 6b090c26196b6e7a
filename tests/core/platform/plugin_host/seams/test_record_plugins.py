"""What plugins may say when customers, projects and equipment are made, changed and deleted, through HTTP."""

from typing import Any

import pytest

from api import Api, Json
from made_plugins import listening, made_plugin, plugins_bound
from wellkept.platform.storage.database import Database
from wellkept_sdk.hooks import Veto

HOOKS = ("creating", "created", "updating", "updated", "deleting", "deleted")
KINDS = ["customer", "project", "equipment"]
LISTS = {"customer": "/v1/customers", "project": "/v1/projects", "equipment": "/v1/equipment"}


async def refuse(_self: Any, _ctx: Any, _event: Any) -> Any:
    return Veto(code="strict.record.unwanted", message="Not like this.")


def vetoing(hook: str) -> dict[str, Any]:
    """Return a hook that refuses whatever it is asked."""
    return {hook: refuse}


async def body_of(kind: str, admin: Api) -> Json:
    if kind == "customer":
        made = await admin.created("/v1/customer-types", {"code": "TYPE", "name": "Plant operators"})
        return {"code": "NEW", "name": "New", "customer_type": made["code"]}
    if kind == "project":
        return {"code": "NEW", "name": "New", "customer_id": (await admin.customer())["id"], "kind": "plant"}
    return {"code": "NEW", "name": "New", "project_id": (await admin.project())["id"]}


@pytest.mark.parametrize("kind", KINDS)
class TestRecordVerbs:
    async def test_are_told_from_the_making_to_the_end(self, admin: Api, kind: str) -> None:
        body = await body_of(kind, admin)
        plugin, heard = listening("ears", *(f"{kind}_{verb}" for verb in HOOKS))

        with plugins_bound(plugin):
            made = await admin.created(LISTS[kind], body)
            path = f"{LISTS[kind]}/{made['id']}"
            await admin.patch(path, {"name": "Other"})
            await admin.patch(path, {"name": "Other"})
            await admin.delete(path)

        assert heard.names() == [f"{kind}_{verb}" for verb in HOOKS]
        creating, created, updating, updated, deleting, deleted = (event for _, event in heard)
        assert (creating.values["code"], str(created.record.id)) == ("NEW", made["id"])
        assert (updating.before.name, updating.changes) == ("New", {"name": "Other"})
        assert (updated.before.name, updated.record.name, list(updated.changed_fields)) == ("New", "Other", ["name"])
        assert (deleting.record, deleted.record.name) == (deleted.record, "Other")

    @pytest.mark.parametrize("verb", ["creating", "updating", "deleting"])
    async def test_are_vetoed(self, admin: Api, kind: str, verb: str) -> None:
        body = await body_of(kind, admin)

        with plugins_bound(made_plugin("strict", **vetoing(f"{kind}_{verb}"))):
            answer = await admin.post(LISTS[kind], body)
            if answer.status_code == 201:
                path = f"{LISTS[kind]}/{answer.json()['id']}"
                answer = await (admin.patch(path, {"name": "X"}) if verb == "updating" else admin.delete(path))

        assert answer.status_code == 409
        problem = answer.json()
        assert (problem["code"], problem["plugin"], problem["hook"]) == (
            "strict.record.unwanted",
            "strict",
            f"{kind}_{verb}",
        )

    async def test_cost_nothing_more_while_no_plugin_is_concerned(
        self, admin: Api, database: Database, kind: str
    ) -> None:
        body = await body_of(kind, admin)

        async def statements() -> int:
            before = database.statements
            made = await admin.created(LISTS[kind], body)
            path = f"{LISTS[kind]}/{made['id']}"
            await admin.patch(path, {"name": "Other"})
            await admin.delete(path)
            return database.statements - before

        await statements()
        alone = await statements()
        plugin, _ = listening("ears", "ticket_opened")
        with plugins_bound(plugin):
            assert await statements() == alone
