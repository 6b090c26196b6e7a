"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="calendars:read",
    description="See calendars and official days, and calculate with them.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER, Role.VIEWER}),
)
WRITE = PluginPermission(
    name="calendars:write",
    description="Make and revise calendars, and publish official days.",
)
