"""What service plans say about promised times."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sla.terms import SlaTerms

_PLUGIN = "sla"


class Plan(Struct, frozen=True):
    """What a plan says: terms as given, which name only what it decides; None where it leaves promised times out."""

    terms: dict[str, Any] | None


async def plan_at(ctx: Ctx, code: str, *, at: datetime) -> Plan | None:
    """Return what the plan with a code says at a moment; None where there is no such plan."""
    row = await ctx.db.fetch_one(
        "SELECT revision.plugins FROM service_plan plan JOIN service_plan_revision revision"
        " ON revision.plan_id = plan.id WHERE plan.code = ? AND revision.effective_from <= ?"
        " ORDER BY revision.effective_from DESC, revision.revision DESC LIMIT 1",
        code,
        at,
    )
    if row is None:
        return None
    if _PLUGIN not in row["plugins"]:
        return Plan(terms=None)
    version, terms = row["plugins"][_PLUGIN]
    return Plan(terms=SlaTerms.migrated(terms, from_version=version) if version < SlaTerms.version else terms)
