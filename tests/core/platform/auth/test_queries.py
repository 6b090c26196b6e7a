"""Questions about accounts and keys."""

import pytest

from accounts_api import make_key, make_user
from wellkept.platform.auth.queries import (
    ApiKeyFilters,
    UserFilters,
    api_key,
    api_key_page,
    find_user,
    user,
    user_page,
)
from wellkept.platform.storage.engines import database
from wellkept_sdk.actor import Role
from wellkept_sdk.errors import NotFound
from wellkept_sdk.http.paging import PageRequest
from wellkept_sdk.ids import uuid7

pytestmark = pytest.mark.usefixtures("database")


class TestAccount:
    async def test_is_found_by_its_id(self) -> None:
        made = await make_user(Role.ENGINEER)

        assert await user(made.id) == made

    async def test_that_is_absent_is_not_found(self) -> None:
        assert await find_user(uuid7()) is None
        with pytest.raises(NotFound):
            await user(uuid7())


class TestKey:
    async def test_that_is_absent_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            await api_key(uuid7())


class TestList:
    async def test_costs_one_statement(self) -> None:
        made = await make_user(Role.ENGINEER)
        await make_key(made.id)
        before = database().statements

        users = await user_page(PageRequest(), filters=UserFilters(email="ENGINEER@example.com"), sort=None)
        keys = await api_key_page(PageRequest(), filters=ApiKeyFilters(user_id=made.id), sort=None)

        assert database().statements - before == 2
        assert [item.id for item in users.items] == [made.id]
        assert [item.user_id for item in keys.items] == [made.id]
