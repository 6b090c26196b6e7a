"""Names that a plugin of somebody else may not take."""

from wellkept.platform.settings import setting_names

#: The distribution of core and of the plugins that come with it.
FIRST_PARTY = "wellkept"
FIRST_PARTY_PLUGINS = frozenset(
    {
        "calendars",
        "consignment",
        "costs",
        "inventory",
        "knowledge",
        "liability",
        "parties",
        "sla",
        "stations",
        "survey",
    }
)
#: What core's routes, tables, permissions, events, errors and commands begin with, and what it has below its records.
_CORE_NAMES = frozenset(
    {
        "accounts",
        "activation",
        "api",
        "api_keys",
        "attachments",
        "audit",
        "backlog",
        "contract",
        "contracts",
        "core",
        "customer",
        "customer_type",
        "customer_types",
        "customers",
        "demo",
        "doctor",
        "equipment",
        "event",
        "events",
        "export",
        "extensions",
        "health",
        "history",
        "idempotency",
        "import",
        "imports",
        "job",
        "jobs",
        "keys",
        "log",
        "me",
        "metrics",
        "migrate",
        "migration",
        "migrations",
        "openapi",
        "labels",
        "plugin",
        "plugins",
        "project",
        "projects",
        "run",
        "serve",
        "service",
        "service_plan",
        "service_plans",
        "ticket",
        "tickets",
        "timer",
        "timers",
        "transitions",
        "user",
        "user_account",
        "users",
        "webhook",
        "webhooks",
        "wellkept",
        "worker",
    }
)


def is_reserved(name: str) -> bool:
    """Return whether a name is of core, whose variables, tables, routes or commands a plugin's would be taken for."""
    if name in _CORE_NAMES:
        return True
    return any(setting == name or setting.startswith(f"{name}_") for setting in setting_names())


def is_ours(name: str) -> bool:
    """Return whether only the distribution of core may bring a plugin of this name."""
    return is_reserved(name) or name in FIRST_PARTY_PLUGINS
