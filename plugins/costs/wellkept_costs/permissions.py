"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="costs:read",
    description="See what tickets cost, and statements; customers and partners see what is theirs, customers no cost.",
    roles=Role.staff() | Role.outside(),
)
WRITE = PluginPermission(
    name="costs:write",
    description="Add, reverse and correct cost lines, and collect charges.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER}),
)
APPROVE = PluginPermission(
    name="costs:approve",
    description="Approve chargeable work up to a limit; customers also agree to statements and dispute them.",
    roles=frozenset({Role.DISPATCHER, Role.CUSTOMER}),
)
SETTLE = PluginPermission(
    name="costs:settle",
    description="Draw up, issue, amend and settle statements.",
    roles=frozenset({Role.DISPATCHER}),
)

PERMISSIONS = (READ, WRITE, APPROVE, SETTLE)
