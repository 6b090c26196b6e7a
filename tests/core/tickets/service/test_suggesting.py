"""What is suggested while a matter is being written, where no plugin has a say."""

from api import Api, AsActor
from wellkept_sdk.actor import Role

PATH = "/v1/tickets/suggestions"


class TestSuggestions:
    async def test_are_none_without_plugins_and_write_nothing(self, admin: Api) -> None:
        project = await admin.project()

        answer = await admin.post(PATH, {"project_id": project["id"], "text": "Pump trips"})

        assert (answer.status_code, answer.json()) == (200, {"items": []})
        assert await admin.all_items("/v1/tickets") == []

    async def test_are_for_what_the_caller_may_see(self, admin: Api, as_actor: AsActor) -> None:
        own, other = await admin.project(), await admin.project()
        foreign = await admin.equipment(project_id=other["id"])
        customer = await as_actor(Role.CUSTOMER, customer_ids=[own["customer_id"]])
        viewer = await as_actor(Role.VIEWER)

        unseen = await customer.post(PATH, {"project_id": other["id"], "text": "Pump trips"})
        beside = await admin.post(PATH, {"project_id": own["id"], "equipment_id": foreign["id"], "text": "Pump trips"})
        forbidden = await viewer.post(PATH, {"project_id": own["id"], "text": "Pump trips"})

        assert [(each["pointer"], each["code"]) for each in unseen.json()["errors"]] == [
            ("/project_id", "unknown_reference")
        ]
        assert [(each["pointer"], each["code"]) for each in beside.json()["errors"]] == [
            ("/equipment_id", "tickets.equipment.other_project")
        ]
        assert forbidden.status_code == 403

    async def test_need_words(self, admin: Api) -> None:
        answer = await admin.post(PATH, {"text": ""})

        assert sorted((each["pointer"], each["code"]) for each in answer.json()["errors"]) == [
            ("/project_id", "required"),
            ("/text", "too_short"),
        ]
