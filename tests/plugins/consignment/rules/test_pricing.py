"""The price of a local day is the highest version that covers it."""

from datetime import date
from uuid import UUID

from wellkept_consignment.rules.pricing import Price, price_for

AGREEMENT = UUID(int=1)
PART = UUID(int=2)


def price(version: int, valid_from: str, valid_to: str | None = None, minor: int = 2500) -> Price:
    return Price(
        id=UUID(int=100 + version),
        agreement_id=AGREEMENT,
        part_id=PART,
        version=version,
        valid_from=date.fromisoformat(valid_from),
        valid_to=None if valid_to is None else date.fromisoformat(valid_to),
        unit_price_minor=minor,
    )


class TestPriceFor:
    def test_a_span_has_its_first_day_and_not_its_last(self) -> None:
        prices = [price(1, "2026-01-15", "2026-02-01")]
        covered = {day: price_for(prices, date.fromisoformat(day)) is not None for day in _DAYS}
        assert covered == {"2026-01-14": False, "2026-01-15": True, "2026-01-31": True, "2026-02-01": False}

    def test_the_highest_version_holds_whatever_the_order(self) -> None:
        prices = [price(1, "2026-01-01"), price(3, "2026-01-10", "2026-01-20"), price(2, "2026-01-05")]
        held = {day: getattr(price_for(prices, date(2026, 1, day)), "version", None) for day in (1, 5, 10, 20)}
        assert held == {1: 1, 5: 2, 10: 3, 20: 2}

    def test_there_is_none_without_prices(self) -> None:
        assert price_for([], date(2026, 1, 1)) is None


_DAYS = ("2026-01-14", "2026-01-15", "2026-01-31", "2026-02-01")
