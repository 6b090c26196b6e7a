"""What happens to keys by themselves."""

from datetime import timedelta

from api import Api
from wellkept.platform.auth.jobs import revoke_expired
from wellkept_sdk.now import now


class TestRevokeExpired:
    async def test_revokes_what_has_run_out_and_says_so(self, admin: Api) -> None:
        soon = now() + timedelta(hours=1)
        body = {"user_id": str(admin.user_id), "name": "for a day"}
        running_out = await admin.created("/v1/api-keys", {**body, "expires_at": soon.isoformat()})
        lasting = await admin.created("/v1/api-keys", body)

        revoked = await revoke_expired(soon)

        assert revoked == 1
        assert (await admin.found(f"/v1/api-keys/{running_out['id']}"))["revoked_at"] is not None
        assert (await admin.found(f"/v1/api-keys/{lasting['id']}"))["revoked_at"] is None
        [event] = await admin.all_events("keys.key.revoked")
        assert event["data"]["api_key_id"] == running_out["id"]
        assert await revoke_expired(soon) == 0
