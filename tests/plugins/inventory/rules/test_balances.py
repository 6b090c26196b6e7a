"""What moves do to balances together: what passes through a place leaves it as it was."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wellkept_inventory.rules.balances import Change, changes_of
from wellkept_inventory.rules.keys import NIL, VIRTUAL_LOCATIONS, StockKey
from wellkept_inventory.rules.planned import PlannedMove
from wellkept_sdk.services.stock import LocationKind

PART = UUID(int=7)
STORE, VAN, SITE = UUID(int=1), UUID(int=2), UUID(int=3)
CONSUMED = VIRTUAL_LOCATIONS[LocationKind.CONSUMED]


def key(location_id: UUID) -> StockKey:
    return StockKey(PART, NIL, NIL, location_id)


def move(source: UUID, target: UUID, milli: int, held: int = 0) -> PlannedMove:
    return PlannedMove(
        part_id=PART, from_location_id=source, to_location_id=target, quantity_milli=milli, held_milli=held
    )


class TestChanges:
    def test_are_one_for_each_key_in_the_order_of_keys(self) -> None:
        moves = [move(VAN, CONSUMED, 3000, held=1000), move(STORE, VAN, 5000), move(VAN, CONSUMED, 1000)]

        assert changes_of(moves) == [
            Change(key(STORE), -5000, 0),
            Change(key(VAN), 1000, 1000),
            Change(key(CONSUMED), 4000, 0),
        ]

    def test_leave_out_what_ends_as_it_was(self) -> None:
        assert changes_of([move(STORE, VAN, 2000), move(VAN, SITE, 2000)]) == [
            Change(key(STORE), -2000, 0),
            Change(key(SITE), 2000, 0),
        ]

    def test_need_stock_where_something_real_goes_or_is_held_no_more(self) -> None:
        virtual = {CONSUMED}

        assert Change(key(STORE), -1, 0).needs_stock(virtual)
        assert Change(key(STORE), 0, 1).needs_stock(virtual)
        assert not Change(key(STORE), 1, 0).needs_stock(virtual)
        assert not Change(key(CONSUMED), -1, 0).needs_stock(virtual)

    @given(
        st.lists(
            st.builds(
                move, st.sampled_from([STORE, VAN]), st.sampled_from([SITE, CONSUMED, STORE]), st.integers(1, 10**12)
            )
        )
    )
    def test_add_up_to_nothing(self, moves: list[PlannedMove]) -> None:
        assert sum(change.quantity_milli for change in changes_of(moves)) == 0
