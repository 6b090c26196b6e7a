"""Which plugins are named by the plans and contracts as they are now."""

from collections.abc import Sequence

from msgspec import Struct

from wellkept.platform.storage.engines import database
from wellkept_sdk.db.database import Row

CORE = "core"


class Named(Struct, frozen=True, kw_only=True):
    """A plan or contract that asks for a plugin: `kind` is `plan` or `contract`, `name` its code or number."""

    kind: str
    name: str
    plugin: str


async def plugins_named() -> Sequence[Named]:
    """Return every plugin that the latest revision of a plan or contract asks for, by plan or contract."""
    plans = [named for row in await database().fetch(_PLANS) for named in _named("plan", row["code"], row["plugins"])]
    contracts = [
        named for row in await database().fetch(_CONTRACTS) for named in _named("contract", row["number"], _asked(row))
    ]
    return [*plans, *contracts]


def _named(kind: str, name: str, plugins: Sequence[str]) -> Sequence[Named]:
    return [Named(kind=kind, name=name, plugin=plugin) for plugin in sorted(plugins) if plugin != CORE]


def _asked(row: Row) -> Sequence[str]:
    """Return the plugins that a contract does not switch off."""
    return [name for name, override in row["overrides"].items() if override.get("enabled") is not False]


_PLANS = """
SELECT p.code, r.plugins FROM service_plan p JOIN service_plan_revision r ON r.plan_id = p.id
WHERE r.revision = (SELECT MAX(l.revision) FROM service_plan_revision l WHERE l.plan_id = p.id) ORDER BY p.code
"""
_CONTRACTS = """
SELECT c.number, r.overrides FROM contract c JOIN contract_revision r ON r.contract_id = c.id
WHERE r.revision = (SELECT MAX(l.revision) FROM contract_revision l WHERE l.contract_id = c.id) ORDER BY c.number
"""
