from datetime import date, timedelta

from calendar_calls import errors, made, revised
from wellkept_calendars.rules.content import EXCEPTIONS_MAX
from wellkept_sdk.testing import TestApp

CLOSED = {"on": "2026-06-18", "kind": "closed"}


class TestRevision:
    async def test_adds_and_removes_exceptions(self, app: TestApp) -> None:
        opened = {"on": "2026-06-20", "kind": "open"}
        yard = await made(app, exceptions=[CLOSED, {"on": "2026-06-19", "kind": "closed"}])

        answer = await revised(
            app, yard["id"], remove_exceptions=["2026-06-18", "2026-06-19"], add_exceptions=[opened, CLOSED]
        )

        assert answer.json()["exceptions"] == [{**CLOSED}, opened]

    async def test_tells_mistakes_at_the_places_of_its_own_body(self, app: TestApp) -> None:
        yard = await made(app, exceptions=[CLOSED])
        again = {"on": "2026-06-18", "kind": "open", "intervals": [{"opens": "09:00", "closes": "09:00"}]}

        answer = await revised(
            app,
            yard["id"],
            time_zone="Nowhere",
            holiday_sets=["mars"],
            remove_exceptions=["2026-06-30"],
            add_exceptions=[{"on": "2026-06-01", "kind": "closed"}, again],
        )

        assert errors(answer) == [
            ("/time_zone", "calendars.calendar.unknown_time_zone"),
            ("/holiday_sets/0", "calendars.holiday_set.unknown"),
            ("/add_exceptions/1", "calendars.exception.invalid"),
            ("/add_exceptions/1/intervals/0", "calendars.interval.invalid"),
            ("/remove_exceptions/0", "unknown_reference"),
        ]

    async def test_needs_a_reason(self, app: TestApp) -> None:
        yard = await made(app)

        assert errors(await revised(app, yard["id"], reason="")) == [("/reason", "too_short")]

    async def test_replaces_all_exceptions_before_it_adds(self, app: TestApp) -> None:
        yard = await made(app, exceptions=[CLOSED])
        other, third = ({"on": on, "kind": "closed"} for on in ("2026-07-01", "2026-07-02"))

        answer = await revised(app, yard["id"], exceptions=[other], add_exceptions=[third])

        assert answer.json()["exceptions"] == [other, third]

    async def test_has_no_more_exceptions_than_a_calendar_may_have(self, app: TestApp) -> None:
        days = [date(2027, 1, 1) + timedelta(days=number) for number in range(EXCEPTIONS_MAX + 1)]
        closed = [{"on": on.isoformat(), "kind": "closed"} for on in days]
        yard = await made(app, exceptions=closed[: EXCEPTIONS_MAX - 1])

        answer = await revised(app, yard["id"], add_exceptions=closed[EXCEPTIONS_MAX - 1 : EXCEPTIONS_MAX + 1])

        assert errors(answer) == [("/add_exceptions", "too_long")]
