"""Whether a line names its lot or serial number as its part asks for, in a quantity that the part comes in."""

from msgspec import Struct

from wellkept_inventory.errors import LotRequired, LotUnexpected, QuantityNotWhole, SerialOneEach
from wellkept_sdk.errors import Invalid
from wellkept_sdk.quantity import MILLI_PER_UNIT
from wellkept_sdk.services.stock import Tracking


class Named(Struct, frozen=True, kw_only=True):
    """What a line says about the pieces that it means."""

    quantity_milli: int
    lot: str | None
    serial: str | None


def mistakes_of(
    named: Named, pointer: str, *, tracking: Tracking, whole_units: bool, lot_required: bool
) -> list[Invalid]:
    """
    Return what is wrong with a line.

    Args:
        named: what the line says.
        pointer: where the line stands, such as `/lines/0`.
        tracking: how the part is tracked.
        whole_units: whether the part comes in whole units only.
        lot_required: whether the lot of a part that is tracked so must be named; a serial number always must.
    """
    found = [*_unexpected(named, pointer, tracking), *_missing(named, pointer, tracking, lot_required=lot_required)]
    if tracking is Tracking.SERIAL and named.quantity_milli != MILLI_PER_UNIT:
        return [*found, SerialOneEach.at(f"{pointer}/quantity")]
    if whole_units and named.quantity_milli % MILLI_PER_UNIT:
        return [*found, QuantityNotWhole.at(f"{pointer}/quantity")]
    return found


def _unexpected(named: Named, pointer: str, tracking: Tracking) -> list[Invalid]:
    found: list[Invalid] = []
    if named.lot is not None and tracking is not Tracking.LOT:
        found.append(LotUnexpected.at(f"{pointer}/lot"))
    if named.serial is not None and tracking is not Tracking.SERIAL:
        found.append(LotUnexpected.at(f"{pointer}/serial"))
    return found


def _missing(named: Named, pointer: str, tracking: Tracking, *, lot_required: bool) -> list[Invalid]:
    if tracking is Tracking.LOT and named.lot is None and lot_required:
        return [LotRequired.at(f"{pointer}/lot")]
    if tracking is Tracking.SERIAL and named.serial is None:
        return [LotRequired.at(f"{pointer}/serial")]
    return []
