"""Windows last from 30 minutes to 31 days and are not over; planned times begin in them."""

from datetime import UTC, datetime, timedelta

import pytest

from wellkept_stations.errors import WindowInvalid
from wellkept_stations.rules.windows import earliest_overlapping, planned_mistakes, window_mistakes

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NINE, ELEVEN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC), datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def pointers(mistakes: list[WindowInvalid]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for mistake in mistakes for error in mistake.errors]


class TestAWindow:
    @pytest.mark.parametrize(
        ("starts_at", "ends_at"),
        [
            (NINE, ELEVEN),
            (NOW, NOW + timedelta(minutes=30)),
            (NOW, NOW + timedelta(days=31)),
            (NOW - timedelta(days=1), NOW + timedelta(microseconds=1)),
        ],
        ids=["begun", "shortest", "longest", "about_to_end"],
    )
    def test_is_good_until_it_is_over(self, starts_at: datetime, ends_at: datetime) -> None:
        assert window_mistakes(starts_at, ends_at, at=NOW) == []

    @pytest.mark.parametrize(
        ("starts_at", "ends_at", "said"),
        [
            (ELEVEN, ELEVEN, "A window ends after it starts."),
            (ELEVEN, NINE, "A window ends after it starts."),
            (NINE, NOW, "The window is over."),
            (ELEVEN, ELEVEN + timedelta(minutes=30, microseconds=-1), "A window lasts from 30 minutes to 31 days."),
            (NOW, NOW + timedelta(days=31, microseconds=1), "A window lasts from 30 minutes to 31 days."),
        ],
        ids=["empty", "reversed", "over", "too_short", "too_long"],
    )
    def test_is_refused_otherwise(self, starts_at: datetime, ends_at: datetime, said: str) -> None:
        [mistake] = window_mistakes(starts_at, ends_at, at=NOW)

        assert pointers([mistake]) == [("/window/to", "stations.visit.window_invalid")]
        assert mistake.errors[0].message == said


class TestAPlannedTime:
    @pytest.mark.parametrize(
        ("starts_at", "ends_at"),
        [(NINE, ELEVEN), (ELEVEN - timedelta(minutes=1), ELEVEN + timedelta(hours=3))],
        ids=["the_window", "beyond_its_end"],
    )
    def test_begins_in_its_window(self, starts_at: datetime, ends_at: datetime) -> None:
        assert planned_mistakes(starts_at, ends_at, window_from=NINE, window_to=ELEVEN) == []

    @pytest.mark.parametrize(
        ("starts_at", "ends_at", "pointer"),
        [
            (ELEVEN, ELEVEN + timedelta(hours=1), "/planned/from"),
            (NINE - timedelta(minutes=1), ELEVEN, "/planned/from"),
            (NINE, NINE, "/planned/to"),
            (NINE, NINE + timedelta(days=31, microseconds=1), "/planned/to"),
        ],
        ids=["at_its_end", "before_it", "empty", "too_long"],
    )
    def test_is_refused_otherwise(self, starts_at: datetime, ends_at: datetime, pointer: str) -> None:
        mistakes = planned_mistakes(starts_at, ends_at, window_from=NINE, window_to=ELEVEN)

        assert pointers(mistakes) == [(pointer, "stations.visit.window_invalid")]

    def test_of_a_window_that_is_none_is_not_judged_by_it(self) -> None:
        assert planned_mistakes(NINE, ELEVEN, window_from=ELEVEN, window_to=NINE) == []


class TestWhatStillOverlaps:
    def test_began_31_days_before_at_the_earliest(self) -> None:
        assert earliest_overlapping(NOW) == datetime(2026, 1, 30, 2, 0, tzinfo=UTC)

    def test_began_with_time_itself_at_the_earliest(self) -> None:
        assert earliest_overlapping(datetime(1, 1, 5, tzinfo=UTC)) == datetime(1, 1, 1, tzinfo=UTC)
