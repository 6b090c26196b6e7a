import msgspec
import pytest

from wellkept_calendars.rules.content import (
    CalendarsException,
    CalendarsExceptionKind,
    CalendarsInterval,
    CalendarsWeek,
    CalendarsWeekday,
)


class TestWeek:
    def test_has_the_intervals_of_each_weekday(self) -> None:
        week = msgspec.convert({"sat": [{"opens": "22:00", "closes": "06:00"}]}, CalendarsWeek)

        assert week.on(CalendarsWeekday.SAT) == (CalendarsInterval(opens="22:00", closes="06:00"),)
        assert week.on(CalendarsWeekday.MON) == ()

    def test_is_written_as_it_was_read(self) -> None:
        body = {"mon": [{"opens": "08:00", "closes": "12:00"}], "sun": [{"opens": "22:00", "closes": "24:00"}]}

        assert json_of(msgspec.convert(body, CalendarsWeek)) == body

    def test_knows_no_other_days(self) -> None:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"monday": []}, CalendarsWeek)


class TestException:
    def test_is_written_as_it_was_read(self) -> None:
        body = {
            "on": "2026-06-18",
            "kind": "partial",
            "name": "试航",
            "closed": [{"opens": "12:00", "closes": "24:00"}],
        }

        exception = msgspec.convert(body, CalendarsException)

        assert exception.kind is CalendarsExceptionKind.PARTIAL
        assert json_of(exception) == body


class TestInterval:
    @pytest.mark.parametrize("text", ["8:30", "08:30:00", "noon", "", "08-30"])
    def test_has_hours_and_minutes_in_two_digits(self, text: str) -> None:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"opens": text, "closes": "12:00"}, CalendarsInterval)


def json_of(value: object) -> object:
    return msgspec.json.decode(msgspec.json.encode(value))
