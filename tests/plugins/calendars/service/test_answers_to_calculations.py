"""The acceptance of calendars, as callers of the API see it; moments are of +08:00 where nothing else is said."""

from datetime import datetime

import httpx
import pytest

from calendar_calls import (
    ALWAYS,
    CALENDARS,
    EVERY_DAY,
    added,
    calculated,
    calendar,
    days_added,
    errors,
    made,
    off,
    published,
)
from wellkept_sdk.testing import Json, TestApp

GOLDEN = [
    ("2026-02-13T17:00", "PT4H", "2026-02-14T11:30"),
    ("2026-02-13T17:00", "PT8H", "2026-02-14T17:00"),
    ("2026-02-13T17:00", "PT24H", "2026-02-25T17:00"),
    ("2026-02-13T17:00", "PT48H", "2026-02-28T17:00"),
    ("2026-02-13T17:00", "PT72H", "2026-03-04T17:00"),
    ("2026-02-14T09:00", "PT4H", "2026-02-14T14:30"),
    ("2026-02-14T09:00", "PT24H", "2026-02-26T09:00"),
    ("2026-09-30T16:00", "PT4H", "2026-10-08T10:30"),
    ("2026-09-30T16:00", "PT24H", "2026-10-10T16:00"),
    ("2026-05-08T17:30", "PT8H", "2026-05-09T17:30"),
    ("2026-05-08T17:30", "PT48H", "2026-05-15T17:30"),
    ("2026-03-02T08:30", "PT8H", "2026-03-02T18:00"),
    ("2026-03-01T10:00", "PT0S", "2026-03-01T10:00"),
]
DAYS = [
    ("2026-02-13T17:00", 1, "same_time", "2026-02-14T17:00"),
    ("2026-02-13T17:00", 2, "same_time", "2026-02-24T17:00"),
    ("2026-02-13T17:00", 1, "end_of_day", "2026-02-14T18:00"),
    ("2026-02-21T10:00", 1, "same_time", "2026-02-25T08:30"),
    ("2026-02-21T10:00", 1, "16:00", "2026-02-25T16:00"),
]


class TestAdd:
    async def test_counts_over_make_up_days_and_holidays(self, app: TestApp) -> None:
        results = await calculated(app, "cn-standard", *(added(shanghai(at), length) for at, length, _ in GOLDEN))

        assert [local(result) for result in results] == [expected for _, _, expected in GOLDEN]
        assert not any(result["provisional"] for result in results)

    async def test_counts_working_days(self, app: TestApp) -> None:
        asked = [days_added(shanghai(at), days, until) for at, days, until, _ in DAYS]

        assert [local(result) for result in await calculated(app, "cn-standard", *asked)] == [each[-1] for each in DAYS]

    async def test_answers_in_utc(self, app: TestApp) -> None:
        [result] = await calculated(app, "cn-standard", added("2026-02-13T17:00:00+08:00", "PT4H"))

        assert result == {"at": "2026-02-14T03:30:00Z", "provisional": False}

    async def test_goes_on_over_midnight(self, app: TestApp) -> None:
        weekly = {"fri": [{"opens": "20:00", "closes": "24:00"}], "sat": [{"opens": "00:00", "closes": "04:00"}]}
        await made(app, "night", weekly=weekly)

        [result] = await calculated(app, "night", added(shanghai("2026-03-06T21:00"), "PT5H"))

        assert result["at"] == "2026-03-06T18:00:00Z"

    @pytest.mark.parametrize("exceptions", [[], [{"on": "2026-03-07", "kind": "closed"}]])
    async def test_lets_a_night_shift_run_into_a_closed_day(self, app: TestApp, exceptions: list[Json]) -> None:
        shift = [{"opens": "22:00", "closes": "06:00"}]
        await made(
            app, "night", weekly=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), shift), exceptions=exceptions
        )

        [result] = await calculated(app, "night", added(shanghai("2026-03-06T23:00"), "PT8H"))

        assert local(result) == "2026-03-09T23:00"

    async def test_leaves_out_what_an_exception_closes(self, app: TestApp) -> None:
        closed = [{"opens": "13:30", "closes": "18:00"}]
        exceptions = [{"on": "2026-02-13", "kind": "partial", "closed": closed}]
        await made(app, "half-day", holiday_sets=["cn"], exceptions=exceptions)

        [result] = await calculated(app, "half-day", added(shanghai("2026-02-13T11:00"), "PT4H"))

        assert local(result) == "2026-02-14T11:30"

    async def test_says_that_an_unpublished_year_is_provisional_until_it_is_published(self, app: TestApp) -> None:
        asked = added(shanghai("2026-12-31T17:00"), "PT2H")

        [before] = await calculated(app, "cn-standard", asked)
        await published(app, 2027, [off("2027-01-01"), off("2027-01-02"), off("2027-01-03")])
        [after] = await calculated(app, "cn-standard", asked)

        assert (local(before), before["provisional"]) == ("2027-01-01T09:30", True)
        assert (local(after), after["provisional"]) == ("2027-01-04T09:30", False)
        assert "cn" in (await calendar(app))["revision"]["reason"]


class TestElapsed:
    async def test_is_working_time_and_working_days(self, app: TestApp) -> None:
        results = await calculated(
            app,
            "cn-standard",
            {"op": "elapsed", "start": shanghai("2026-02-14T10:00"), "end": shanghai("2026-02-24T09:00")},
            {"op": "elapsed", "start": shanghai("2026-02-13T17:00"), "end": shanghai("2026-02-14T10:00")},
            {"op": "elapsed", "start": shanghai("2026-02-14T10:00"), "end": shanghai("2026-02-13T17:00")},
        )

        assert results == [
            {"elapsed": "PT7H", "business_days": 1, "provisional": False},
            {"elapsed": "PT2H30M", "business_days": 1, "provisional": False},
            {"elapsed": "-PT2H30M", "business_days": -1, "provisional": False},
        ]

    async def test_has_as_many_hours_as_the_day_on_which_clocks_change(self, app: TestApp) -> None:
        await made(app, "berlin", time_zone="Europe/Berlin", weekly=EVERY_DAY)

        spring, autumn, moved = await calculated(
            app,
            "berlin",
            {"op": "elapsed", "start": "2026-03-29T00:00:00+01:00", "end": "2026-03-30T00:00:00+02:00"},
            {"op": "elapsed", "start": "2026-10-25T00:00:00+02:00", "end": "2026-10-26T00:00:00+01:00"},
            added("2026-03-28T12:00:00+01:00", "PT24H"),
        )

        assert (spring["elapsed"], autumn["elapsed"]) == ("PT23H", "PT25H")
        assert datetime.fromisoformat(moved["at"]) == datetime.fromisoformat("2026-03-29T13:00:00+02:00")


class TestOtherCalculations:
    async def test_find_the_latest_beginning(self, app: TestApp) -> None:
        length = {"kind": "business_time", "duration": "PT4H"}
        asked = {"op": "subtract", "end": shanghai("2026-02-14T11:30"), "duration": length}

        assert [local(each) for each in await calculated(app, "cn-standard", asked)] == ["2026-02-13T17:00"]

    async def test_find_the_next_opening(self, app: TestApp) -> None:
        moments = ("2026-02-14T09:00", "2026-02-15T09:00")

        results = await calculated(app, "cn-standard", *({"op": "opening", "at": shanghai(each)} for each in moments))

        assert [(local(each), each["is_open"]) for each in results] == [
            ("2026-02-14T09:00", True),
            ("2026-02-24T08:30", False),
        ]

    async def test_say_that_an_opening_on_the_first_moment_of_an_unpublished_year_is_provisional(
        self, app: TestApp
    ) -> None:
        await made(app, weekly=dict.fromkeys(("wed", "fri"), ALWAYS), holiday_sets=["cn"])

        [found] = await calculated(app, "yard", {"op": "opening", "at": "2026-12-31T10:00:00+08:00"})

        assert found == {"at": "2026-12-31T16:00:00Z", "is_open": False, "provisional": True}

    async def test_use_an_earlier_revision_and_another_zone(self, app: TestApp) -> None:
        await published(app, 2027, [off("2027-01-01")])
        asked = added(shanghai("2026-12-31T17:00"), "PT2H")

        [earlier] = await calculated(app, "cn-standard", asked, revision=1)
        [elsewhere] = await calculated(app, "cn-standard", added("2026-03-02T08:30:00Z", "PT1H"), time_zone="UTC")

        assert local(earlier) == "2027-01-01T09:30"
        assert elsewhere["at"] == "2026-03-02T09:30:00Z"


class TestBadCalculations:
    async def test_are_all_told_at_their_places(self, app: TestApp) -> None:
        bodies = [
            added(shanghai("2026-03-02T08:30"), "P1D"),
            added(shanghai("2026-03-02T08:30"), "P1M"),
            added(shanghai("2026-03-02T08:30"), "-PT1H"),
            added(shanghai("2026-03-02T08:30"), "PT87601H"),
            days_added(shanghai("2026-03-02T08:30"), 0),
            added("0001-01-01T00:00:00+08:00", "PT1H"),
        ]

        answer = await asked(app, {"calculations": bodies, "time_zone": "Mars/Base", "revision": 9})

        assert errors(answer) == [
            ("/time_zone", "calendars.calendar.unknown_time_zone"),
            ("/revision", "unknown_reference"),
            ("/calculations/0/duration", "calendars.duration.ambiguous"),
            ("/calculations/1/duration", "calendars.duration.ambiguous"),
            ("/calculations/2/duration", "calendars.duration.out_of_range"),
            ("/calculations/3/duration", "calendars.duration.out_of_range"),
            ("/calculations/4/duration", "calendars.duration.out_of_range"),
            ("/calculations/5/start", "too_large"),
        ]

    async def test_are_told_by_their_shape(self, app: TestApp) -> None:
        naive = {"op": "opening", "at": "2026-03-02T08:30:00"}

        answer = await asked(app, {"calculations": [naive, days_added(shanghai("2026-03-02T08:30"), -1), {"op": "x"}]})

        assert errors(answer) == [
            ("/calculations/0/at", "naive_time"),
            ("/calculations/1/duration/days", "too_small"),
            ("/calculations/2/op", "not_a_choice"),
        ]

    async def test_are_at_most_a_hundred(self, app: TestApp) -> None:
        opening = {"op": "opening", "at": shanghai("2026-03-02T08:30")}

        assert errors(await asked(app, {"calculations": [opening] * 101})) == [("/calculations", "too_long")]
        assert (await asked(app, {"calculations": [opening] * 100})).status_code == 200

    async def test_name_what_is_unreachable(self, app: TestApp) -> None:
        once = {
            "on": "2026-01-05",
            "kind": "open",
            "name": "Launch",
            "intervals": [{"opens": "09:00", "closes": "15:00"}],
        }
        await made(app, "never", weekly={}, exceptions=[once])
        calendar_id = (await calendar(app, "never"))["id"]
        opening = {"op": "opening", "at": shanghai("2026-03-02T08:30")}
        nothing = added(shanghai("2026-03-02T08:30"), "PT0S")
        body = {"calculations": [nothing, opening, added(shanghai("2300-03-02T08:30"), "PT1H")]}

        answer = await app.client.post(f"{CALENDARS}/{calendar_id}/calculations", json=body)

        assert errors(answer) == [
            ("/calculations/1", "calendars.calendar.unreachable"),
            ("/calculations/2", "calendars.calendar.unreachable"),
        ]

    async def test_need_a_calendar(self, app: TestApp) -> None:
        answer = await app.client.post(
            f"{CALENDARS}/01a2008d-7400-7000-8000-00000000ffff/calculations",
            json={"calculations": [{"op": "opening", "at": "2026-03-02T00:00:00Z"}]},
        )

        assert (answer.status_code, answer.json()["code"]) == (404, "calendars.calendar.not_found")


async def asked(app: TestApp, body: Json) -> httpx.Response:
    calendar_id = (await calendar(app))["id"]
    return await app.client.post(f"{CALENDARS}/{calendar_id}/calculations", json=body)


def shanghai(wall: str) -> str:
    return f"{wall}:00+08:00"


def local(result: Json) -> str:
    at = datetime.fromisoformat(result["at"]).astimezone(datetime.fromisoformat("2026-01-01T00:00:00+08:00").tzinfo)
    return at.strftime("%Y-%m-%dT%H:%M")
