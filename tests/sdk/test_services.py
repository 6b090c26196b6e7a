from typing import Protocol

from wellkept_sdk import Ctx, ServiceKey, provide


class StockService(Protocol):
    async def on_hand(self, part: str) -> int: ...


class Shelf:
    async def on_hand(self, part: str) -> int:
        return len(part)


STOCK: ServiceKey[StockService] = ServiceKey("inventory.stock", version=1)


class TestServiceKey:
    def test_is_the_same_by_name_and_version(self) -> None:
        again: ServiceKey[StockService] = ServiceKey("inventory.stock", version=1)

        assert again == STOCK
        assert {STOCK: "shelf"}[again] == "shelf"

    def test_is_another_in_another_version(self) -> None:
        assert ServiceKey[StockService]("inventory.stock", version=2) != STOCK
        assert STOCK != "inventory.stock"

    def test_reads_as_name_and_version(self) -> None:
        assert repr(STOCK) == "inventory.stock v1"


class TestProvide:
    def test_offers_what_is_made_for_the_providers_context(self) -> None:
        def shelf(ctx: Ctx) -> Shelf:
            return Shelf()

        offer = provide(STOCK, shelf)

        assert (offer.key, offer.make) == (STOCK, shelf)
