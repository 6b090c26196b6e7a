"""What tickets cost, who bears it towards the customer, and what both sides settle."""

from wellkept_costs.plugin import plugin

__all__ = ["plugin"]
