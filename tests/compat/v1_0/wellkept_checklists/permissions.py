"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="checklists:read",
    description="See the items of tickets.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER, Role.VIEWER}),
)
WRITE = PluginPermission(
    name="checklists:write",
    description="Add items to tickets and finish them.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER}),
)
