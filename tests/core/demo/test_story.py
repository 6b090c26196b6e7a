from datetime import UTC, datetime, timedelta
from uuid import UUID

from tickets_made import actor
from wellkept.demo.story import Beat, by_day, days_to_shift, follow
from wellkept.tickets.rules.actions import CloseAction, StartAction
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.ids import UserId

ENGINEER = actor(Role.ENGINEER, user_id=UserId(UUID("01900000-0000-7000-8000-000000000003")))


class TestByDay:
    def test_leaves_the_day_alone(self) -> None:
        noon_in_shanghai = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)

        assert by_day(noon_in_shanghai, time_zone="Asia/Shanghai") == noon_in_shanghai

    def test_puts_off_the_small_hours_to_the_same_morning(self) -> None:
        three_in_shanghai = datetime(2026, 11, 1, 19, 20, tzinfo=UTC)

        assert by_day(three_in_shanghai, time_zone="Asia/Shanghai") == datetime(2026, 11, 2, 1, 20, tzinfo=UTC)

    def test_puts_off_the_evening_to_the_next_morning(self) -> None:
        nine_in_berlin = datetime(2026, 11, 2, 20, 15, tzinfo=UTC)

        assert by_day(nine_in_berlin, time_zone="Europe/Berlin") == datetime(2026, 11, 3, 6, 15, tzinfo=UTC)


class TestFollow:
    def test_lets_people_rest_and_machines_not(self) -> None:
        evening_in_shanghai = datetime(2026, 11, 2, 11, 30, tzinfo=UTC)
        beats = [
            Beat(hours=2, actor=ENGINEER, deed=StartAction()),
            Beat(hours=20, actor=SYSTEM, deed=CloseAction()),
            Beat(hours=1, actor=actor(Role.INTEGRATION), deed=StartAction()),
        ]

        steps = follow(beats, begins_at=evening_in_shanghai, time_zone="Asia/Shanghai")

        assert [step.at for step in steps] == [
            datetime(2026, 11, 2, 23, 30, tzinfo=UTC),
            datetime(2026, 11, 3, 19, 30, tzinfo=UTC),
            datetime(2026, 11, 3, 20, 30, tzinfo=UTC),
        ]


class TestDaysToShift:
    def test_are_whole_and_enough(self) -> None:
        last = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)

        assert days_to_shift(last, to=datetime(2026, 11, 8, 11, 0, tzinfo=UTC)) == timedelta(days=3)
        assert days_to_shift(last, to=last) == timedelta(0)
