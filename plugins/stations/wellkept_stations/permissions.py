"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="stations:read",
    description="See stations, engineers and visits; customers and partners see the visits of their tickets.",
    roles=Role.staff() | Role.outside(),
)
WRITE = PluginPermission(
    name="stations:write",
    description="Keep stations, engineers, skills, certificates and absences.",
    roles=frozenset({Role.DISPATCHER}),
)
DISPATCH = PluginPermission(
    name="stations:dispatch",
    description="See candidates, assign and offer tickets, plan visits and days.",
    roles=frozenset({Role.DISPATCHER}),
)
VISIT = PluginPermission(
    name="stations:visit",
    description="Answer own offers and move own visits; dispatchers those of everybody.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER, Role.PARTNER}),
)

PERMISSIONS = (READ, WRITE, DISPATCH, VISIT)
