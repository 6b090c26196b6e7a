"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(name="inventory:read", description="See parts, places, stock and moves.", roles=Role.staff())
CATALOGUE = PluginPermission(
    name="inventory:catalogue",
    description="Make and change parts, places and policies.",
    roles=frozenset({Role.DISPATCHER}),
)
MOVE = PluginPermission(
    name="inventory:move",
    description="Receive, transfer, reserve, issue, return and scrap stock.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER}),
)
COUNT = PluginPermission(
    name="inventory:count",
    description="Count stock, post counts and see them.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER}),
)
APPROVE = PluginPermission(name="inventory:approve", description="Approve counts with large differences.")
ORDER = PluginPermission(
    name="inventory:order",
    description="Order parts, and see what is and what should be ordered.",
    roles=frozenset({Role.DISPATCHER}),
)
AUDIT = PluginPermission(name="inventory:audit", description="See the valuation and the integrity of the ledger.")

PERMISSIONS = (READ, CATALOGUE, MOVE, COUNT, APPROVE, ORDER, AUDIT)
