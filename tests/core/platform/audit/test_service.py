"""The audit trail: in the transaction, only what changed, never a secret."""

from typing import Any

import pytest
from structlog.contextvars import bound_contextvars

from accounts_api import make_key, make_user
from wellkept.platform.audit.service import record_audit
from wellkept.platform.auth.schemas import UserPatch
from wellkept.platform.auth.service.users import update_user
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.ids import uuid7

pytestmark = pytest.mark.usefixtures("database")


async def entries() -> list[dict[str, Any]]:
    return await database().fetch("SELECT * FROM audit_entry ORDER BY occurred_at, id")


class TestAuditEntry:
    async def test_keeps_who_did_what_and_only_what_changed(self) -> None:
        plan = uuid7()
        with bound_contextvars(request_id="r-1"):
            await record_audit(
                "activation.plan.updated",
                subject=f"service-plans/{plan}",
                actor=SYSTEM,
                before={"name": "Gold", "revision": 1, "owner": plan},
                after={"name": "Gold", "revision": 2, "owner": None},
            )

        (entry,) = await entries()

        assert (entry["actor_kind"], entry["actor_id"], entry["actor_name"]) == ("system", None, "system")
        assert (entry["action"], entry["subject"]) == ("activation.plan.updated", f"service-plans/{plan}")
        assert entry["request_id"] == "r-1"
        assert entry["changes"] == {
            "revision": {"before": 1, "after": 2},
            "owner": {"before": str(plan), "after": None},
        }

    async def test_of_something_new_or_gone_has_one_side(self) -> None:
        await record_audit("a.b.created", subject="bs/1", actor=SYSTEM, before=None, after={"name": "x"})
        await record_audit("a.b.deleted", subject="bs/1", actor=SYSTEM, before={"name": "x"}, after=None)

        created, deleted = await entries()

        assert created["changes"] == {"name": {"before": None, "after": "x"}}
        assert deleted["changes"] == {"name": {"before": "x", "after": None}}

    async def test_exists_only_if_the_change_does(self) -> None:
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await record_audit("a.b.created", subject="bs/1", actor=SYSTEM, before=None, after={})
                raise ZeroDivisionError

        assert await entries() == []


class TestAccounts:
    async def test_leave_an_entry_for_every_change(self) -> None:
        user = await make_user(Role.VIEWER)
        await update_user(user.id, patch=UserPatch(role=Role.ENGINEER), actor=SYSTEM)
        key = await make_key(user.id)

        made, changed, keyed = await entries()

        assert [entry["action"] for entry in (made, changed, keyed)] == [
            "users.user.created",
            "users.user.updated",
            "keys.key.created",
        ]
        assert changed["changes"] == {"role": {"before": "viewer", "after": "engineer"}}
        assert keyed["changes"]["user_id"] == {"before": None, "after": str(user.id)}
        assert key not in str(keyed)
