"""Clocks as they stand or stood, and who sees which of them."""

from collections.abc import AsyncIterator

import httpx
import pytest

from fake_parties import PUMPCO, VALVECO
from sla_house import Story, customer_of, iso, mistakes, moment, partner_of, sla_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

MONDAY = "2026-03-02 09:00"
MEMBERS_OF_A_CLOCK = [
    *("id", "ticket_id", "code", "number", "cycle", "kind", "measure", "grade", "party_id", "state", "out_of_hours"),
    *("target", "calendar", "starts_at", "original_due_at", "due_at", "provisional", "consumed", "remaining"),
    *("paused_since", "stopped_at", "stopped_by", "cancelled_because", "replaces_id", "breached", "breach", "over_by"),
    *("shifts", "thresholds"),
]


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


def codes(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [clock["code"] for clock in answer.json()["items"]]


async def listed(app: TestApp, client: httpx.AsyncClient | None = None, **query: str) -> Json:
    answer = await (client or app.client).get("/v1/sla/clocks", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestClockOfATicket:
    async def test_has_the_shape_of_the_specification(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00", contract="business", grade=2)
        await story.did("2026-02-14 10:00", "hold", reason="customer")
        app.clock.set(moment("2026-02-20 09:00"))

        clock = (await story.clocks())["resolution"]

        assert list(clock) == MEMBERS_OF_A_CLOCK
        assert clock["target"] == {"kind": "business_time", "duration": "PT8H"}
        assert clock["calendar"] == {"code": "cn-standard", "revision": 1, "time_zone": "Asia/Shanghai"}
        assert (clock["state"], clock["consumed"], clock["remaining"]) == ("paused", "PT2H30M", "PT5H30M")
        assert (clock["due_at"], clock["paused_since"]) == (None, "2026-02-14T02:00:00Z")
        assert clock["shifts"] == [
            {
                "at": "2026-02-14T02:00:00Z",
                "reason": "paused",
                "due_at_before": "2026-02-14T09:00:00Z",
                "due_at_after": None,
            }
        ]
        assert clock["thresholds"] == [
            {"code": "half", "at": None, "state": "pending"},
            {"code": "three_quarters", "at": None, "state": "pending"},
        ]

    async def test_is_as_it_stood_when_the_past_is_asked_for(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY)
        await story.did("2026-03-02 10:00", "respond")
        await story.did("2026-03-03 08:00", "resolve")

        at_noon = await story.clocks(as_of=iso("2026-03-02 12:00"))
        before = await story.clocks(as_of=iso("2026-03-02 08:59"))

        assert (at_noon["response"]["state"], at_noon["resolution"]["state"]) == ("met", "running")
        assert (at_noon["resolution"]["consumed"], before) == ("PT3H", {})

    async def test_tells_by_how_much_it_was_missed(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00")
        await story.did("2026-02-13 21:00:00.000001", "respond")

        response = (await story.clocks())["response"]

        assert (response["state"], response["over_by"]["elapsed"]) == ("missed", "PT0.000001S")

    async def test_is_live_before_a_worker_has_written_its_breach(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY)
        app.clock.set(moment("2026-03-02 13:00:01"))

        unwritten = (await story.clocks())["response"]
        await app.drain()
        written = (await story.clocks())["response"]

        assert (unwritten["breached"], unwritten["breach"]["id"]) == (True, None)
        assert written["breach"]["id"] is not None
        assert written["breach"]["detected_at"] == "2026-03-02T05:00:01Z"
        same = ("due_at", "breached_at", "holder", "attribution", "on_attach", "excused", "withdrawn_at")
        assert {name: written["breach"][name] for name in same} == {name: unwritten["breach"][name] for name in same}

    async def test_keeps_showing_a_breach_that_was_withdrawn(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-05 09:00", reported_at=iso("2026-03-02 09:00"))
        await app.drain()
        answered = {"action": "respond", "occurred_at": iso("2026-03-02 10:00")}

        told = await app.client.post(f"{story.path}/transitions", json=answered)

        response = (await story.clocks())["response"]
        assert told.status_code == 201, told.text
        assert (response["state"], response["breached"]) == ("met", False)
        assert response["breach"]["withdrawn_at"] == "2026-03-05T01:00:00Z"
        assert response["breach"]["on_attach"] is True

    async def test_is_narrowed_by_state_and_kind(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        await story.did("2026-03-02 10:00", "respond")

        assert codes(await story.get("clocks", state="met")) == ["response"]
        assert codes(await story.get("clocks", kind="ola")) == ["triage"]
        assert codes(await story.get("clocks")) == ["on_site", "resolution", "response", "triage"]

    async def test_is_read_page_by_page(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")

        first = (await story.get("clocks", limit=3)).json()
        second = (await story.get("clocks", limit=3, cursor=first["next_cursor"])).json()

        shown = [clock["code"] for clock in [*first["items"], *second["items"]]]
        assert (shown, second["next_cursor"]) == (["on_site", "resolution", "response", "triage"], None)

    async def test_is_refused_for_words_that_are_none(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY)

        assert mistakes(await story.get("clocks", state="asleep")) == [("query/state", "not_a_choice")]
        assert mistakes(await story.get("clocks", as_of="2026-03-02T09:00:00")) == [("query/as_of", "naive_time")]
        assert mistakes(await story.get("clocks", as_of="2027-03-04T09:00:00Z")) == [("query/as_of", "too_large")]
        assert mistakes(await story.get("explain", as_of="9999-12-31T23:59:59Z")) == [("query/as_of", "too_large")]
        assert mistakes(await story.get("clocks", colour="red")) == [("query/colour", "unknown_parameter")]


class TestTicketThatSlaDoesNotServe:
    @pytest.mark.parametrize("path", ["clocks", "explain", "milestones", "holders", "facts"])
    async def test_has_nothing_but_an_empty_history(self, app: TestApp, path: str) -> None:
        bare = await Story.opened(app, MONDAY, contract="bare")

        refused = await bare.get(path)
        history = await bare.get(path, history="true")

        assert (refused.status_code, refused.json()["code"]) == (404, "plugin_inactive")
        assert (history.status_code, history.json().get("items", history.json().get("clocks"))) == (200, [])


class TestExplanation:
    async def test_tells_rule_and_segments_of_a_clock(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00", contract="business", grade=2)
        await story.did("2026-02-14 10:00", "hold", reason="customer")
        app.clock.set(moment("2026-02-14 11:00"))

        explained = (await story.get("explain")).json()

        resolution = explained["clocks"][0]
        assert (explained["as_of"], explained["holder"]) == ("2026-02-14T03:00:00Z", "customer")
        assert resolution["rule"]["pauses_on"] == ["customer", "access", "weather", "scheduled"]
        assert [(each["state"], each["holder"], each["elapsed"]) for each in resolution["segments"]] == [
            ("counted", "us", "PT1H"),
            ("out_of_hours", "us", "PT14H30M"),
            ("counted", "us", "PT1H30M"),
            ("paused", "customer", "PT1H"),
        ]
        facts = {fact["id"]: fact["kind"] for fact in (await story.get("facts")).json()["items"]}
        because = resolution["segments"][-1]["because"]
        assert (because["kind"], facts[because["fact_id"]]) == ("held", "held")

    async def test_is_empty_before_the_clocks_start(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY)

        explained = (await story.get("explain", as_of=iso("2026-03-01 09:00"))).json()

        assert explained == {"as_of": "2026-03-01T01:00:00Z", "holder": None, "clocks": []}

    async def test_names_the_rule_by_which_a_replaced_clock_had_counted(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        terms = {"clocks": {"resolution": {**RESOLUTION, "pauses_on": ["parts"]}}}
        plans = (await app.client.get("/v1/service-plans")).json()["items"]
        plan = next(plan for plan in plans if plan["code"] == "many")
        app.clock.set(moment("2026-03-02 10:00"))
        revised = await app.client.post(f"/v1/service-plans/{plan['id']}/revisions", json={"plugins": {"sla": terms}})
        app.clock.set(moment("2026-03-02 11:00"))
        followed = await app.client.post(f"{story.path}/activation", json={})

        explained = (await story.get("explain")).json()["clocks"]

        assert (revised.is_success, followed.is_success) == (True, True), (revised.text, followed.text)
        rules = {
            each["clock"]["number"]: each["rule"]["pauses_on"]
            for each in explained
            if each["clock"]["code"] == "resolution"
        }
        assert rules == {1: ["customer", "access", "weather", "scheduled"], 2: ["parts"]}


RESOLUTION = {
    "kind": "sla",
    "measure": "resolution",
    "targets": {"1": {"kind": "elapsed", "duration": "PT12H"}},
}


class TestFact:
    async def test_is_listed_in_the_order_in_which_it_happened(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        await story.did("2026-03-02 12:00", "respond")
        await story.post("milestones", milestone="on_site", occurred_at=iso("2026-03-02 10:00"))

        first = (await story.get("facts", limit=2)).json()
        rest = (await story.get("facts", limit=2, cursor=first["next_cursor"])).json()

        listed = [*first["items"], *rest["items"]]
        assert [(fact["kind"], fact["position"]) for fact in listed] == [
            ("opened", 1),
            ("milestone", 3),
            ("responded", 2),
        ]
        assert listed[0]["data"]["grade"] == 1

    async def test_is_not_for_outsiders(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        outside = [await customer_of(app, story.ticket), await partner_of(app, PUMPCO)]

        assert [(await story.get("facts", client)).status_code for client in outside] == [403, 403]


class TestClockOfAnyTicket:
    async def test_that_is_due_first_comes_first(self, app: TestApp) -> None:
        late = await Story.opened(app, MONDAY, grade=3)
        soon = await Story.opened(app, "2026-03-02 09:30", grade=1)

        found = await listed(app, state="running")

        shown = [(clock["ticket_id"], clock["code"]) for clock in found["items"]]
        assert shown == [
            (soon.id, "response"),
            (late.id, "response"),
            (soon.id, "resolution"),
            (late.id, "resolution"),
        ]

    async def test_without_a_due_comes_last_and_pages_are_whole(self, app: TestApp) -> None:
        waiting = await Story.opened(app, MONDAY)
        await waiting.did("2026-03-02 10:00", "hold", reason="customer")
        running = await Story.opened(app, "2026-03-02 11:00")

        first = await listed(app, limit="3")
        second = await listed(app, limit="3", cursor=first["next_cursor"])

        shown = [(clock["ticket_id"], clock["code"]) for clock in [*first["items"], *second["items"]]]
        assert shown[-1] == (waiting.id, "resolution")
        assert sorted(shown) == sorted((each.id, code) for each in (waiting, running) for code in RUNNING)

    async def test_is_narrowed_by_every_filter(self, app: TestApp) -> None:
        many = await Story.opened(app, MONDAY, contract="many")
        await many.post("holders", holder="party", party_id=str(PUMPCO.id))
        other = await Story.opened(app, "2026-03-02 12:00", grade=2)
        app.clock.set(moment("2026-03-02 13:30"))
        await app.drain()

        assert [clock["code"] for clock in (await listed(app, kind="uc"))["items"]] == ["pump_supplier"]
        assert len((await listed(app, party_id=str(PUMPCO.id)))["items"]) == 1
        assert len((await listed(app, customer_id=other.ticket["customer_id"]))["items"]) == 2
        assert len((await listed(app, project_id=many.ticket["project_id"]))["items"]) == 5
        assert len((await listed(app, code="resolution", state="running"))["items"]) == 2
        breached = (await listed(app, breached="true"))["items"]
        assert [clock["code"] for clock in breached] == ["triage", "response"]
        assert "triage" not in [clock["code"] for clock in (await listed(app, breached="false"))["items"]]
        due = (await listed(app, due_before=iso("2026-03-02 15:00")))["items"]
        assert [clock["code"] for clock in due] == ["triage", "response"]

    async def test_costs_few_statements_however_many_tickets_there_are(self, app: TestApp) -> None:
        project = await app.project(contract="preset")
        app.clock.set(moment(MONDAY))
        for _ in range(12):
            await app.ticket(project_id=project["id"])
        await listed(app)
        before = app.house.statements

        found = await listed(app)

        assert len(found["items"]) == 24
        # The caller, the page, the facts, the rows; terms and calendars are remembered.
        assert app.house.statements - before <= 5

    async def test_is_not_there_where_sla_does_not_serve(self, app: TestApp) -> None:
        await Story.opened(app, MONDAY, contract="bare")

        assert (await listed(app))["items"] == []

    async def test_is_refused_for_another_sort(self, app: TestApp) -> None:
        answer = await app.client.get("/v1/sla/clocks", params={"sort": "code"})

        assert mistakes(answer) == [("query/sort", "pattern")]


RUNNING = ("resolution", "response")


class TestCallerFromOutside:
    async def test_who_is_the_customer_sees_what_it_was_promised_and_nothing_else(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        await story.post("holders", holder="party", party_id=str(PUMPCO.id))
        await Story.opened(app, MONDAY, contract="many")
        app.clock.set(moment("2026-03-02 15:00"))
        await app.drain()
        customer = await customer_of(app, story.ticket)

        everywhere = await listed(app, customer)
        explained = (await story.get("explain", customer)).json()
        breaches = (await customer.get("/v1/sla/breaches")).json()["items"]

        assert codes(await story.get("clocks", customer)) == ["on_site", "resolution", "response"]
        assert {clock["ticket_id"] for clock in everywhere["items"]} == {story.id}
        assert {clock["kind"] for clock in everywhere["items"]} == {"sla"}
        assert [each["clock"]["code"] for each in explained["clocks"]] == ["on_site", "resolution", "response"]
        assert [(breach["ticket_id"], breach["code"]) for breach in breaches] == [(story.id, "response")]
        assert (await customer.get("/v1/events")).status_code == 403

    async def test_who_is_a_party_sees_its_own_promises_and_nothing_else(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        await story.post("holders", holder="party", party_id=str(PUMPCO.id))
        app.clock.set(moment("2026-03-02 16:00"))
        await app.drain()
        own, other = await partner_of(app, PUMPCO), await partner_of(app, VALVECO)

        assert codes(await story.get("clocks", own)) == ["pump_supplier"]
        assert codes(await story.get("clocks", other)) == []
        assert [clock["code"] for clock in (await listed(app, own))["items"]] == ["pump_supplier"]
        assert (await listed(app, other))["items"] == []
        explained, nothing = [(await story.get("explain", client)).json() for client in (own, other)]
        assert (nothing["clocks"], nothing["holder"], explained["holder"]) == ([], None, "party")
        assert [each["clock"]["code"] for each in explained["clocks"]] == ["pump_supplier"]
        assert len((await own.get("/v1/sla/breaches")).json()["items"]) == 1
        assert (await other.get("/v1/sla/breaches")).json()["items"] == []

    async def test_of_our_house_sees_all(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        roles = (Role.VIEWER, Role.ENGINEER, Role.DISPATCHER, Role.INTEGRATION)

        shown = [codes(await story.get("clocks", await app.as_actor(role))) for role in roles]

        assert shown == [["on_site", "resolution", "response", "triage"]] * 4


class TestBreach:
    async def test_is_listed_newest_first_and_narrowed(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many")
        app.clock.set(moment("2026-03-03 09:30"))
        await app.drain()

        async def found(**query: str) -> list[str]:
            answer = await app.client.get("/v1/sla/breaches", params=query)
            assert answer.status_code == 200, answer.text
            return [breach["code"] for breach in answer.json()["items"]]

        assert await found() == ["resolution", "on_site", "response", "triage"]
        assert await found(code="on_site") == ["on_site"]
        assert await found(breached_from=iso("2026-03-02 13:00"), breached_to=iso("2026-03-02 17:00")) == ["response"]
        assert await found(excused="true") == []
        assert await found(withdrawn="true") == []
        assert len(await found(excused="false", withdrawn="false")) == 4
        assert await found(customer_id=story.ticket["project_id"]) == []
        assert len(await found(project_id=story.ticket["project_id"])) == 4
