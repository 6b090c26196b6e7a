"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="sla:read",
    description="See the clocks of tickets; customers and partners see those that were promised to or by them.",
    roles=Role.staff() | Role.outside(),
)
RECORD = PluginPermission(
    name="sla:record",
    description="Record milestones, and who has the matter in hand.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER}),
)
EXCUSE = PluginPermission(name="sla:excuse", description="Excuse a breach, with a reason.")
REPAIR = PluginPermission(name="sla:repair", description="Fold the facts of a ticket again, and keep what comes of it.")

PERMISSIONS = (READ, RECORD, EXCUSE, REPAIR)
