"""The first start."""

import asyncio

import pytest

from wellkept.platform.auth.callers import caller_by_key
from wellkept.platform.auth.errors import MalformedBootstrapKeyError
from wellkept.platform.auth.service.bootstrap import bootstrap
from wellkept.platform.auth.tokens import digest, new_key
from wellkept.platform.storage.engines import database
from wellkept_sdk.actor import Role
from wellkept_sdk.now import now

pytestmark = pytest.mark.usefixtures("database")


async def role_of(key: str) -> Role | None:
    caller = await caller_by_key(digest(key), at=now())
    return None if caller is None else caller.actor.role


class TestFirstStart:
    async def test_returns_the_key_of_a_new_admin(self) -> None:
        key = await bootstrap(configured_key=None)

        assert key is not None
        assert await role_of(key) is Role.ADMIN

    async def test_uses_the_prescribed_key_and_does_not_return_it(self) -> None:
        prescribed = new_key()

        assert await bootstrap(configured_key=prescribed) is None
        assert await role_of(prescribed) is Role.ADMIN

    async def test_of_four_replicas_at_once_makes_one_admin(self) -> None:
        keys = await asyncio.gather(*(bootstrap(configured_key=None) for _ in range(4)))

        assert sum(key is not None for key in keys) == 1
        assert len(await database().fetch("SELECT id FROM user_account")) == 1
        assert len(await database().fetch("SELECT id FROM api_key")) == 1

    @pytest.mark.parametrize("key", ["", "secret", "wk_", "wk_" + "z" * 64])
    async def test_refuses_a_prescribed_key_of_another_form(self, key: str) -> None:
        with pytest.raises(MalformedBootstrapKeyError, match="64 hexadecimal digits"):
            await bootstrap(configured_key=key)


class TestLaterStart:
    async def test_makes_nothing(self) -> None:
        await bootstrap(configured_key=None)
        later = new_key()

        assert await bootstrap(configured_key=None) is None
        assert await bootstrap(configured_key=later) is None
        assert await role_of(later) is None
