"""Results over HTTP: who was asked, who has answered, and every figure with its uncertainty."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from stations_days import planned_station
from stations_house import placed_project
from survey_house import AT_ONCE, answered, confirmed, later, survey_app
from survey_results import FULL, asked, full_template, gave, of, question, results
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    terms = {"sampled": {"triggers": {"after_repair": {**AT_ONCE, "sample_percent": 0}}}}
    async with survey_app(request.param, terms=terms) as app:
        yield app


async def ticket(app: TestApp, project: Json | None = None) -> Json:
    project = project or await app.project(contract="plain")
    return await app.ticket(project_id=project["id"])


class TestResults:
    async def test_of_nobody_say_that_nothing_is_known(self, app: TestApp) -> None:
        await full_template(app)
        unknown = {"value": None, "low": None, "high": None}

        (found,) = await results(app, template="full")

        assert (found["key"], found["label"], found["asked"], found["answered"]) == (None, None, 0, 0)
        assert (found["suppressed"], found["nps"], found["small_sample"]) == ({}, None, True)
        assert found["response_rate"] == unknown
        assert [each["code"] for each in found["questions"]] == ["speed", "overall", "recommend", "why", "more"]
        assert found["questions"][0] == {
            "code": "speed",
            "kind": "rating",
            "dimension": "response_speed",
            "n": 0,
            "mean": None,
            "low": None,
            "high": None,
            "histogram": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0},
            "top_share": unknown,
        }

    async def test_count_answers_among_those_who_were_asked(self, app: TestApp) -> None:
        await full_template(app)
        about = await ticket(app)
        await gave(app, about, *[{"overall": 5}] * 8)
        await asked(app, about, people=12)

        (found,) = await results(app, template="full")
        later(app, days=30)
        await app.drain()
        (afterwards,) = await results(app, template="full")

        assert (found["asked"], found["answered"]) == (20, 8)
        assert found["response_rate"] == {"value": "0.4000", "low": "0.2188", "high": "0.6134"}
        assert afterwards["response_rate"] == found["response_rate"]

    async def test_count_a_rating_without_a_scale_as_one_of_five(self, app: TestApp) -> None:
        await full_template(app, questions=[question("overall", scale=None)])
        await gave(app, await ticket(app), {"overall": 5}, {"overall": 4}, {"overall": 4}, {"overall": 2})

        (found,) = await results(app, template="full")

        (overall,) = found["questions"]
        assert (overall["n"], overall["mean"], overall["low"], overall["high"]) == (4, "3.7500", "2.5169", "4.9831")
        assert overall["histogram"] == {"1": 0, "2": 1, "3": 0, "4": 2, "5": 1}
        assert overall["top_share"]["value"] == "0.7500"

    async def test_give_means_with_their_intervals(self, app: TestApp) -> None:
        await full_template(app)
        await gave(
            app,
            await ticket(app),
            *({"speed": speed, "overall": overall} for speed, overall in zip([5, 4, 4, 2], [5, 5, 4, 3], strict=True)),
            {"overall": 1},
        )

        (found,) = await results(app, template="full")

        assert of(found, "speed") == {
            "code": "speed",
            "kind": "rating",
            "dimension": "response_speed",
            "n": 4,
            "mean": "3.7500",
            "low": "2.5169",
            "high": "4.9831",
            "histogram": {"1": 0, "2": 1, "3": 0, "4": 2, "5": 1},
            "top_share": {"value": "0.7500", "low": "0.3006", "high": "0.9544"},
        }
        overall = of(found, "overall")
        assert (overall["n"], overall["mean"], overall["low"], overall["high"]) == (5, "3.6000", "2.1333", "5.0000")

    async def test_give_recommendation_with_its_interval(self, app: TestApp) -> None:
        await full_template(app)
        await gave(app, await ticket(app), *({"recommend": value} for value in [10, 10, 9, 9, 9, 8, 7, 7, 6, 0]))

        (found,) = await results(app, template="full")

        assert found["nps"] == {
            "n": 10,
            "promoters": 5,
            "passives": 3,
            "detractors": 2,
            "score": "30.0",
            "low": "-18.4",
            "high": "78.4",
        }
        assert found["small_sample"] is True
        likelihood = of(found, "recommend")
        assert (likelihood["n"], likelihood["mean"], likelihood["top_share"]) == (10, "7.5000", None)

    async def test_count_options_and_words(self, app: TestApp) -> None:
        await full_template(app)
        about = await ticket(app)
        tokens = await asked(app, about, people=3)
        said: list[Json] = [{"why": ["slow"]}, {"why": ["slow", "rude"], "more": "谢谢"}, {"overall": 5}]
        for token, values in zip(tokens, said, strict=True):
            assert (await answered(app, token, **values)).status_code == 201

        (found,) = await results(app, template="full")

        why, more = of(found, "why"), of(found, "more")
        assert (why["n"], why["histogram"], why["mean"], why["top_share"]) == (2, {"slow": 2, "rude": 1}, None, None)
        assert (more["n"], more["histogram"]) == (1, {})

    async def test_show_who_was_not_asked(self, app: TestApp) -> None:
        project = await app.project(contract="plain")
        for _ in range(2):
            await confirmed(app, project_id=project["id"])
        await confirmed(app, contract="sampled")
        later(app, minutes=1)
        await app.drain()

        (found,) = await results(app, template="repair")

        assert (found["asked"], found["suppressed"]) == (1, {"sampled_out": 1, "capped": 1})

    async def test_of_another_question_change_nothing(self, app: TestApp) -> None:
        await full_template(app)
        about = await ticket(app)
        await gave(app, about, {"speed": 5, "overall": 4}, {"speed": 3})
        (before,) = await results(app, template="full")

        await gave(app, about, {"overall": 2, "recommend": 9})

        (after,) = await results(app, template="full")
        assert of(after, "speed") == of(before, "speed")
        assert (of(before, "overall")["n"], of(after, "overall")["n"]) == (1, 2)
        assert after["asked"] >= after["answered"] == before["answered"] + 1

    async def test_tell_a_question_from_what_it_meant_before(self, app: TestApp) -> None:
        template = await full_template(app)
        about = await ticket(app)
        await gave(app, about, {"overall": 5})
        questions = [question("overall", scale=10, dimension="overall"), question("recommend", "nps")]
        await app.created(f"/v1/survey/templates/{template['id']}/revisions", {"questions": questions})

        await gave(app, about, {"overall": 8, "recommend": 10})

        (found,) = await results(app, template="full")
        assert [(each["code"], each["n"], len(each["histogram"])) for each in found["questions"]] == [
            ("overall", 1, 10),
            ("recommend", 1, 11),
            ("overall", 1, 5),
        ]


class TestGroups:
    async def test_are_customers_projects_and_months(self, app: TestApp) -> None:
        await full_template(app)
        north, south = await app.project(contract="plain"), await app.project(contract="plain")
        await gave(app, await ticket(app, north), {"overall": 5}, {"overall": 4})
        app.clock.set(datetime.fromisoformat("2026-04-01T00:00:00Z"))
        await gave(app, await ticket(app, south), {"overall": 1})

        by_project = await results(app, template="full", group_by="project")
        by_customer = await results(app, template="full", group_by="customer")
        by_month = await results(app, template="full", group_by="month")
        by_station = await results(app, template="full", group_by="station")

        assert [(each["key"], each["label"], each["answered"]) for each in by_project] == [
            (north["id"], north["name"], 2),
            (south["id"], south["name"], 1),
        ]
        assert [each["key"] for each in by_customer] == [north["customer_id"], south["customer_id"]]
        assert [of(each, "overall")["mean"] for each in by_customer] == ["4.5000", "1.0000"]
        assert [(each["key"], each["label"], each["asked"]) for each in by_month] == [
            ("2026-03", "2026-03", 2),
            ("2026-04", "2026-04", 1),
        ]
        assert [(each["key"], each["answered"]) for each in by_station] == [(None, 3)]

    async def test_are_stations_by_their_names(self, app: TestApp) -> None:
        await full_template(app)
        # Before there are stations, tickets belong to none.
        await gave(app, await ticket(app), {"overall": 1})
        here = await planned_station(app)
        await gave(app, await ticket(app, await placed_project(app)), {"overall": 5})

        found = await results(app, template="full", group_by="station")

        assert [(each["key"], each["label"], of(each, "overall")["mean"]) for each in found] == [
            (here["id"], here["name"], "5.0000"),
            (None, None, "1.0000"),
        ]

    async def test_come_by_pages(self, app: TestApp) -> None:
        await full_template(app)
        keys: list[str] = []
        for _ in range(3):
            project = await app.project(contract="plain")
            await gave(app, await ticket(app, project), {"overall": 5})
            keys.append(project["id"])

        asked_for = {"template": "full", "group_by": "project", "limit": 2}
        first = (await app.client.get("/v1/survey/results", params=asked_for)).json()
        second = (
            await app.client.get("/v1/survey/results", params={**asked_for, "cursor": first["next_cursor"]})
        ).json()
        foreign = await app.client.get(
            "/v1/survey/results", params={**asked_for, "group_by": "customer", "cursor": first["next_cursor"]}
        )

        assert [each["key"] for each in first["items"]] == keys[:2]
        assert [(each["key"], of(each, "overall")["n"]) for each in second["items"]] == [(keys[2], 1)]
        assert second["next_cursor"] is None
        assert foreign.status_code == 422

    async def test_are_narrowed_by_what_is_asked_for(self, app: TestApp) -> None:
        await full_template(app)
        await full_template(app, code="other")
        project = await app.project(contract="plain")
        await gave(app, await ticket(app, project), {"overall": 5})
        await gave(app, await ticket(app), {"overall": 3}, template="other")

        async def answers(**filters: str) -> int:
            (found,) = await results(app, **filters)
            return found["answered"]

        assert await answers() == 2
        assert await answers(template="full") == await answers(template="other") == 1
        assert await answers(template="unknown") == 0
        assert await answers(project_id=project["id"]) == await answers(customer_id=project["customer_id"]) == 1
        assert await answers(**{"from": "2026-03-02T02:00:00Z", "to": "2026-03-02T02:00:01Z"}) == 2
        assert await answers(**{"from": "2026-03-02T02:00:01Z"}) == await answers(to="2026-03-02T02:00:00Z") == 0

    async def test_of_anonymous_templates_are_left_out_below_three_answers(self, app: TestApp) -> None:
        await full_template(app, code="secret", anonymous=True)
        few, many = await app.project(contract="plain"), await app.project(contract="plain")
        await gave(app, await ticket(app, few), {"overall": 1}, {"overall": 2}, template="secret")

        assert await results(app, template="secret") == []
        await gave(app, await ticket(app, many), *[{"overall": 4}] * 3, template="secret")

        (shown,) = await results(app, template="secret", group_by="project")
        assert (shown["key"], shown["answered"]) == (many["id"], 3)
        (together,) = await results(app, template="secret")
        assert together["answered"] == 5


class TestAsking:
    async def test_is_for_our_own_house(self, app: TestApp) -> None:
        project = await app.project(contract="plain")
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])
        viewer = await app.as_actor(Role.VIEWER)

        assert (await customer.get("/v1/survey/results")).status_code == 403
        assert (await viewer.get("/v1/survey/results")).status_code == 200

    async def test_takes_three_statements_however_many_answers_there_are(self, app: TestApp) -> None:
        await full_template(app)
        await app.created("/v1/survey/templates", {**FULL, "code": "other"})

        async def cost(group_by: str) -> int:
            await results(app, group_by=group_by)
            before = app.house.statements
            await results(app, group_by=group_by)
            return app.house.statements - before

        await gave(app, await ticket(app), {"overall": 5})
        few = [await cost(group_by) for group_by in ("none", "station")]
        await gave(app, await ticket(app), {"overall": 5}, {"overall": 4}, template="other")

        # One more asks who is calling.
        assert few == [4, 4]
        assert [await cost(group_by) for group_by in ("none", "project")] == [4, 4]

    async def test_leaves_out_tickets_that_surveys_serve_no_more(self, app: TestApp) -> None:
        await full_template(app)
        about = await ticket(app)
        await gave(app, about, {"overall": 5})
        bare = {"customer_id": about["customer_id"], "project_id": about["project_id"], "plan_code": "bare"}
        await app.created("/v1/contracts", {"number": "BARE", "starts_on": "2026-01-01", **bare})
        await app.created(f"/v1/tickets/{about['id']}/activation", {})

        (found,) = await results(app, template="full")

        assert found["asked"] == 0
