"""What a line must name, and in which quantity, as its part is tracked."""

from wellkept_inventory.rules.tracking import Named, mistakes_of
from wellkept_sdk.services.stock import Tracking

LOT, SERIAL, NONE = Tracking.LOT, Tracking.SERIAL, Tracking.NONE


def found(
    tracking: Tracking,
    *,
    milli: int = 1000,
    lot: str | None = None,
    serial: str | None = None,
    whole: bool = True,
    required: bool = True,
) -> list[tuple[str, str]]:
    named = Named(quantity_milli=milli, lot=lot, serial=serial)
    mistakes = mistakes_of(named, "/lines/2", tracking=tracking, whole_units=whole, lot_required=required)
    return [(error.pointer, error.code) for mistake in mistakes for error in mistake.errors]


class TestLine:
    def test_that_names_what_its_part_asks_for_is_sound(self) -> None:
        assert found(NONE) == []
        assert found(LOT, lot="B-17") == []
        assert found(SERIAL, serial="SN-1") == []

    def test_of_a_lot_part_names_its_lot_where_it_must(self) -> None:
        assert found(LOT) == [("/lines/2/lot", "inventory.lot.required")]
        assert found(LOT, required=False) == []

    def test_of_a_serial_part_always_names_one_piece(self) -> None:
        assert found(SERIAL, required=False) == [("/lines/2/serial", "inventory.lot.required")]
        assert found(SERIAL, serial="SN-1", milli=2000) == [("/lines/2/quantity", "inventory.serial.one_each")]
        assert found(SERIAL, serial="SN-1", milli=500, whole=False) == [
            ("/lines/2/quantity", "inventory.serial.one_each")
        ]

    def test_names_nothing_that_its_part_has_not(self) -> None:
        assert found(NONE, lot="B-17", serial="SN-1") == [
            ("/lines/2/lot", "inventory.lot.unexpected"),
            ("/lines/2/serial", "inventory.lot.unexpected"),
        ]
        assert found(LOT, serial="SN-1", lot="B-17") == [("/lines/2/serial", "inventory.lot.unexpected")]
        assert found(SERIAL, lot="B-17", serial="SN-1") == [("/lines/2/lot", "inventory.lot.unexpected")]

    def test_is_in_whole_units_where_the_part_comes_so(self) -> None:
        assert found(NONE, milli=1500) == [("/lines/2/quantity", "inventory.quantity.not_whole")]
        assert found(NONE, milli=1500, whole=False) == []
