"""Making, changing and ending webhooks, over HTTP."""

import pytest

from api import Api, Json

URL = "https://erp.example/wellkept"


async def made(admin: Api, **values: object) -> Json:
    return await admin.created("/v1/webhooks", {"url": URL, **values})


class TestMaking:
    async def test_shows_the_secret_once(self, admin: Api) -> None:
        created = await made(admin, types=["tickets.*", "tickets.*", "sla.clock.breached"], description="ERP")

        found = await admin.found(f"/v1/webhooks/{created['id']}")
        listed = await admin.found("/v1/webhooks")

        secret = created.pop("secret")
        assert secret.startswith("whsec_")
        assert found == created == listed["items"][0]
        assert secret not in str(await admin.found("/v1/audit", params={"subject": f"webhooks/{created['id']}"}))
        assert (found["types"], found["active"], found["failures"]) == (["tickets.*", "sla.clock.breached"], True, 0)

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ({}, [("/url", "required")]),
            ({"url": "http://erp.example/"}, [("/url", "webhooks.webhook.address_refused")]),
            ({"url": "https://10.0.0.7/"}, [("/url", "webhooks.webhook.address_refused")]),
            ({"url": "https://169.254.169.254/latest/meta-data"}, [("/url", "webhooks.webhook.address_refused")]),
            ({"url": URL, "types": []}, [("/types", "too_short")]),
            ({"url": URL, "types": ["Tickets"]}, [("/types/0", "pattern")]),
            ({"url": URL, "secret": "mine"}, [("/secret", "unknown_field")]),
        ],
    )
    async def test_refuses(self, admin: Api, body: Json, expected: list[tuple[str, str]]) -> None:
        answer = await admin.post("/v1/webhooks", body)

        assert answer.status_code == 422
        assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == expected


class TestChanging:
    async def test_holds_for_the_version_that_was_seen(self, admin: Api) -> None:
        webhook = await made(admin)
        path = f"/v1/webhooks/{webhook['id']}"

        first = await admin.patch(path, {"active": False}, headers={"If-Match": '"1"'})
        second = await admin.patch(path, {"active": True}, headers={"If-Match": '"1"'})
        same = await admin.patch(path, {"active": False})

        assert (first.status_code, second.status_code, same.json()["version"]) == (200, 412, 2)
        refused = await admin.patch(path, {"url": "https://localhost/"})
        assert refused.json()["errors"][0]["pointer"] == "/url"

    async def test_gives_a_new_secret_and_ends(self, admin: Api) -> None:
        webhook = await made(admin)
        path = f"/v1/webhooks/{webhook['id']}"

        rotated = await admin.post(f"{path}/secret", {"overlap_hours": 0})
        gone = await admin.delete(path)

        assert rotated.status_code == 201
        assert rotated.json()["secret"] not in {"", webhook["secret"]}
        assert rotated.json()["former_until"] is None
        assert (gone.status_code, (await admin.get(path)).status_code) == (204, 404)
