from datetime import UTC, datetime, timedelta, timezone

import pytest

from wellkept_sdk.errors import Invalid
from wellkept_sdk.moment import as_utc
from wellkept_sdk.now import now


class TestAsUtc:
    def test_is_the_same_moment(self) -> None:
        in_shanghai = datetime(2026, 11, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))

        assert as_utc(in_shanghai, pointer="/reported_at") == datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
        assert as_utc(in_shanghai, pointer="/reported_at").tzinfo is UTC

    @pytest.mark.parametrize(
        "moment",
        [
            datetime(1, 1, 1, 0, 0, tzinfo=timezone(timedelta(hours=8))),
            datetime(9999, 12, 31, 23, 0, tzinfo=timezone(timedelta(hours=-8))),
            datetime(1, 1, 1, 8, 0, tzinfo=timezone(timedelta(hours=8))),
            datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        ],
    )
    def test_refuses_what_no_year_of_ours_or_no_database_holds(self, moment: datetime) -> None:
        with pytest.raises(Invalid) as raised:
            as_utc(moment, pointer="/reported_at")

        assert [(error.pointer, error.code) for error in raised.value.errors] == [("/reported_at", "too_large")]


class TestNow:
    def test_is_aware_and_in_utc(self) -> None:
        assert now().tzinfo is UTC
