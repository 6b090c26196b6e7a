"""By when obligors perform."""

from datetime import UTC, datetime

import pytest

from wellkept_liability.rules.notices import LiabilityNoticeStatus, default_from, is_undone


class TestDefault:
    @pytest.mark.parametrize(
        ("perform_by", "at"),
        [
            ("2026-03-16", datetime(2026, 3, 16, 16, tzinfo=UTC)),
            ("2026-03-16T10:00:00+08:00", datetime(2026, 3, 16, 2, tzinfo=UTC)),
            ("2026-03-16T10:00:00Z", datetime(2026, 3, 16, 10, tzinfo=UTC)),
        ],
    )
    def test_begins_when_the_day_or_the_moment_is_over(self, perform_by: str, at: datetime) -> None:
        assert default_from(perform_by, time_zone="Asia/Shanghai") == at

    @pytest.mark.parametrize("text", ["soon", "2026-02-30", "2026-03-16T10:00:00", "9999-12-31", "20260316", ""])
    def test_needs_a_day_or_a_moment(self, text: str) -> None:
        assert default_from(text, time_zone="Asia/Shanghai") is None


class TestNotice:
    def test_is_undone_until_it_is_performed_or_somebody_steps_in(self) -> None:
        assert [status for status in LiabilityNoticeStatus if is_undone(status)] == [
            LiabilityNoticeStatus.OPEN,
            LiabilityNoticeStatus.IN_DEFAULT,
        ]
