"""What an agreement covers, which one counts, and what may be done to it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from wellkept_consignment.rules.agreements import (
    Agreement,
    AgreementAction,
    AgreementStatus,
    Item,
    LossRule,
    allowed_actions,
    receiving,
    using,
)
from wellkept_consignment.rules.lines import NIL

PUMP, SEAL = UUID(int=1), UUID(int=2)
NORTH, SOUTH = UUID(int=11), UUID(int=12)
MARCH_2 = datetime(2026, 3, 2, 2, tzinfo=UTC)


def item(part_id: UUID = PUMP, location_id: UUID = NIL, **values: Any) -> Item:
    return Item(part_id=part_id, location_id=location_id, **values)


def agreement(number: int = 1, *items: Item, **values: Any) -> Agreement:
    said: dict[str, Any] = {
        "status": AgreementStatus.ACTIVE,
        "starts_on": date(2026, 1, 1),
        "ends_on": None,
        **values,
    }
    return Agreement(
        id=UUID(int=100 + number),
        party_id=UUID(int=50),
        currency="CNY",
        time_zone="Asia/Shanghai",
        loss_rule=LossRule.US,
        items=items or (item(),),
        **said,
    )


class TestReceiving:
    def test_needs_part_place_day_and_status(self) -> None:
        north = agreement(1, item(location_id=NORTH), ends_on=date(2026, 3, 3))
        last_second = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
        found = [
            receiving([north], part_id=PUMP, location_id=NORTH, moment=MARCH_2),
            receiving([north], part_id=PUMP, location_id=NORTH, moment=last_second),
            receiving([north], part_id=SEAL, location_id=NORTH, moment=MARCH_2),
            receiving([north], part_id=PUMP, location_id=SOUTH, moment=MARCH_2),
            receiving([north], part_id=PUMP, location_id=NORTH, moment=datetime(2026, 3, 2, 16, tzinfo=UTC)),
            receiving([north], part_id=PUMP, location_id=NORTH, moment=datetime(2025, 12, 31, 15, tzinfo=UTC)),
        ]
        assert found == [north, north, None, None, None, None]

    @pytest.mark.parametrize("status", [each for each in AgreementStatus if each is not AgreementStatus.ACTIVE])
    def test_needs_an_active_one(self, status: AgreementStatus) -> None:
        assert receiving([agreement(status=status)], part_id=PUMP, location_id=NORTH, moment=MARCH_2) is None

    def test_counts_the_bounds_of_the_place_before_those_of_all(self) -> None:
        both = agreement(1, item(maximum_milli=9_000), item(location_id=NORTH, maximum_milli=3_000))
        bounds = [getattr(both.item_of(PUMP, place), "maximum_milli", None) for place in (NORTH, SOUTH)]
        assert bounds == [3_000, 9_000]


class TestUsing:
    def test_draws_on_the_nearest(self) -> None:
        def used(*agreements: Agreement) -> Agreement | None:
            return using(agreements, part_id=PUMP, location_id=NORTH, moment=MARCH_2)

        near = agreement(1, item(location_id=NORTH))
        elsewhere = agreement(2, item(location_id=SOUTH))
        other_part = agreement(3, item(SEAL))
        over = agreement(4, status=AgreementStatus.ENDED, ends_on=date(2026, 2, 1))
        assert used(near, elsewhere, other_part, over) == near
        assert used(elsewhere, other_part, over) == elsewhere
        assert used(other_part, over) == over
        assert used(other_part) == other_part
        assert used(agreement(5, status=AgreementStatus.DRAFT)) is None

    def test_goes_on_while_suspended_and_at_the_last_one_after_the_end(self) -> None:
        suspended = agreement(1, status=AgreementStatus.SUSPENDED)
        older = agreement(2, status=AgreementStatus.ENDED, starts_on=date(2025, 1, 1))
        assert using([older, suspended], part_id=PUMP, location_id=NORTH, moment=MARCH_2) == suspended
        newer = agreement(3, status=AgreementStatus.ENDED, starts_on=date(2026, 2, 1))
        assert using([older, newer], part_id=PUMP, location_id=NORTH, moment=MARCH_2) == newer


class TestOverlaps:
    def test_by_part_place_and_day(self) -> None:
        all_places = agreement(1)
        assert all_places.overlaps(agreement(2, item(location_id=NORTH)))
        assert agreement(2, item(location_id=NORTH)).overlaps(all_places)
        assert not agreement(2, item(location_id=NORTH)).overlaps(agreement(3, item(location_id=SOUTH)))
        assert not all_places.overlaps(agreement(2, item(SEAL)))

    def test_not_where_one_ends_on_the_day_the_other_starts(self) -> None:
        first = agreement(1, ends_on=date(2026, 2, 1))
        second = agreement(2, starts_on=date(2026, 2, 1))
        assert not first.overlaps(second)
        assert not second.overlaps(first)
        assert first.overlaps(agreement(3, starts_on=date(2026, 1, 31)))


def test_actions_follow_the_status() -> None:
    assert {status: list(allowed_actions(status)) for status in AgreementStatus} == {
        AgreementStatus.DRAFT: [AgreementAction.ACTIVATE],
        AgreementStatus.ACTIVE: [AgreementAction.SUSPEND, AgreementAction.END],
        AgreementStatus.SUSPENDED: [AgreementAction.RESUME, AgreementAction.END],
        AgreementStatus.ENDED: [],
    }
