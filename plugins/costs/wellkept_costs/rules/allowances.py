"""In which period of an allowance a day lies."""

from calendar import monthrange
from datetime import date
from typing import Final

from wellkept_costs.terms import AllowancePeriod

_MONTHS: Final = {AllowancePeriod.MONTH: 1, AllowancePeriod.YEAR: 12}
_MONTHS_OF_YEAR: Final = 12


def period_start(period: AllowancePeriod, *, contract_starts_on: date, on: date) -> date | None:
    """
    Return the first day of the period in which a day lies; None before the contract has begun.

    Periods begin on the contract's own day of the month, or on the month's last where it has no such day.
    """
    if on < contract_starts_on:
        return None
    length = _MONTHS.get(period)
    if length is None:
        return contract_starts_on
    apart = (on.year - contract_starts_on.year) * _MONTHS_OF_YEAR + on.month - contract_starts_on.month
    periods = apart // length
    start = _months_later(contract_starts_on, periods * length)
    return start if start <= on else _months_later(contract_starts_on, (periods - 1) * length)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, _MONTHS_OF_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
