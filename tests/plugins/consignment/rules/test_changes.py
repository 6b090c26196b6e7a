"""What a price, a return or a claim adds to a use; what is there stays."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from wellkept_consignment.rules.changes import Taken, claims_held, repriced, taken_back
from wellkept_consignment.rules.groups import Group, OwedLine, groups_of
from wellkept_consignment.rules.lines import NIL
from wellkept_consignment.rules.pricing import Price
from wellkept_sdk.services.consignment import LineKind

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
PART, AGREEMENT, PRICE = UUID(int=2), UUID(int=3), UUID(int=4)


def owed(number: int, kind: str, minor: int | None, milli: int = 0, **values: Any) -> OwedLine:
    said: dict[str, Any] = {"corrects_line_id": None, "price_id": PRICE, "share_percent": None, **values}
    return OwedLine(
        id=UUID(int=100 + number),
        kind=LineKind(kind),
        agreement_id=AGREEMENT,
        party_id=UUID(int=5),
        part_id=PART,
        lot_id=NIL,
        lot=None,
        serial=None,
        location_id=UUID(int=6),
        move_id=None,
        price_on=date(2026, 1, 20),
        quantity_milli=milli,
        amount_minor=minor,
        currency="CNY",
        ticket_id=None,
        **said,
    )


def group(*lines: OwedLine) -> Group:
    [found] = groups_of(lines)
    return found


def price(minor: int) -> Price:
    return Price(
        id=UUID(int=9),
        agreement_id=AGREEMENT,
        part_id=PART,
        version=2,
        valid_from=date(2026, 1, 15),
        valid_to=None,
        unit_price_minor=minor,
    )


def back(milli: int = -1_000) -> Taken:
    return Taken(
        id=UUID(int=999),
        kind=LineKind.REVERSAL,
        undoes_id=USE.id,
        quantity_milli=milli,
        move_id=UUID(int=31),
        location_id=UUID(int=6),
        occurred_at=NOW,
        ticket_id=None,
    )


USE = owed(1, "withdrawal", 10_000, 4_000)


class TestRepriced:
    @pytest.mark.parametrize(("minor", "deltas"), [(2_450, [-200]), (2_500, []), (2_600, [400])])
    def test_corrects_by_the_difference(self, minor: int, deltas: list[int]) -> None:
        change = repriced(group(USE), price(minor), at=NOW)
        assert [draft.amount_minor for draft in change.added] == deltas
        assert {(draft.kind, draft.corrects_line_id, draft.quantity_milli) for draft in change.added} <= {
            (LineKind.CORRECTION, USE.id, 0)
        }

    def test_counts_earlier_corrections_and_returns(self) -> None:
        lines = (
            USE,
            owed(2, "reversal", -2_500, -1_000, corrects_line_id=USE.id),
            owed(3, "correction", -200, corrects_line_id=USE.id),
        )
        change = repriced(group(*lines), price(2_450), at=NOW)
        assert [(draft.corrects_line_id, draft.amount_minor) for draft in change.added] == [(UUID(int=102), 50)]

    def test_prices_what_had_no_price_once(self) -> None:
        change = repriced(group(owed(1, "withdrawal", None, 1_500, price_id=None)), price(333), at=NOW)
        assert [(each.line.id, each.amount_minor) for each in change.priced] == [(UUID(int=101), 500)]
        assert change.added == []

    def test_leaves_a_loss_that_the_supplier_bears(self) -> None:
        change = repriced(group(owed(1, "loss", 0, 2_000, price_id=None)), price(2_500), at=NOW)
        assert (change.priced, change.added) == ([], [])

    def test_holds_the_share_that_is_claimed(self) -> None:
        claim = owed(2, "claim", -4_000, corrects_line_id=USE.id, price_id=None, share_percent=40)
        change = repriced(group(USE, claim), price(2_000), at=NOW)
        assert [(draft.kind, draft.amount_minor) for draft in change.added] == [
            (LineKind.CORRECTION, -2_000),
            (LineKind.CLAIM, 800),
        ]


class TestTakenBack:
    def test_carries_the_day_and_the_price_that_hold(self) -> None:
        draft = taken_back(group(USE), back(), price(2_500))
        assert (draft.amount_minor, draft.unit_price_minor, draft.price_version) == (-2_500, 2_500, 2)
        assert (draft.price_on, draft.quantity_milli, draft.corrects_line_id) == (date(2026, 1, 20), -1_000, USE.id)

    def test_is_a_share_of_what_was_conceded(self) -> None:
        conceded = owed(2, "correction", -2_500, corrects_line_id=USE.id, price_id=None)
        assert taken_back(group(USE, conceded), back(), price(2_500)).amount_minor == -1_875

    def test_has_no_amount_where_the_use_has_none(self) -> None:
        draft = taken_back(group(owed(1, "withdrawal", None, 4_000, price_id=None)), back(), None)
        assert (draft.amount_minor, draft.unit_price_minor, draft.price_id) == (None, None, None)

    def test_costs_nothing_where_the_supplier_bears_it(self) -> None:
        draft = taken_back(group(owed(1, "loss", 0, 4_000, price_id=None)), back(), price(2_500))
        assert (draft.amount_minor, draft.unit_price_minor, draft.price_id) == (0, None, None)


class TestClaimsHeld:
    def test_follow_the_amount(self) -> None:
        claim = owed(2, "claim", -4_000, corrects_line_id=USE.id, price_id=None, share_percent=40)
        held = [[draft.amount_minor for draft in claims_held(group(USE, claim), net, at=NOW)] for net in (10_000, 0)]
        assert held == [[], [4_000]]


class TestGroups:
    def test_are_told_apart_by_the_use(self) -> None:
        other = owed(5, "withdrawal", 2_500, 1_000)
        found = groups_of([USE, other, owed(6, "reversal", -2_500, -1_000, corrects_line_id=other.id)])
        assert [(each.use.id, each.left_milli, each.net_minor) for each in found] == [
            (USE.id, 4_000, 10_000),
            (other.id, 0, 0),
        ]
        assert (found[0].is_unpriced, found[0].is_agreed_otherwise, found[0].shares_percent) == (False, False, [])
