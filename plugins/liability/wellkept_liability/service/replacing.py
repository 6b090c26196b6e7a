"""Equipment that was replaced: both serial numbers are held, and its warranties go on as was agreed."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from wellkept_liability.queries import law, sites
from wellkept_liability.queries import warranty_terms as queries
from wellkept_liability.queries.sites import Site
from wellkept_liability.rules.replacing import LiabilityReplacementRule
from wellkept_liability.rules.scheduling import Circumstances, schedule_of
from wellkept_liability.rules.starting import LiabilityStartRule
from wellkept_liability.schemas.warranty import LiabilityReplacementCreate, LiabilityReplacementRead
from wellkept_liability.service import term_rows
from wellkept_liability.service.warranty_terms import length_mistakes
from wellkept_liability.tables import LiabilityReplacement
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect, Row
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import uuid7

_ITEM: Final = "SELECT id, project_id, path, serial_number FROM equipment WHERE id = ?"
_ON_TICKET: Final = "SELECT 1 AS found FROM ticket WHERE id = ? AND project_id = ?"
# Those of the whole project, of the item and of what it is a part of; what was replaced before is left out.
_COVERING: Final = (
    f"{queries.SELECT} LEFT JOIN equipment above ON above.id = term.equipment_id"
    " WHERE term.project_id = ? AND term.revoked_at IS NULL AND (term.equipment_id IS NULL OR ? LIKE above.path || '%')"
    " AND (term.starts_on IS NULL OR term.starts_on <= ?) AND (term.ends_on IS NULL OR term.ends_on > ?)"
    " AND NOT EXISTS (SELECT 1 FROM liability_warranty_term later WHERE later.replaces_id = term.id"
    " AND later.equipment_id = ? AND later.revoked_at IS NULL) ORDER BY term.id"
)
_CARRIED: Final = ("scope", "side", "obligor_party_id", "length", "exclusions", "reference")


async def replace(ctx: Ctx, equipment_id: UUID, draft: LiabilityReplacementCreate) -> LiabilityReplacementRead:
    """
    Record that an item was replaced, and let each warranty that covers it on that day go on in one of the item's own.

    Raises:
        Invalid: the body has mistakes.
    """
    refuse(_mistakes(draft))
    async with ctx.db.transaction():
        # Two at once would both follow the same warranty.
        lock = " FOR NO KEY UPDATE" if ctx.db.dialect is Dialect.POSTGRES else ""
        item = await ctx.db.fetch_one(f"{_ITEM}{lock}", equipment_id)
        assert item is not None, "core has found it for this route"
        place = await sites.held_site(ctx, item["project_id"])
        await _require_ticket(ctx, draft, item["project_id"])
        made = await _go_on(ctx, draft, item, place)
        values = msgspec.to_builtins(draft, builtin_types=(UUID, type(draft.replaced_on)))
        del values["scope"]
        values["serial_removed"] = draft.serial_removed or item["serial_number"]
        row = await ctx.db.insert(
            LiabilityReplacement, equipment_id=equipment_id, actor_id=ctx.actor.id, created_at=ctx.at, **values
        )
        await ctx.audit(
            "liability.replacement.recorded",
            subject=f"liability/replacements/{row['id']}",
            after={**values, "warranty_terms": [term["id"] for term in made]},
        )
        items = queries.shown(ctx, made, place)
        return msgspec.convert({**row, "items": items}, LiabilityReplacementRead)


async def _go_on(ctx: Ctx, draft: LiabilityReplacementCreate, item: Row, place: Site) -> list[Row]:
    """Write the warranties of what was fitted."""
    day, equipment_id = draft.replaced_on, item["id"]
    found = await ctx.db.fetch(_COVERING, item["project_id"], item["path"], day, day, equipment_id)
    if not found:
        return []
    around = Circumstances(
        days=sites.start_days(place, await sites.equipment_days(ctx, item["project_id"], equipment_id)),
        seasons=await sites.seasons(ctx, place.region_code),
        rules=await law.rules_of(ctx, ctx.terms(LiabilityTerms)),
    )
    made: list[Row] = []
    for original in _innermost(found):
        if draft.scope not in {None, original["scope"]}:
            continue
        values = _values(original, draft, equipment_id)
        schedule = schedule_of(queries.facts_of(values), around, original_end=original["ends_on"])
        made.append(await term_rows.insert(ctx, values, schedule))
    return made


def _innermost(found: Sequence[Row]) -> list[Row]:
    """Return those of which none of the others has come in the place: of a chain, its last link."""
    replaced = {row["replaces_id"] for row in found}
    return [row for row in found if row["id"] not in replaced]


def _values(original: Row, draft: LiabilityReplacementCreate, equipment_id: UUID) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "project_id": original["project_id"],
        "equipment_id": equipment_id,
        **{name: original[name] for name in _CARRIED},
        "start_rule": LiabilityStartRule.REPLACEMENT.value,
        "fixed_on": draft.replaced_on,
        "replaces_id": original["id"],
        "replacement_rule": draft.rule.value,
        "replacement_minimum": msgspec.to_builtins(draft.minimum),
    }


async def _require_ticket(ctx: Ctx, draft: LiabilityReplacementCreate, project_id: UUID) -> None:
    if draft.ticket_id is None:
        return
    if await ctx.db.fetch_one(_ON_TICKET, draft.ticket_id, project_id) is None:
        raise unknown_reference("/ticket_id", "ticket of this project")


def _mistakes(draft: LiabilityReplacementCreate) -> list[Invalid]:
    is_longer_of = draft.rule is LiabilityReplacementRule.LONGER_OF
    if draft.minimum is None:
        return [invalid("/minimum", "required", "Is required with this rule.")] if is_longer_of else []
    if not is_longer_of:
        return [invalid("/minimum", "unexpected", "This rule has no minimum.")]
    return length_mistakes(draft.minimum, pointer="/minimum")
