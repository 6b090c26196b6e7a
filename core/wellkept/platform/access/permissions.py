"""The permissions of core: `<subject>:<verb>`, as roles, keys' scopes and routes name them."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing that a caller may be allowed to do."""

    CUSTOMER_TYPES_READ = "customer_types:read"  #: See the customer types.
    CUSTOMER_TYPES_WRITE = "customer_types:write"  #: Make, change and delete customer types.
    CUSTOMERS_READ = "customers:read"  #: See customers.
    CUSTOMERS_WRITE = "customers:write"  #: Make, change and delete customers.
    PROJECTS_READ = "projects:read"  #: See projects.
    PROJECTS_WRITE = "projects:write"  #: Make, change and delete projects.
    EQUIPMENT_READ = "equipment:read"  #: See installed equipment.
    EQUIPMENT_WRITE = "equipment:write"  #: Make, change and delete equipment.
    TICKETS_READ = "tickets:read"  #: See tickets with their log, attachments and history.
    TICKETS_OPEN = "tickets:open"  #: Report a matter: open a ticket.
    TICKETS_WORK = "tickets:work"  #: Change a ticket and move it along.
    TICKETS_DISPATCH = "tickets:dispatch"  #: Assign and cancel tickets.
    TICKETS_CONFIRM = "tickets:confirm"  #: Confirm or reject a resolution as the customer, or on its behalf.
    TICKETS_LOG = "tickets:log"  #: Add log entries and attachments.
    ACTIVATION_READ = "activation:read"  #: See plans and contracts, and preview their changes.
    ACTIVATION_WRITE = "activation:write"  #: Change plans and contracts; resolve a record again.
    EVENTS_READ = "events:read"  #: Read the event feed.
    WEBHOOKS_WRITE = "webhooks:write"  #: Subscribe, test and replay webhooks.
    IMPORTS_WRITE = "imports:write"  #: Start imports and read their reports.
    AUDIT_READ = "audit:read"  #: Read who changed users, keys, plans and contracts.
    PLUGINS_READ = "plugins:read"  #: See every plugin with its state and reason.
    USERS_READ = "users:read"  #: See accounts.
    USERS_WRITE = "users:write"  #: Make and change accounts.
    KEYS_READ = "keys:read"  #: See API keys, never their secret.
    KEYS_WRITE = "keys:write"  #: Make and revoke API keys.


CORE_PERMISSIONS: frozenset[str] = frozenset(Permission)
