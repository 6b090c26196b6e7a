"""Attaching files."""

from hashlib import sha256

import pytest

from api import Api, AsActor
from wellkept_sdk.actor import Role

PHOTO = b"\x89PNG not really" * 1000


class TestAttachments:
    async def test_gives_back_the_bytes_under_their_digest(self, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/attachments"

        answer = await admin.post(path, files={"file": ("../泵 photo.png", PHOTO, "image/png")})
        content = await admin.get(f"{path}/{answer.json()['id']}/content")

        assert answer.status_code == 201, answer.text
        assert (answer.json()["name"], answer.json()["media_type"]) == ("泵 photo.png", "image/png")
        assert answer.json()["size_bytes"] == len(PHOTO)
        assert answer.json()["sha256"] == sha256(PHOTO).hexdigest()
        assert content.content == PHOTO
        assert content.headers["etag"] == f'"{sha256(PHOTO).hexdigest()}"'
        assert content.headers["x-content-type-options"] == "nosniff"

    async def test_is_not_sent_again_to_who_has_it(self, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/attachments"
        stored = (await admin.post(path, files={"file": ("a.bin", PHOTO)})).json()

        answer = await admin.get(f"{path}/{stored['id']}/content", headers={"If-None-Match": f'"{stored["sha256"]}"'})

        assert (answer.status_code, answer.content) == (304, b"")

    async def test_stays_unseen_by_customers_unless_it_is_for_them(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/attachments"
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        hidden = (await admin.post(path, files={"file": ("a.bin", b"a")})).json()

        shown = (await admin.post(path, files={"file": ("b.bin", b"b")}, data={"visibility": "customer"})).json()

        assert [item["id"] for item in await customer.all_items(path)] == [shown["id"]]
        assert (await customer.get(f"{path}/{hidden['id']}/content")).status_code == 404
        assert (await customer.get(f"{path}/{shown['id']}/content")).content == b"b"

    @pytest.mark.parametrize(
        ("sent", "status", "pointer"),
        [
            ({"data": {"visibility": "customer"}, "files": {"other": ("a", b"a")}}, 422, "/file"),
            ({"files": {"file": ("a", b"a")}, "data": {"visibility": "all"}}, 422, "/visibility"),
            ({"files": {"file": ("a", b"a")}, "data": {"taken_at": "2026-01-01T00:00:00"}}, 422, "/taken_at"),
            ({"json": {"file": "a"}}, 415, None),
        ],
    )
    async def test_refuses_a_wrong_form(
        self, admin: Api, sent: dict[str, object], status: int, pointer: str | None
    ) -> None:
        ticket = await admin.ticket()

        answer = await admin.post(f"/v1/tickets/{ticket['id']}/attachments", **sent)

        assert answer.status_code == status, answer.text
        assert pointer is None or pointer in {error["pointer"] for error in answer.json()["errors"]}

    async def test_refuses_a_form_that_is_cut_off(self, admin: Api) -> None:
        ticket = await admin.ticket()
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf'

        answer = await admin.post(
            f"/v1/tickets/{ticket['id']}/attachments",
            content=body,
            headers={"Content-Type": "multipart/form-data; boundary=x"},
        )

        assert answer.status_code in {400, 422}, answer.text

    async def test_is_described_without_its_bytes(self, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/attachments"
        form = {"visibility": "partner", "taken_at": "2026-11-02T09:30:00+08:00"}
        stored = (await admin.post(path, files={"file": ("a.bin", PHOTO)}, data=form)).json()

        found = await admin.found(f"{path}/{stored['id']}")

        assert found == stored
        assert (found["visibility"], found["taken_at"]) == ("partner", "2026-11-02T01:30:00Z")
        assert found["uploaded_by"]["id"] == str(admin.user_id)
