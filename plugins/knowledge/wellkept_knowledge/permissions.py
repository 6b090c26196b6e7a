"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="knowledge:read",
    description="Find and read articles; customers and partners those that are meant for them.",
    roles=Role.staff() | Role.outside(),
)
WRITE = PluginPermission(
    name="knowledge:write",
    description="Write articles and their revisions, submit them, and keep the list of terms.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER}),
)
APPROVE = PluginPermission(
    name="knowledge:approve",
    description="Publish, return, retire and restore articles.",
    roles=frozenset({Role.DISPATCHER}),
)
VOTE = PluginPermission(
    name="knowledge:vote",
    description="Say of an article whether it helped with a ticket.",
    roles=Role.staff() | Role.outside(),
)

PERMISSIONS = (READ, WRITE, APPROVE, VOTE)
