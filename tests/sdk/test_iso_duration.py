from datetime import timedelta

import pytest

from wellkept_sdk.events.calendars import HolidayYearMissed
from wellkept_sdk.iso_duration import read_duration, write_duration


class TestIsoDuration:
    @pytest.mark.parametrize(
        ("text", "microseconds"),
        [("PT4H", 14_400_000_000), ("P1DT1M", 86_460_000_000), ("PT0.25S", 250_000), ("-PT5M", -300_000_000)],
    )
    def test_is_read_exactly(self, text: str, microseconds: int) -> None:
        assert read_duration(text).microseconds == microseconds

    @pytest.mark.parametrize("text", ["", "P", "PT", "4H", "PT1.5H", "PT0.1234567S"])
    def test_is_refused_where_it_is_none(self, text: str) -> None:
        with pytest.raises(ValueError, match="no ISO 8601 duration"):
            read_duration(text)

    def test_is_written_in_hours_minutes_and_seconds(self) -> None:
        assert write_duration(timedelta(days=2)) == "PT48H"
        assert write_duration(timedelta(hours=2, minutes=30)) == "PT2H30M"
        assert write_duration(timedelta(microseconds=1)) == "PT0.000001S"
        assert write_duration(timedelta()) == "PT0S"
        assert write_duration(timedelta(minutes=-5)) == "-PT5M"


class TestHolidayYearEvent:
    def test_is_about_its_set(self) -> None:
        assert HolidayYearMissed(set_code="cn", year=2027).subject == "calendars/holiday-sets/cn"
