"""What the routes ask for."""

from wellkept_sdk import PluginPermission
from wellkept_sdk.actor import Role

READ = PluginPermission(
    name="liability:read",
    description="See warranties, coverage, cases and what follows from them; customers and partners see their own.",
    roles=Role.staff() | {Role.PARTNER, Role.CUSTOMER},
)
WRITE = PluginPermission(
    name="liability:write",
    description="Keep warranties, open cases, write their versions and evidence, and give notice to obligors.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER}),
)
ANSWER = PluginPermission(
    name="liability:answer",
    description="Accept or dispute shares and back-charges; partners and customers for themselves.",
    roles=frozenset({Role.DISPATCHER, Role.ENGINEER, Role.PARTNER, Role.CUSTOMER}),
)
DECIDE = PluginPermission(
    name="liability:decide",
    description="Arbitrate and finalise cases, charge back, and deal with retentions and the law's data.",
)

PERMISSIONS = (READ, WRITE, ANSWER, DECIDE)
