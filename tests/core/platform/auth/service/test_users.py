"""The verbs of accounts, when several act at once."""

import asyncio

import pytest

from accounts_api import make_user
from wellkept.platform.auth.errors import LastAdmin
from wellkept.platform.auth.queries import user
from wellkept.platform.auth.schemas import UserPatch, UserRead
from wellkept.platform.auth.service.users import update_user
from wellkept.platform.storage.engines import database
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.errors import CodeTaken, NotFound
from wellkept_sdk.ids import uuid7

pytestmark = pytest.mark.usefixtures("database")

DEACTIVATION = UserPatch(active=False)


async def outcome(account: UserRead, patch: UserPatch) -> str:
    try:
        await update_user(account.id, patch=patch, actor=SYSTEM)
    except LastAdmin:
        return "refused"
    return "done"


class TestAdmins:
    async def test_who_deactivate_each_other_at_once_leave_one(self) -> None:
        admins = [await make_user(Role.ADMIN, email=f"{name}@example.com") for name in ("li", "wang", "zhao", "chen")]

        outcomes = await asyncio.gather(*(outcome(account, DEACTIVATION) for account in admins))

        assert sorted(outcomes) == ["done", "done", "done", "refused"]
        assert sum([(await user(account.id)).active for account in admins]) == 1

    async def test_may_leave_while_another_stays(self) -> None:
        leaving = await make_user(Role.ADMIN, email="li@example.com")
        await make_user(Role.ADMIN, email="wang@example.com")

        assert await outcome(leaving, UserPatch(role=Role.VIEWER)) == "done"

    async def test_that_are_inactive_do_not_count(self) -> None:
        await make_user(Role.ADMIN, email="li@example.com")
        other = await make_user(Role.ADMIN, email="wang@example.com")
        await outcome(other, DEACTIVATION)
        remaining = await make_user(Role.ADMIN, email="zhao@example.com")

        assert await outcome(remaining, DEACTIVATION) == "done"

    async def test_may_be_renamed_even_as_the_last(self) -> None:
        last = await make_user(Role.ADMIN)

        assert await outcome(last, UserPatch(name="Li", active=True, role=Role.ADMIN)) == "done"


class TestAccount:
    async def test_is_made_once_by_many_at_once(self) -> None:
        made = await asyncio.gather(*(make_user(Role.VIEWER) for _ in range(5)), return_exceptions=True)

        assert sum(isinstance(result, CodeTaken) for result in made) == 4
        assert len(await database().fetch("SELECT id FROM user_account")) == 1

    async def test_that_is_absent_cannot_be_changed(self) -> None:
        with pytest.raises(NotFound):
            await update_user(uuid7(), patch=DEACTIVATION, actor=SYSTEM)
