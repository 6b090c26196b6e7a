"""The verbs of API keys."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts_api import make_user
from wellkept.platform.auth.queries import api_key
from wellkept.platform.auth.schemas import ApiKeyCreate
from wellkept.platform.auth.service.keys import create_key, mark_used, revoke_key
from wellkept.platform.auth.tokens import digest, is_key
from wellkept.platform.storage.engines import database
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.errors import NotFound, PreconditionFailed
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import uuid7

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def make() -> tuple[str, str]:
    user = await make_user(Role.VIEWER)
    created = await create_key(ApiKeyCreate(user_id=user.id, name="k"), actor=SYSTEM)
    return str(created.id), created.key


class TestKey:
    async def test_is_stored_as_its_digest_only(self) -> None:
        _, key = await make()

        row = await database().fetch_one("SELECT * FROM api_key")

        assert row is not None
        assert is_key(key)
        assert row["key_sha256"] == digest(key)
        assert key not in str(row)

    async def test_is_revoked_once(self) -> None:
        await make()
        (row,) = await database().fetch("SELECT id FROM api_key")

        first = await revoke_key(row["id"], actor=SYSTEM)
        again = await revoke_key(row["id"], actor=SYSTEM)

        assert first.revoked_at is not None
        assert again == first

    async def test_of_another_version_is_not_revoked(self) -> None:
        await make()
        (row,) = await database().fetch("SELECT id FROM api_key")

        with pytest.raises(PreconditionFailed):
            await revoke_key(row["id"], actor=SYSTEM, if_match=IfMatch(('"7"',)))
        assert (await api_key(row["id"])).revoked_at is None

    async def test_that_is_absent_cannot_be_revoked(self) -> None:
        with pytest.raises(NotFound):
            await revoke_key(uuid7(), actor=SYSTEM)


class TestMarkOfUse:
    async def test_is_written_unless_there_is_a_later_one(self) -> None:
        await make()
        (row,) = await database().fetch("SELECT id FROM api_key")

        for at in (NOON, NOON + MINUTE / 2, NOON + 2 * MINUTE):
            await mark_used(row["id"], at=at, unless_since=at - MINUTE)
        key = await api_key(row["id"])

        assert key.last_used_at == NOON + 2 * MINUTE
        assert key.version == 3
