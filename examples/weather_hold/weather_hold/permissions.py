"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="weather_hold:read",
    description="See the wind at projects and what waits for the weather.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER, Role.VIEWER}),
)
WRITE = PluginPermission(
    name="weather_hold:write",
    description="Report the wind at projects.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER}),
)
