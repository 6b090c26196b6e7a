"""Templates: made, revised, retired, and what cannot be asked."""

from typing import Any, Final

import pytest

from survey_house import OVERALL_ONLY, UNKNOWN, answered, invited, looked, resolved, told_wrong
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp

TEMPLATES: Final = "/v1/survey/templates"
QUESTION: Final = OVERALL_ONLY["questions"][0]
NO_WORDS: Final[Json] = {}
#: The example of the specification.
REPAIR: Final[Json] = {
    "code": "repair",
    "name": "维修回访",
    "intro": {"zh-CN": "请评价本次服务", "en": "How did we do?"},
    "questions": [
        QUESTION,
        {"code": "recommend", "kind": "nps", "title": {"zh-CN": "推荐", "en": "Recommend us?"}},
        {
            "code": "why",
            "kind": "choice",
            "title": {"zh-CN": "原因"},
            "options": [{"code": "slow", "title": {"zh-CN": "太慢", "en": "Slow"}}],
            "multiple": True,
            "show_if": {"question": "overall", "at_most": 2},
        },
    ],
}


async def listed(app: TestApp, **filters: str) -> list[str]:
    answer = await app.client.get(TEMPLATES, params=filters)
    assert answer.status_code == 200, answer.text
    return [each["code"] for each in answer.json()["items"]]


class TestTemplate:
    async def test_is_kept_as_it_was_said(self, app: TestApp) -> None:
        made = await app.client.post(TEMPLATES, json={**REPAIR, "code": "own"})

        assert made.status_code == 201, made.text
        path = f"{TEMPLATES}/{made.json()['id']}"
        assert (made.headers["location"], made.headers["etag"]) == (path, '"1"')
        found = (await app.client.get(path)).json()
        assert found == made.json()
        assert (found["revision"], found["status"], found["anonymous"], found["preset"]) == (1, "active", False, False)
        assert found["questions"][0] == {**QUESTION, "options": [], "multiple": False, "show_if": None}
        assert found["questions"][2]["show_if"] == {"question": "overall", "at_most": 2, "at_least": None}

    async def test_comes_with_the_plugin(self, app: TestApp) -> None:
        assert await listed(app) == ["repair", "yearly"]
        assert await listed(app, code="repair") == ["repair"]
        assert await listed(app, status="retired") == []

    async def test_takes_the_place_of_one_that_came_with_the_plugin(self, app: TestApp) -> None:
        made = await app.created(TEMPLATES, REPAIR)
        again = await app.client.post(TEMPLATES, json=REPAIR)

        assert (made["revision"], made["preset"], len(made["questions"])) == (1, False, 3)
        assert await listed(app) == ["repair", "yearly"]
        assert (again.status_code, told_wrong(again)) == (409, [("/code", "code_taken")])

    async def test_leaves_what_was_asked_before_as_it_was(self, app: TestApp) -> None:
        ticket = await resolved(app)
        before = await invited(app, ticket["id"])

        made = await app.created(TEMPLATES, REPAIR)

        assert made["revision"] == 2
        assert len((await looked(app, before["token"])).json()["questions"]) == 6
        after = await invited(app, ticket["id"], respondent={"name": "李", "email": "li@customer.example"})
        assert (after["revision"], len((await looked(app, after["token"])).json()["questions"])) == (2, 3)

    async def test_is_revised_and_never_edited(self, app: TestApp) -> None:
        made = await app.created(TEMPLATES, OVERALL_ONLY)
        body = {"questions": [{**QUESTION, "scale": 10}], "thanks": {"zh-CN": "谢谢"}}

        revised = await app.client.post(f"{TEMPLATES}/{made['id']}/revisions", json=body, headers={"If-Match": '"1"'})
        stale = await app.client.post(f"{TEMPLATES}/{made['id']}/revisions", json=body, headers={"If-Match": '"1"'})

        assert revised.status_code == 201, revised.text
        assert (revised.json()["revision"], revised.json()["questions"][0]["scale"]) == (2, 10)
        assert stale.status_code == 412
        stored = await app.house.fetch(
            "SELECT revision FROM survey_template_revision WHERE template_id = ?", made["id"]
        )
        assert sorted(row["revision"] for row in stored) == [1, 2]

    async def test_is_renamed_and_retired(self, app: TestApp) -> None:
        made = await app.created(TEMPLATES, OVERALL_ONLY)
        path = f"{TEMPLATES}/{made['id']}"
        ticket = await resolved(app)
        before = await invited(app, ticket["id"], "short")

        renamed = await app.client.patch(path, json={"name": "Short one", "status": "retired"})
        unchanged = await app.client.patch(path, json={"status": "retired"})

        assert (renamed.json()["name"], renamed.json()["status"], renamed.json()["version"]) == (
            "Short one",
            "retired",
            2,
        )
        assert unchanged.json()["version"] == 2
        body = {"template_code": "short", "respondent": {"name": "李", "email": "li@customer.example"}}
        refused = await app.client.post(f"/v1/tickets/{ticket['id']}/survey/invitations", json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "survey.template.retired")
        assert (await answered(app, before["token"], overall=4)).status_code == 201

    async def test_is_unknown_by_another_id(self, app: TestApp) -> None:
        asked = [
            await app.client.get(f"{TEMPLATES}/{UNKNOWN}"),
            await app.client.patch(f"{TEMPLATES}/{UNKNOWN}", json={"name": "x"}),
            await app.client.post(f"{TEMPLATES}/{UNKNOWN}/revisions", json={"questions": [QUESTION]}),
        ]

        assert [each.json()["code"] for each in asked] == ["survey.template.not_found"] * 3

    async def test_is_for_our_own_house(self, app: TestApp) -> None:
        customer = await app.customer()
        outside = await app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])
        viewer = await app.as_actor(Role.VIEWER)

        assert (await outside.get(TEMPLATES)).status_code == 403
        assert (await viewer.get(TEMPLATES)).status_code == 200
        assert (await viewer.post(TEMPLATES, json=OVERALL_ONLY)).status_code == 403


class TestMistake:
    @pytest.mark.parametrize(
        ("said", "pointers"),
        [
            ({"questions": []}, ["/questions"]),
            ({"questions": [QUESTION, QUESTION]}, ["/questions/1/code"]),
            ({"questions": [{**QUESTION, "title": {"en": "Overall"}}]}, ["/questions/0/title"]),
            ({"questions": [{**QUESTION, "title": NO_WORDS}]}, ["/questions/0/title"]),
            ({"questions": [{**QUESTION, "scale": 7}], "intro": {"en": "Hi"}}, ["/questions/0/scale", "/intro"]),
            (
                {"questions": [{**QUESTION, "show_if": {"question": "later", "at_most": 2}}]},
                ["/questions/0/show_if/question"],
            ),
        ],
    )
    async def test_is_named_at_its_place(self, app: TestApp, said: dict[str, Any], pointers: list[str]) -> None:
        refused = await app.client.post(TEMPLATES, json={**OVERALL_ONLY, **said})

        assert (refused.status_code, refused.json()["code"]) == (422, "survey.template.invalid")
        assert told_wrong(refused) == [(pointer, "survey.template.invalid") for pointer in pointers]
