"""What something costs us, and what it is priced at: as it was said, else by the rate of its kind."""

from msgspec import Struct

from wellkept_costs.errors import CostMissing, PriceMissing
from wellkept_costs.rules.amounts import amount_of, unit_of


class Said(Struct, frozen=True, kw_only=True):
    """
    What is said of something that was spent.

    Args:
        quantity_milli: more than zero.
        cost_minor: what all of it cost, where that is no multiple of what one unit costs.
    """

    quantity_milli: int
    unit_cost_minor: int | None = None
    unit_price_minor: int | None = None
    cost_minor: int | None = None


class Rate(Struct, frozen=True, kw_only=True):
    """What the terms say of one unit."""

    unit_cost_minor: int | None = None
    unit_price_minor: int | None = None


NO_RATE = Rate()


class Priced(Struct, frozen=True, kw_only=True):
    """
    What something costs us and is priced at.

    Args:
        unit_price_minor: None where nothing says it: it must not be chargeable, and counts at its cost.
        has_own_cost: whether the cost is no multiple of what one unit costs.
        has_own_price: the same of the price.
    """

    quantity_milli: int
    unit_cost_minor: int
    unit_price_minor: int | None
    cost_minor: int
    price_minor: int
    has_own_cost: bool = False
    has_own_price: bool = False

    def unit_price(self, *, chargeable: bool) -> int:
        """
        Return what one unit is priced at.

        Raises:
            PriceMissing: the customer would pay, and nothing says how much.
        """
        if self.unit_price_minor is not None:
            return self.unit_price_minor
        if chargeable:
            raise PriceMissing.at("/unit_price")
        return self.unit_cost_minor


def priced(said: Said, rate: Rate) -> Priced:
    """
    Return what something costs us and is priced at.

    Raises:
        CostMissing: nothing says what one unit costs; a cost is never silently zero.
    """
    unit_cost = _unit_cost(said, rate)
    unit_price = rate.unit_price_minor if said.unit_price_minor is None else said.unit_price_minor
    cost = amount_of(unit_cost, said.quantity_milli) if said.cost_minor is None else said.cost_minor
    return Priced(
        quantity_milli=said.quantity_milli,
        unit_cost_minor=unit_cost,
        unit_price_minor=unit_price,
        cost_minor=cost,
        price_minor=cost if unit_price is None else amount_of(unit_price, said.quantity_milli),
        has_own_cost=said.cost_minor is not None,
        has_own_price=said.cost_minor is not None and unit_price is None,
    )


def priced_at_cost(said: Said, rate: Rate) -> Priced:
    """
    Return the same of what a plugin charges: without any price, it is priced at its cost.

    Raises:
        CostMissing: as above.
    """
    found = priced(said, rate)
    if found.unit_price_minor is not None:
        return found
    return Priced(
        quantity_milli=found.quantity_milli,
        unit_cost_minor=found.unit_cost_minor,
        unit_price_minor=found.unit_cost_minor,
        cost_minor=found.cost_minor,
        price_minor=found.cost_minor,
        has_own_cost=found.has_own_cost,
        has_own_price=found.has_own_cost,
    )


def _unit_cost(said: Said, rate: Rate) -> int:
    if said.unit_cost_minor is not None:
        return said.unit_cost_minor
    if said.cost_minor is not None:
        return unit_of(said.cost_minor, said.quantity_milli)
    if rate.unit_cost_minor is None:
        raise CostMissing.at("/unit_cost")
    return rate.unit_cost_minor
