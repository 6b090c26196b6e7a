"""Changes that are only tried: answered as if they were done, and nothing of them kept."""

import pytest

from api import Api

TRIED = {"Prefer": "dry-run"}


async def kept(admin: Api) -> tuple[int, int, int]:
    """Return how many tickets, events and lines of the audit there are."""
    lists = [await admin.all_items(path) for path in ("/v1/tickets", "/v1/audit")]
    return len(lists[0]), len(lists[1]), len(await admin.all_events("*"))


class TestDryRun:
    @pytest.mark.parametrize(
        "prefer", ["dry-run", "handling=dry-run", 'respond-async, handling="dry-run"', "Dry-Run ,wait=5"]
    )
    async def test_answers_as_the_change_would_and_keeps_nothing(self, admin: Api, prefer: str) -> None:
        project = await admin.project()
        before = await kept(admin)
        body = {"title": "Trips", "channel": "phone", "project_id": project["id"]}

        answer = await admin.post("/v1/tickets", body, headers={"Prefer": prefer})

        assert (answer.status_code, answer.headers["Preference-Applied"]) == (201, "dry-run")
        assert answer.json()["status"] == "new"
        assert (await admin.get(f"/v1/tickets/{answer.json()['id']}")).status_code == 404
        assert await kept(admin) == before

    async def test_of_a_transition_leaves_the_ticket_as_it_was(self, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}"

        tried = await admin.post(f"{path}/transitions", {"action": "triage"}, headers=TRIED)
        refused = await admin.post(f"{path}/transitions", {"action": "resume"}, headers=TRIED)

        assert (tried.status_code, tried.headers["Preference-Applied"]) == (201, "dry-run")
        assert (refused.status_code, refused.json()["code"]) == (409, "tickets.transition.not_allowed")
        assert await admin.found(path) == ticket

    async def test_of_a_patch_and_of_a_delete_change_nothing(self, admin: Api) -> None:
        customer = await admin.customer()
        path = f"/v1/customers/{customer['id']}"

        renamed = await admin.patch(path, {"name": "Other"}, headers=TRIED)
        deleted = await admin.delete(path, headers=TRIED)

        assert (renamed.json()["name"], deleted.status_code) == ("Other", 204)
        assert await admin.found(path) == customer

    async def test_does_not_use_up_an_idempotency_key(self, admin: Api) -> None:
        project = await admin.project()
        body = {"title": "Trips", "channel": "phone", "project_id": project["id"]}
        key = {"Idempotency-Key": "0199f3a0-0000-7000-8000-000000000001"}

        tried = await admin.post("/v1/tickets", body, headers={**key, **TRIED})
        done = await admin.post("/v1/tickets", body, headers=key)

        assert (tried.status_code, done.status_code) == (201, 201)
        assert "Idempotency-Replayed" not in done.headers
        assert (await admin.get(f"/v1/tickets/{done.json()['id']}")).status_code == 200

    async def test_of_an_upload_is_refused(self, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/attachments"

        answer = await admin.post(path, files={"file": ("a.txt", b"x")}, headers=TRIED)

        assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
            ("header/Prefer", "not_a_choice")
        ]
        assert await admin.all_items(path) == []

    async def test_says_nothing_of_what_is_read(self, admin: Api) -> None:
        answer = await admin.get("/v1/tickets", headers=TRIED)

        assert (answer.status_code, "Preference-Applied" in answer.headers) == (200, False)

    async def test_is_not_meant_by_other_preferences(self, admin: Api) -> None:
        answer = await admin.post(
            "/v1/customer-types", {"code": "T", "name": "T"}, headers={"Prefer": "return=minimal, handling=lenient"}
        )

        assert (await admin.get(f"/v1/customer-types/{answer.json()['id']}")).status_code == 200
