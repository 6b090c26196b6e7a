"""When a place has too little or too much of a part, and when that is news."""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from wellkept_sdk.quantity import MILLI_PER_UNIT


class StockAlert(StrEnum):
    """What is wrong with a stock."""

    NONE = "none"  #: Nothing.
    LOW = "low"  #: It has fallen to its reorder point.
    OUT = "out"  #: There is none.
    OVER = "over"  #: There is more than its maximum, or than will be used for long.


class StockFigures(Struct, frozen=True, kw_only=True):
    """
    What an alert is judged by; quantities in thousandths.

    Args:
        available_milli: in stock and not reserved, suppliers' included.
        reorder_point_milli: None where there is none.
        maximum_milli: None where there is none.
        monthly_rate: demand per month, in units; None where none was forecast.
        overstock_months: stock for longer than so many months is too much.
    """

    available_milli: int
    reorder_point_milli: int | None
    maximum_milli: int | None
    monthly_rate: Decimal | None
    overstock_months: int


def alert_of(figures: StockFigures) -> StockAlert:
    """Return the alert of a stock; too little comes before too much, should its levels contradict each other."""
    if figures.available_milli <= 0:
        return StockAlert.OUT
    if figures.reorder_point_milli is not None and figures.available_milli <= figures.reorder_point_milli:
        return StockAlert.LOW
    return StockAlert.OVER if _is_too_much(figures) else StockAlert.NONE


def is_news(alert: StockAlert, *, after: StockAlert) -> bool:
    """
    Return whether an alert is announced: on a crossing only, not on each move.

    Stock that was out and is low again has risen, so that it has not fallen low a second time.
    """
    has_risen = after is StockAlert.OUT and alert is StockAlert.LOW
    return alert is not StockAlert.NONE and alert is not after and not has_risen


def _is_too_much(figures: StockFigures) -> bool:
    if figures.maximum_milli is not None and figures.available_milli > figures.maximum_milli:
        return True
    if figures.monthly_rate is None:
        return False
    return figures.available_milli > figures.monthly_rate * figures.overstock_months * MILLI_PER_UNIT
