"""Which stock goes first."""

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.keys import NIL, StockKey
from wellkept_inventory.rules.picking import Shelf, Take, has_expired, pick, usable
from wellkept_inventory.terms import LotPolicy, StockOwnerPolicy

PART, SUPPLIER, OTHER_SUPPLIER = UUID(int=1), UUID(int=2), UUID(int=3)
NEAR, FAR = UUID(int=11), UUID(int=12)
FIRST, SECOND = UUID(int=21), UUID(int=22)
DAY = date(2026, 3, 2)


def shelf(
    available: int, *, lot_id: UUID = NIL, owner: UUID = NIL, place: UUID = NEAR, day: int = 1, **values: object
) -> Shelf:
    said = {"lot": None, "expires_on": None, "sourcing_priority": 50, **values}
    return Shelf(
        key=StockKey(PART, lot_id, owner, place),
        available_milli=available,
        first_in_at=datetime(2026, 1, day, tzinfo=UTC),
        **said,  # pyright: ignore[reportArgumentType]
    )


def taken(
    shelves: list[Shelf],
    quantity: int,
    *,
    owners: StockOwnerPolicy = StockOwnerPolicy.OWN_FIRST,
    lots: LotPolicy = LotPolicy.FEFO,
) -> list[Take]:
    return pick(shelves, quantity, owners=owners, lots=lots)


def test_takes_the_lot_that_expires_first() -> None:
    soon = shelf(2000, lot_id=SECOND, lot="L1", expires_on=date(2026, 12, 31), day=2)
    late = shelf(5000, lot_id=FIRST, lot="L2", expires_on=date(2027, 6, 30), day=1)
    never = shelf(5000, day=1)

    assert taken([never, late, soon], 8000) == [Take(soon.key, 2000), Take(late.key, 5000), Take(never.key, 1000)]


def test_takes_what_came_in_first_when_asked_to() -> None:
    soon = shelf(2000, lot_id=SECOND, lot="L1", expires_on=date(2026, 12, 31), day=2)
    late = shelf(5000, lot_id=FIRST, lot="L2", expires_on=date(2027, 6, 30), day=1)

    assert taken([soon, late], 6000, lots=LotPolicy.FIFO) == [Take(late.key, 5000), Take(soon.key, 1000)]


def test_goes_by_the_number_of_lots_that_came_together() -> None:
    second, first = shelf(1000, lot_id=FIRST, lot="B-2"), shelf(1000, lot_id=SECOND, lot="B-1")

    assert taken([second, first], 1000) == [Take(first.key, 1000)]


def test_goes_by_place_before_owner_and_lot() -> None:
    theirs_near = shelf(1000, owner=SUPPLIER, sourcing_priority=10)
    ours_far = shelf(1000, place=FAR, expires_on=DAY, sourcing_priority=20)

    assert taken([ours_far, theirs_near], 2000) == [Take(theirs_near.key, 1000), Take(ours_far.key, 1000)]


def test_goes_by_owner_as_the_policy_says() -> None:
    ours, theirs = shelf(1000, day=2), shelf(1000, owner=SUPPLIER, day=1)

    first = {policy: taken([ours, theirs], 1000, owners=policy)[0].key.stock_owner_id for policy in StockOwnerPolicy}

    assert first == {
        StockOwnerPolicy.OWN_FIRST: NIL,
        StockOwnerPolicy.CONSIGNMENT_FIRST: SUPPLIER,
        StockOwnerPolicy.OLDEST_FIRST: SUPPLIER,
    }


def test_lets_a_lot_expire_for_no_owners_sake_when_the_oldest_goes_first() -> None:
    ours = shelf(1000, lot_id=FIRST, expires_on=date(2026, 4, 1), day=9)
    theirs = shelf(1000, lot_id=SECOND, owner=SUPPLIER, expires_on=date(2027, 4, 1), day=1)

    assert taken([theirs, ours], 1000, owners=StockOwnerPolicy.OLDEST_FIRST) == [Take(ours.key, 1000)]


def test_leaves_what_has_expired_and_whose_owner_is_not_allowed() -> None:
    fresh = shelf(1000, expires_on=DAY)
    expired = shelf(1000, lot_id=FIRST, expires_on=date(2026, 3, 1))
    elsewhere = shelf(1000, lot_id=FIRST, place=FAR, expires_on=date(2026, 3, 1))
    theirs, others = shelf(1000, owner=SUPPLIER), shelf(1000, owner=OTHER_SUPPLIER)
    shelves = [fresh, expired, elsewhere, theirs, others]
    # West of the date line it is still the day before.
    today_at = {NEAR: DAY, FAR: date(2026, 3, 1)}

    assert usable(shelves, today_at=today_at) == [fresh, elsewhere, theirs, others]
    assert usable(shelves, today_at=today_at, stock_owner_ids={SUPPLIER}) == [fresh, elsewhere, theirs]
    assert usable(shelves, today_at=today_at, stock_owner_ids=()) == [fresh, elsewhere]


def test_may_be_used_on_the_day_on_which_it_expires() -> None:
    assert [has_expired(expires_on, today=DAY) for expires_on in (None, DAY, date(2026, 3, 1))] == [False, False, True]


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([NIL, SUPPLIER]), st.integers(1, 3)), max_size=6),
    st.integers(1, 20),
    st.sampled_from(StockOwnerPolicy),
    st.sampled_from(LotPolicy),
)
def test_takes_all_that_is_asked_for_as_far_as_it_is_there(
    rows: list[tuple[int, UUID, int]], quantity: int, owners: StockOwnerPolicy, lots: LotPolicy
) -> None:
    shelves = [
        shelf(available, owner=owner, day=day, lot_id=UUID(int=100 + place))
        for place, (available, owner, day) in enumerate(rows)
    ]

    takes = taken(shelves, quantity, owners=owners, lots=lots)

    available = {each.key: each.available_milli for each in shelves}
    assert sum(each.quantity_milli for each in takes) == min(quantity, sum(available.values()))
    assert all(0 < each.quantity_milli <= available[each.key] for each in takes)
    assert len({each.key for each in takes}) == len(takes)
    assert taken(shelves[::-1], quantity, owners=owners, lots=lots) == takes
