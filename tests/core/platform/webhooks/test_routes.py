"""Who may have to do with webhooks."""

from collections.abc import Awaitable, Callable

import pytest

from api import Api, Json
from wellkept_sdk.actor import Role

Caller = Callable[..., Awaitable[Api]]
URL = "https://erp.example/wellkept"


async def made(admin: Api, **values: object) -> Json:
    return await admin.created("/v1/webhooks", {"url": URL, **values})


class TestWhoMay:
    @pytest.mark.parametrize("role", [Role.VIEWER, Role.ENGINEER])
    async def test_is_nobody_without_the_permission(self, admin: Api, role: Role, as_actor: Caller) -> None:
        webhook = await made(admin)
        caller = await as_actor(role)

        for path in ("/v1/webhooks", f"/v1/webhooks/{webhook['id']}", f"/v1/webhooks/{webhook['id']}/deliveries"):
            assert (await caller.get(path)).status_code == 403
