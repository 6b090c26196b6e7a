"""Writing into the service record."""

import pytest

from api import Api, AsActor
from wellkept_sdk.actor import Role

NOTHING = "01900000-0000-7000-8000-000000000001"


class TestLog:
    async def test_shows_customers_only_what_is_meant_for_them(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/log"
        await admin.created(path, {"kind": "note", "text": "The customer is difficult."})
        await admin.created(path, {"kind": "message", "text": "We come at noon.", "visibility": "customer"})
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])

        own = await customer.created(path, {"kind": "message", "text": "Thank you."})

        assert own["visibility"] == "customer"
        assert [entry["text"] for entry in await customer.all_items(path)] == ["We come at noon.", "Thank you."]
        assert len(await admin.all_items(path, limit=1)) == 3

    async def test_refuses_a_customer_who_writes_internally(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        body = {"kind": "note", "text": "x", "visibility": "internal"}

        answer = await customer.post(f"/v1/tickets/{ticket['id']}/log", body)

        assert (answer.status_code, answer.json()["code"]) == (422, "tickets.log.visibility_denied")

    async def test_corrects_a_line_with_a_later_one(self, admin: Api) -> None:
        ticket, other = await admin.ticket(), await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/log"
        wrong = await admin.created(path, {"kind": "test", "text": "4 bar"})

        right = await admin.created(path, {"kind": "test", "text": "5 bar", "corrects_id": wrong["id"]})
        foreign = await admin.post(
            f"/v1/tickets/{other['id']}/log", {"kind": "test", "text": "5 bar", "corrects_id": wrong["id"]}
        )

        assert right["corrects_id"] == wrong["id"]
        assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "/corrects_id")

    async def test_adds_the_message_of_an_answer(self, admin: Api) -> None:
        ticket = await admin.ticket()

        await admin.act(ticket["id"], "respond", message="We are on our way.")

        [entry] = await admin.all_items(f"/v1/tickets/{ticket['id']}/log")
        assert (entry["kind"], entry["visibility"], entry["text"]) == ("message", "customer", "We are on our way.")

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({"occurred_at": "2999-01-01T00:00:00Z"}, "/occurred_at", "tickets.occurred_at.in_future"),
            ({"attachment_ids": [NOTHING]}, "/attachment_ids/0", "unknown_reference"),
            ({"corrects_id": NOTHING}, "/corrects_id", "unknown_reference"),
            ({"text": ""}, "/text", "too_short"),
        ],
    )
    async def test_refuses_mistakes(self, admin: Api, body: dict[str, object], pointer: str, code: str) -> None:
        ticket = await admin.ticket()

        answer = await admin.post(f"/v1/tickets/{ticket['id']}/log", {"kind": "note", "text": "x", **body})

        assert answer.status_code == 422, answer.text
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]

    async def test_names_files_of_the_ticket(self, admin: Api) -> None:
        ticket = await admin.ticket()
        photo = await admin.post(f"/v1/tickets/{ticket['id']}/attachments", files={"file": ("seal.jpg", b"jpeg")})
        body = {"kind": "diagnosis", "text": "worn", "attachment_ids": [photo.json()["id"]]}

        entry = await admin.created(f"/v1/tickets/{ticket['id']}/log", body)

        assert entry["attachment_ids"] == [photo.json()["id"]]
