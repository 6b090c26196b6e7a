"""The acceptance cases of the specification that a simulation can tell, over HTTP; their numbers stand in the names."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from sla_house import iso, sla_app
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture
async def app() -> AsyncIterator[TestApp]:
    # What is simulated is stored nowhere: one database is enough.
    async with sla_app(dialects()[0]) as app:
        yield app


def promised(measure: str, hours: tuple[int, int, int], kind: str = "business_time", **fields: Any) -> Json:
    targets = {str(grade): {"kind": kind, "duration": f"PT{each}H"} for grade, each in enumerate(hours, start=1)}
    return {"kind": "sla", "measure": measure, "targets": targets, **fields}


CUSTOMERS_TIME = ["customer", "access", "weather", "scheduled"]
BUSINESS: Json = {
    "clocks": {
        "response": promised("response", (4, 8, 24)),
        "resolution": promised("resolution", (24, 48, 72), pauses_on=CUSTOMERS_TIME),
    }
}


def eight_hours(**fields: Any) -> Json:
    return {"clocks": {"resolution": promised("resolution", (8, 8, 8), pauses_on=CUSTOMERS_TIME, **fields)}}


def fact(kind: str, at: str, **fields: Any) -> Json:
    return {"kind": kind, "occurred_at": iso(f"2026-{at}"), **fields}


async def simulated(
    app: TestApp, reported: str, *facts: Json, as_of: str, terms: Json | None = None, grade: int = 1
) -> Json:
    body = {
        "terms": terms or {},
        "ticket": {"grade": grade, "reported_at": iso(f"2026-{reported}")},
        "facts": facts,
        "as_of": iso(f"2026-{as_of}"),
    }
    answer = await app.client.post("/v1/sla/simulate", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def clock(answer: Json, code: str, number: int | None = None) -> Json:
    found = [each for each in answer["clocks"] if each["code"] == code and number in {None, each["number"]}]
    return found[-1]


def instant(moment: str | None) -> datetime | None:
    return None if moment is None else datetime.fromisoformat(moment)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(iso(f"2026-{text}")).astimezone(UTC)


def attribution(answer: Json, code: str) -> dict[str, tuple[str, str]]:
    explained = [each for each in answer["explain"] if each["clock"]["code"] == code][-1]
    return {share["holder"]: (share["elapsed"], share["counted"]) for share in explained["attribution"]}


class TestAcceptance:
    @pytest.mark.parametrize(
        ("grade", "response", "resolution"),
        [(1, "02-14 11:30", "02-25 17:00"), (2, "02-14 17:00", "02-28 17:00"), (3, "02-25 17:00", "03-04 17:00")],
    )
    async def test_2_counts_working_time_over_the_spring_festival(
        self, app: TestApp, grade: int, response: str, resolution: str
    ) -> None:
        answer = await simulated(app, "02-13 17:00", terms=BUSINESS, grade=grade, as_of="02-13 17:00")

        assert instant(clock(answer, "response")["due_at"]) == wall(response)
        assert instant(clock(answer, "resolution")["due_at"]) == wall(resolution)

    async def test_4_resolves_straight_from_a_hold_as_if_it_had_been_resumed(self, app: TestApp) -> None:
        facts = [fact("held", "02-14 10:00", reason="customer"), fact("resolved", "02-24 09:00")]

        answer = await simulated(app, "02-13 17:00", *facts, terms=eight_hours(), as_of="02-25 09:00")

        resolution = clock(answer, "resolution")
        assert (resolution["state"], resolution["consumed"]) == ("met", "PT2H30M")
        assert instant(resolution["stopped_at"]) == wall("02-24 09:00")

    async def test_5_replays_the_past_under_another_grade(self, app: TestApp) -> None:
        terms = {"clocks": {"resolution": promised("resolution", (24, 48, 72), pauses_on=CUSTOMERS_TIME)}}
        facts = [
            fact("held", "03-02 14:00", reason="customer"),
            fact("resumed", "03-03 09:30"),
            fact("grade_changed", "03-03 10:00", grade=1),
        ]

        answer = await simulated(app, "03-02 09:00", *facts, terms=terms, grade=2, as_of="03-03 10:00")

        old, new = clock(answer, "resolution", 1), clock(answer, "resolution", 2)
        assert (old["state"], old["cancelled_because"]) == ("cancelled", "grade_changed")
        assert [instant(new[name]) for name in ("starts_at", "original_due_at", "due_at")] == [
            wall("03-02 09:00"),
            wall("03-05 09:00"),
            wall("03-05 15:30"),
        ]

    async def test_6_divides_thirteen_hours_among_three_holders(self, app: TestApp) -> None:
        facts = [
            fact("responded", "03-02 10:00"),
            fact("held", "03-02 12:00", reason="customer"),
            fact("resumed", "03-02 18:00"),
            fact("holder", "03-02 18:00", holder="party", party_id="01990000-0000-7000-8000-000000000101"),
            fact("holder", "03-02 20:00", holder="us"),
            fact("resolved", "03-02 22:00"),
        ]

        answer = await simulated(app, "03-02 09:00", *facts, as_of="03-03 09:00")

        assert clock(answer, "resolution")["consumed"] == "PT7H"
        assert attribution(answer, "resolution") == {
            "us": ("PT5H", "PT5H"),
            "party": ("PT2H", "PT2H"),
            "customer": ("PT6H", "PT0S"),
        }

    async def test_7_goes_on_after_a_rejection_and_nobody_has_the_gap(self, app: TestApp) -> None:
        facts = [fact("resolved", "03-02 12:00"), fact("rejected", "03-02 18:00")]

        answer = await simulated(app, "03-02 09:00", *facts, as_of="03-02 19:00")

        resolution = clock(answer, "resolution")
        assert (resolution["state"], resolution["consumed"]) == ("running", "PT4H")
        assert instant(resolution["due_at"]) == wall("03-03 15:00")
        assert attribution(answer, "resolution") == {"us": ("PT4H", "PT4H")}

    @pytest.mark.parametrize(
        ("answered", "state", "over_by"),
        [("02-13 21:00:00", "met", None), ("02-13 21:00:00.000001", "missed", "PT0.000001S")],
    )
    async def test_8_judges_by_the_microsecond(
        self, app: TestApp, answered: str, state: str, over_by: str | None
    ) -> None:
        answer = await simulated(app, "02-13 17:00", fact("responded", answered), as_of="02-14 09:00")

        response = clock(answer, "response")
        assert (response["state"], response["over_by"] and response["over_by"]["elapsed"]) == (state, over_by)

    async def test_9_takes_only_what_the_customer_can_read_for_an_answer(self, app: TestApp) -> None:
        held = fact("held", "03-02 10:00", reason="customer")

        waiting = await simulated(app, "03-02 09:00", held, as_of="03-02 11:00")
        answered = await simulated(app, "03-02 09:00", held, fact("our_message", "03-02 11:00"), as_of="03-02 11:00")

        assert clock(waiting, "response")["state"] == "running"
        assert (clock(answered, "response")["state"], clock(answered, "response")["stopped_by"]) == ("met", "message")

    async def test_10_warns_in_working_time(self, app: TestApp) -> None:
        terms = eight_hours(
            thresholds={
                "half": {"percent": 50},
                "three_quarters": {"percent": 75},
                "hour": {"before_due": {"kind": "business_time", "duration": "PT1H"}},
            }
        )

        answer = await simulated(app, "02-13 17:00", terms=terms, as_of="02-13 17:00")
        moved = await simulated(app, "02-13 17:15", terms=terms, as_of="02-13 17:15")

        moments = {each["code"]: instant(each["at"]) for each in clock(answer, "resolution")["thresholds"]}
        assert (moments["half"], moments["three_quarters"]) == (wall("02-14 11:30"), wall("02-14 15:00"))
        later = {each["code"]: instant(each["at"]) for each in clock(moved, "resolution")["thresholds"]}
        assert later["hour"] == wall("02-14 16:15")
