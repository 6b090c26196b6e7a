"""What the clocks of a ticket would be: the same fold, nothing stored, every mistake with its place."""

from collections.abc import AsyncIterator
from random import Random
from typing import Any

import httpx
import pytest

from fake_parties import PUMPCO
from sla_house import BUSINESS, MANY_KINDS, Story, customer_of, iso, mistakes, partner_of, sla_app
from wellkept_sdk.actor import Role
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_sla.rules.facts import SIMULATED

FRIDAY = "2026-02-13 17:00"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


def fact(kind: str, at: str, **fields: Any) -> Json:
    return {"kind": kind, "occurred_at": iso(at), **fields}


def order(*facts: Json, as_of: str = FRIDAY, grade: int = 1, **fields: Any) -> Json:
    ticket = {"grade": grade, "reported_at": iso(FRIDAY)}
    given: Json = fields if "terms" in fields or "plan_code" in fields else {"terms": {}, **fields}
    return {"ticket": ticket, "facts": list(facts), "as_of": iso(as_of), **given}


async def simulated(app: TestApp, body: Json) -> Json:
    answer = await app.client.post("/v1/sla/simulate", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def refused(app: TestApp, body: Json) -> list[tuple[str, str]]:
    return mistakes(await app.client.post("/v1/sla/simulate", json=body))


def of(answer: Json, code: str) -> Json:
    return next(clock for clock in reversed(answer["clocks"]) if clock["code"] == code)


def dues(answer: Json) -> dict[str, str]:
    return {clock["code"]: clock["due_at"] for clock in answer["clocks"]}


def any_fact(chance: Random) -> Json:
    """Return a fact of any kind, at any half hour around the ticket."""
    kind = chance.choice(sorted(SIMULATED))
    fields: dict[str, Json] = {
        "held": {"reason": chance.choice([*HoldReason])},
        "grade_changed": {"grade": chance.randint(1, 3)},
        "milestone": {"milestone": "on_site"},
        "holder": chance.choice([{"holder": "party", "party_id": str(PUMPCO.id)}, {"holder": "weather"}]),
    }
    hour, minute = chance.randint(0, 23), chance.choice((0, 30))
    return fact(kind, f"2026-02-{chance.randint(13, 16)} {hour:02d}:{minute:02d}", **fields.get(kind, {}))


class TestSimulation:
    @pytest.mark.parametrize(
        ("grade", "response", "resolution"),
        [
            (1, "2026-02-13T13:00:00Z", "2026-02-14T09:00:00Z"),
            (2, "2026-02-13T17:00:00Z", "2026-02-15T09:00:00Z"),
            (3, "2026-02-14T09:00:00Z", "2026-02-16T09:00:00Z"),
        ],
    )
    async def test_counts_the_preset_in_plain_hours(
        self, app: TestApp, grade: int, response: str, resolution: str
    ) -> None:
        answer = await simulated(app, order(grade=grade))

        assert dues(answer) == {"response": response, "resolution": resolution}

    async def test_pauses_in_working_time_over_the_spring_festival(self, app: TestApp) -> None:
        held = fact("held", "2026-02-14 10:00", reason="customer")
        resumed = fact("resumed", "2026-02-24 09:00")

        waiting = await simulated(app, order(held, terms=BUSINESS, grade=2, as_of="2026-02-20 12:00"))
        going_on = await simulated(app, order(held, resumed, terms=BUSINESS, grade=2, as_of="2026-02-24 09:00"))

        paused = of(waiting, "resolution")
        assert (paused["state"], paused["due_at"], paused["remaining"]) == ("paused", None, "PT5H30M")
        running = of(going_on, "resolution")
        assert (running["consumed"], running["due_at"]) == ("PT2H30M", "2026-02-24T08:00:00Z")
        assert running["original_due_at"] == "2026-02-14T09:00:00Z"
        assert [shift["reason"] for shift in running["shifts"]] == ["paused", "resumed"]

    async def test_has_no_ids_and_stores_nothing(self, app: TestApp) -> None:
        answer = await simulated(app, order(as_of="2026-02-20 09:00"))

        breached = of(answer, "response")
        assert (breached["id"], breached["ticket_id"], breached["breach"]["id"]) == (None, None, None)
        assert (breached["breached"], breached["breach"]["detected_at"]) == (True, None)
        assert answer["explain"][0]["segments"][0]["because"] == {"fact_id": None, "kind": "opened"}
        assert await app.house.fetch("SELECT id FROM sla_fact") == []

    async def test_takes_the_terms_of_a_plan(self, app: TestApp) -> None:
        answer = await simulated(app, order(plan_code="business"))

        assert dues(answer) == {"response": "2026-02-14T03:30:00Z", "resolution": "2026-02-25T09:00:00Z"}

    async def test_lays_terms_over_those_of_the_deployment(self, app: TestApp) -> None:
        triage = MANY_KINDS["clocks"]["triage"]

        answer = await simulated(app, order(terms={"clocks": {"triage": triage, "resolution": None}}))

        assert sorted(dues(answer)) == ["response", "triage"]

    async def test_counts_what_a_party_holds(self, app: TestApp) -> None:
        given = fact("holder", "2026-02-13 18:00", holder="party", party_id=str(PUMPCO.id))

        answer = await simulated(app, order(given, plan_code="many", as_of="2026-02-13 20:00"))

        supplier = of(answer, "pump_supplier")
        assert (supplier["party_id"], supplier["consumed"]) == (str(PUMPCO.id), "PT2H")

    async def test_needs_no_parties(self) -> None:
        async with sla_app(dialects()[0], parties=False) as app:
            answer = await simulated(app, order())

            assert sorted(dues(answer)) == ["resolution", "response"]

    async def test_reads_wall_times_in_the_zone_of_the_ticket(self, app: TestApp) -> None:
        body = order(terms={**BUSINESS, "time_zone_from": "site"})
        body["ticket"]["time_zone"] = "Asia/Tokyo"

        answer = await simulated(app, body)

        assert of(answer, "response")["calendar"]["time_zone"] == "Asia/Tokyo"


class TestWarning:
    async def test_tells_facts_that_could_not_happen(self, app: TestApp) -> None:
        facts = [fact("resumed", "2026-02-13 18:00"), fact("rejected", "2026-02-13 19:00")]

        answer = await simulated(app, order(*facts, as_of="2026-02-13 20:00"))

        told = [(each["pointer"], each["code"]) for each in answer["warnings"]]
        assert told == [("/facts/0", "sla.simulation.out_of_order"), ("/facts/1", "sla.simulation.out_of_order")]

    async def test_tells_facts_that_do_not_count(self, app: TestApp) -> None:
        facts = [fact("responded", "2026-02-13 16:00"), fact("started", "2026-02-13 19:00")]

        answer = await simulated(app, order(*facts, as_of="2026-02-13 18:00"))

        told = [(each["pointer"], each["code"]) for each in answer["warnings"]]
        assert told == [("/facts/0", "sla.simulation.before_start"), ("/facts/1", "sla.simulation.not_counted")]

    async def test_tells_clocks_that_no_grade_of_the_ticket_has(self, app: TestApp) -> None:
        answer = await simulated(app, order(terms=MANY_KINDS, grade=2))

        told = [each["pointer"] for each in answer["warnings"] if each["code"] == "sla.simulation.never_attaches"]
        assert told == ["/terms/clocks/on_site", "/terms/clocks/pump_supplier", "/terms/clocks/triage"]

    async def test_tells_dues_that_may_still_move(self, app: TestApp) -> None:
        body = order(terms=BUSINESS, as_of="2035-03-01 09:00")
        body["ticket"]["reported_at"] = iso("2035-03-01 09:00")

        answer = await simulated(app, body)

        assert ("/terms/clocks/resolution", "sla.simulation.provisional") in [
            (each["pointer"], each["code"]) for each in answer["warnings"]
        ]


class TestSimulationMistake:
    async def test_is_to_give_both_terms_and_a_plan_or_neither(self, app: TestApp) -> None:
        both = await refused(app, order(terms={}, plan_code="preset"))
        neither = {name: value for name, value in order().items() if name != "terms"}

        assert both == [("/terms", "sla.simulation.ambiguous_source")]
        assert await refused(app, neither) == [("/terms", "sla.simulation.ambiguous_source")]

    async def test_is_a_plan_that_is_not_there_or_promises_nothing(self, app: TestApp) -> None:
        assert await refused(app, order(plan_code="nowhere")) == [("/plan_code", "unknown_reference")]
        assert await refused(app, order(plan_code="bare")) == [("/plan_code", "sla.simulation.plan_without_sla")]

    async def test_is_more_than_five_hundred_facts(self, app: TestApp) -> None:
        facts = [fact("our_message", "2026-02-13 18:00")] * 501

        assert await refused(app, order(*facts)) == [("/facts", "too_long")]

    async def test_is_a_moment_without_an_offset(self, app: TestApp) -> None:
        assert await refused(app, {**order(), "as_of": "2026-02-13T18:00:00"}) == [("/as_of", "naive_time")]

    async def test_is_told_at_once_with_all_others_of_the_terms(self, app: TestApp) -> None:
        elapsed = {"kind": "elapsed", "duration": "PT1H"}
        clocks = {
            "days": {
                "kind": "sla",
                "measure": "resolution",
                "targets": {"1": {"kind": "business_days", "days": 2}},
                "thresholds": {"half": {"percent": 50}},
            },
            "hours": {
                "kind": "sla",
                "measure": "response",
                "targets": {"1": {"kind": "business_time", "duration": "P1D"}},
            },
            "holding": {"kind": "ola", "measure": "holding", "targets": {"1": elapsed}},
            "backwards": {
                "kind": "sla",
                "measure": "span",
                "starts_on": "started",
                "stops_on": "assigned",
                "targets": {"1": elapsed},
            },
            "stranger": {"kind": "uc", "measure": "holding", "party": "NOBODY", "targets": {"1": elapsed}},
        }

        found = await refused(app, order(terms={"calendar": "nowhere", "clocks": clocks}))

        assert sorted(found) == [
            ("/terms/calendar", "sla.terms.unknown_calendar"),
            ("/terms/clocks/backwards/stops_on", "sla.terms.never_runs"),
            ("/terms/clocks/days/thresholds/half/percent", "sla.terms.percent_of_days"),
            ("/terms/clocks/holding/kind", "sla.terms.holding_needs_uc"),
            ("/terms/clocks/hours/targets/1", "calendars.duration.ambiguous"),
            ("/terms/clocks/stranger/party", "sla.terms.unknown_party"),
        ]

    async def test_is_a_target_for_a_grade_that_does_not_exist(self, app: TestApp) -> None:
        clock = {"kind": "sla", "measure": "response", "targets": {"4": {"kind": "elapsed", "duration": "PT1H"}}}

        found = await refused(app, order(terms={"clocks": {"response": clock}}))

        assert [code for _, code in found] == ["not_a_choice"]

    async def test_is_a_zone_that_does_not_exist(self, app: TestApp) -> None:
        body = order()
        body["ticket"]["time_zone"] = "Mars/Olympus"

        assert await refused(app, body) == [("/ticket/time_zone", "not_a_choice")]

    async def test_is_a_fact_without_what_its_kind_needs(self, app: TestApp) -> None:
        facts = [fact("held", "2026-02-13 18:00"), fact("slept", "2026-02-13 18:00")]

        found = await refused(app, order(*facts))

        assert found == [("/facts/0/reason", "required"), ("/facts/1/kind", "not_a_choice")]

    @pytest.mark.parametrize("as_of", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2029-02-18T00:00:00Z"])
    async def test_is_a_moment_that_is_too_far_away(self, app: TestApp, as_of: str) -> None:
        assert await refused(app, {**order(terms=BUSINESS), "as_of": as_of}) == [("/as_of", "too_large")]

    async def test_is_a_party_without_its_name_or_a_name_that_is_no_party(self, app: TestApp) -> None:
        facts = [
            fact("holder", "2026-02-13 18:00", holder="party"),
            fact("holder", "2026-02-13 18:30", holder="party", party_id=str(PUMPCO.id)),
            fact("holder", "2026-02-13 19:00", holder="us", party_id=str(PUMPCO.id)),
        ]

        found = await refused(app, order(*facts))

        assert found == [(f"/facts/{at}/party_id", "sla.holder.party_mismatch") for at in (0, 2)]

    async def test_is_a_report_from_which_no_calendar_reaches_far_enough(self, app: TestApp) -> None:
        body: Json = {**order(), "as_of": "9999-12-31T00:00:00Z"}
        body["ticket"]["reported_at"] = "9999-12-31T00:00:00Z"

        assert await refused(app, body) == [("/ticket/reported_at", "calendars.calendar.unreachable")]

    async def test_is_no_order_of_facts_whatever(self, app: TestApp) -> None:
        chance = Random(20260302)  # noqa: S311 - the same sequences at every run

        for _ in range(60):
            facts = [any_fact(chance) for _ in range(chance.randint(1, 25))]
            plan = chance.choice(("preset", "business", "many"))
            await simulated(app, order(*facts, plan_code=plan, grade=chance.randint(1, 3), as_of="2026-02-16 12:00"))

    async def test_is_not_to_ask_before_anything_has_happened(self, app: TestApp) -> None:
        answer = await simulated(app, {**order(), "as_of": "0001-01-02T00:00:00Z"})

        assert (answer["clocks"], answer["explain"]) == ([], [])


class TestSimulationCaller:
    async def test_belongs_to_our_house_or_its_programs(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="many")
        outside = [await customer_of(app, story.ticket), await partner_of(app, PUMPCO)]
        inside = [await app.as_actor(role) for role in (Role.VIEWER, Role.ENGINEER, Role.INTEGRATION)]

        assert [await asked(client) for client in outside] == [403, 403]
        assert [await asked(client) for client in inside] == [200, 200, 200]


async def asked(client: httpx.AsyncClient) -> int:
    return (await client.post("/v1/sla/simulate", json=order())).status_code
