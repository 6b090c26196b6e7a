from datetime import UTC, date, datetime

from wellkept_parties.rules.days import first_moment_after


class TestFirstMomentAfter:
    def test_is_where_the_day_after_the_last_begins(self) -> None:
        assert first_moment_after(date(2026, 3, 2), "Asia/Shanghai") == datetime(2026, 3, 1, 16, tzinfo=UTC)

    def test_is_none_without_an_end(self) -> None:
        assert first_moment_after(None, "Asia/Shanghai") is None
