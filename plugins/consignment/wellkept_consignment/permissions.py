"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="consignment:read",
    description="See agreements, prices, suppliers' stock, lines and statements; suppliers see their own.",
    roles=Role.staff() | {Role.PARTNER},
)
WRITE = PluginPermission(name="consignment:write", description="Make and change agreements, and record prices.")
MOVE = PluginPermission(
    name="consignment:move",
    description="Receive suppliers' stock, give it back and buy it out.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER}),
)
SETTLE = PluginPermission(name="consignment:settle", description="Draw up and settle statements, and make claims.")
ANSWER = PluginPermission(
    name="consignment:answer",
    description="Confirm or dispute the lines of a statement.",
    roles=frozenset({Role.PARTNER}),
)

PERMISSIONS = (READ, WRITE, MOVE, SETTLE, ANSWER)
