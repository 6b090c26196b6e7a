"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="parties:read",
    description="See parties and who takes part in what; a partner sees its own party and its own part.",
    roles=Role.staff() | {Role.PARTNER},
)
WRITE = PluginPermission(
    name="parties:write",
    description="Register and change parties, block and archive them.",
    roles=frozenset({Role.DISPATCHER}),
)
INVOLVE = PluginPermission(
    name="parties:involve",
    description="Say which party takes part in a project, an item of equipment or a ticket, and until when.",
    roles=frozenset({Role.DISPATCHER}),
)

PERMISSIONS = (READ, WRITE, INVOLVE)
