"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="survey:read",
    description="See templates, invitations, answers, results and follow-ups; customers those of their own.",
    roles=Role.staff() | {Role.CUSTOMER},
)
WRITE = PluginPermission(
    name="survey:write",
    description="Keep templates, invite, cancel invitations and make their links, plan follow-ups.",
    roles=frozenset({Role.DISPATCHER}),
)
RECORD = PluginPermission(
    name="survey:record",
    description="Write down what customers answered, and what follow-ups found.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER}),
)

PERMISSIONS = (READ, WRITE, RECORD)
