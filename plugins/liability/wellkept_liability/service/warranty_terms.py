"""Giving and receiving warranties, and taking them back."""

from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from wellkept_liability.errors import WarrantyTermBelowFloor, WarrantyTermNotFound, WarrantyTermRevoked
from wellkept_liability.events.warranty import LiabilityWarrantyTermRevoked
from wellkept_liability.queries import law, sites
from wellkept_liability.queries import warranty_terms as queries
from wellkept_liability.rules.floors import Floor
from wellkept_liability.rules.lengths import Length, LiabilityCalendarLength, LiabilityRunningHoursLength, is_empty
from wellkept_liability.rules.scheduling import Circumstances, schedule_of
from wellkept_liability.rules.starting import LiabilityStartRule, needs_equipment, takes_a_day
from wellkept_liability.schemas.warranty import (
    LiabilityRevocation,
    LiabilityWarrantyTermCreate,
    LiabilityWarrantyTermRead,
)
from wellkept_liability.service import term_rows
from wellkept_liability.tables import LiabilityWarrantyTerm
from wellkept_liability.terms import LiabilityTerms, StatutoryFloor
from wellkept_sdk import Ctx
from wellkept_sdk.errors import FieldError, Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import PartyId, uuid7
from wellkept_sdk.services.liability import WarrantySide
from wellkept_sdk.services.parties import PARTIES, PartyNotFound

_LENGTH: Final = "/length"
_OBLIGOR: Final = "/obligor_party_id"
_REQUIRED: Final = "required"


async def create(ctx: Ctx, project_id: UUID, draft: LiabilityWarrantyTermCreate) -> LiabilityWarrantyTermRead:
    """
    Record a warranty.

    Raises:
        Invalid: the body has mistakes.
        WarrantyTermBelowFloor: we gave less than the law allows, and the terms refuse that.
        Conflict: the obligor is blocked or archived.
    """
    async with ctx.db.transaction():
        refuse(_mistakes(draft))
        if draft.obligor_party_id is not None:
            await require_party(ctx, draft.obligor_party_id, pointer=_OBLIGOR)
        place = await sites.held_site(ctx, project_id)
        item = None
        if draft.equipment_id is not None:
            item = await sites.equipment_days(ctx, project_id, draft.equipment_id)
            if item is None:
                raise unknown_reference("/equipment_id", "item of this project")
        terms = ctx.terms(LiabilityTerms)
        around = Circumstances(
            days=sites.start_days(place, item),
            seasons=await sites.seasons(ctx, place.region_code),
            rules=await law.rules_of(ctx, terms),
        )
        values = {"id": uuid7(), "project_id": project_id, **msgspec.to_builtins(draft, builtin_types=(UUID, date))}
        schedule = schedule_of(queries.facts_of(values), around)
        if terms.statutory_floor is StatutoryFloor.REFUSE and term_rows.is_short(schedule.floor):
            raise _below(schedule.floor)
        row = await term_rows.insert(ctx, values, schedule)
        [shown] = queries.shown(ctx, [row], place)
        return shown


async def revoke(ctx: Ctx, project_id: UUID, term_id: UUID, said: LiabilityRevocation) -> LiabilityWarrantyTermRead:
    """
    Let a warranty cover nothing any more; it stays to be read.

    Raises:
        WarrantyTermNotFound: the project has no such warranty.
        WarrantyTermRevoked: it was revoked before.
    """
    async with ctx.db.transaction():
        found = await ctx.db.locked(LiabilityWarrantyTerm, term_id)
        if found is None or found["project_id"] != project_id:
            raise WarrantyTermNotFound
        if found["revoked_at"] is not None:
            raise WarrantyTermRevoked
        row = await ctx.db.update(
            LiabilityWarrantyTerm, term_id, changes={"revoked_at": ctx.at, "revoked_reason": said.reason}
        )
        await ctx.audit(
            LiabilityWarrantyTermRevoked.type, subject=term_rows.subject(term_id), after={"reason": said.reason}
        )
        await ctx.emit(LiabilityWarrantyTermRevoked(**term_rows.told(row), reason=said.reason))
        [shown] = queries.shown(ctx, [row], await sites.site(ctx, project_id))
        return shown


async def require_party(ctx: Ctx, party_id: UUID, *, pointer: str) -> None:
    """
    Refuse a party that cannot be named anew.

    Raises:
        Invalid: there is none.
        Conflict: it is blocked or archived.
    """
    try:
        await ctx.service(PARTIES).require(PartyId(party_id))
    except PartyNotFound:
        raise unknown_reference(pointer, "party") from None


def length_mistakes(length: Length, *, pointer: str) -> list[Invalid]:
    """Return what is wrong with a length: it names nothing."""
    if isinstance(length, LiabilityCalendarLength) and is_empty(length):
        return [invalid(pointer, _REQUIRED, "Names years, months or days.")]
    if isinstance(length, LiabilityRunningHoursLength) and is_empty(length.within):
        return [invalid(f"{pointer}/within", _REQUIRED, "Names years, months or days.")]
    return []


def _mistakes(draft: LiabilityWarrantyTermCreate) -> list[Invalid]:
    mistakes = length_mistakes(draft.length, pointer=_LENGTH)
    if draft.side is WarrantySide.RECEIVED and draft.obligor_party_id is None:
        mistakes.append(invalid(_OBLIGOR, _REQUIRED, "What we receive was promised by a party."))
    if draft.start_rule is LiabilityStartRule.FIXED and draft.fixed_on is None:
        mistakes.append(invalid("/fixed_on", _REQUIRED, "Is required with this start rule."))
    if draft.fixed_on is not None and not takes_a_day(draft.start_rule):
        mistakes.append(invalid("/fixed_on", "unexpected", "This start rule reads its day from a record."))
    if needs_equipment(draft.start_rule) and draft.equipment_id is None:
        mistakes.append(invalid("/equipment_id", _REQUIRED, "This start rule reads its day from an item."))
    if len(set(draft.exclusions)) < len(draft.exclusions):
        mistakes.append(invalid("/exclusions", "duplicate", "No cause is named twice."))
    return mistakes


def _below(floor: Floor | None) -> WarrantyTermBelowFloor:
    assert floor is not None, "only a rule makes a warranty too short"
    error = FieldError(_LENGTH, WarrantyTermBelowFloor.code, WarrantyTermBelowFloor.title())
    return WarrantyTermBelowFloor(
        errors=[error],
        rule=floor.rule.code,
        minimum=floor.rule.minimum,
        minimum_ends_on=floor.minimum_ends_on,
    )
