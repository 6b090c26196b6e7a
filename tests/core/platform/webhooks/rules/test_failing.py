"""What follows from failures in a row."""

from datetime import UTC, datetime, timedelta

import pytest

from wellkept.platform.webhooks.rules.failing import is_hopeless, pause_after

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class TestPauseAfter:
    @pytest.mark.parametrize(
        ("failures", "seconds"), [(1, 2), (2, 4), (3, 8), (9, 512), (10, 600), (11, 600), (1_000_000, 600)]
    )
    def test_doubles_up_to_ten_minutes(self, failures: int, seconds: int) -> None:
        assert pause_after(failures) == timedelta(seconds=seconds)


class TestIsHopeless:
    @pytest.mark.parametrize(
        ("hours", "status", "expected"),
        [(0, 500, False), (119, None, False), (120, None, True), (121, 500, True), (0, 410, True), (0, 404, False)],
    )
    def test_is_an_address_that_is_gone_or_has_failed_for_five_days(
        self, hours: int, status: int | None, *, expected: bool
    ) -> None:
        since = NOON - timedelta(hours=hours)

        assert is_hopeless(failing_since=since, at=NOON, response_status=status) is expected
